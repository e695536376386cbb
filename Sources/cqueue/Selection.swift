import JobCore

/// Which jobs are meant.
struct Selection {
    private let line: ParsedLine
    private let users: UserList

    init(_ line: ParsedLine) {
        self.line = line
        users = UserList(line.words(CqueueOptions.user))
    }

    /// Whether jobs are named one by one.
    var namesJobs: Bool { !line.operands.isEmpty || line.has(CqueueOptions.jobs) }

    /// Whether anything chooses among all jobs.
    var isNarrowed: Bool {
        namesJobs || filters
            || [
                CqueueOptions.user, CqueueOptions.me, CqueueOptions.allUsers, CqueueOptions.all,
            ].contains { line.has($0) }
    }

    /// Whether jobs are chosen by what they are, also among those that are named.
    var filters: Bool {
        owners != .me
            || [
                CqueueOptions.state, CqueueOptions.name, CqueueOptions.label,
                CqueueOptions.partition,
                CqueueOptions.account, CqueueOptions.since,
            ].contains { line.has($0) }
    }

    /// The IDs that were named.
    func ids(
        in backends: Backends, _ session: borrowing Session, separator: UInt8
    ) throws(Failure) -> [JobID] {
        let words = line.operands + line.words(CqueueOptions.jobs)
        if words.isEmpty { return [] }
        return try session.jobIDs(from: words, separator: separator) {
            id throws(Failure) in try backends.jobs(named: id)
        }
    }

    /// Whether jobs that have ended are asked for.
    var wantsEnded: Bool {
        line.has(CqueueOptions.all) || namesJobs || line.has(CqueueOptions.state)
    }

    /// The states to show: those asked for, else all that have not ended, or all where jobs are
    /// named.
    private var states: Set<JobState> {
        if line.has(CqueueOptions.state) { return line.states(CqueueOptions.state) }
        // Half of a picture tells less than the whole.
        let showsAll =
            line.has(CqueueOptions.all) || namesJobs || JobPicture(line) != nil
            || line.has(CqueueOptions.batches)
        return showsAll ? Set(JobState.allCases) : JobState.active
    }

    /// Whether jobs that were submitted again are passed over: who asks for some of the states of ended
    /// jobs asks for what there is to do about them.
    private var skipsResubmitted: Bool {
        let ended = states.filter(\.hasEnded)
        return line.has(CqueueOptions.state) && !ended.isEmpty
            && !ended.isSuperset(of: JobState.allCases.filter(\.hasEnded))
    }

    /// - Throws: `Failure` (1) for a user that there is none of.
    func check() throws(Failure) { try users.check() }

    /// Whose jobs are meant.
    private var owners: JobFilter.Owners {
        if line.has(CqueueOptions.allUsers) { return .everybody }
        return line.has(CqueueOptions.me) ? .me : users.owners
    }

    /// How old an answer of a batch system may be.
    var freshness: JobFilter.Freshness {
        line.has(CqueueOptions.refresh)
            ? .now : line.has(CqueueOptions.cached) ? .kept : .usual
    }

    /// What the options choose of the jobs with these IDs, or of all.
    func filter(_ ids: [JobID]) -> JobFilter {
        var filter = JobFilter(states: states)
        filter.skipsResubmitted = skipsResubmitted
        filter.ids = ids
        filter.names = line.texts(CqueueOptions.name)
        filter.labels = line.texts(CqueueOptions.label).compactMap { JobLabel($0) }
        filter.partitions = line.words(CqueueOptions.partition)
        filter.accounts = line.words(CqueueOptions.account)
        filter.since = line.moment(CqueueOptions.since)
        filter.freshness = freshness
        // A job that was named is meant, whoever's it is.
        filter.owners = namesJobs && owners == .me ? .everybody : owners
        return filter
    }
}
