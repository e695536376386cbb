/// The process that holds the queue in memory and decides. It learns of appends by watching the
/// journal, and writes starts and endings, many at a time, before anybody acts on them.
struct Runner {
    let spool: Spool
    private let ownership: File
    let keeper: Channel
    let watch: FileWatch?
    let timer: WallTimer
    var model: QueueModel
    var house: Housekeeping
    /// The attempts that run, by job.
    var attempts: [Int: Attempt] = [:]
    /// Whether one of them has an ending that nobody but this process knows of.
    var hasUnrecorded = false
    /// Waiting jobs whose request cannot be read: they can't be run.
    private var unreadable: [Int] = []
    /// Running jobs that wait for others, and who of them does.
    var loans = LoanWatch()
    var idleSince: Instant?
    /// Whether the last sleep ended for a reason.
    var hasNews = true
    /// Whether nothing could start in the last step, for want of something that all jobs need.
    var isHeldBack = false
    /// How many attempts this process and the keeper have descriptors for.
    private let capacity: Int

    struct Attempt {
        let name: AttemptName
        /// To its guard. Nil where the keeper looks after it, and tells the journal of its end.
        var guardChannel: Channel?
        /// How it ended, not yet recorded.
        var ending: Ending?
        /// Somebody asked for its end.
        var isUnwanted = false

        init(_ name: AttemptName, guardChannel: Channel? = nil, ending: Ending? = nil) {
            self.name = name
            self.guardChannel = guardChannel
            self.ending = ending
        }
    }

    /// How long the runner stays when there is nothing to do, in milliseconds.
    static let linger = 1000
    /// Descriptors for everything but attempts.
    private static let ownDescriptors = 24

    /// Turns a fork of the keeper into the runner and never returns. `cores` is what jobs share
    /// where the queue itself has no number; nil for all. `origin` is the keeper's.
    static func run(
        spool: Spool, cores: Int?, origin: KeeperOrigin, ownership: File, keeper: Channel
    ) -> Never {
        Processes.setName("cjobs-runner")
        do throws(Failure) {
            var runner = try Runner(
                spool: spool.reopenedAfterFork(), cores: cores, origin: origin,
                ownership: ownership, keeper: keeper)
            try runner.load()
            try runner.loop()
            Processes.exitNow(0)
        } catch {
            spool.log("runner: \(error.message)")
            Processes.exitNow(1)
        }
    }

    private init(
        spool: Spool, cores: Int?, origin: KeeperOrigin, ownership: File, keeper: Channel
    ) throws(Failure) {
        self.spool = spool
        self.ownership = ownership
        self.keeper = keeper
        house = Housekeeping(spool: spool)
        watch = FileWatch()
        timer = try WallTimer()
        // Each takes one while it runs, and another while it starts.
        capacity = max(1, (Processes.openFileLimit() - Self.ownDescriptors) / 2)
        model = QueueModel(
            spool: spool,
            machine: Resources(
                cores: cores ?? Machine.claimProcessors(), memory: Machine.memory()),
            origin: origin)
    }

    private mutating func load() throws(Failure) {
        try spool.removeLeftovers()
        watchJournal()
        let (found, broken) = try model.load()
        unreadable = broken
        for found in found {
            let name = AttemptName(found.job, found.attempt)
            if let start = found.started, start.boot != spool.bootID {
                let now = WallTime.now()
                let elapsed = max(0, now.milliseconds - start.at.milliseconds)
                let ending = Ending(.lost(reason: "machine restarted"), at: now, elapsed: elapsed)
                attempts[found.job] = Attempt(name, ending: ending)
                hasUnrecorded = true
                continue
            }
            attempts[found.job] = Attempt(name)
            loans.note(found.job, found.waiting)
            try keeper.send(.watch(name))
            if found.isUnwanted { try cancel(found.job) }
        }
        sweep()
    }

    /// Removes the files of attempts that are over and were left by a guard that was killed.
    private func sweep() {
        for name in (try? spool.jobs.names()) ?? [] {
            guard let attempt = AttemptName(fileName: name), let mark = try? mark(of: attempt.job)
            else { continue }
            if mark.isOver(attempt.number) { AttemptFile.remove(attempt, in: spool) }
        }
    }

    private func mark(of job: Int) throws(Failure) -> JobMark {
        try spool.read { view throws(Failure) in try view.mark(of: job) }
    }

    private func watchJournal() {
        _ = watch?.add(spool.directory.lastingPath(of: Journal.name), [.written, .replaced])
    }

    // MARK: The loop

    private mutating func loop() throws(Failure) {
        while true {
            if try step() { return }
            while !hasUnrecorded {
                try sleep()
                if hasNews { break }
            }
        }
    }

    /// Takes in what has happened, decides, and records both in one write. True when the runner has
    /// left the queue.
    private mutating func step() throws(Failure) -> Bool {
        var recorded: [Attempt] = []
        var starts: [Assignment] = []
        var hasLeft = false
        try heed(try model.readAhead())
        let (_, head) = try spool.change { change throws(Failure) in
            try heed(try model.readRest(of: change.view))
            for attempt in attempts.values {
                guard let ending = attempt.ending else { continue }
                try record(ending, of: attempt.name, in: &change)
                recorded.append(attempt)
            }
            // The same job may begin its next attempt in this step.
            for attempt in recorded { attempts[attempt.name.job] = nil }
            hasUnrecorded = false
            try giveUpUnreadable(in: &change)
            try endBrokenLoans(in: &change)
            let now = Instant.now()
            let view = change.view
            isHeldBack = !model.lacks.isDue(at: now)
            let mayStart =
                !isHeldBack && house.keepsRoom(in: view.journal.file, end: view.head.applied)
            model.scheduler.mostRunning = mayStart ? capacity : 0
            var isSettled = false
            while !isSettled {
                isSettled = true
                for action in model.scheduler.decide(now: now, wall: WallTime.now()) {
                    switch action {
                    case .start(let job):
                        guard let start = try begin(job, in: &change) else {
                            isSettled = false
                            continue
                        }
                        starts.append(start)
                    case .endForDependency(let job, let parent):
                        try change.cancel(job, because: JobID(local: parent))
                    case .goOn(let job):
                        loans.note(job, nil)
                        try change.note(nil, of: job)
                    }
                }
            }
            change.head.total = model.scheduler.total
            change.head.free = model.scheduler.free
            change.head.places = capacity
            change.head.reserved = model.scheduler.reserved ?? 0
            hasLeft = leave()
            change.head.isAbandoned = hasLeft && !model.hasForeign
        }
        if hasLeft { return true }
        model.position = head.applied
        // First what is on record now, so that nothing that follows can come between.
        for start in starts {
            if let index = recorded.lastIndex(where: { $0.guardChannel != nil }) {
                pass(from: recorded.remove(at: index), to: start)
            } else {
                launch(start)
            }
        }
        for attempt in recorded { dismiss(attempt) }
        try keepHouse(head)
        timer.set(model.scheduler.nextBegin)
        return false
    }

    /// Gives up the queue when nothing has been to do for a while. The caller holds the journal's
    /// lock, so whoever appends next sees that nobody is there.
    private mutating func leave() -> Bool {
        guard attempts.isEmpty, !model.scheduler.hasWork else {
            idleSince = nil
            return false
        }
        let now = Instant.now()
        let since = idleSince ?? now
        idleSince = since
        guard now - since >= Self.linger else { return false }
        ownership.giveUpOwnership()
        return true
    }

    private mutating func giveUpUnreadable(in change: inout Spool.Transaction) throws(Failure) {
        for job in unreadable {
            let ending = Ending(.lost(reason: "its record is damaged"), at: WallTime.now())
            try change.append(.end(job, attempt: 0, ending, again: false))
            model.scheduler.settle(parent: job, endedAs: .unknown)
        }
        unreadable = []
    }

    /// Jobs of which a process was killed while it waited go on, or wait with what is left.
    private mutating func endBrokenLoans(in change: inout Spool.Transaction) throws(Failure) {
        for (job, waiting) in loans.broken() {
            loans.note(job, waiting)
            try change.note(waiting, of: job)
            if waiting == nil { model.scheduler.takeBack(job) }
        }
    }

    // MARK: Housekeeping

    /// Shortens the journal when most of it is about jobs that have ended. Where that fails, as on a
    /// full disk, the queue goes on with the long one.
    private mutating func keepHouse(_ head: JobTable.Head) throws(Failure) {
        guard let file = model.file, try house.isWorthCompacting(file, end: head.applied) else {
            return
        }
        var isShorter = false
        let (notes, new) = try spool.change { change throws(Failure) in
            let notes = try model.readRest(of: change.view)
            do throws(Failure) {
                try change.compact()
                isShorter = true
            } catch {
                if error.kind == .damagedTable { throw error }
                spool.log("cannot shorten the journal: \(error.message)")
            }
            return notes
        }
        if isShorter {
            try model.follow(new)
            house.hasCompacted(to: new.applied)
            watchJournal()
        } else {
            house.hasFailed(end: new.applied)
        }
        try heed(notes)
    }
}
