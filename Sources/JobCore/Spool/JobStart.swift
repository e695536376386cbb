/// What a process has that the keeper forks, and a job need not be given.
struct Inheritance {
    let limits: Set<ResourceLimit>
    let outOfMemoryScore: Int32?

    /// That of this process's children.
    static func own() -> Inheritance {
        Inheritance(
            limits: Set(Surroundings.current().limits),
            outOfMemoryScore: Processes.outOfMemoryScore())
    }
}

/// One attempt about to be executed: what the guard reads of the queue for it, and how it becomes a
/// process.
///
/// The directory, the input and the outputs may be a FIFO that nobody else opens, or lie on a file system
/// that hangs, and so may the command. Where that can't be ruled out they are opened by a process that is
/// forked for it, and the guard goes on meanwhile, so that the job can be cancelled. Where it can, as
/// for most jobs, the guard opens them and is spared the fork.
struct JobStart {
    private let spool: Spool
    private let task: Assignment
    let request: Request
    private var surroundings: Surroundings
    private var arguments: [ByteString]
    private var candidates: [ByteString]
    private let id: JobID
    /// The edition of its default outputs that an earlier attempt has begun with.
    private let edition: Int?
    /// That of the outputs that are open now, 0 for none; nil where the attempt's file has to tell it.
    private(set) var openEdition: Int?

    /// Reads what is needed. `inherited` is what a forked process has already.
    /// - Throws: `Failure`: 126 for a record that is damaged.
    init(
        _ task: Assignment, in spool: Spool, inherited: Inheritance,
        latest: inout LatestSurroundings
    ) throws(Failure) {
        self.spool = spool
        self.task = task
        let attempt = task.attempt
        id = JobID(local: attempt.job)
        request = try Self.request(task, in: spool)
        surroundings = try latest.surroundings(request.surroundings, in: spool.environments)
        surroundings.environment = JobFiles.environment(
            of: request, id: id, tryNumber: task.tryNumber, on: .local,
            attempt.variables(in: spool), base: surroundings.environment)
        surroundings.limits.removeAll { inherited.limits.contains($0) }
        if surroundings.outOfMemoryScore == inherited.outOfMemoryScore {
            surroundings.outOfMemoryScore = nil
        }
        edition = attempt.number > 1 ? try Self.edition(of: attempt.job, in: spool) : nil
        (arguments, candidates) = try Self.program(
            of: request, surroundings.environment, attempt, spool)
        if let prologue = request.prologue {
            arguments = Prologue.arguments(prologue, then: arguments)
            candidates = Self.shells
        }
    }

    /// Looked up only where a name has it in it.
    private var user: ByteString { Users.name(of: Machine.userID()) }

    /// Whether any of its outputs is packed on its way.
    var mayPack: Bool {
        let outputs = JobFiles.outputs(of: request, id: id, user: user)
        return [outputs.output, outputs.error].contains { Packing(suffixOf: $0) != .plain }
    }

    private static func edition(of job: Int, in spool: Spool) throws(Failure) -> Int? {
        try spool.read { view throws(Failure) in
            try view.job(job, view.mark(of: job))?.outputEdition
        }
    }

    private static func request(
        _ task: Assignment, in spool: Spool
    ) throws(Failure) -> Request {
        // The place is right unless the journal was replaced since; then the table knows.
        let journal = Journal(try spool.directory.open(Journal.name, .read))
        let job = task.attempt.job
        if task.place.file == 0, let line = try journal.line(at: task.place.offset),
            let record = Record(line), record.job == job, let request = record.request
        {
            return request
        }
        let found = try spool.read { view throws(Failure) in
            try view.record(at: view.mark(of: job).request)
        }
        guard let found, found.job == job, let request = found.request else {
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
        case .call:
            throw Failure("the script of its function was never written", status: .cannotStart)
        case .script(let text, let words):
            let name = attempt.fileName + ".script"
            let path = spool.path + "/jobs/" + name
            // It is executed by its path, which must lead to what is written here.
            guard try spool.isAtItsPath() else {
                throw Failure(
                    "cannot run the script: '\(spool.path.printable)' is not the queue's directory "
                        + "any more", status: .cannotStart)
            }
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
    mutating func start(mounts: inout LocalMounts) throws(Failure) -> Int32 {
        guard !mayBlock(&mounts) else {
            switch try Processes.fork() {
            case .parent(let child): return child
            case .child: become()
            }
        }
        defer { Processes.setFileMask(0o077) }
        let (launch, edition) = try prepare()
        if let edition { try task.attemptFile.add(.outputs(edition: edition)) }
        openEdition = edition ?? 0
        do throws(Failure) {
            let (child, failure) = try launch.start(noting: task.file)
            if let failure { note(failure) }
            return child
        } catch {
            // One that has said that it is there is there, whatever this call came to.
            guard let main = try task.attemptFile.cast().main, Processes.isChild(main.number) else {
                throw error
            }
            return main.number
        }
    }

    private static let nowhere: ByteString = "/dev/null"

    /// Whether opening its files, or executing its command, may take long, or for ever.
    private mutating func mayBlock(_ mounts: inout LocalMounts) -> Bool {
        if mayPack { return true }
        let directory = request.directory
        guard mounts.opensAtOnce(directory: directory) else { return true }
        var paths = [request.input].compactMap { $0 }
        if request.output == nil {
            // A default output is made new, or is a file that the job has made.
            let place = request.submitDirectory
            guard place == directory || mounts.opensAtOnce(directory: place) else { return true }
            if let error = request.error { paths.append(error) }
        } else {
            let outputs = JobFiles.outputs(of: request, id: id, user: user)
            paths += [outputs.output, outputs.error]
        }
        for path in paths where path != Self.nowhere {
            let path = path.absolute(in: directory)
            guard mounts.opensAtOnce(file: path) else { return true }
        }
        // Who starts a command stands still until it is executed.
        for (index, path) in candidates.enumerated() {
            let path = path.absolute(in: directory)
            guard let isAtOnce = mounts.executesAtOnce(path) else { continue }
            // What is not there need not be tried.
            candidates.removeFirst(index)
            return !isAtOnce
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
        // Above all the guard's end of its channel: the runner must see when the guard is gone.
        Processes.closeDescriptors(from: 3, except: [file.file.descriptor] + spool.descriptors)
        do throws(Failure) {
            let own = try ProcessIdentity.own()
            try file.add(.child(own))
            Processes.setName("cjobs-start")
            Processes.detach()
            let (launch, edition) = try prepare()
            // Without this line nothing may be executed: somebody would do it again.
            if let edition { try file.add(.outputs(edition: edition)) }
            try file.addExecution(by: own)
            throw launch.execute()
        } catch {
            note(error)
            Processes.exitNow(error.status == .notFound ? 127 : 126)
        }
    }

    /// Enters the directory and opens the input and the outputs, for as long as that takes.
    private func prepare() throws(Failure) -> (Launch, edition: Int?) {
        let directory = try cannotStart { () throws(Failure) in
            try Directory(open: request.directory)
        }
        let input = try cannotStart { () throws(Failure) in
            try File(open: request.input ?? Self.nowhere, .read, in: directory.file)
        }
        Processes.setFileMask(surroundings.fileMask)
        let (output, error, edition) = try cannotStart { () throws(Failure) in try openOutputs() }
        let launch = Launch(
            arguments: arguments, candidates: candidates, surroundings: surroundings,
            directory: directory, input: input, output: output, error: error)
        return (launch, edition)
    }

    /// Opens both outputs; of default ones the edition is told.
    private func openOutputs() throws(Failure) -> (output: File, error: File, edition: Int?) {
        let paths = JobFiles.outputs(of: request, id: id, user: user)
        guard let defaults = try DefaultOutputs(of: request, id: id) else {
            let output = try open(paths.output)
            return (output, paths.output == paths.error ? output : try open(paths.error), nil)
        }
        let (files, edition) = try defaults.open(edition: edition)
        return (files[0], files.count > 1 ? files[1] : try open(paths.error), edition)
    }

    /// Opens a file for an output, in a directory that is made where it is missing.
    private func openOutput(_ path: ByteString) throws(Failure) -> File {
        do throws(Failure) {
            return try File(openUnplanted: path, .replaceAppend)
        } catch  where error.kind == .missing {
            try makeDirectories(path.parent, permissions: 0o777)
            return try File(openUnplanted: path, .replaceAppend)
        }
    }

    /// Opens an output of the job's; one that is to be compressed leads to a process that does so.
    private func open(_ path: ByteString) throws(Failure) -> File {
        let file = try openOutput(path)
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
    /// lacking, a disk fails just now (EIO), or a signal came between.
    var mayPass: Bool { kind.isPassing || isDeviceError || kind == .interrupted }
}
