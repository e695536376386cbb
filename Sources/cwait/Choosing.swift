import JobCore

/// The jobs that are waited for.
struct Choosing {
    private let line: ParsedLine
    private let users: UserList

    init(_ line: ParsedLine) {
        self.line = line
        users = UserList(line.words(CwaitOptions.user))
    }

    /// - Throws: `Failure` (1) for a user that there is none of.
    func check() throws(Failure) { try users.check() }

    /// The jobs that are meant.
    /// - Throws: `Failure` (125) where standard input has none and must have one.
    func jobs(
        in backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        let labels = line.texts(CwaitOptions.label).compactMap { JobLabel($0) }
        if line.has(CwaitOptions.all), labels.isEmpty {
            return try Self.waitable(backends.chosen().unfinished(), backends)
        }
        if line.has(CwaitOptions.user) || !labels.isEmpty {
            var filter = JobFilter(states: JobState.active)
            filter.owners = users.owners
            filter.labels = labels
            filter.freshness = .now
            return try Self.waitable(backends.chosen().list(filter).jobs.map(\.id), backends)
        }
        let separator = line.has(CwaitOptions.null) ? 0 : UInt8(ascii: "\n")
        let jobs = try session.jobIDs(from: line.operands, separator: separator) {
            id throws(Failure) in try backends.jobs(named: id)
        }
        guard !jobs.isEmpty || line.has(CwaitOptions.allowEmpty) else {
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
