import ArgumentParser
import JobCore

/// Split a file into parts of whole lines. It has no work yet.
@main
struct Csplit: DeclaredTool {
    static let name = "csplit"
    static let usage = "csplit [options] FILE PARTS"
    static let configuration = CommandConfiguration(
        commandName: "csplit", abstract: "Split a file into parts of whole lines.",
        usage: "csplit [options] FILE PARTS",
        discussion: "This version of csplit does nothing yet: it ends with 69.")

    @OptionGroup var common: CommonOptions

    @Argument(help: .hidden)
    var words: [String] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        throw Failure("this version does nothing yet", status: .unavailable)
    }
}
