/// The process that stands behind one attempt of a job: starts it, looks after it, and sees to it that
/// its ending is recorded. When that is done, and another job is to start, the runner may pass it on to
/// that one: a fork is saved.
struct Guard {
    let spool: Spool
    private var task: Assignment
    private let identity: ProcessIdentity
    /// The process that forked this one.
    let keeper: Int32
    /// What need not be set for the job, since it is so already.
    let inherited: Inheritance
    /// To the runner that asked for the attempt; nil when that has gone.
    private var runner: Channel?
    private let signals: SignalQueue
    private var childHasEnded = false
    private var started = Instant.now()
    private var supervision: Supervision?
    /// What comes after this attempt.
    private var following: Assignment?
    /// The ending of this attempt is recorded, or there is no queue any more.
    private var isOver = false
    /// There is no keeper: somebody has to start one. Nil while there is.
    private var election: Backoff?
    /// SIGTERM came from outside: the machine is being stopped.
    private var isMachineStopping = false
    /// How long a job has between SIGTERM and SIGKILL, in milliseconds.
    private let grace: Int
    private var mounts = LocalMounts()
    private var latest = LatestSurroundings()
    /// Of the attempt's default outputs, as `JobStart` has it.
    private var openEdition: Int?

    init(
        spool: Spool, task: Assignment, keeper: Int32, inherited: Inheritance,
        runner: Channel, grace: Int
    ) throws(Failure) {
        self.grace = grace
        self.spool = spool
        self.task = task
        self.keeper = keeper
        self.inherited = inherited
        self.runner = runner
        identity = try ProcessIdentity.own()
        signals = try SignalQueue([
            Signal.child, Signal.terminate, Signal.user1, Signal.user2,
        ])
    }

    /// Does all of it.
    mutating func stand() {
        Processes.setName("cjobs-guard")
        Processes.becomeSubreaper()
        Processes.signalOnParentsDeath(Signal.user1)
        if Processes.parentID() != keeper { election = Backoff(first: 2, most: 1000) }
        while true {
            serve()
            guard let following else { break }
            self.following = nil
            task = following
            started = Instant.now()
            (supervision, isOver) = (nil, false)
        }
    }

    /// Sees one attempt through.
    private mutating func serve() {
        do throws(Failure) {
            try start()
        } catch {
            let reason = ByteString(error.message)
            deliver(
                ending(
                    error.mayPass
                        ? .void(reason: reason) : .notStarted(.cannotStart, reason: reason)))
            return
        }
        while true {
            if let (cause, usage) = supervision?.step(at: Instant.now()) {
                deliver(ending(cause, usage: usage))
                supervision?.reap()
                return
            }
            if childHasEnded, let supervision {
                // What the job has left to this process, and has ended.
                JobProcesses.reapStrays(except: supervision.children)
            }
            childHasEnded = false
            wait(until: supervision?.next)
        }
    }

    private func ending(_ cause: Ending.Cause, usage: ResourceUsage = ResourceUsage()) -> Ending {
        var ending = Ending(
            cause, at: WallTime.now(), elapsed: Instant.now() - started, usage: usage)
        ending.outputEdition = openEdition ?? (try? task.attemptFile.outputEdition())
        return ending
    }

    /// Writes down who looks after the attempt and how long it may take, and starts the process that is
    /// its command, or is to become that.
    private mutating func start() throws(Failure) {
        let file = task.attemptFile
        openEdition = nil
        var job = try JobStart(task, in: spool, inherited: inherited, latest: &latest)
        let limit = job.request.timeLimit.map { started + $0 }
        var lines: [AttemptFile.Line] = [
            .boot(spool.bootID), .guardian(identity), .grace(milliseconds: grace),
        ]
        if let limit { lines.append(.limit(limit)) }
        try file.add(lines)
        // As long as a child is not reaped, its number is its own, whenever it started.
        let main = ProcessIdentity(number: try job.start(mounts: &mounts), start: 0)
        openEdition = job.openEdition
        supervision = Supervision(
            file, main: WatchedProcess(child: main),
            processes: JobProcesses(
                main: main, path: task.attempt.path(in: spool), view: .parent(isAlone: true)),
            Termination(limit: limit, grace: grace), mayPack: job.mayPack)
        supervision?.isMachineStopping = isMachineStopping
    }

    // MARK: News

    /// Waits for a signal, or a word of the runner's, or until something is due.
    private mutating func wait(until due: Instant?) {
        let next = [due, election?.next].compactMap { $0 }.min()
        var descriptors = [signals.descriptor]
        if let runner { descriptors.append(runner.descriptor) }
        let ready = waitForInput(
            on: descriptors, timeout: next.map { max(0, $0 - Instant.now()) })
        while let number = signals.next() { heed(number) }
        if ready.contains(1) { hear() }
        elect()
    }

    private mutating func heed(_ signal: Int32) {
        switch signal {
        case Signal.child: childHasEnded = true
        case Signal.terminate:
            // None of ours sends it.
            isMachineStopping = true
            supervision?.isMachineStopping = true
        case Signal.user1: if !isOver { election = Backoff(first: 2, most: 1000) }
        case Signal.user2: supervision?.readWishes()
        default: break
        }
    }

    /// What the runner says.
    private mutating func hear() {
        guard let runner, let message = runner.receiveMessage() else {
            runner = nil
            return
        }
        switch message {
        case .cancel: supervision?.stop(.cancel)
        case .done: isOver = true
        case .next where supervision?.hasGivenUp == true:
            // What was given up is still this process's child, and not to be taken for the next job's.
            self.runner = nil
            isOver = true
        case .next(let task):
            following = task
            isOver = true
        case .stripped, .start, .pass, .watch, .stop, .refused, .ended:
            // No room for the next attempt's file: the keeper will see that it never began.
            self.runner = nil
            isOver = true
        }
    }

    /// Starts a keeper where there is none: unless the machine is being stopped, as no job should
    /// start then.
    private mutating func elect() {
        let now = Instant.now()
        guard election?.isDue(at: now) ?? false else { return }
        if isMachineStopping {
            election = nil
            return
        }
        do throws(Failure) {
            if try spool.elect(asSibling: true) {
                election = nil
            } else {
                election?.fail(at: now)
            }
        } catch {
            election?.fail(at: now)
        }
    }

    // MARK: Recording

    /// Returns when the ending is on the disk: by the runner, who puts many into one write, or,
    /// where there is none, by our own hand.
    private mutating func deliver(_ ending: Ending) {
        do throws(Failure) {
            try runner?.send(.ended(task.attempt, ending))
        } catch {
            runner = nil
        }
        while runner != nil, !isOver { wait(until: nil) }
        if isOver {
            AttemptFile.remove(task.attempt, in: spool)
            return
        }
        var recording = Recording(task.attempt, ending)
        while !recording.step(at: Instant.now(), in: spool) { wait(until: recording.next) }
        isOver = true
        // Whoever waits for this job's end may be waiting to start.
        guard spool.isThere else { return }
        if election == nil { election = Backoff(first: 2, most: 1000) }
        elect()
        while let election, election.failures < Self.mostElections { wait(until: nil) }
    }

    private static let mostElections = 20
}
