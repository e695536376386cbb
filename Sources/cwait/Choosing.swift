import ArgumentParser
import JobCore

/// What is waited for.
struct Choosing: ParsableArguments {
    @Flag(name: .shortAndLong, help: "All of my jobs that have not ended.")
    var all = false

    @Option(
        name: [.customShort("u", allowingJoined: true), .long],
        help: "All jobs of these users that have not ended: me, all, a name or a number.")
    var user: [String] = []

    @Option(
        name: .long, help: "Wait until the jobs are in this state, or have ended: running, held.")
    var state: Goal?

    @Flag(name: .long, help: "Wait until the queue has room for one more job.")
    var slot = false

    @Option(
        name: [.customShort("m", allowingJoined: true), .customLong("max-queue-len")],
        help: ArgumentHelp("With --slot: until it is shorter than N.", valueName: "n"))
    var maxQueueLength: Int?

    @Flag(
        name: [.customShort("r"), .customLong("allow-empty")],
        help: "No IDs on standard input is fine.")
    var allowEmpty = false

    @Flag(name: [.customShort("0"), .customLong("null")], help: "IDs end with NUL, in and out.")
    var null = false

    @Option(SubmitOptions.backend)
    var backend: ByteString?

    @Argument(
        help: "Jobs: L7, L7-L9, last; '-' for standard input.",
        completion: .shellCommand("cqueue -I"))
    var ids: [String] = []

    init() {}

    var separator: UInt8 { null ? 0 : UInt8(ascii: "\n") }

    /// - Throws: `Failure` (64) for what does not go together, (1) for a user that there is none of.
    func check() throws(Failure) {
        let kinds = [("--all", all), ("--user", !user.isEmpty), ("--slot", slot)]
            .filter { $0.1 }.map { $0.0 }
        if let first = kinds.first, !ids.isEmpty {
            throw Failure("\(first) takes no ID", status: .usage)
        }
        guard kinds.count < 2 else {
            throw Failure("\(kinds[0]) and \(kinds[1]) exclude each other", status: .usage)
        }
        if let maxQueueLength {
            guard slot else { throw Failure("-m goes with --slot", status: .usage) }
            guard maxQueueLength >= 0 else {
                throw Failure("-m takes a number from 0", status: .usage)
            }
        }
        try UserList(user).check()
    }

    /// The jobs that are meant.
    /// - Throws: `Failure` (125) where standard input has none and must have one.
    func jobs(
        in backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        if all { return try Self.waitable(backends.chosen().unfinished(), backends) }
        if !user.isEmpty {
            var filter = JobFilter(states: JobState.active)
            filter.owners = UserList(user).owners
            filter.freshness = .now
            return try Self.waitable(backends.chosen().list(filter).jobs.map(\.id), backends)
        }
        let jobs = try session.jobIDs(from: ids, separator: separator) { () throws(Failure) in
            try backends.lastJob()
        }
        guard !jobs.isEmpty || allowEmpty else {
            throw Failure("no job IDs on standard input", status: .cannotWait)
        }
        return jobs
    }

    /// Within a job, not that job, and none that can end only after it.
    private static func waitable(
        _ ids: [JobID], _ backends: Backends
    ) throws(Failure) -> [JobID] {
        backends.choice.backend == .local ? try backends.local().waitable(ids) : ids
    }
}

/// `--state`: one or more states of a job that has not ended.
struct Goal: ExpressibleByArgument {
    let states: Set<JobState>

    init?(argument: String) {
        var states: Set<JobState> = []
        for word in argument.split(separator: ",") {
            guard let named = JobState.named(String(word)), named.isSubset(of: JobState.active)
            else { return nil }
            states.formUnion(named)
        }
        if states.isEmpty { return nil }
        self.states = states
    }
}
