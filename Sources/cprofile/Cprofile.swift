import ArgumentParser
import JobCore

/// Keep profiles and settings.
@main
struct Cprofile: DeclaredTool {
    static let name = "cprofile"
    static let usage = "cprofile [options] [VERB [ARG...]]"
    static let configuration = CommandConfiguration(
        commandName: "cprofile",
        abstract: "Keep profiles and settings.",
        discussion: """
            A profile is a set of options under a name, for csub -P. Without a VERB, or with only \
            options, it lists the profiles' names.
            """,
        subcommands: [
            ListProfiles.self, ShowProfiles.self, SetProfile.self, UnsetProfile.self,
            DeleteProfile.self, EditFile.self, ConfigVerbs.self, ShowPath.self, Migrate.self,
        ], defaultSubcommand: ListProfiles.self)

    @OptionGroup var common: CommonOptions

    /// A value that begins with a dash, as directives do, is a value all the same.
    static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString] {
        let flags = ConfigVerbs.flags
        guard arguments.count >= 4, arguments.contains("config"), arguments.contains("set"),
            !arguments.contains("--"), let value = arguments.last, value.hasPrefix("-"),
            !flags.contains(value)
        else { return arguments }
        return arguments.dropLast() + ["--", value]
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus { .success }
}
