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
                let ids = try session.jobIDs(from: ["-"]) { () throws(Failure) in nil }
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

    /// The same with the local queue's own ID for `last`.
    func resolved(
        in queue: LocalQueue
    ) throws(Failure) -> (ofAll: [Dependency], ofEach: [JobID]) {
        func resolved(_ id: JobID) throws(Failure) -> JobID {
            guard id.text == "last" else { return id }
            guard let last = try queue.lastJob() else {
                throw Failure("cannot depend on 'last': there is no last job", status: .failure)
            }
            return last
        }
        let ofAll = try ofAll.map { dependency throws(Failure) in
            guard case .job(let id, let condition) = dependency else { return dependency }
            return .job(try resolved(id), condition)
        }
        return (ofAll, try ofEach.map { id throws(Failure) in try resolved(id) })
    }
}
