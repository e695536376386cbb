/// One attempt about to be executed: what the guard reads of the queue for it, and how it becomes a
/// process.
///
/// The directory, the input and the outputs may be a FIFO that nobody else opens, or lie on a file system
/// that hangs. Where that can't be ruled out they are opened by a process that is forked for it, and
/// the guard goes on meanwhile, so that the job can be cancelled. Where it can, as for most jobs, the
/// guard opens them and is spared the fork.
struct JobStart {
    private let spool: Spool
    private let task: Assignment
    let request: Request
    private var surroundings: Surroundings
    private var arguments: [ByteString]
    private var candidates: [ByteString]
    private let outputs: (output: ByteString, error: ByteString)

    /// Reads what is needed. `ownLimits` are those that a forked process has already.
    /// - Throws: `Failure`: 126 for a record that is damaged.
    init(_ task: Assignment, in spool: Spool, ownLimits: Set<ResourceLimit>) throws(Failure) {
        self.spool = spool
        self.task = task
        let attempt = task.attempt
        let id = JobID(local: attempt.job)
        request = try Self.request(task, in: spool)
        surroundings = try spool.surroundings(request.surroundings)
        surroundings.environment = JobFiles.environment(
            of: request, id: id, attempt: attempt.number, spool: spool.path,
            base: surroundings.environment
        )
        surroundings.limits.removeAll { ownLimits.contains($0) }
        outputs = JobFiles.outputs(of: request, id: id, user: Users.name(of: Machine.userID()))
        (arguments, candidates) = try Self.program(
            of: request, surroundings.environment, attempt, spool)
        if let prologue = request.prologue {
            arguments = Prologue.arguments(prologue, then: arguments)
            candidates = Self.shells
        }
    }

    /// Whether any of its outputs is packed on its way.
    var mayPack: Bool {
        [outputs.output, outputs.error].contains { Packing(suffixOf: $0) != .plain }
    }

    private static func request(
        _ task: Assignment, in spool: Spool
    ) throws(Failure) -> Request {
        // The place is right unless the journal was replaced since; then the table knows.
        let journal = Journal(try spool.directory.open(Journal.name, .read))
        let job = task.attempt.job
        if task.place.file == 0, let line = try journal.line(at: task.place.offset),
            case .submit(job, let request)? = Record(line)
        {
            return request
        }
        let found = try spool.read { view throws(Failure) in
            try view.record(at: view.mark(of: job).request)
        }
        guard case .submit(job, let request)? = found else {
            throw Failure("the job's record is damaged", status: .cannotStart, kind: .damagedRecord)
        }
        return request
    }

    private static let shells: [ByteString] = ["/bin/bash", "/usr/bin/bash", "/bin/sh"]

    private static func program(
        of request: Request, _ environment: [ByteString], _ attempt: AttemptName, _ spool: Spool
    ) throws(Failure) -> (arguments: [ByteString], candidates: [ByteString]) {
        switch request.command {
        case .arguments(let words):
            return (words, searchPath(for: words[0], inPathOf: environment))
        case .shell(let text):
            return (["bash", "-c", text], shells)
        case .script(let text, let words):
            let name = attempt.fileName + ".script"
            let path = spool.path + "/jobs/" + name
            spool.jobs.remove(name)
            let script = try spool.jobs.open(name, .createNew)
            try script.write(text.bytes)
            guard text.hasPrefix("#!") else { return (["bash", path] + words, shells) }
            try script.makeExecutable()
            return ([path] + words, [path])
        }
    }

    // MARK: Starting

    /// Starts it.
    ///
    /// - Returns: the process that is the command, or is to become it. Where it can't, the attempt's file
    ///   says why, and the process ends with 126 or 127.
    /// - Throws: `Failure` where there is no process.
    func start(mounts: inout LocalMounts) throws(Failure) -> Int32 {
        guard !mayBlock(&mounts) else {
            switch try Processes.fork() {
            case .parent(let child): return child
            case .child: become()
            }
        }
        defer { Processes.setFileMask(0o077) }
        let (child, failure) = try prepare().start(noting: task.file)
        if let failure { note(failure) }
        return child
    }

    /// Whether opening its files may take long, or for ever.
    private func mayBlock(_ mounts: inout LocalMounts) -> Bool {
        if mayPack { return true }
        let directory = request.directory
        guard mounts.opensAtOnce(directory: directory) else { return true }
        for path in [request.input ?? "/dev/null", outputs.output, outputs.error] {
            let path = path.hasPrefix("/") ? path : directory + "/" + path
            guard mounts.opensAtOnce(file: path) else { return true }
        }
        return false
    }

    private func note(_ failure: Failure) {
        let reason = ByteString(failure.message)
        let status: ExitStatus = failure.status == .notFound ? .notFound : .cannotStart
        // Where it can't be written, the exit status tells the most of it.
        try? task.attemptFile.add(
            failure.mayPass ? .lacking(reason: reason) : .failed(status, reason: reason))
    }

    // MARK: In the process that is forked for it

    /// Becomes the command, in a session of its own. Where that fails the attempt's file says why.
    private func become() -> Never {
        let file = task.attemptFile
        do throws(Failure) {
            let own = try ProcessIdentity.own()
            try file.add(.child(own))
            Processes.detach()
            let launch = try prepare()
            // Without this line nothing may be executed: somebody would do it again.
            try file.addExecution(by: own)
            throw launch.execute()
        } catch {
            note(error)
            Processes.exitNow(error.status == .notFound ? 127 : 126)
        }
    }

    /// Enters the directory and opens the input and the outputs, for as long as that takes.
    private func prepare() throws(Failure) -> Launch {
        let directory = try cannotStart { () throws(Failure) in
            try Directory(open: request.directory)
        }
        let input = try cannotStart { () throws(Failure) in
            try File(open: request.input ?? "/dev/null", .read, in: directory.file)
        }
        Processes.setFileMask(surroundings.fileMask)
        let output = try cannotStart { () throws(Failure) in try open(outputs.output) }
        let error =
            try outputs.output == outputs.error
            ? output : cannotStart { () throws(Failure) in try open(outputs.error) }
        return Launch(
            arguments: arguments, candidates: candidates, surroundings: surroundings,
            directory: directory, input: input, output: output, error: error)
    }

    /// Opens an output of the job's; one that is to be compressed leads to a process that does so.
    private func open(_ path: ByteString) throws(Failure) -> File {
        let file = try File(open: path, .replace)
        let packing = Packing(suffixOf: path)
        guard packing != .plain else { return file }
        return try PackedOutput.start(to: file, packing, for: task.attempt, in: spool)
    }

    /// What is missing for a start is told with 126.
    private func cannotStart<Result>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) {
            return try body()
        } catch {
            throw error.with(status: .cannotStart)
        }
    }
}

extension Failure {
    /// Whether an attempt that could not start for this reason may well start later: something is
    /// lacking, or a disk fails just now (EIO).
    var mayPass: Bool { kind.isPassing || isDeviceError }
}
