extension Spool {
    /// The running job of this queue that this process is part of, as its environment says.
    package struct EnclosingJob: Sendable {
        package let number: Int
        package let attempt: Int
        package let name: ByteString
        let start: Job.Start
        let waiting: Waiting?

        package var id: JobID { JobID(local: number) }
    }

    /// Nil outside of any job of this queue, also where a job of another one runs a tool on this.
    package func enclosingJob(in view: View) throws(Failure) -> EnclosingJob? {
        guard let attempt = enclosingAttempt else { return nil }
        let number = attempt.job
        let mark = try view.mark(of: number)
        guard mark.phase == .running, Int(mark.attempt) == attempt.number,
            let job = try view.job(number, mark), let start = job.started,
            start.boot == bootID
        else { return nil }
        return EnclosingJob(
            number: number, attempt: Int(mark.attempt), name: job.request.name, start: start,
            waiting: job.waiting)
    }

    /// The attempt in the environment, where it is one of this queue.
    private var enclosingAttempt: AttemptName? {
        // SPOOL/jobs/L12.1
        guard let path = Surroundings.variable("CSUB_ATTEMPT"),
            let attempt = AttemptName(fileName: path.lastComponent),
            let there = File.status(of: path.parent.parent),
            let ours = try? directory.file.status(),
            (there.device, there.inode) == (ours.device, ours.inode)
        else { return nil }
        return attempt
    }

    /// Whether this process may be part of a job of this queue. It costs no look at the journal.
    package var mayBeWithinJob: Bool { enclosingAttempt != nil }
}

extension Spool.View {
    /// The job itself, and every job that can end only after it has: those that wait for it or depend
    /// on it, and those that do so with one of these. To wait for one of them within the job would be
    /// to wait for ever.
    package func jobsBehind(_ own: Spool.EnclosingJob) throws(Failure) -> Set<Int> {
        try jobsBehind(own.number, named: own.name)
    }

    /// The same of any job.
    func jobsBehind(_ own: Int, named ownName: ByteString) throws(Failure) -> Set<Int> {
        var waiters: [Int: [Int]] = [:]
        /// Those that wait for all jobs of their name that came before.
        var lonely: [ByteString: [Int]] = [:]
        try forEachMark { number, mark throws(Failure) in
            if mark.phase == .running, mark.isWaiting {
                for other in try job(number, mark)?.waiting?.jobs.numbers ?? NumberList([]).numbers
                {
                    waiters[other, default: []].append(number)
                }
            }
            guard mark.phase == .pending, mark.hasDependencies,
                let submission = try record(at: mark.request), submission.job == number,
                let request = submission.request
            else { return }
            for dependency in request.dependencies {
                switch dependency {
                case .singleton: lonely[request.name, default: []].append(number)
                case .job(let id, let condition):
                    guard let parent = id.localNumber else { continue }
                    // It waits for the start alone.
                    if condition == .after, try self.mark(of: parent).phase == .running { continue }
                    waiters[parent, default: []].append(number)
                }
            }
        }
        var found: Set<Int> = [own]
        var open = [own]
        while let next = open.popLast() {
            var behind = waiters[next] ?? []
            if !lonely.isEmpty {
                let name =
                    next == own ? ownName : try job(next, mark(of: next))?.request.name
                behind += (name.flatMap { lonely[$0] } ?? []).filter { $0 > next }
            }
            for job in behind where found.insert(job).inserted { open.append(job) }
        }
        return found
    }
}
