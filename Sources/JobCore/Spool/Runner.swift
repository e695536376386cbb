/// The process that holds the queue in memory and decides. It learns of appends by watching the
/// journal, and writes starts and endings, many at a time, before anybody acts on them.
struct Runner {
    private let spool: Spool
    private let ownership: File
    private let keeper: Channel
    private let watch: FileWatch?
    private let timer: WallTimer
    private var model: QueueModel
    /// How much of the journal's reserved room has been used.
    private var reservedUpTo = 0
    /// The attempts that run, and who tells of their ends.
    private var attempts: [Int: Attempt] = [:]
    /// Waiting jobs whose request cannot be read: they can't be run.
    private var unreadable: [Int] = []
    /// Running jobs that wait for others, and who of them does.
    private var loans = LoanWatch()
    private var idleSince: Instant?
    /// Whether the last sleep ended for a reason.
    private var hasNews = true

    private struct Attempt {
        let number: Int
        /// To its guard, while that is a child of our keeper and has not gone.
        var guardChannel: Channel?
        /// What we know of an attempt that others started.
        var orphan: Orphan?
        /// The guard's word, not yet recorded.
        var ending: Ending?
    }

    /// How long the runner stays when there is nothing to do, in milliseconds.
    private static let linger = 1000
    /// Room kept beyond the journal's end, for endings on a full disk.
    static let reserve = 1 << 20

    /// Turns a fork of the keeper into the runner and never returns. `cores` is what jobs share
    /// where the queue itself has no number; nil for all.
    static func run(spool: Spool, cores: Int?, ownership: File, keeper: Channel) {
        Processes.setName("cjobs-runner")
        do throws(Failure) {
            var runner = try Runner(
                spool: spool.reopenedAfterFork(), cores: cores, ownership: ownership,
                keeper: keeper)
            try runner.load()
            try runner.loop()
            Processes.exitNow(0)
        } catch {
            spool.log("runner: \(error.message)")
            Processes.exitNow(1)
        }
    }

    private init(
        spool: Spool, cores: Int?, ownership: File, keeper: Channel
    ) throws(Failure) {
        self.spool = spool
        self.ownership = ownership
        self.keeper = keeper
        watch = FileWatch()
        timer = try WallTimer()
        model = QueueModel(
            spool: spool,
            machine: Resources(
                cores: cores ?? Machine.claimProcessors(), memory: Machine.memory()))
    }

    private mutating func load() throws(Failure) {
        watchJournal()
        let (found, broken) = try model.load()
        unreadable = broken
        for found in found {
            attempts[found.job] = Attempt(
                number: found.attempt,
                orphan: try Orphan(
                    job: found.job, attempt: found.attempt, startBoot: found.startBoot,
                    spool: spool))
            loans.note(found.job, found.waiting)
            if found.isUnwanted { cancel(found.job) }
        }
        try sweep()
    }

    /// Removes the files of attempts that are over and were left by a guard that was killed.
    private func sweep() throws(Failure) {
        for name in try spool.jobs.names() {
            guard let (job, attempt) = AttemptFile.read(name: name) else { continue }
            let mark = try spool.read { view throws(Failure) in try view.mark(of: job) }
            let isOver = mark.hasEnded || attempt < Int(mark.attempt)
            if isOver, mark.phase != .absent { spool.jobs.remove(name) }
        }
    }

    private func watchJournal() {
        _ = watch?.add(spool.path + "/" + Journal.name, [.written, .replaced])
    }

    // MARK: The loop

    private mutating func loop() throws(Failure) {
        while true {
            if try step() { return }
            repeat { try sleep() } while !hasNews
        }
    }

    /// Takes in what has happened, decides, and records both in one write. True when the runner has
    /// left the queue.
    private mutating func step() throws(Failure) -> Bool {
        var recorded: [Int] = []
        var starts: [Assignment] = []
        var hasLeft = false
        var settled: [(job: Int, attempt: Int)] = []
        heed(try model.readAhead())
        let (_, head) = try spool.change { change throws(Failure) in
            heed(try model.readRest(of: change.view))
            for (job, attempt) in attempts where attempt.ending != nil {
                guard let ending = attempt.ending else { continue }
                try record(ending, of: job, attempt.number, in: &change)
                recorded.append(job)
            }
            settled = try askOrphans(in: &change)
            try giveUpUnreadable(in: &change)
            try endBrokenLoans(in: &change)
            let now = Instant.now()
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
                        let ending = Ending(
                            .dependency(JobID(local: parent)), at: WallTime.now())
                        try change.append(.end(job, attempt: 0, ending, again: false))
                    case .goOn(let job):
                        loans.note(job, nil)
                        try change.note(nil, of: job)
                    }
                }
            }
            change.head.total = model.scheduler.total
            change.head.free = model.scheduler.free
            change.head.reserved = model.scheduler.reserved ?? 0
            hasLeft = leave()
            change.head.isAbandoned = hasLeft
        }
        if hasLeft { return true }
        model.position = head.applied
        try keepHouse(head)
        for (job, attempt) in settled { AttemptFile.remove(job, attempt, in: spool) }
        for start in starts {
            if let job = recorded.popLast() {
                try pass(from: job, to: start)
            } else {
                try launch(start)
            }
        }
        for job in recorded { dismiss(job) }
        timer.set(model.scheduler.nextBegin)
        return false
    }

    /// Gives up the queue when nothing has been to do for a while. The caller holds the journal's
    /// lock, so whoever appends next sees that nobody is there.
    private mutating func leave() -> Bool {
        // Attempts whose ending is being recorded are over.
        guard attempts.allSatisfy({ $0.value.ending != nil }), !model.scheduler.hasWork else {
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

    /// Sleeps until a guard, the keeper, the journal or the clock has something to say.
    private mutating func sleep() throws(Failure) {
        let jobs = attempts.keys.sorted()
        var descriptors = [keeper.descriptor, timer.descriptor]
        if let watch { descriptors.append(watch.descriptor) }
        let firstLoan = descriptors.count
        descriptors += loans.descriptors
        let first = descriptors.count
        var owners: [Int] = []
        for job in jobs {
            if let channel = attempts[job]?.guardChannel {
                descriptors.append(channel.descriptor)
                owners.append(job)
            }
            for handle in attempts[job]?.orphan?.handles ?? [] {
                descriptors.append(handle.descriptor)
                owners.append(job)
            }
        }
        let ready = waitForInput(on: descriptors, timeout: timeout())
        hasNews = true
        for index in ready {
            switch index {
            case 0:
                // The keeper never speaks: it has died.
                guard keeper.receive() != nil else {
                    throw Failure("the keeper has died", status: .failure)
                }
            case 1: timer.drain()
            case _ where index >= firstLoan && index < first: break
            case _ where index < first:
                watch?.drain()
                // Most often it was our own hand that wrote.
                if ready.count == 1, try !model.hasNews() { hasNews = false }
            default:
                let job = owners[index - first]
                if attempts[job]?.guardChannel != nil { hear(job) }
                if attempts[job]?.orphan != nil { attempts[job]?.orphan?.isDue = true }
            }
        }
    }

    private func timeout() -> Int? {
        var result: Int?
        func atMost(_ milliseconds: Int) {
            result = min(result ?? milliseconds, max(0, milliseconds))
        }
        let now = Instant.now()
        if let idleSince { atMost(idleSince + Self.linger - now) }
        // Without a watch the journal's size is looked at instead.
        if watch == nil { atMost(20) }
        for attempt in attempts.values {
            if let pause = attempt.orphan?.nextLook { atMost(pause) }
        }
        return result
    }

    // MARK: News

    private mutating func heed(_ notes: [QueueModel.Note]) {
        for note in notes {
            switch note {
            case .cancel(let job): cancel(job)
            case .ended(let job):
                attempts[job] = nil
                loans.note(job, nil)
            case .waits(let job, let waiting): loans.note(job, waiting)
            }
        }
    }

    /// Asks whoever stands behind a running job to end it.
    private func cancel(_ job: Int) {
        guard let attempt = attempts[job] else { return }
        if let channel = attempt.guardChannel, channel.send(Array("cancel".utf8)) { return }
        if attempt.orphan?.cancel() == true { return }
        keeper.send(Array("end \(job)".utf8))
    }

    // MARK: Endings

    /// Hears what a guard has to say.
    private mutating func hear(_ job: Int) {
        guard let attempt = attempts[job], let channel = attempt.guardChannel else { return }
        if let (message, _) = channel.receive(),
            case .line(let line, _) = JournalLine.read(message[...]),
            case .end(job, attempt.number, let ending, _)? = Record(line)
        {
            attempts[job]?.ending = ending
            return
        }
        // Killed: the keeper has its job now, and will record how it ends.
        attempts[job]?.guardChannel = nil
        attempts[job]?.orphan = try? Orphan(
            job: job, attempt: attempt.number, startBoot: spool.bootID, spool: spool)
    }

    private mutating func record(
        _ ending: Ending, of job: Int, _ number: Int, in change: inout Spool.Transaction
    ) throws(Failure) {
        guard let (mark, again) = try change.finish(job, attempt: number, ending) else { return }
        loans.note(job, nil)
        if again {
            model.scheduler.waitAgain(job)
        } else {
            model.scheduler.end(job, as: mark.state)
        }
    }

    private mutating func giveUpUnreadable(in change: inout Spool.Transaction) throws(Failure) {
        for job in unreadable {
            let ending = Ending(.lost(reason: "its record is damaged"), at: WallTime.now())
            try change.append(.end(job, attempt: 0, ending, again: false))
            model.scheduler.settle(parent: job, endedAs: .unknown)
        }
        unreadable = []
    }

    /// Tells a guard that its word is on the disk.
    private mutating func dismiss(_ job: Int) {
        guard let attempt = attempts[job], attempt.ending != nil else { return }
        attempt.guardChannel?.send(Array("done".utf8))
        attempts[job] = nil
    }

    /// Returns attempts that are over, whose files can go once that is on the disk.
    private mutating func askOrphans(
        in change: inout Spool.Transaction
    ) throws(Failure) -> [(job: Int, attempt: Int)] {
        var settled: [(job: Int, attempt: Int)] = []
        for (job, attempt) in attempts {
            guard var orphan = attempt.orphan, orphan.isDue || orphan.nextLook != nil else {
                continue
            }
            let cause = try orphan.look()
            attempts[job]?.orphan = orphan
            guard let cause else { continue }
            let now = WallTime.now()
            let start = try change.view.job(job, change.mark(of: job))?.started?.at ?? now
            let elapsed = max(0, now.milliseconds - start.milliseconds)
            let ending = Ending(cause, at: now, elapsed: elapsed)
            try record(ending, of: job, attempt.number, in: &change)
            attempts[job] = nil
            settled.append((job, attempt.number))
        }
        return settled
    }

    /// Jobs of which a process was killed while it waited go on, or wait with what is left.
    private mutating func endBrokenLoans(in change: inout Spool.Transaction) throws(Failure) {
        for (job, waiting) in loans.broken() {
            loans.note(job, waiting)
            try change.note(waiting, of: job)
            if waiting == nil { model.scheduler.takeBack(job) }
        }
    }

    // MARK: Starts

    /// Makes the attempt's file and adds the start to the change. Nil where it cannot begin now.
    private mutating func begin(
        _ job: Int, in change: inout Spool.Transaction
    ) throws(Failure) -> Assignment? {
        let mark = try change.mark(of: job)
        let number = Int(mark.attempt) + 1
        let start = Job.Start(at: WallTime.now(), instant: Instant.now(), boot: spool.bootID)
        do throws(Failure) {
            let file = try AttemptFile(creatingFor: job, attempt: number, in: spool)
            try change.append(.start(job, attempt: number, start))
            return Assignment(job: job, attempt: number, place: mark.request, file: file.file)
        } catch  where error.kind == .exists {
            try resume(job, number, start, in: &change)
        } catch  where error.kind.isPassing {
            spool.log("cannot start L\(job): \(error.message)")
            model.scheduler.postpone(
                job, until: WallTime(milliseconds: WallTime.now().milliseconds + 1000))
        }
        return nil
    }

    /// The attempt's file is there already: its start was decided and then lost, with a runner that
    /// was killed or with a damaged line. If no command was executed it can begin after all.
    private mutating func resume(
        _ job: Int, _ number: Int, _ start: Job.Start, in change: inout Spool.Transaction
    ) throws(Failure) {
        guard let file = try AttemptFile(of: job, attempt: number, in: spool) else {
            model.scheduler.waitAgain(job)
            return
        }
        if !file.isHeld, try file.cast().job == nil {
            spool.jobs.remove(AttemptFile.name(job, number))
            model.scheduler.waitAgain(job)
            return
        }
        try change.append(.start(job, attempt: number, start))
        attempts[job] = Attempt(
            number: number,
            orphan: try Orphan(
                job: job, attempt: number, startBoot: spool.bootID, spool: spool))
    }

    /// Asks the keeper for a guard.
    private mutating func launch(_ task: Assignment) throws(Failure) {
        let (ours, theirs) = try Channel.pair()
        let message = Assignment.Message.start.bytes(task)
        guard keeper.send(message, with: [task.file.descriptor, theirs.descriptor]) else {
            throw Failure("the keeper has died", status: .failure)
        }
        attempts[task.job] = Attempt(number: task.attempt, guardChannel: ours)
    }

    /// Passes the guard of an attempt that is over and recorded on to another one. The keeper is
    /// told first, so that it never takes the new attempt for the old one.
    private mutating func pass(from job: Int, to task: Assignment) throws(Failure) {
        guard let old = attempts[job], old.ending != nil, let channel = old.guardChannel else {
            return try launch(task)
        }
        attempts[job] = nil
        let news = Assignment.Message.pass(from: job, attempt: old.number).bytes(task)
        guard keeper.send(news, with: [task.file.descriptor]) else {
            throw Failure("the keeper has died", status: .failure)
        }
        channel.send(Assignment.Message.next.bytes(task), with: [task.file.descriptor])
        attempts[task.job] = Attempt(number: task.attempt, guardChannel: channel)
    }

    // MARK: Housekeeping

    /// Keeps room beyond the journal's end, and shortens it when most of it is about jobs that
    /// have ended.
    private mutating func keepHouse(_ head: JobTable.Head) throws(Failure) {
        if head.isWorthCompacting {
            let (notes, new) = try spool.change { change throws(Failure) in
                let notes = try model.readRest(of: change.view)
                try change.compact()
                return notes
            }
            heed(notes)
            try model.follow(new)
            reservedUpTo = 0
            watchJournal()
        }
        if model.position + Self.reserve / 2 > reservedUpTo {
            model.reserve(Self.reserve)
            reservedUpTo = model.position + Self.reserve
        }
    }
}
