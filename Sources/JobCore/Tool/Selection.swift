/// Which jobs are meant, as the options of `SelectionOptions` and the operands say.
package struct Selection {
    private let line: ParsedLine
    private let users: UserList
    /// The states of the jobs that are meant where nobody names states or jobs.
    private let usualStates: Set<JobState>

    package init(_ line: ParsedLine, usualStates: Set<JobState> = JobState.active) {
        self.line = line
        self.usualStates = usualStates
        users = UserList(line.words(SelectionOptions.user))
    }

    /// Whether jobs are named one by one.
    package var namesJobs: Bool { !line.operands.isEmpty || line.has(SelectionOptions.jobs) }

    /// Whether anything chooses among all jobs.
    package var isNarrowed: Bool {
        namesJobs || filters
            || [
                SelectionOptions.user, SelectionOptions.me, SelectionOptions.allUsers,
                SelectionOptions.all,
            ].contains { line.has($0) }
    }

    /// Whether jobs are chosen by what they are, also among those that are named.
    package var filters: Bool {
        owners != .me
            || [
                SelectionOptions.state, SelectionOptions.name, SelectionOptions.label,
                SelectionOptions.partition, SelectionOptions.account, SelectionOptions.since,
            ].contains { line.has($0) }
    }

    /// The IDs that were named.
    package func ids(
        in backends: Backends, _ session: borrowing Session, separator: UInt8
    ) throws(Failure) -> [JobID] {
        let words = line.operands + line.words(SelectionOptions.jobs)
        if words.isEmpty { return [] }
        return try session.jobIDs(from: words, separator: separator) {
            id throws(Failure) in try backends.jobs(named: id)
        }
    }

    /// Whether jobs that have ended are asked for.
    package var wantsEnded: Bool {
        line.has(SelectionOptions.all) || namesJobs || line.has(SelectionOptions.state)
    }

    /// The states to show: those asked for, else the usual ones, or all where jobs are named.
    private var states: Set<JobState> {
        if line.has(SelectionOptions.state) { return line.states(SelectionOptions.state) }
        let showsAll = line.has(SelectionOptions.all) || namesJobs
        return showsAll ? Set(JobState.allCases) : usualStates
    }

    /// Whether jobs that were submitted again are passed over: who asks for some of the states of ended
    /// jobs asks for what there is to do about them.
    private var skipsResubmitted: Bool {
        let ended = states.filter(\.hasEnded)
        return line.has(SelectionOptions.state) && !ended.isEmpty
            && !ended.isSuperset(of: JobState.allCases.filter(\.hasEnded))
    }

    /// - Throws: `Failure` (1) for a user that there is none of.
    package func check() throws(Failure) { try users.check() }

    /// Whose jobs are meant.
    private var owners: JobFilter.Owners {
        if line.has(SelectionOptions.allUsers) { return .everybody }
        return line.has(SelectionOptions.me) ? .me : users.owners
    }

    /// How old an answer of a batch system may be.
    package var freshness: JobFilter.Freshness {
        line.has(SelectionOptions.refresh)
            ? .now : line.has(SelectionOptions.cached) ? .kept : .usual
    }

    /// What the options choose of the jobs with these IDs, or of all.
    package func filter(_ ids: [JobID]) -> JobFilter {
        var filter = JobFilter(states: states)
        filter.skipsResubmitted = skipsResubmitted
        filter.ids = ids
        filter.names = line.texts(SelectionOptions.name)
        filter.labels = line.texts(SelectionOptions.label).compactMap { JobLabel($0) }
        filter.partitions = line.words(SelectionOptions.partition)
        filter.accounts = line.words(SelectionOptions.account)
        filter.since = line.moment(SelectionOptions.since)
        filter.freshness = freshness
        // A job that was named is meant, whoever's it is.
        filter.owners = namesJobs && owners == .me ? .everybody : owners
        return filter
    }
}

extension JobList {
    /// Says what could not be listed.
    package func report(_ session: borrowing Session) -> ExitStatus {
        for id in unknown { session.log.error("'\(id)': no such job") }
        for id in damaged { session.log.error("\(id): its record is damaged") }
        if damaged.isEmpty, damagedLines > 0 {
            let lines = damagedLines == 1 ? "a line" : "\(damagedLines) lines"
            session.log.error("\(lines) of the queue's journal can't be read")
        }
        let isWhole = unknown.isEmpty && damaged.isEmpty && damagedLines == 0
        return isWhole ? .success : .failure
    }
}
