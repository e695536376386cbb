import JobCore

/// What jobs are to wait for, with the IDs on standard input among it.
struct AskedDependencies {
    private(set) var ofAll: [Dependency] = []
    /// What each job waits for by itself, in their order (`-d each:`); empty where nothing was said.
    private(set) var ofEach: [JobID] = []

    /// - Throws: `Failure` (65) where standard input has none.
    init(_ choices: Choices, _ session: borrowing Session) throws(Failure) {
        for list in choices.dependencies(JobOptions.depend) {
            if let reading = list.reading {
                let ids = try session.jobIDs(from: ["-"]) { id throws(Failure) in [id] }
                guard !ids.isEmpty else {
                    throw Failure("-d -: no job IDs on standard input", status: .badData)
                }
                switch reading {
                case .ofAll: ofAll += ids.map { .job($0, .afterok) }
                case .ofEach: ofEach += ids
                }
            }
            ofAll += list.dependencies
            ofEach += list.parents
        }
    }

    /// The same with the local queue's own IDs for `last` and for batches.
    func resolved(
        in queue: LocalQueue
    ) throws(Failure) -> (ofAll: [Dependency], ofEach: [JobID]) {
        var each: [JobID] = []
        for id in ofEach { each += try queue.parents(named: id) }
        return (try queue.resolved(ofAll), each)
    }
}
