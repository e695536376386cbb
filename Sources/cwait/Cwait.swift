import ArgumentParser
import JobCore

/// Wait until jobs have ended, and end as they did.
@main
struct Cwait: DeclaredTool {
    static let name = "cwait"
    static let usage = "cwait [options] [ID...]"
    static let configuration = CommandConfiguration(
        commandName: "cwait",
        abstract: "Wait until jobs have ended, and end as they did.",
        usage: "cwait [options] [ID...]",
        discussion: """
            Without an ID they are read from standard input. The exit status is 0 if every job \
            ended with 0, else the highest of theirs.
            """)

    @Option(
        name: [.customShort("t", allowingJoined: true), .long],
        help: "Give up after this long, with 124: 90, 90s, 2h.")
    var timeout: WaitingTime?

    @Flag(name: .shortAndLong, help: "Wait for all of my jobs that have not ended.")
    var all = false

    @Flag(name: .long, help: "Stop at the first job that ends, and write its ID.")
    var any = false

    @Flag(name: .customLong("fail-fast"), help: "Stop at the first job that does not end with 0.")
    var failFast = false

    @Flag(name: .shortAndLong, help: "Write each ID as its job ends; --ok and --failed choose.")
    var print = false

    @Flag(name: .long, help: "Write the IDs of those that ended with 0.")
    var ok = false

    @Flag(name: .long, help: "Write the IDs of those that did not end with 0.")
    var failed = false

    @Flag(
        name: [.customShort("g"), .long],
        help: "Write what the jobs have written, to standard output and standard error.")
    var get = false

    @Flag(
        name: [.customShort("r"), .customLong("allow-empty")],
        help: "No IDs on standard input is fine.")
    var allowEmpty = false

    @Flag(name: [.customShort("0"), .customLong("null")], help: "IDs end with NUL, in and out.")
    var null = false

    @Option(SubmitOptions.backend)
    var backend: ByteString?

    @OptionGroup var common: CommonOptions

    @Argument(
        help: "Jobs: L7, L7-L9, last; '-' for standard input.",
        completion: .shellCommand("cqueue -I"))
    var ids: [String] = []

    /// The jobs' own statuses are relayed: its own has one number that is none of theirs.
    static func usageStatus(for arguments: [ByteString]) -> ExitStatus { .cannotWait }

    var failureStatus: ExitStatus? { .cannotWait }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try checkOptions()
        let backends = try session.backends(asked: backend)
        let jobs = try jobs(in: backends, session)
        if jobs.isEmpty { return .success }
        var waiter = JobWaiter()
        waiter.timeout = timeout?.milliseconds
        waiter.stopsAtFirst = any
        waiter.stopsAtFailure = failFast
        if print || ok || failed {
            waiter.prints = (ok: ok || !failed, failed: failed || !ok)
        }
        waiter.replays = get
        if null { waiter.separator = 0 }
        return try waiter.wait(for: jobs, in: backends, session: &session)
    }

    private func checkOptions() throws(Failure) {
        if get, print || ok || failed {
            throw Failure("--get and --print both write to standard output", status: .usage)
        }
        if all, !ids.isEmpty {
            throw Failure("--all takes no ID", status: .usage)
        }
    }

    private func jobs(
        in backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        if all { return try backends.chosen().unfinished() }
        let jobs = try session.jobIDs(from: ids, separator: null ? 0 : UInt8(ascii: "\n")) {
            () throws(Failure) in try backends.lastJob()
        }
        guard !jobs.isEmpty || allowEmpty else {
            throw Failure("no job IDs on standard input", status: .cannotWait)
        }
        return jobs
    }
}

/// `--timeout`; a bare number is seconds.
struct WaitingTime: ExpressibleByArgument {
    let milliseconds: Int

    init?(argument: String) {
        guard let time = DurationText.wait(argument) else { return nil }
        milliseconds = time
    }
}
