/// The queue as the runner holds it in memory: the scheduler, fed from the journal.
///
/// The committed part of a journal never changes, so most of it is read without the lock, and only
/// the last of it under the lock that a decision is made under.
struct QueueModel {
    private let spool: Spool
    private let machine: Resources
    var scheduler: Scheduler
    /// The journal that is read, its inode, and how far it has been read.
    private(set) var journal: UInt64 = 0
    private(set) var file: File?
    var position = 0
    /// Which waiting jobs this runner's keeper can't do justice to: they are as if held.
    private var foreign: ForeignJobs
    /// Gaps between one start for which something was lacking and the next, of whichever job.
    private(set) var lacks = Backoff(first: 20, most: 5000)
    /// How often in a row a job could not begin.
    private var hindrances: [Int: Int] = [:]
    private static let hindrance = Backoff(first: 20, most: 60_000)

    /// What the runner has to see to, beyond the order of jobs.
    enum Note {
        /// A running job is to be ended.
        case cancel(Int)
        /// A running job's ending was recorded by somebody else.
        case ended(Int)
        /// A running job waits for others, or goes on.
        case waits(Int, Waiting?)
    }

    /// A job that was running when the model was loaded.
    struct Found {
        let job: Int
        let attempt: Int
        let isUnwanted: Bool
        let started: Job.Start?
        let waiting: Waiting?
    }

    init(spool: Spool, machine: Resources, origin: KeeperOrigin) {
        self.spool = spool
        self.machine = machine
        scheduler = Scheduler(total: machine)
        foreign = ForeignJobs(to: origin, in: spool)
    }

    // MARK: Loading

    /// Reads the state of every job that has not ended.
    ///
    /// - Returns: those that run, and those that wait and can't be run, since their record is damaged.
    mutating func load() throws(Failure) -> (running: [Found], unreadable: [Int]) {
        var open: [(job: Int, mark: JobMark)] = []
        let view = try spool.read { view throws(Failure) in
            try view.forEachMark { job, mark in if !mark.hasEnded { open.append((job, mark)) } }
            return view
        }
        journal = view.head.journal
        position = view.head.applied
        file = view.journal.file
        scheduler = Scheduler(total: share(view.head.budget))
        scheduler.isPaused = view.head.isPaused
        var running: [Found] = []
        var unreadable: [Int] = []
        for (job, mark) in open {
            let record = try view.record(at: mark.request)
            let request = record?.job == job ? record?.request : nil
            if mark.phase == .running {
                let known = try view.job(job, mark)
                let start = known?.started
                running.append(
                    Found(
                        job: job, attempt: Int(mark.attempt), isUnwanted: mark.isBeingCancelled,
                        started: start, waiting: known?.waiting))
                if let request {
                    scheduler.addRunning(
                        job, Scheduler.Task(request, isHeld: false), name: request.name,
                        since: start?.instant ?? Instant.now())
                }
            } else if let request {
                let voids = Int(mark.attempt) - Int(mark.countedAttempts)
                if voids > 0 { hindrances[job] = voids }
                try add(job, request, isHeld: mark.isHeld) { [spool] job throws(Failure) in
                    try spool.read { view throws(Failure) in try view.mark(of: job) }
                }
            } else {
                unreadable.append(job)
            }
        }
        // What they wait for is known only now.
        for found in running { takeIn(found.waiting, of: found.job) }
        return (running, unreadable)
    }

    private mutating func add(
        _ job: Int, _ request: Request, isHeld: Bool, isKnown: Bool = false,
        marks: (Int) throws(Failure) -> JobMark
    ) throws(Failure) {
        var parents: [(job: Int, condition: Dependency.Condition)] = []
        var ended: [(job: Int, state: JobState)] = []
        for case .job(let id, let condition) in request.dependencies {
            guard let parent = id.localNumber else { continue }
            if scheduler.isKnown(parent) {
                parents.append((parent, condition))
                continue
            }
            let mark = try marks(parent)
            if mark.phase == .absent {
                // Its submission is damaged: nobody can say that it has failed.
                parents.append((parent, condition))
                continue
            }
            // It has ended since the submission.
            if mark.hasEnded, condition.isMet(byEndedIn: mark.state) { continue }
            parents.append((parent, condition))
            ended.append((parent, mark.state))
        }
        let isForeign = isKnown ? foreign.has(job) : foreign.take(job, request)
        var task = Scheduler.Task(request, isHeld: isHeld || isForeign)
        if let count = hindrances[job] {
            let next = WallTime(
                milliseconds: WallTime.now().milliseconds + Self.hindrance.gap(after: count))
            task.begin = max(task.begin ?? next, next)
        }
        if isKnown {
            scheduler.change(job, task, parents: parents)
        } else {
            scheduler.add(
                job, task, name: request.name,
                isSingleton: request.dependencies.contains(.singleton), parents: parents)
        }
        for (parent, state) in ended { scheduler.settle(parent: parent, endedAs: state) }
    }

    /// What the jobs share: what was set, else what the machine has.
    private func share(_ budget: Resources) -> Resources {
        Resources(
            cores: budget.cores > 0 ? budget.cores : machine.cores,
            memory: budget.memory > 0 ? budget.memory : machine.memory)
    }

    /// Lends a job's cores while it waits, and lets it ask for them.
    private mutating func takeIn(_ waiting: Waiting?, of job: Int) {
        switch waiting {
        case nil: scheduler.takeBack(job)
        case let waiting?:
            scheduler.lend(
                job, waitingFor: Array(waiting.jobs.numbers), andMore: waiting.isForMore)
            if waiting.isReturning { scheduler.askBack(job) }
        }
    }

    /// Whether jobs wait for another keeper than this runner's.
    var hasForeign: Bool { foreign.isAny }

    // MARK: News

    /// Whether anybody has appended since the last reading.
    func hasNews() throws(Failure) -> Bool {
        guard let status = try file?.status() else { return true }
        return status.size != position || status.links == 0
    }

    /// Reads what others have appended, where it is much, before the lock is taken.
    mutating func readAhead() throws(Failure) -> [Note] {
        guard let size = try file?.status().size, size - position > 1 << 16 else { return [] }
        let view = try spool.read { view throws(Failure) in view }
        return try read(view) { [spool] job throws(Failure) in
            try spool.read { view throws(Failure) in try view.mark(of: job) }
        }
    }

    /// Reads what others have appended, under the lock.
    mutating func readRest(of view: Spool.View) throws(Failure) -> [Note] {
        try read(view) { job throws(Failure) in try view.mark(of: job) }
    }

    private mutating func read(
        _ view: Spool.View, marks: (Int) throws(Failure) -> JobMark
    ) throws(Failure) -> [Note] {
        guard view.head.journal == journal else {
            // Only a runner replaces the journal, so this was done by hand.
            throw Failure("the journal was replaced", status: .failure)
        }
        guard view.head.applied >= position else {
            throw Failure("the journal was cut", status: .failure)
        }
        if view.head.applied == position { return [] }
        var notes: [Note] = []
        try view.forEachRecord(from: position) { record, _ throws(Failure) in
            if let note = try take(record, marks) { notes.append(note) }
        }
        position = view.head.applied
        return notes
    }

    private mutating func take(
        _ record: Record, _ marks: (Int) throws(Failure) -> JobMark
    ) throws(Failure) -> Note? {
        switch record {
        case .submit(let job, let request):
            try add(job, request, isHeld: request.isHeld, marks: marks)
        case .change(let job, let request):
            let isHeld = try marks(job).isHeld
            try add(job, request, isHeld: isHeld, isKnown: true, marks: marks)
        case .hold(let job): scheduler.hold(job)
        case .release(let job): if !foreign.has(job) { scheduler.release(job) }
        case .cancel(let job, _):
            if scheduler.isRunning(job) { return .cancel(job) }
            foreign.forget(job)
            scheduler.end(job, as: .cancelled)
        case .end(let job, _, let ending, let again):
            end(job, ending, again: again, as: ending.state)
            return .ended(job)
        case .wait(let job, _, let waiting, _):
            takeIn(waiting, of: job)
            return .waits(job, waiting)
        case .pause: scheduler.isPaused = true
        case .unpause: scheduler.isPaused = false
        case .budget(let budget): scheduler.setTotal(share(budget))
        case .start, .resubmit, .queue, .cut: break
        }
        return nil
    }

    // MARK: Endings

    /// An attempt ended; `again` where there is another one to come, else the job ends in that state.
    mutating func end(_ job: Int, _ ending: Ending, again: Bool, as state: JobState) {
        if again, case .void(let reason) = ending.cause {
            hinder(job, isLacking: !reason.isEmpty || (hindrances[job] ?? 0) > 2)
            return
        }
        hindrances[job] = nil
        lacks.succeed()
        if again { scheduler.waitAgain(job) } else { scheduler.end(job, as: state) }
    }

    /// A job could not begin, and waits longer each time. Where something was lacking, all others wait
    /// for a while, too: it may be lacking for them.
    mutating func hinder(_ job: Int, isLacking: Bool) {
        if isLacking { lacks.fail(at: Instant.now()) }
        let count = (hindrances[job] ?? 0) + 1
        hindrances[job] = count
        scheduler.postpone(
            job,
            until: WallTime(
                milliseconds: WallTime.now().milliseconds + Self.hindrance.gap(after: count)))
    }

    // MARK: Keeping house

    /// Goes on with the journal that has taken the old one's place.
    mutating func follow(_ head: JobTable.Head) throws(Failure) {
        journal = head.journal
        position = head.applied
        file = try spool.directory.open(Journal.name, .readWrite)
    }
}
