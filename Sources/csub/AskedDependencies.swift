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
                let ids = try session.jobIDs(from: ["-"]) { () throws(Failure) in [] }
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
        func resolved(_ id: JobID) throws(Failure) -> [JobID] {
            guard id.text == "last" else { return [id] }
            let last = try queue.lastJobs()
            guard !last.isEmpty else {
                throw Failure("cannot depend on 'last': there is no last job", status: .failure)
            }
            return last
        }
        var all: [Dependency] = []
        for dependency in ofAll {
            guard case .job(let id, let condition) = dependency else {
                all.append(dependency)
                continue
            }
            all += try resolved(id).map { .job($0, condition) }
        }
        var each: [JobID] = []
        for id in ofEach { each += try resolved(id) }
        return (all, each)
    }
}
