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
    var filters: Bool { !state.isEmpty || !name.isEmpty || !showsMe }

    /// The IDs that were named.
    func ids(
        in queue: LocalQueue, _ session: borrowing Session, separator: UInt8
    ) throws(Failure) -> [JobID] {
        guard namesJobs else { return [] }
        let listed = jobs.flatMap { $0.split(separator: ",").map(String.init) }
        if ids.isEmpty, listed.isEmpty { return [] }
        return try session.jobIDs(from: ids + listed, separator: separator) {
            () throws(Failure) in try queue.lastJob()
        }
    }

    /// The states to show: those asked for, else all that have not ended, or all where jobs are
    /// named.
    var states: Set<JobState> {
        if !state.isEmpty { return state.reduce(into: []) { $0.formUnion($1.states) } }
        return all || namesJobs ? Set(JobState.allCases) : JobState.named("active") ?? []
    }

    /// - Throws: `Failure` (1) for a user that there is none of.
    func checkUsers() throws(Failure) {
        for word in user.flatMap({ $0.split(separator: ",").map(String.init) }) {
            let isWord = ["me", "self", "current", "all"].contains(word.lowercased())
            guard
                isWord || UInt32(word) != nil
                    || Users.number(of: ByteString(argument: word)) != nil
            else { throw Failure("'\(word)': no such user", status: .failure) }
        }
    }

    /// Whether jobs of this user are meant: the local queue has no others.
    var showsMe: Bool {
        let words = user.flatMap { $0.split(separator: ",").map(String.init) }
        guard !words.isEmpty, !allUsers, !me else { return true }
        let number = Machine.userID()
        return words.contains { word in
            switch word.lowercased() {
            case "me", "self", "current", "all": true
            default:
                UInt32(word) == number || ByteString(argument: word) == Users.name(of: number)
            }
        }
    }

    func list(_ ids: [JobID], in queue: LocalQueue) throws(Failure) -> LocalQueue.Listing {
        var filter = LocalQueue.Filter(states: showsMe ? states : [])
        filter.ids = ids
        filter.names = name
        return try queue.list(filter)
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
