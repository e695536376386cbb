import ArgumentParser
import JobCore

/// Remove what ended jobs have left. It has no work yet.
@main
struct Cclean: DeclaredTool {
    static let name = "cclean"
    static let usage = "cclean [options] [ID...]"
    static let configuration = CommandConfiguration(
        commandName: "cclean", abstract: "Remove what ended jobs have left.",
        usage: "cclean [options] [ID...]",
        discussion: "This version of cclean does nothing yet: it ends with 69.")

    @OptionGroup var common: CommonOptions

    @Argument(help: .hidden)
    var words: [String] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        throw Failure("this version does nothing yet", status: .unavailable)
    }
}
