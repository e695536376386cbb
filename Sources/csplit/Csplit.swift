import ArgumentParser
import JobCore

/// Split a file into parts of whole lines. It has no work yet.
@main
struct Csplit: Tool {
    static let name = "csplit"
    static let usage = "csplit [options] FILE PARTS"
    static let configuration = CommandConfiguration(
        commandName: "csplit", abstract: "Split a file into parts of whole lines.",
        usage: "csplit [options] FILE PARTS",
        discussion: "This version of csplit does nothing yet: it ends with 69.")

    @OptionGroup var version: VersionOption

    @Argument(help: .hidden)
    var words: [String] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        if version.isAsked { return try session.showVersion() }
        throw Failure("this version does nothing yet", status: .unavailable)
    }
}
