import ArgumentParser
import JobCore

/// Decompress files to standard output. It has no work yet.
@main
struct Czcat: DeclaredTool {
    static let name = "czcat"
    static let usage = "czcat [options] [FILE...]"
    static let configuration = CommandConfiguration(
        commandName: "czcat", abstract: "Decompress files to standard output.",
        usage: "czcat [options] [FILE...]",
        discussion: "This version of czcat does nothing yet: it ends with 69.")

    @OptionGroup var common: CommonOptions

    @Argument(help: .hidden)
    var words: [String] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        throw Failure("this version does nothing yet", status: .unavailable)
    }
}
