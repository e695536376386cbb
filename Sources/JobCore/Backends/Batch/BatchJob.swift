/// One job as a batch system lists it: a row of squeue, or of its accounting.
package struct BatchJob: Sendable {
    /// As it is listed: `123`, `123_4`, `123_[4-9%2]` for tasks that wait together, `56+0`.
    package var id: JobID
    /// The ID taken apart: for a task, the number of its array.
    package var place: BatchID
    /// The number of its own, which for an array's task is another one than its array's.
    package var rawNumber: Int?
    package var user: ByteString = ""
    package var name: ByteString = ""
    package var partition: ByteString = ""
    package var account: ByteString = ""
    /// What its submitter remarked; csub's token is in it.
    package var comment: ByteString = ""
    package var state: JobState
    /// The state in the batch system's own word.
    package var nativeState: String
    /// Why it waits, in the batch system's own words; empty where there is no reason.
    package var reason = ""
    /// It waits for what will not come by itself.
    package var canNeverStart = false
    package var cores = 1
    package var nodes = 1
    /// Bytes.
    package var memory: Int?
    package var nodeList = ""
    package var directory: ByteString = ""
    package var dependency = ""
    /// The job that it waited for in vain, and because of which it was cancelled.
    package var failedParent: JobID?
    /// Milliseconds.
    package var elapsed: Int?
    package var timeLimit: Int?
    package var submitted: WallTime?
    package var started: WallTime?
    package var ended: WallTime?
    /// How its script ended, where the source tells.
    package var end: ProcessEnd?

    /// It was listed by a cluster that is not the usual one: its ID says so.
    mutating func belong(to cluster: String) {
        place.cluster = cluster
        id = JobID(id.text + ";" + cluster) ?? id
    }

    func belonging(to cluster: String?) -> BatchJob {
        guard let cluster else { return self }
        var job = self
        job.belong(to: cluster)
        return job
    }

    /// Whether it tells of one task of an array, and of nothing else.
    var isOfOneTask: Bool { place.tasks?.count == 1 }

    /// The same about these tasks alone, of those that wait together or of all that an array has left.
    func narrowed(to tasks: ArrayTasks) -> BatchJob {
        if let own = place.tasks, own.count == 1 || own.indices.allSatisfy(tasks.contains) {
            return self
        }
        let common = place.tasks.map { $0.indices.filter(tasks.contains) } ?? tasks.indices
        guard let some = ArrayTasks(indices: common) else { return self }
        var job = self
        job.place.tasks = some
        job.id = place.some(some)
        return job
    }

    package init(id: JobID, place: BatchID, state: JobState, nativeState: String) {
        self.id = id
        self.place = place
        self.state = state
        self.nativeState = nativeState
    }
}
