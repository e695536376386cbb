import JobCore

/// `--resubmit`: jobs that were submitted before, once more.
struct FormerJobs {
    let ids: [JobID]
    /// What is asked for otherwise than before: on the command line, and nowhere else.
    private let changes: Choices
    private let dependencies: AskedDependencies
    private let table: OptionTable
    private let now = Session.now()

    /// - Throws: `Failure` (64) for options that don't go together.
    init(
        _ line: ParsedLine, _ precedence: Precedence, _ backends: Backends,
        _ session: borrowing Session
    ) throws(Failure) {
        guard !line.operands.isEmpty else {
            throw Failure(misuse: "--resubmit needs IDs, or - for standard input")
        }
        table = precedence.configuration.table
        changes = try precedence.asked(by: line.choices)
        let readsIDs = changes.dependencies(JobOptions.depend).contains { $0.reading != nil }
        if readsIDs, line.operands.contains("-") {
            throw Failure(misuse: "-d - and the jobs can't both read standard input")
        }
        dependencies = try AskedDependencies(changes, session)
        guard dependencies.ofEach.isEmpty else {
            throw Failure(misuse: "-d each: goes with --each")
        }
        ids = try session.jobIDs(from: line.operands) { () throws(Failure) in
            try backends.lastJobs()
        }
    }

    /// The one that all of them belong to; nil where there are none.
    /// - Throws: `Failure` (64) where they belong to several.
    func backend(among backends: Backends) throws(Failure) -> BackendName? {
        let names = ids.map { backends.owner(of: $0) }.unique
        guard names.count <= 1 else {
            throw Failure("jobs of one backend only can be submitted together", status: .usage)
        }
        return names.first
    }

    // MARK: The local queue

    /// The requests as they were, but for what is asked for now.
    /// - Throws: `Failure` (1) for a job that is not there, or whose environment is gone.
    func requests(
        in queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> [Request] {
        try refuse([JobOptions.export], "it has the environment that it had")
        try LocalQueue.checkMeaning(of: changes, table, session)
        let parents = try dependencies.resolved(in: queue).ofAll
        let here = try currentDirectory()
        return try ids.map { id throws(Failure) in
            guard var request = try queue.job(id)?.request else {
                throw Failure("cannot submit '\(id)' again: no such job", status: .failure)
            }
            guard queue.spool.hasSurroundings(request.surroundings) else {
                throw Failure(
                    "cannot submit '\(id)' again: its environment is gone", status: .failure)
            }
            request.surroundings = try queue.spool.moved(request.surroundings)
            request.apply(changes)
            request.submitted = now
            request.group = nil
            request.dependencies = parents
            request.resources = try queue.resources(changes, request.resources, session)
            if let directory = changes.text(JobOptions.chdir) {
                request.directory = directory.hasPrefix("/") ? directory : here + "/" + directory
            }
            let files =
                changes.text(JobOptions.outputDirectory)
                ?? changes.text(JobOptions.scriptDirectory)
            if let files {
                request.submitDirectory = files.hasPrefix("/") ? files : here + "/" + files
            }
            let prologue = Prologue.text(
                modules: changes.words(JobOptions.modules),
                commands: changes.texts(JobOptions.prologue))
            request.prologue = prologue ?? request.prologue
            return request
        }
    }

    // MARK: Batch systems

    func orders(
        in queue: BatchQueue, allowsMissing: Bool
    ) throws(Failure) -> [BatchOrder] {
        try refuse(
            [
                JobOptions.jobName, JobOptions.chdir, JobOptions.tries, JobOptions.array,
                JobOptions.scriptDirectory, JobOptions.outputDirectory, JobOptions.suffix,
                JobOptions.modules, JobOptions.prologue, JobOptions.output, JobOptions.error,
            ], "its script stays as it is")
        var parents: [Dependency] = []
        for parent in try queue.parents(of: dependencies.ofAll, allowsMissing: allowsMissing) {
            switch parent {
            case .open(let dependency): parents.append(dependency)
            case .met: break
            case .failed(let id):
                throw Failure(
                    "cannot depend on '\(id)': it ended otherwise than it had to", status: .failure)
            }
        }
        return try BatchOrder.again(ids, in: queue, changes, table, after: parents, now: now)
    }

    private func refuse(_ rows: [OptionRow], _ reason: String) throws(Failure) {
        if let row = rows.first(where: { changes.last($0) != nil }) {
            throw Failure(
                "\(row.name) can't be changed for a job that is submitted again: \(reason)",
                status: .usage)
        }
    }
}
