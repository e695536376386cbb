/// What carries jobs out: the local queue, or a batch system.
package protocol Backend {
    var name: BackendName { get }

    /// The jobs that a filter lets through.
    func list(_ filter: JobFilter) throws(Failure) -> JobList

    /// How many jobs a filter lets through, by state; an array counts as its tasks.
    func counts(_ filter: JobFilter) throws(Failure) -> [JobState: Int]

    /// Everything that can be told of one job; nil for one that never was.
    func report(of id: JobID) throws(Failure) -> JobReport?

    /// What was recorded of jobs when they were submitted, in that order; a batch system is not asked.
    func recorded(_ ids: [JobID]) throws(Failure) -> [JobReport]

    /// Where a job, or a task of an array, reads and writes; nil where nobody knows.
    func files(of id: JobID) throws(Failure) -> JobReport.Files?

    /// Every job of mine that has not ended.
    func unfinished() throws(Failure) -> [JobID]

    /// Those of mine that were submitted last, by one csub; none where there are none.
    func lastJobs() throws(Failure) -> [JobID]

    /// The jobs of a batch, by its name or the ID of one of them, or else those with a label of that key,
    /// but for those that were submitted again; none where there is no such batch or label.
    func jobs(ofBatch name: String) throws(Failure) -> [JobID]

    /// Does it to each job, in as few steps as possible; for each that it could not be done to, why
    /// not.
    func act(_ act: JobAct, on ids: [JobID]) throws(Failure) -> [(id: JobID, reason: String)]

    /// Begins to wait for jobs.
    func wait(for ids: [JobID], _ manner: WaitManner) throws(Failure) -> any JobWait

    /// How many jobs wait or run, as it matters to whoever wants to submit: none of those that can end
    /// only after the job that asks.
    func length() throws(Failure) -> Int

    /// How many jobs may wait or run: what was asked for, else what is configured; nil for any
    /// number.
    func longest(asked: Int?) throws(Failure) -> Int?

    /// What happens in the queue from now on. Look at the queue once more when you have it: what
    /// happened before that is none of its changes.
    func changes() throws(Failure) -> any QueueChanges
}

/// The changes of a queue since this was made.
package protocol QueueChanges {
    /// Sleeps until the queue may have become shorter since the last call, or `deadline`. `interval`,
    /// or else what is configured, is how many milliseconds of sleep a batch system is worth.
    /// - Returns: a signal of `signals` that came first.
    func wait(
        or signals: SignalQueue, until deadline: Instant?, interval: Int?
    ) throws(Failure) -> Int32?
}

/// What a list is made of.
package struct JobList {
    package var jobs: [JobReport] = []
    /// Asked for by ID, and never there.
    package var unknown: [JobID] = []
    /// Jobs whose record cannot be read.
    package var damaged: [JobID] = []
    /// Lines of the local queue's journal that cannot be read.
    package var damagedLines = 0

    package init() {}

    /// How many jobs, by state; tasks that wait together are as many as they are.
    package var counts: [JobState: Int] {
        jobs.reduce(into: [:]) { counts, job in
            let tasks = job.backend == .local ? nil : BatchID(job.id.text)?.tasks
            counts[job.state, default: 0] += tasks?.count ?? 1
        }
    }
}

/// What can be done to a job.
package enum JobAct: Sendable {
    case hold, release, cancel, requeue
    case signal(Int32)
    case change(JobChange)

    /// What could not be done, in a message.
    package var verb: String {
        switch self {
        case .hold: "hold"
        case .release: "release"
        case .cancel: "cancel"
        case .requeue: "requeue"
        case .signal: "signal"
        case .change: "change"
        }
    }
}

/// How one job ended, to whoever waits for it.
package struct JobEnd: Sendable {
    package var id: JobID
    package var status: ExitStatus
    /// What it was then: a state in which a job has ended, unless `WaitManner.goal` has others.
    package var state: JobState
    /// How it ended, for a person, where that was not with 0, or what else there is to say.
    package var remark: String?
    /// Its name, where it did not end with 0 and somebody knows it.
    package var name: ByteString?
    package var hasBegun: Bool
    /// There never was such a job.
    package var isNoJob = false
    /// For an array of csub's, how each of its tasks ended.
    package var tasks: [JobEnd] = []
}

/// How to wait.
package struct WaitManner: Sendable {
    /// Milliseconds between questions to a batch system; nil for what is configured.
    package var interval: Int?
    /// Milliseconds that a job that nobody knows may take to appear.
    package var appearance = 30_000
    /// Milliseconds to wait for files of an ended job; nil for what is configured, and none at all
    /// where they are on this machine's disks.
    package var filesTimeout: Int?
    /// Milliseconds that a job may be in doubt; nil for what is configured.
    package var uncertainty: Int?
    /// A job that left the queue without a trace counts as done.
    package var vanishedIsFine = false
    /// States other than an ending that are waited for.
    package var goal: Set<JobState> = []
    /// How often in a row a batch system may fail to answer; nil for any number.
    package var errors: Int?

    package init() {}
}

/// Waiting for some jobs of one backend.
package protocol JobWait {
    /// Those that have not ended.
    var openJobs: [JobID] { get }
    var openCount: Int { get }
    var runningCount: Int { get }
    /// What becomes ready to read when there may be news.
    var descriptors: [Int32] { get }
    /// When to look again though none of them is ready; nil for never.
    var nextLook: Instant? { get }

    /// Those that have ended since the last call, or have reached the goal, in the order they did;
    /// and those that turn out never to have been.
    mutating func takeEnded() throws(Failure) -> [JobEnd]
    /// What would be worth a word since the last call: jobs that are held, or can never start.
    mutating func takeRemarks() throws(Failure) -> [String]
}

extension Backend {
    /// The jobs that `last`, or `@` and a batch, stand for; of any other ID, that job.
    /// - Throws: `Failure` (1) where there are none.
    package func jobs(named id: JobID) throws(Failure) -> [JobID] {
        let jobs = try jobs(meantBy: id)
        if jobs.isEmpty { throw Failure(id.lackingMessage, status: .failure) }
        return jobs
    }

    /// The same of jobs that others are to wait for.
    /// - Throws: `Failure` (1) where there are none.
    package func parents(named id: JobID) throws(Failure) -> [JobID] {
        let jobs = try jobs(meantBy: id)
        if jobs.isEmpty {
            throw Failure("cannot depend on '\(id)': \(id.lackingMessage)", status: .failure)
        }
        return jobs
    }

    private func jobs(meantBy id: JobID) throws(Failure) -> [JobID] {
        if let name = id.batchName { return try jobs(ofBatch: name) }
        return id.isName ? try lastJobs() : [id]
    }

    package func recorded(_ ids: [JobID]) throws(Failure) -> [JobReport] {
        var filter = JobFilter(states: Set(JobState.allCases))
        filter.ids = ids
        return try list(filter).jobs
    }

    package func files(of id: JobID) throws(Failure) -> JobReport.Files? {
        try report(of: id)?.paths
    }

    package func length() throws(Failure) -> Int {
        var active = JobFilter(states: JobState.active)
        active.freshness = .now
        return try count(active)
    }

    /// How many jobs a filter lets through.
    package func count(_ filter: JobFilter) throws(Failure) -> Int {
        try counts(filter).values.reduce(0, +)
    }
}

extension JobReport {
    /// The paths of its files; nil where only the batch system would know.
    package var paths: Files? {
        if let files { return files }
        guard backend == .local, let request else { return nil }
        let outputs = JobFiles.outputs(
            of: request, id: id, edition: outputEdition ?? 1, user: user)
        return Files(
            output: outputs.output, error: outputs.error, input: request.inputPath,
            function: request.function)
    }
}
