/// An attempt in the keeper's hands: its guard is gone, or is none of this keeper's. It finds out who is
/// there: a guard that goes on, a process that needs somebody to look after it, or nobody; and sees the
/// attempt through to its recorded ending.
struct Adoption {
    let attempt: AttemptName
    private let spool: Spool
    private let grace: Int
    private var file: AttemptFile?
    /// Whether its guard was a child of this process.
    private let isOurs: Bool
    private var stage = Stage.looking
    /// Somebody wants the job to end.
    private var isUnwanted = false
    /// SIGTERM came from outside to this process.
    private var isMachineStopping = false
    /// When to look again, without any event.
    private var nextLook: Instant?

    private enum Stage {
        case looking
        /// Another keeper's guard looks after it.
        case guarded(ProcessHandle)
        case supervised(Supervision)
        case recorded(Recording, Supervision?)
        case over
    }

    /// `file` is nil for one that others hold.
    init(_ attempt: AttemptName, _ file: AttemptFile?, isOurs: Bool, grace: Int, in spool: Spool) {
        self.attempt = attempt
        self.file = file
        self.isOurs = isOurs
        self.grace = grace
        self.spool = spool
    }

    /// Nothing is left to do.
    var isOver: Bool { if case .over = stage { true } else { false } }

    /// Whether another keeper can do all that this one would: its process is no child of this one, and
    /// no ending waits to be recorded.
    var canBeLeft: Bool {
        switch stage {
        case .guarded, .over: true
        case .looking: !isOurs
        case .supervised(let supervision): !supervision.isOfChild
        case .recorded: false
        }
    }

    /// What to sleep on besides the signal of a child's end.
    var descriptors: [Int32] {
        switch stage {
        case .guarded(let handle): [handle.descriptor]
        case .supervised(let supervision): supervision.descriptors
        case .looking, .recorded, .over: []
        }
    }

    /// When to call `step` without an event; nil where nothing is due.
    var next: Instant? {
        switch stage {
        case .looking: nextLook ?? Instant(milliseconds: 0)
        case .guarded, .over: nil
        case .supervised(let supervision): supervision.next
        case .recorded(let recording, _): recording.next
        }
    }

    /// Children of this process that must not be reaped by others.
    var children: Set<Int32> {
        if case .supervised(let supervision) = stage { return supervision.children }
        let cast = try? file?.cast()
        return Set(
            (cast?.packers ?? []).map(\.process.number) + [cast?.main?.number].compactMap { $0 })
    }

    /// The job is to end.
    mutating func stop() {
        isUnwanted = true
        switch stage {
        case .guarded(let handle): Self.ask(handle, file)
        case .supervised(var supervision):
            supervision.stop(.cancel)
            stage = .supervised(supervision)
        case .looking, .recorded, .over: break
        }
    }

    /// Asks a guard that has no runner to end its job.
    static func ask(_ guardian: ProcessHandle, _ file: AttemptFile?) {
        try? file?.add(.stop(.cancel))
        guardian.signal(Signal.user2)
    }

    /// The machine is being stopped, perhaps.
    mutating func noteMachineStopping() {
        isMachineStopping = true
        if case .supervised(var supervision) = stage {
            supervision.isMachineStopping = true
            stage = .supervised(supervision)
        }
    }

    /// Takes in what has happened, and does what is due. `isAlone` where this process looks after no
    /// other job; `known` are the children of this process that are none of this attempt's.
    mutating func step(at now: Instant, isAlone: Bool, known: Set<Int32>) {
        nextLook = nil
        while true {
            switch stage {
            case .over: return
            case .looking:
                guard look(at: now, known) else { return }
            case .guarded(let handle):
                guard handle.hasEnded else { return }
                stage = .looking
            case .supervised(var supervision):
                supervision.setAlone(isAlone)
                let found = supervision.step(at: now)
                stage = .supervised(supervision)
                guard let (cause, usage) = found else { return }
                // Its process started when it did.
                let elapsed = max(0, now - supervision.mainProcess.began)
                let ending = Ending(cause, at: WallTime.now(), elapsed: elapsed, usage: usage)
                stage = .recorded(Recording(attempt, ending), supervision)
            case .recorded(var recording, let supervision):
                guard recording.step(at: now, in: spool) else {
                    stage = .recorded(recording, supervision)
                    return
                }
                // Until then whoever comes after this process could ask how it ended.
                supervision?.reap()
                stage = .over
            }
        }
    }

    /// Finds out who is there.
    ///
    /// - Returns: false where that will be known a little later.
    private mutating func look(at now: Instant, _ known: Set<Int32>) -> Bool {
        do throws(Failure) {
            if file == nil { file = try AttemptFile(of: attempt, in: spool) }
            guard let file else {
                end(.lost(reason: "no trace of it is left"))
                return true
            }
            let cast = try file.cast()
            if let boot = cast.boot, boot != spool.bootID {
                end(.lost(reason: "machine restarted"))
                return true
            }
            if !isOurs, let identity = cast.guardian,
                let guardian = try ProcessHandle.of(identity), !guardian.hasEnded
            {
                if isUnwanted { Self.ask(guardian, file) }
                stage = .guarded(guardian)
                return true
            }
            guard let main = cast.main else {
                // Somebody forked by its guard may be about to write down that it is there.
                guard isOurs ? hasUnknownChild(known) : !file.tryHold() else {
                    end(Supervision.cause(ofUnbegun: cast, nil) ?? .lost(reason: "killed"))
                    return true
                }
                nextLook = now + (isOurs ? 2 : 20)
                return false
            }
            // Where it is gone it may have left others behind.
            let process = try WatchedProcess.of(main) ?? WatchedProcess(child: main)
            if !isOurs { _ = file.tryHold() }
            var supervision = Supervision(
                file, main: process,
                processes: JobProcesses(
                    main: main, path: attempt.path(in: spool),
                    view: isOurs && process.isChild ? .parent(isAlone: false) : .outside),
                cast.termination(grace: grace), mayPack: true)
            supervision.isMachineStopping = isMachineStopping
            if isUnwanted { supervision.stop(.cancel) }
            stage = .supervised(supervision)
            return true
        } catch {
            // A lack of descriptors, perhaps.
            nextLook = now + 100
            return false
        }
    }

    private mutating func end(_ cause: Ending.Cause) {
        stage = .recorded(Recording(attempt, Ending(cause, at: WallTime.now())), nil)
    }

    /// Whether this process has a child that its guard has forked for the job, and that has not said yet
    /// what it is: it is called as the guard was.
    private func hasUnknownChild(_ known: Set<Int32>) -> Bool {
        Processes.children(of: Machine.processID()).contains { child in
            !known.contains(child) && Processes.name(of: child) == "cjobs-guard"
                && Processes.arguments(of: child).dropFirst().first == spool.path
                && !(ProcessFacts(of: child)?.isZombie ?? true)
        }
    }
}
