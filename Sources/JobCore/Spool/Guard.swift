/// The process that stands behind one attempt of a job: starts it, watches its time, kills what it
/// leaves behind, and sees to it that its ending is recorded. When that is done, and another job is
/// to start, the runner may pass it on to that one: a fork is saved.
struct Guard {
    let spool: Spool
    private var task: Assignment
    /// The process that forked this one.
    let keeper: Int32
    /// What need not be set for the job, since it is so already.
    let ownLimits: Set<ResourceLimit>
    /// To the runner that asked for the attempt.
    private var runner: Channel?
    private let signals: SignalQueue
    private var started = Instant.now()
    /// Processes that compress the job's outputs.
    private var packers: [Int32] = []
    /// What comes after this attempt.
    private var next: Assignment?
    /// Why the job is being ended, once it is.
    private var wish: Wish?
    private var deadline: Instant?
    private var isOver = false

    private enum Wish { case cancel, timeLimit }

    /// How long a job has between SIGTERM and SIGKILL, in milliseconds.
    private let grace: Int

    init(
        spool: Spool, task: Assignment, keeper: Int32, ownLimits: Set<ResourceLimit>,
        runner: Channel, grace: Int
    ) throws(Failure) {
        self.grace = grace
        self.spool = spool
        self.task = task
        self.keeper = keeper
        self.ownLimits = ownLimits
        self.runner = runner
        signals = try SignalQueue([Signal.child, Signal.terminate, Signal.user1])
    }

    /// Does all of it.
    mutating func stand() throws(Failure) {
        Processes.setName("cjobs-guard")
        Processes.becomeSubreaper()
        Processes.signalOnParentsDeath(Signal.user1)
        if Processes.parentID() != keeper { spool.replaceRunner() }
        while true {
            try serve()
            guard let next else { return }
            self.next = nil
            task = next
            started = Instant.now()
            (wish, deadline, isOver, packers) = (nil, nil, false, [])
        }
    }

    /// Sees one attempt through.
    private mutating func serve() throws(Failure) {
        try task.file.write(Array("guard \(Machine.processID())\n".utf8))
        let main: Int32
        do throws(Failure) {
            main = try launch()
        } catch {
            for packer in packers { Processes.reap(packer) }
            deliver(ending(.notStarted(error.status, reason: ByteString(error.message))))
            return
        }
        let tree = JobTree(main: main)
        let (end, usage) = watch(tree)
        tree.killRest()
        // Nobody can write any more: what packs outputs comes to its end.
        for packer in packers { Processes.reap(packer) }
        let cause: Ending.Cause =
            switch wish {
            case .cancel: .cancelled(end)
            case .timeLimit: .timeLimit(end)
            case nil: .process(end)
            }
        deliver(ending(cause, usage: usage))
        Processes.reap(main)
    }

    private func ending(_ cause: Ending.Cause, usage: ResourceUsage = ResourceUsage()) -> Ending {
        Ending(cause, at: WallTime.now(), elapsed: Instant.now() - started, usage: usage)
    }

    // MARK: Starting

    private mutating func launch() throws(Failure) -> Int32 {
        let id = JobID(local: task.job)
        let request = try request()
        deadline = request.timeLimit.map { started + $0 }
        var surroundings = try spool.surroundings(request.surroundings)
        surroundings.environment = JobFiles.environment(
            of: request, id: id, attempt: task.attempt, spool: spool.path,
            base: surroundings.environment
        )
        surroundings.limits.removeAll { ownLimits.contains($0) }
        let directory = try Self.attempting { () throws(Failure) in
            try Directory(open: request.directory)
        }
        Processes.setFileMask(surroundings.fileMask)
        let (outputPath, errorPath) = JobFiles.outputs(
            of: request, id: id, user: Users.name(of: Machine.userID()))
        let input = try Self.attempting { () throws(Failure) in
            try File(open: request.input ?? "/dev/null", .read, in: directory.file)
        }
        let output = try Self.attempting { () throws(Failure) in try open(outputPath) }
        let error =
            try outputPath == errorPath
            ? output : Self.attempting { () throws(Failure) in try open(errorPath) }
        Processes.setFileMask(0o077)
        var (arguments, candidates) = try program(of: request, surroundings.environment)
        if let prologue = request.prologue {
            arguments = Prologue.arguments(prologue, then: arguments)
            candidates = Self.shells
        }
        return try Launch(
            arguments: arguments, candidates: candidates, surroundings: surroundings,
            directory: directory, input: input, output: output, error: error, notes: task.file
        ).start()
    }

    /// Opens an output of the job's; one that is to be compressed leads to a process that does so.
    private mutating func open(_ path: ByteString) throws(Failure) -> File {
        let file = try File(open: path, .replace)
        let packing = Packing(suffixOf: path)
        guard packing != .plain else { return file }
        let (writer, packer) = try PackedOutput.start(to: file, packing, spool: spool)
        packers.append(packer)
        return writer
    }

    /// What is missing for a start is told with 126.
    private static func attempting<Result>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) {
            return try body()
        } catch {
            throw Failure(error.message, status: .cannotStart)
        }
    }

    private func request() throws(Failure) -> Request {
        // The place is right unless the journal was replaced since; then the table knows.
        let journal = Journal(try spool.directory.open(Journal.name, .read))
        let job = task.job
        if task.place.file == 0, let line = try journal.line(at: task.place.offset),
            case .submit(job, let request)? = Record(line)
        {
            return request
        }
        let found = try spool.read { view throws(Failure) in
            try view.record(at: view.mark(of: job).request)
        }
        guard case .submit(job, let request)? = found else {
            throw Failure("the job's record is damaged", status: .cannotStart)
        }
        return request
    }

    private static let shells: [ByteString] = ["/bin/bash", "/usr/bin/bash", "/bin/sh"]

    private func program(
        of request: Request, _ environment: [ByteString]
    ) throws(Failure) -> (arguments: [ByteString], candidates: [ByteString]) {
        switch request.command {
        case .arguments(let words):
            return (words, searchPath(for: words[0], inPathOf: environment))
        case .shell(let text):
            return (["bash", "-c", text], Self.shells)
        case .script(let text, let words):
            let name = AttemptFile.name(task.job, task.attempt) + ".script"
            let path = spool.path + "/jobs/" + name
            spool.jobs.remove(name)
            let script = try spool.jobs.open(name, .createNew)
            try script.write(text.bytes)
            guard text.hasPrefix("#!") else { return (["bash", path] + words, Self.shells) }
            try script.makeExecutable()
            return ([path] + words, [path])
        }
    }

    // MARK: Watching

    /// Returns when the main process has ended.
    private mutating func watch(_ tree: JobTree) -> (ProcessEnd, ResourceUsage) {
        var kill: Instant?
        while true {
            if let found = Processes.look(at: tree.main) { return (found.end, found.usage) }
            let now = Instant.now()
            if let deadline, now >= deadline, wish == nil {
                wish = .timeLimit
            }
            if wish != nil, kill == nil {
                kill = now + grace
                tree.signal(Signal.terminate)
                // A stopped process hears SIGTERM when it goes on.
                tree.signal(Signal.continue)
            }
            if let kill, now >= kill { tree.signal(Signal.kill) }
            let next = kill.map { max($0 - now, 20) } ?? deadline.map { max($0 - now, 0) }
            wait(timeout: next)
        }
    }

    /// Waits for a signal, or a word of the runner's.
    private mutating func wait(timeout: Int?) {
        var descriptors = [signals.descriptor]
        if let runner { descriptors.append(runner.descriptor) }
        let ready = waitForInput(on: descriptors, timeout: timeout)
        while let number = signals.next() {
            if number == Signal.terminate, wish == nil { wish = .cancel }
            if number == Signal.user1, !isOver { spool.replaceRunner() }
        }
        if ready.contains(1), let runner {
            hear(runner.receive())
        }
    }

    /// What the runner says: `cancel`, `done`, the next assignment, or no more.
    private mutating func hear(_ said: (message: [UInt8], descriptors: [Int32])?) {
        guard let (message, descriptors) = said else {
            runner = nil
            return
        }
        if let assignment = Assignment.read(message, descriptors: descriptors)?.assignment {
            next = assignment
            isOver = true
        } else if message.first == UInt8(ascii: "c") {
            if wish == nil { wish = .cancel }
        } else {
            isOver = true
        }
    }

    // MARK: Recording

    /// Returns when the ending is on the disk: by the runner, who puts many into one write, or,
    /// where there is none, by our own hand.
    private mutating func deliver(_ ending: Ending) {
        if let runner {
            var lines = JournalLine.Writer()
            Record.end(task.job, attempt: task.attempt, ending, again: false)
                .write(to: &lines, next: 0, isContinued: false)
            if !runner.send(lines.bytes) { self.runner = nil }
        }
        while runner != nil, !isOver { wait(timeout: nil) }
        var pause = 50
        while !isOver {
            do throws(Failure) {
                _ = try spool.write { change throws(Failure) in
                    try change.finish(task.job, attempt: task.attempt, ending)
                }
                isOver = true
                try? spool.ensureRunner()
            } catch {
                guard spool.isThere else { return }
                // A full disk: the job is over, and stays on record as running until it is not.
                Processes.pause(milliseconds: pause)
                pause = min(pause * 2, 2000)
            }
        }
        AttemptFile.remove(task.job, task.attempt, in: spool)
    }
}

extension Spool {
    /// Starts a new keeper and runner when the old keeper has died. Its runner follows it a moment
    /// later, and until then owns the queue.
    func replaceRunner() {
        for pause in [0, 1, 5, 20, 100, 500] {
            Processes.pause(milliseconds: pause)
            if !hasRunner {
                try? ensureRunner()
                return
            }
        }
    }
}

extension Spool.Transaction {
    /// Records the end of an attempt, unless an ending of it is on record already.
    ///
    /// - Returns: what has become of the job; nil where this comes too late.
    mutating func finish(
        _ job: Int, attempt: Int, _ ending: Ending
    ) throws(Failure) -> (mark: JobMark, again: Bool)? {
        let mark = try mark(of: job)
        var ending = ending
        if mark.isBeingCancelled, ending.cause == .void { ending.cause = .cancelled(nil) }
        var again = false
        // Most end well, and the request need not be read.
        let mayGoOn = ending.leavesAnotherTry(attempts: 0, tries: .max, isRequeued: true)
        if mayGoOn, !mark.isBeingCancelled,
            case .submit(job, let request)? = try view.record(at: mark.request)
        {
            again = ending.leavesAnotherTry(
                attempts: Int(mark.countedAttempts) + 1, tries: request.tries,
                isRequeued: request.isRequeued)
        }
        guard try append(.end(job, attempt: attempt, ending, again: again)) else { return nil }
        return (try self.mark(of: job), again)
    }
}
