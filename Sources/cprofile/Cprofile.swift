import ArgumentParser
import JobCore

/// Keep profiles and settings. It has no work yet.
@main
struct Cprofile: Tool {
    static let name = "cprofile"
    static let usage = "cprofile [VERB [NAME] [KEY=VALUE...]]"
    static let configuration = CommandConfiguration(
        commandName: "cprofile", abstract: "Keep profiles and settings.",
        usage: "cprofile [VERB [NAME] [KEY=VALUE...]]",
        discussion: "This version of cprofile does nothing yet: it ends with 69.")

    @OptionGroup var version: VersionOption

    @Argument(help: .hidden)
    var words: [String] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        if version.isAsked { return try session.showVersion() }
        throw Failure("this version does nothing yet", status: .unavailable)
    }
}
