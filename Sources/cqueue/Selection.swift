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
        namesJobs || !user.isEmpty || me || allUsers || all || !state.isEmpty || !name.isEmpty
    }

    /// Whether jobs are chosen by what they are, also among those that are named.
    var filters: Bool { !state.isEmpty || !name.isEmpty || owners != .me }

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
        return all || namesJobs ? Set(JobState.allCases) : JobState.named("active") ?? []
    }

    /// - Throws: `Failure` (1) for a user that there is none of.
    func checkUsers() throws(Failure) { try UserList(user).check() }

    /// Whose jobs are meant.
    var owners: JobFilter.Owners {
        if allUsers { return .everybody }
        return me ? .me : UserList(user).owners
    }

    /// What the options choose of the jobs with these IDs, or of all.
    func filter(_ ids: [JobID]) -> JobFilter {
        var filter = JobFilter(states: states)
        filter.ids = ids
        filter.names = name
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
