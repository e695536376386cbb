/// The local queue as a backend: jobs that run on this machine.
package struct LocalQueue: Backend {
    package var name: BackendName { .local }
    package let spool: Spool
    let settings: LocalSettings
    private let say: @Sendable (Backends.Remark) -> Void

    package init(
        _ configuration: Configuration, say: @escaping @Sendable (Backends.Remark) -> Void
    ) throws(Failure) {
        // Processes are known by what stands there.
        guard File.isThere("/proc/self/stat") else {
            throw Failure(
                "the local queue needs a /proc, and none is mounted", status: .unavailable)
        }
        self.say = say
        settings = try LocalSettings(configuration)
        let (path, remark) = try Spool.place(settings)
        if let remark { say(.notice(remark)) }
        spool = try Spool(path: path, settings)
    }

    package func longest(asked: Int?) throws(Failure) -> Int? {
        try QueueLimit.longest(asked: asked, configured: settings.maxJobs)
    }

    // MARK: Submitting

    /// What was asked for is in the queue, whatever became of the one who is to act on it.
    func tell(_ doubt: Failure) {
        say(
            .notice(
                "it is in the queue, but nobody may act on it until another of these commands "
                    + "looks: \(doubt.message)"))
    }

    /// The cores and bytes of memory that jobs share.
    package func share() throws(Failure) -> Resources {
        let head = try spool.read { view throws(Failure) in view.head }
        let cores =
            head.budget.cores > 0
            ? head.budget.cores : settings.cores ?? Machine.claimProcessors()
        return Resources(cores: cores, memory: Machine.memory())
    }

    package func changes() throws(Failure) -> any QueueChanges {
        let head = try spool.read { view throws(Failure) in view.head }
        return Records(follower: Follower(spool: spool, from: head))
    }

    /// The records that are appended to the journal.
    private struct Records: QueueChanges {
        let follower: Follower

        func wait(
            or signals: SignalQueue, until deadline: Instant?, interval: Int?
        ) throws(Failure) -> Int32? {
            while case .records(let records) = try follower.news(), records.isEmpty {
                let rest = deadline.map { max(0, $0 - Instant.now()) }
                try follower.sleep(timeout: rest, or: [signals.descriptor])
                if let signal = signals.next() { return signal }
                if rest == 0 { break }
            }
            return nil
        }
    }

    /// Sets the cores that jobs share from now on; 0 for all that the machine has.
    package func setCores(_ cores: Int) throws(Failure) {
        let (_, doubt) = try spool.submit { change throws(Failure) in
            guard change.head.budget.cores != cores else { return }
            try change.append(.budget(Resources(cores: cores, memory: change.head.budget.memory)))
        }
        if let doubt { tell(doubt) }
    }

    // MARK: Looking

    /// The jobs of the most recent submission.
    package func lastJobs() throws(Failure) -> [JobID] {
        try spool.read { view throws(Failure) in
            let last = view.head.next - 1
            guard last > 0 else { return [] }
            // They were numbered under one lock.
            let first = try view.job(last, view.mark(of: last))?.request.firstOfSubmission ?? last
            return (min(max(first, 1), last)...last).map { JobID(local: $0) }
        }
    }

    package func jobs(ofBatch name: String) throws(Failure) -> [JobID] {
        try spool.read { view throws(Failure) in
            var wanted = ByteString(name)
            if let number = JobID(name)?.localNumber {
                guard let request = try view.job(number, view.mark(of: number))?.request else {
                    return []
                }
                guard let batch = request.batch else {
                    return try Self.jobs(submittedWith: number, request, view)
                }
                wanted = batch
            }
            var (ofBatch, labelled): ([JobID], [JobID]) = ([], [])
            try view.forEachMark { number, mark throws(Failure) in
                guard !mark.isResubmitted, mark.phase != .absent,
                    let request = try view.job(number, mark)?.request
                else { return }
                if request.batch == wanted { ofBatch.append(JobID(local: number)) }
                if request.labels.contains(where: { $0.key == wanted }) {
                    labelled.append(JobID(local: number))
                }
            }
            return ofBatch.isEmpty ? labelled : ofBatch
        }
    }

    /// Those of a submission that nobody named: they were numbered under one lock.
    private static func jobs(
        submittedWith number: Int, _ request: Request, _ view: Spool.View
    ) throws(Failure) -> [JobID] {
        guard let first = request.firstOfSubmission else { return [JobID(local: number)] }
        var ids: [JobID] = []
        for number in max(1, first)..<view.head.next {
            let mark = try view.mark(of: number)
            guard let job = try view.job(number, mark) else { continue }
            if job.request.firstOfSubmission != first { break }
            if !mark.isResubmitted { ids.append(job.id) }
        }
        return ids
    }

    /// Dependencies with the jobs that `last` or a batch stands for in its place.
    package func resolved(_ dependencies: [Dependency]) throws(Failure) -> [Dependency] {
        var result: [Dependency] = []
        for dependency in dependencies {
            guard case .job(let id, let condition) = dependency, id.isName else {
                result.append(dependency)
                continue
            }
            result += try parents(named: id).map { .job($0, condition) }
        }
        return result
    }

    /// Whether `cqueue --pause` keeps jobs from starting.
    package func isPaused() throws(Failure) -> Bool {
        try spool.read { view throws(Failure) in view.head.isPaused }
    }

    /// Every job that has not ended.
    package func unfinished() throws(Failure) -> [JobID] {
        try spool.read { view throws(Failure) in
            var ids: [JobID] = []
            try view.forEachMark { number, mark in
                if !mark.hasEnded { ids.append(JobID(local: number)) }
            }
            return ids
        }
    }

    /// Everything known of one job; nil for one that never was, or whose record is damaged.
    package func job(_ id: JobID) throws(Failure) -> Job? {
        guard let number = id.localNumber else { return nil }
        return try spool.read { view throws(Failure) in
            try view.jobWithOutputs(number, view.mark(of: number))
        }
    }

    /// Sees to it that somebody stands behind what is called running: after a restart of the
    /// machine, or when keeper and guard were killed, a new runner finds out how it ended.
    package func settle() throws(Failure) {
        let head = try spool.read { view throws(Failure) in view.head }
        guard !head.isAbandoned, head.count(of: JobState.active) > 0 else { return }
        let hadRunner = try spool.hasRunner()
        try spool.attend()
        if hadRunner { return }
        let follower = Follower(spool: spool, from: head)
        let deadline = Instant.now() + 1000
        while try hasLost(), Instant.now() < deadline { try follower.sleep(timeout: 20) }
    }

    /// Whether a job is called running and nobody is behind it.
    private func hasLost() throws(Failure) -> Bool {
        let running = try spool.read { view throws(Failure) in
            var running: [(job: Int, attempt: Int)] = []
            if view.head.count(of: [.running]) == 0 { return running }
            try view.forEachMark { job, mark in
                if mark.phase == .running { running.append((job, Int(mark.attempt))) }
            }
            return running
        }
        for (job, attempt) in running {
            guard let file = try AttemptFile(of: AttemptName(job, attempt), in: spool),
                file.isHeld
            else { return true }
        }
        return false
    }

    package func wait(for ids: [JobID], _ manner: WaitManner) throws(Failure) -> any JobWait {
        try LocalWait(for: ids, in: self, manner)
    }

    // MARK: Acting

    /// Does it to each job, in one write.
    ///
    /// - Returns: for each ID that it could not be done to, why not.
    package func act(
        _ act: JobAct, on ids: [JobID]
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        if case .signal(let number) = act { return try signal(number, ids) }
        if case .change(let wish) = act { return try change(wish, ids) }
        if case .requeue = act {
            return ids.map { ($0, "only a batch system's jobs can be requeued") }
        }
        let (refused, doubt) = try spool.submit { change throws(Failure) in
            var refused: [(id: JobID, reason: String)] = []
            for id in ids {
                guard let number = id.localNumber, number < change.head.next else {
                    refused.append((id, "no such job"))
                    continue
                }
                let mark = try change.mark(of: number)
                let record: Record =
                    switch act {
                    case .hold: .hold(number)
                    case .release: .release(number)
                    case .cancel, .signal, .requeue, .change: .cancel(number, at: WallTime.now())
                    }
                if try change.append(record) { continue }
                if let reason = Self.refusal(of: act, mark) { refused.append((id, reason)) }
            }
            return refused
        }
        if let doubt { tell(doubt) }
        return refused
    }

    /// Why an act changes nothing, where that is worth a word: what is so already is not.
    private static func refusal(of act: JobAct, _ mark: JobMark) -> String? {
        if mark.hasEnded { return "it has ended" }
        switch act {
        case .hold: return mark.phase == .running ? "it is running" : nil
        case .release: return mark.phase == .running ? "it is running" : nil
        case .cancel, .signal, .requeue, .change: return nil
        }
    }

    /// Sends a signal to a running job's processes, past guard and runner.
    private func signal(
        _ signal: Int32, _ ids: [JobID]
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        var refused: [(id: JobID, reason: String)] = []
        for id in ids {
            guard let number = id.localNumber else {
                refused.append((id, "no such job"))
                continue
            }
            let mark = try spool.read { view throws(Failure) in try view.mark(of: number) }
            let attempt = AttemptName(number, Int(mark.attempt))
            guard mark.phase == .running, let handle = try handle(of: attempt), !handle.hasEnded
            else {
                refused.append(
                    (id, mark.phase == .absent ? "no such job" : "it is not running"))
                continue
            }
            handle.signalGroup(signal)
        }
        return refused
    }

    /// A hold on the process that executed a job's command, in whosever care it is; nil where there is
    /// none.
    private func handle(of attempt: AttemptName) throws(Failure) -> ProcessHandle? {
        guard let cast = try AttemptFile(of: attempt, in: spool)?.cast(), cast.isExecuted,
            let main = cast.main, cast.boot == spool.bootID
        else { return nil }
        return try ProcessHandle.of(main)
    }

    /// Starts no more jobs, or goes on.
    package func setPaused(_ isPaused: Bool) throws(Failure) {
        let (_, doubt) = try spool.submit { change throws(Failure) in
            _ = try change.append(isPaused ? .pause : .unpause)
        }
        if let doubt { tell(doubt) }
    }
}
