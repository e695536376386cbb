import ArgumentParser
import JobCore

/// Which jobs are meant.
struct Selection: ParsableArguments {
    @Option(
        name: [.customShort("u", allowingJoined: true), .long],
        help: "Jobs of these users: me, all, a name or a number (me).")
    var user: [String] = []

    @Flag(name: .long, help: "Jobs of mine.")
    var me = false

    @Flag(name: .customLong("all-users"), help: "Jobs of everybody.")
    var allUsers = false

    @Flag(name: .shortAndLong, help: "Also jobs that have ended.")
    var all = false

    @Option(
        name: [.customShort("t", allowingJoined: true), .customLong("state")],
        help: "Jobs in these states: pending, running, failed, PD, R, active, done, bad.")
    var state: [StateNames] = []

    @Option(
        name: [.customShort("n", allowingJoined: true), .long],
        help: "Jobs whose name fits this pattern.")
    var name: [ByteString] = []

    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
        help: "Jobs of these IDs.")
    var jobs: [String] = []

    @Option(
        name: [.customShort("p", allowingJoined: true), .long], parsing: .singleValue,
        help: ArgumentHelp("Jobs in these partitions or queues.", valueName: "list"))
    var partition: [ByteString] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("Jobs charged to these accounts.", valueName: "list"))
    var account: [ByteString] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Jobs submitted since then: 2h, today, 2026-11-22T08:00.", valueName: "time"))
    var since: String?

    @Flag(name: .long, help: "Ask the batch system now.")
    var refresh = false

    @Flag(name: .long, help: "Don't ask it: show what it said last.")
    var cached = false

    @Option(SubmitOptions.backend)
    var backend: ByteString?

    @Argument(
        help: "Jobs: L7, L7-L9, last; '-' for standard input.",
        completion: .shellCommand("cqueue -a -I"))
    var ids: [String] = []

    init() {}

    /// Whether jobs are named one by one.
    var namesJobs: Bool { !ids.isEmpty || !jobs.isEmpty }

    /// Whether anything chooses among all jobs.
    var isNarrowed: Bool {
        namesJobs || !user.isEmpty || me || allUsers || all || filters
    }

    /// Whether jobs are chosen by what they are, also among those that are named.
    var filters: Bool {
        !state.isEmpty || !name.isEmpty || !partition.isEmpty || !account.isEmpty
            || since != nil || owners != .me
    }

    /// The IDs that were named.
    func ids(
        in backends: Backends, _ session: borrowing Session, separator: UInt8
    ) throws(Failure) -> [JobID] {
        guard namesJobs else { return [] }
        let listed = jobs.flatMap { JobID.list($0) }
        if ids.isEmpty, listed.isEmpty { return [] }
        return try session.jobIDs(from: ids + listed, separator: separator) {
            () throws(Failure) in try backends.lastJob()
        }
    }

    /// The states to show: those asked for, else all that have not ended, or all where jobs are
    /// named.
    var states: Set<JobState> {
        if !state.isEmpty { return state.reduce(into: []) { $0.formUnion($1.states) } }
        return all || namesJobs ? Set(JobState.allCases) : JobState.active
    }

    /// - Throws: `Failure`: 1 for a user that there is none of, 64 for a time that is none.
    func check() throws(Failure) {
        if refresh, cached {
            throw Failure("--refresh and --cached exclude each other", status: .usage)
        }
        _ = try moment()
        try UserList(user).check()
    }

    /// Whose jobs are meant.
    var owners: JobFilter.Owners {
        if allUsers { return .everybody }
        return me ? .me : UserList(user).owners
    }

    /// The moment of `--since`.
    /// - Throws: `Failure` (64) for what is none, or is still to come.
    private func moment() throws(Failure) -> WallTime? {
        guard let since else { return nil }
        if let moment = BeginTime.past(since, now: Session.now()) { return moment }
        throw Failure(
            "--since: '\(ByteString(since).printable)' is no time",
            status: .usage, advice: "2h, 1d12h, today, 08:00, 2026-11-22 and 2026-11-22T08:00 are")
    }

    /// What the options choose of the jobs with these IDs, or of all.
    /// - Throws: `Failure` (64) for a time that is none.
    func filter(_ ids: [JobID]) throws(Failure) -> JobFilter {
        var filter = JobFilter(states: states)
        filter.ids = ids
        filter.names = name
        filter.partitions = partition.flatMap { $0.split(on: UInt8(ascii: ",")) }
        filter.accounts = account.flatMap { $0.split(on: UInt8(ascii: ",")) }
        filter.since = try moment()
        filter.freshness = refresh ? .now : cached ? .kept : .usual
        // A job that was named is meant, whoever's it is.
        filter.owners = namesJobs && owners == .me ? .everybody : owners
        return filter
    }
}

/// A value of `--state`: names with commas between.
struct StateNames: ExpressibleByArgument {
    let states: Set<JobState>

    init?(argument: String) {
        var states: Set<JobState> = []
        for word in argument.split(separator: ",") {
            guard let named = JobState.named(String(word)) else { return nil }
            states.formUnion(named)
        }
        self.states = states
    }
}
