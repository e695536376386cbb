/// What a tool that runs within a job of the queue must not wait for: that job, and what ends only
/// after it has.
extension LocalQueue {
    /// - Throws: `Failure` (125) where one of the jobs can end only after this process's own has, or
    ///   never start while that waits.
    func refuse(_ numbers: [Int], in view: Spool.View) throws(Failure) {
        guard !numbers.isEmpty, let own = try spool.enclosingJob(in: view) else { return }
        let behind = try view.jobsBehind(own)
        if let job = numbers.first(where: { behind.contains($0) }) {
            let reason =
                job == own.number
                ? "it is this job itself" : "it can end only after \(own.id), this job"
            throw Failure(
                "cannot wait for '\(JobID(local: job))': \(reason)", status: .cannotWait)
        }
        let left = try memoryLeft(by: behind, view)
        guard left.isLessThanAll else { return }
        for number in numbers {
            let mark = try view.mark(of: number)
            guard mark.phase == .pending, let job = try view.job(number, mark) else { continue }
            try refuse(job.request.resources.memory, beside: left.memory, for: "\(job.id)")
        }
    }

    /// The same for jobs that are to be submitted.
    func refuse(_ requests: [Request], in view: Spool.View) throws(Failure) {
        guard let own = try spool.enclosingJob(in: view) else { return }
        let behind = try view.jobsBehind(own)
        let left = try memoryLeft(by: behind, view)
        for request in requests {
            try refuse(request.resources.memory, beside: left.memory, for: request.name.printable)
            guard let parent = try parent(of: request, among: behind, view) else { continue }
            let reason = parent == own.number ? "this job itself" : "which ends only after this job"
            throw Failure(
                "cannot wait for a job that depends on \(JobID(local: parent)), \(reason)",
                status: .cannotWait)
        }
    }

    /// The memory that can be free while this job waits, in bytes: it and those that wait for it lend
    /// their cores, and keep their memory.
    private func memoryLeft(
        by behind: Set<Int>, _ view: Spool.View
    ) throws(Failure) -> (memory: Int, isLessThanAll: Bool) {
        var kept = 0
        for number in behind {
            let mark = try view.mark(of: number)
            guard mark.phase == .running else { continue }
            kept += try view.job(number, mark)?.request.resources.memory ?? 0
        }
        let total = view.head.total.memory
        return ((total > 0 ? total : Machine.memory()) - kept, kept > 0)
    }

    private func refuse(_ memory: Int, beside left: Int, for job: String) throws(Failure) {
        guard memory > left else { return }
        throw Failure(
            "cannot wait for '\(job)': it asks for \(MemorySize.text(memory)) of memory, and jobs "
                + "that wait leave \(MemorySize.text(max(0, left)))", status: .cannotWait)
    }

    /// One of `jobs` that a request would wait for.
    private func parent(
        of request: Request, among jobs: Set<Int>, _ view: Spool.View
    ) throws(Failure) -> Int? {
        for dependency in request.dependencies {
            switch dependency {
            case .job(_, .after): break
            case .job(let id, _):
                if let number = id.localNumber, jobs.contains(number) { return number }
            case .singleton:
                for job in jobs.sorted()
                where try view.job(job, view.mark(of: job))?.request.name == request.name {
                    return job
                }
            }
        }
        return nil
    }

    /// Those of some jobs that can be waited for here: outside of any job of the queue all of them.
    package func waitable(_ ids: [JobID]) throws(Failure) -> [JobID] {
        let behind = try spool.read { view throws(Failure) in try jobsBehindUs(view) }
        return behind.isEmpty
            ? ids : ids.filter { !($0.localNumber.map(behind.contains) ?? false) }
    }

    package func length() throws(Failure) -> Int {
        try spool.read { view throws(Failure) in try length(in: view) }
    }

    /// How many jobs wait or run, without those that can end only after this process's own.
    func length(in view: Spool.View) throws(Failure) -> Int {
        view.head.count(of: JobState.active) - (try jobsBehindUs(view).count)
    }

    private func jobsBehindUs(_ view: Spool.View) throws(Failure) -> Set<Int> {
        guard spool.mayBeWithinJob, let own = try spool.enclosingJob(in: view) else { return [] }
        return try view.jobsBehind(own)
    }
}
