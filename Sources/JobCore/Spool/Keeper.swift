/// The process above runner and guards. It stays small: it never loads the queue. It forks the
/// runner, and anew when that dies, and a guard for each start the runner asks for; and it is the
/// second to whom a job's ending goes, when a guard is killed.
package struct Keeper {
    private let spool: Spool
    private let settings: LocalSettings
    /// The lock on `runner`, ours and the runner's as long as one of us lives.
    private let ownership: File
    /// The lock that ends with this process.
    private let own: File
    /// What this process can do for a job.
    private let origin: KeeperOrigin
    private let signals: SignalQueue
    private let processID = Machine.processID()
    /// What a guard starts out with.
    private let inherited = Inheritance.own()
    private var runner: (process: Int32, channel: Channel, since: Instant)?
    /// The guards, and what each was last given.
    private var guards: [Int32: Assignment] = [:]
    /// What each guard that was passed on had before: over, recorded, and its file is the guard's to
    /// remove.
    private var passed: [Int32: AttemptName] = [:]
    /// Attempts that have no guard of ours.
    private var adoptions: [AttemptName: Adoption] = [:]
    /// What the runner has not taken yet.
    private var unsent: [Message] = []
    /// Gaps between one runner and the next.
    private var restarts = Backoff(first: 20, most: 5000)
    /// SIGTERM came from outside: until then no runner is started.
    private var pausedUntil: Instant?
    /// Another keeper takes the place of this one, which leaves as soon as nobody depends on it.
    private var isReplaced = false

    /// How long nothing starts after a SIGTERM, where somebody still has to be looked after: longer
    /// than a machine takes to stop.
    private static let stoppingTime = 120_000

    /// Turns this process, started by `Spool.elect`, into a keeper; returns when there is nothing left
    /// to do.
    package static func run(path: ByteString) {
        Processes.setName("cjobs-keeper")
        Processes.setFileMask(0o077)
        Processes.becomeSubreaper()
        Processes.claimReach()
        _ = Machine.claimProcessors()
        do throws(Failure) {
            let ownership = File(owning: 3, name: "runner")
            ownership.closeOnExec()
            let (settings, problem) = readSettings()
            let spool = try Spool(inCurrentDirectory: path, settings)
            if let problem { spool.log("keeper: \(problem)") }
            do throws(Failure) {
                let new = try Keeper(spool: spool, settings: settings, ownership: ownership)
                guard var keeper = new else { return }
                keeper.keep()
            } catch {
                spool.log("keeper: \(error.message)")
            }
        } catch {
            // No spool: nothing to keep, and nowhere to say so.
        }
    }

    /// Settings that can't be read stop no job: those who submit are told of them.
    private static func readSettings() -> (LocalSettings, problem: String?) {
        do throws(Failure) {
            return (try LocalSettings(Configuration()), nil)
        } catch {
            return (LocalSettings(), error.message)
        }
    }

    /// Nil where there is no queue to keep any more.
    private init?(spool: Spool, settings: LocalSettings, ownership: File) throws(Failure) {
        self.spool = spool
        self.settings = settings
        self.ownership = ownership
        signals = try SignalQueue([Signal.child, Signal.terminate, Signal.user1])
        guard let (pair, file) = try spool.takeOver(ownership) else { return nil }
        origin = try .own(pair: pair)
        origin.write(to: file)
        HostRecord.note(in: spool.directory)
        try file.lockForThisProcess(byte: pair)
        own = file
    }

    private mutating func keep() {
        while true {
            let now = Instant.now()
            if isReplaced, adoptions.values.allSatisfy(\.canBeLeft) {
                giveWay()
                return
            }
            if runner == nil, restarts.isDue(at: now), pausedUntil.map({ now >= $0 }) ?? true {
                pausedUntil = nil
                startRunner(at: now)
            }
            let (childHasEnded, runnerHasSpoken) = wait()
            if runnerHasSpoken { obeyAll() }
            if childHasEnded {
                if runnerHasLeft() { return }
                for process in Array(guards.keys) { look(atGuard: process) }
            }
            lookAfterAdoptions()
            if childHasEnded { reapStrays() }
            tellRunner()
            // What runs is looked after by guards; there is nobody whom they would leave to us.
            if pausedUntil != nil, runner == nil, adoptions.isEmpty { return }
        }
    }

    /// Sleeps until something has happened or is due.
    private mutating func wait() -> (childHasEnded: Bool, runnerHasSpoken: Bool) {
        var descriptors = [signals.descriptor]
        if let runner { descriptors.append(runner.channel.descriptor) }
        for adoption in adoptions.values { descriptors += adoption.descriptors }
        var due = adoptions.values.compactMap(\.next)
        if runner == nil {
            due.append(pausedUntil ?? restarts.next ?? Instant(milliseconds: 0))
        } else if !unsent.isEmpty {
            due.append(Instant.now() + 20)
        }
        let ready = waitForInput(
            on: descriptors, timeout: due.min().map { max(0, $0 - Instant.now()) })
        var childHasEnded = false
        while let number = signals.next() {
            switch number {
            case Signal.child: childHasEnded = true
            case Signal.user1: isReplaced = true
            default: makeRoomForShutdown()
            }
        }
        return (childHasEnded, runner != nil && ready.contains(1))
    }

    /// SIGTERM came, which none of ours sends: the machine is being stopped, perhaps, and no job should
    /// start now. What runs goes on until somebody ends it.
    private mutating func makeRoomForShutdown() {
        pausedUntil = Instant.now() + Self.stoppingTime
        if let runner { Processes.signal(runner.process, Signal.terminate) }
        for attempt in adoptions.keys { adoptions[attempt]?.noteMachineStopping() }
    }

    /// Ends the runner, so that another keeper can come. What the runner has asked for is done; guards go
    /// on by themselves.
    private mutating func giveWay() {
        guard let (process, channel, _) = runner else { return }
        Processes.signal(process, Signal.terminate)
        Processes.reap(process)
        obeyAll()
        withExtendedLifetime(channel) {}
    }

    // MARK: The runner

    private mutating func startRunner(at now: Instant) {
        do throws(Failure) {
            let (ours, theirs) = try Channel.pair()
            switch try Processes.fork() {
            case .parent(let child): runner = (child, ours, now)
            case .child:
                Processes.signalOnParentsDeath(Signal.kill)
                if Processes.parentID() != processID { Processes.exitNow(1) }
                signals.release()
                closeAll(except: [ownership.descriptor, theirs.descriptor] + spool.descriptors)
                Runner.run(
                    spool: spool, cores: settings.cores, origin: origin, ownership: ownership,
                    keeper: theirs)
            }
        } catch {
            spool.log("keeper: no runner: \(error.message)")
            restarts.fail(at: now)
        }
    }

    /// Notices the runner's end. True when it left because nothing was to be done.
    private mutating func runnerHasLeft() -> Bool {
        guard let (process, _, since) = runner,
            let end = Processes.reap(process, waiting: false)
        else { return false }
        runner = nil
        unsent = []
        if end == .exited(0) { return true }
        guard spool.isThere else { return true }
        let now = Instant.now()
        if now - since > 5000 { restarts.succeed() }
        switch end {
        // One that was killed can go on at once; but a machine that is being stopped ends all of us.
        case .killed(by: Signal.kill):
            restarts.fail(at: now, atMost: restarts.failures < 2 ? 0 : 50)
        case .killed(by: Signal.terminate): restarts.fail(at: now + 100)
        default: restarts.fail(at: now)
        }
        let gap = max(0, (restarts.next ?? now) - now)
        spool.log("runner \(process) ended (\(end)); starting another in \(gap) ms")
        return false
    }

    /// Everything that the runner has said so far.
    private mutating func obeyAll() {
        while let channel = runner?.channel,
            !waitForInput(on: [channel.descriptor], timeout: 0).isEmpty
        {
            guard let message = channel.receiveMessage() else { return }
            obey(message)
        }
    }

    private mutating func obey(_ message: Message) {
        switch message {
        case .start(let task, let channel): startGuard(for: task, channel)
        case .pass(let old, let task):
            if let process = guards.first(where: { $0.value.attempt == old })?.key {
                guards[process] = task
                passed[process] = old
            } else {
                // That guard has been killed before it could hear of it.
                adopt(task.attempt, task.attemptFile, isOurs: true)
            }
        case .watch(let attempt):
            let isKnown = guards.values.contains { $0.attempt == attempt }
            if !isKnown, adoptions[attempt] == nil { adopt(attempt, nil, isOurs: false) }
        case .stop(let attempt): stop(attempt)
        case .stripped(let attempt):
            unsent.append(.refused(attempt, code: Failure.noDescriptors))
        case .cancel, .done, .next, .ended, .refused: break
        }
    }

    private mutating func stop(_ attempt: AttemptName) {
        if adoptions[attempt] != nil {
            adoptions[attempt]?.stop()
        } else if let (process, task) = guards.first(where: { $0.value.attempt == attempt }),
            let handle = ProcessHandle(process)
        {
            Adoption.ask(handle, task.attemptFile)
        }
    }

    /// Sends what there is to say, and keeps what the runner has no room for.
    private mutating func tellRunner() {
        guard let channel = runner?.channel else { return }
        while let message = unsent.first {
            do throws(Failure) {
                try channel.send(message, waits: false)
                unsent.removeFirst()
            } catch {
                return
            }
        }
    }

    // MARK: Guards

    private mutating func startGuard(for task: Assignment, _ channel: Channel) {
        do throws(Failure) {
            switch try Processes.fork() {
            case .parent(let child): guards[child] = task
            case .child:
                closeAll(except: [task.file.descriptor, channel.descriptor] + spool.descriptors)
                do throws(Failure) {
                    var new = try Guard(
                        spool: spool.reopenedAfterFork(), task: task, keeper: processID,
                        inherited: inherited, runner: channel, grace: settings.grace)
                    new.stand()
                    Processes.exitNow(0)
                } catch {
                    // It never began, and whoever looks at its file will know why.
                    try? task.attemptFile.add(.lacking(reason: ByteString(error.message)))
                    Processes.exitNow(1)
                }
            }
        } catch {
            unsent.append(.refused(task.attempt, code: error.systemError))
        }
    }

    /// Closes what a forked process has no business with: above all the files of other attempts,
    /// whose locks must end with their own guards.
    private func closeAll(except kept: [Int32]) {
        Processes.closeDescriptors(from: 3, except: kept)
    }

    /// Notices a guard's end. One that was killed leaves us its job.
    private mutating func look(atGuard process: Int32) {
        guard guards[process] != nil, let end = Processes.reap(process, waiting: false) else {
            return
        }
        // It may have been passed on, and have begun with its next attempt, before we heard of it.
        obeyAll()
        guard let task = guards.removeValue(forKey: process) else { return }
        if let before = passed.removeValue(forKey: process), end != .exited(0) {
            AttemptFile.remove(before, in: spool)
        }
        // Where the file is gone the ending is recorded.
        if let status = try? task.file.status(), status.links == 0 { return }
        if end != .exited(0) {
            spool.log("guard \(process) of L\(task.attempt.job) ended (\(end))")
        }
        adopt(task.attempt, task.attemptFile, isOurs: true)
    }

    // MARK: Attempts without a guard of ours

    private mutating func adopt(_ attempt: AttemptName, _ file: AttemptFile?, isOurs: Bool) {
        var new = Adoption(attempt, file, isOurs: isOurs, grace: settings.grace, in: spool)
        if pausedUntil != nil { new.noteMachineStopping() }
        adoptions[attempt] = new
    }

    private mutating func lookAfterAdoptions() {
        if adoptions.isEmpty { return }
        let now = Instant.now()
        for attempt in Array(adoptions.keys) {
            guard var adoption = adoptions[attempt] else { continue }
            adoption.step(
                at: now, isAlone: adoptions.count == 1, known: knownChildren(but: attempt))
            adoptions[attempt] = adoption.isOver ? nil : adoption
        }
    }

    /// Children that are nobody's but whose they are known to be.
    private func knownChildren(but attempt: AttemptName? = nil) -> Set<Int32> {
        var known = Set(guards.keys)
        if let runner { known.insert(runner.process) }
        for adoption in adoptions.values where adoption.attempt != attempt {
            known.formUnion(adoption.children)
        }
        return known
    }

    /// Lets the kernel forget what jobs left to us and what has ended since; but not the process of an
    /// attempt whose guard may have been killed a moment ago.
    private func reapStrays() {
        let children = Processes.children(of: processID)
        let known = knownChildren()
        guard children.contains(where: { !known.contains($0) }) else { return }
        var kept = known
        for task in guards.values {
            guard let cast = try? task.attemptFile.cast() else { return }
            kept.formUnion(cast.packers.map(\.process.number))
            if let main = cast.main { kept.insert(main.number) }
        }
        for child in children where !kept.contains(child) { Processes.reap(child, waiting: false) }
    }
}
