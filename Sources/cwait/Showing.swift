import ArgumentParser
import JobCore

/// What is written.
struct Showing: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Write each ID as its job ends; --ok and --failed choose.")
    var print = false

    @Flag(name: .long, help: "Write the IDs of those that ended with 0.")
    var ok = false

    @Flag(name: .long, help: "Write the IDs of those that did not end with 0.")
    var failed = false

    @Flag(
        name: [.customShort("g"), .long, .customLong("result")],
        help: "Write what the jobs have written, to standard output and standard error.")
    var get = false

    @Flag(name: .long, help: "With --get: as one JSON document, with how they ended.")
    var json = false

    @Option(
        name: .long,
        help: ArgumentHelp("Say how far the jobs are: auto is on a terminal.", valueName: "when"))
    var progress: ProgressChoice?

    init() {}

    private var writesIDs: Bool { print || ok || failed }

    /// - Throws: `Failure` (64) for what does not go together.
    func check() throws(Failure) {
        if get, writesIDs {
            throw Failure("--get and --print both write to standard output", status: .usage)
        }
        if json, !get { throw Failure("--json goes with --get", status: .usage) }
    }

    /// Which IDs are written as their jobs end: of those that end with 0, of the others.
    var prints: (ok: Bool, failed: Bool)? {
        writesIDs ? (ok: ok || !failed, failed: failed || !ok) : nil
    }

    var results: JobWaiter.Results {
        if !self.get { return .none }
        return json ? .document : .output
    }
}
