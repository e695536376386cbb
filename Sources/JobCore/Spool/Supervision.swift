/// One running attempt under somebody's eye, from the start of its process to its ending: the same for
/// the guard that started it, for the keeper that takes it over, and for one that looks after it from
/// outside, whom the kernel tells of ends only through handles.
///
/// Its three stages follow each other: the main process runs; what it left behind is killed; what packs
/// its outputs comes to its end. In each of them the job can be ended, by a cancel or its time limit.
/// Whoever owns it calls `step` when something may have happened, or when `next` has come.
struct Supervision {
    private let file: AttemptFile
    private var main: WatchedProcess
    private var processes: JobProcesses
    private(set) var termination: Termination
    private var stage = Stage.running
    /// Whether any of its outputs may be packed.
    private let mayPack: Bool
    /// The processes that pack its outputs; known when the main process has ended.
    private var packers: [Packer] = []
    /// SIGTERM came from outside to whoever looks after it: the machine is being stopped, perhaps.
    var isMachineStopping = false
    /// When the main process was found ended by a SIGTERM that nobody of ours sent.
    private var waitsForWord: Instant?
    /// When to look again, without any event.
    private var nextLook: Instant?

    /// A process of the job was given up: it was killed, and the kernel keeps it from ending.
    private(set) var hasGivenUp = false

    private enum Stage {
        case running
        case clearing(pause: Int, since: Instant)
        case packing(since: Instant)
    }

    private struct Packer {
        var process: WatchedProcess?
        var isOver: Bool
        var hasEndedWell = false
    }

    /// How the main process ended, once it has.
    private var end: (end: ProcessEnd?, usage: ResourceUsage, reason: Termination.Reason?)?

    /// Milliseconds that SIGTERM may take to go from a job to its guard where both get it.
    private static let wordDelay = 100
    /// Milliseconds from SIGKILL until a process is given up that is still there and will never run
    /// again: the kernel has it wait for something, as for a file system that hangs.
    private static let patience = 5000

    init(
        _ file: AttemptFile, main: WatchedProcess, processes: JobProcesses,
        _ termination: Termination, mayPack: Bool
    ) {
        self.file = file
        self.main = main
        self.processes = processes
        self.termination = termination
        self.mayPack = mayPack
    }

    /// Children of this process that must not be reaped before the ending is recorded.
    var children: Set<Int32> {
        let packers = mayPack ? (try? file.cast().packers) ?? [] : []
        return Set(packers.map(\.process.number) + [main.identity.number])
    }

    /// The job's main process.
    var mainProcess: ProcessIdentity { main.identity }

    /// Whether the job's main process is a child of this one, which is told how it ends.
    var isOfChild: Bool { main.isChild }

    /// What to sleep on besides the signal of a child's end.
    var descriptors: [Int32] {
        switch stage {
        case .running where nextLook == nil: [main.handle?.descriptor].compactMap { $0 }
        case .running, .clearing: []
        case .packing: packers.compactMap { $0.isOver ? nil : $0.process?.handle?.descriptor }
        }
    }

    /// When to call `step` without an event; nil where nothing is due.
    var next: Instant? {
        switch stage {
        case .running: [nextLook, termination.next].compactMap { $0 }.min()
        case .clearing: nextLook
        case .packing:
            [nextLook, termination.reason == nil ? termination.limit : nil].compactMap { $0 }.min()
        }
    }

    /// From now on its owner looks after no other job, or does.
    mutating func setAlone(_ isAlone: Bool) {
        if case .parent = processes.view { processes.view = .parent(isAlone: isAlone) }
    }

    // MARK: Ending it

    /// The job is to end.
    mutating func stop(_ reason: Termination.Reason) {
        guard termination.reason == nil else { return }
        termination.ask(reason)
        // Where it can't be written, it is done all the same.
        try? file.add(.stop(reason))
    }

    /// Others may have written into its file that it is to end.
    mutating func readWishes() {
        if let reason = try? file.cast().reason { termination.ask(reason) }
    }

    /// Sends what is due.
    private mutating func terminate(at now: Instant) {
        let before = termination.reason
        guard let signal = termination.due(at: now) else { return }
        if before == nil, let reason = termination.reason { try? file.add(.stop(reason)) }
        processes.signal(signal)
        if signal == Signal.terminate {
            // A stopped process hears SIGTERM when it goes on.
            processes.signal(Signal.continue)
            try? file.add(.warned(now))
        }
    }

    /// What packs its outputs ends by itself, unless something holds it up: then, where the job is to
    /// end, it has as long as the job had.
    private mutating func terminatePackers(since: Instant, at now: Instant) {
        if termination.due(at: now) == Signal.terminate, let reason = termination.reason {
            try? file.add(.stop(reason), .warned(now))
        }
        guard let warned = termination.warned else { return }
        let kill = max(warned, since) + termination.grace
        nextLook = now < kill ? kill : now + 50
        guard now >= kill else { return }
        for index in packers.indices where !packers[index].isOver {
            guard let process = packers[index].process else { continue }
            _ = (try? ProcessHandle.of(process.identity))?.signal(Signal.kill)
            packers[index].isOver = isLost(process.identity, killed: kill, at: now)
        }
    }

    // MARK: Looking after it

    /// Takes in what has happened, and does what is due.
    ///
    /// - Returns: how the attempt ended, when it has.
    mutating func step(at now: Instant) -> (cause: Ending.Cause, usage: ResourceUsage)? {
        nextLook = nil
        while true {
            switch stage {
            case .running:
                guard let found = lookAtMain(at: now) else {
                    terminate(at: now)
                    return nil
                }
                end = (found.end, found.usage, termination.reason)
                stage = .clearing(pause: 1, since: now)
            case .clearing(let pause, let since):
                let givesUp = now >= since + Self.patience
                hasGivenUp = hasGivenUp || givesUp
                if processes.signal(Signal.kill, hasMainEnded: true, butForLost: givesUp) > 0 {
                    stage = .clearing(pause: min(pause * 2, 50), since: since)
                    nextLook = now + pause
                    return nil
                }
                findPackers()
                stage = .packing(since: now)
            case .packing(let since):
                guard havePacked(at: now) else {
                    terminatePackers(since: since, at: now)
                    return nil
                }
                return (cause(), end?.usage ?? ResourceUsage())
            }
        }
    }

    /// How the main process ended; nil while it runs.
    private mutating func lookAtMain(at now: Instant) -> (end: ProcessEnd?, usage: ResourceUsage)? {
        switch main.look() {
        case .running:
            guard let killed = termination.killed, isLost(main.identity, killed: killed, at: now)
            else { return nil }
            return (.killed(by: Signal.kill), ResourceUsage())
        case .ending:
            nextLook = now + 10
            return nil
        case .gone: return (nil, ResourceUsage())
        case .ended(let end, let usage):
            // When a machine is stopped, a job may hear of it before its guard.
            if end == .killed(by: Signal.terminate), termination.reason == nil, !isMachineStopping {
                let until = waitsForWord ?? now + Self.wordDelay
                waitsForWord = until
                guard now >= until else {
                    nextLook = until
                    return nil
                }
            }
            return (end, usage)
        }
    }

    /// Whether a process has to be given up.
    private mutating func isLost(
        _ process: ProcessIdentity, killed: Instant, at now: Instant
    ) -> Bool {
        guard now >= killed + Self.patience, Processes.hasRunItsLast(process.number) else {
            return false
        }
        hasGivenUp = true
        return true
    }

    private mutating func findPackers() {
        guard mayPack else { return }
        packers = ((try? file.cast().packers) ?? []).map {
            Packer(process: try? WatchedProcess.of($0.process), isOver: $0.isDone)
        }
    }

    /// Whether what packs its outputs has come to its end.
    private mutating func havePacked(at now: Instant) -> Bool {
        for index in packers.indices where !packers[index].isOver {
            switch packers[index].process?.look() {
            case .running: break
            case .ending: nextLook = now + 10
            case .ended(let end, _):
                packers[index].isOver = true
                packers[index].hasEndedWell = end == .exited(0)
            case .gone, nil: packers[index].isOver = true
            }
        }
        return packers.allSatisfy(\.isOver)
    }

    /// Lets the kernel forget it; its ending is recorded.
    func reap() {
        main.reap()
        for packer in packers { packer.process?.reap() }
    }

    // MARK: What it comes to

    private func cause() -> Ending.Cause {
        let end = end?.end
        let cast = needsFile(end) ? try? file.cast() : nil
        if let cast, let cause = Self.cause(ofUnbegun: cast, self.end?.reason) { return cause }
        let problem = outputProblem(cast)
        // One that ended by itself was not ended: unless what packs its output had to be.
        let reason = self.end?.reason ?? (problem == nil ? nil : termination.reason)
        switch reason {
        case .cancel: return .cancelled(end)
        case .limit: return .timeLimit(end)
        case nil: break
        }
        guard let end else { return .lost(reason: "killed") }
        let fatal: [ProcessEnd] = [.killed(by: Signal.terminate), .killed(by: Signal.kill)]
        if isMachineStopping, fatal.contains(end) { return .lost(reason: "machine is stopping") }
        if let problem { return .outputLost(end, reason: problem) }
        return .process(end)
    }

    /// Most attempts end as only a command can, and nothing more has to be known.
    private func needsFile(_ end: ProcessEnd?) -> Bool {
        switch end {
        case .exited(let status): !packers.isEmpty || [126, 127].contains(status) || !main.isChild
        case .killed, nil: true
        }
    }

    /// How an attempt ended that never executed its command; nil for one that did.
    static func cause(
        ofUnbegun cast: AttemptFile.Cast, _ reason: Termination.Reason?
    ) -> Ending.Cause? {
        if let (status, why) = cast.failure { return .notStarted(status, reason: why) }
        guard cast.neverBegan || cast.lack != nil else { return nil }
        switch reason {
        case .cancel: return .cancelled(nil)
        case .limit: return .timeLimit(nil)
        case nil: return .void(reason: cast.lack ?? "")
        }
    }

    /// What became of packed outputs, where not all of them is on the disk.
    private func outputProblem(_ cast: AttemptFile.Cast?) -> ByteString? {
        let known = cast?.packers ?? []
        for (packer, seen) in zip(known, packers) where !packer.isDone && !seen.hasEndedWell {
            return "packed output is lost: " + (packer.problem ?? "its packer was killed")
        }
        return nil
    }
}
