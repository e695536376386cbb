import JobCore

/// `--resubmit`: jobs that were submitted before, once more.
struct FormerJobs {
    let ids: [JobID]
    /// What is asked for otherwise than before: on the command line, and nowhere else.
    private let changes: Choices
    private let dependencies: AskedDependencies
    private let table: OptionTable
    /// `--with-dependents`.
    private let takesDependents: Bool
    /// `--batch`.
    private let batch: ByteString?
    private let now = Session.now()

    /// Where scripts go, if the command line says so; absolute.
    func scriptDirectory() throws(Failure) -> ByteString? {
        guard let directory = changes.text(JobOptions.scriptDirectory) else { return nil }
        return try directory.absolute(in: currentDirectory())
    }

    /// Whether `-d` says what the jobs wait for beside one another.
    private var replacesParents: Bool { changes.last(JobOptions.depend) != nil }

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
        takesDependents = line.has(SubmitOptions.withDependents)
        batch = line.text(SubmitOptions.batch)
        dependencies = try AskedDependencies(changes, session)
        guard dependencies.ofEach.isEmpty else {
            throw Failure(misuse: "-d each: goes with --each")
        }
        ids = try session.jobIDs(from: line.operands) { id throws(Failure) in
            try backends.jobs(named: id)
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

    /// The jobs as they were, but for what is asked for now, parents before their children.
    /// - Throws: `Failure` (1) for a job that is not there, whose environment is gone, or whose parent
    ///   did not end as it had to.
    func jobs(
        in queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> [FormerJob] {
        try refuse([JobOptions.export], "it has the environment that it had")
        try LocalQueue.checkMeaning(of: changes, table, session)
        let parents = try dependencies.resolved(in: queue).ofAll
        let jobs = try queue.formerJobs(
            ids, dependents: takesDependents, replacing: replacesParents)
        return try jobs.map { job throws(Failure) in
            var job = job
            guard queue.spool.environments.contains(job.request.surroundings) else {
                throw Failure(
                    "cannot submit '\(job.id)' again: its environment is gone", status: .failure)
            }
            if let script = job.request.function?.script, !File.isThere(script) {
                throw Failure(
                    "cannot submit '\(job.id)' again: the script of its function is gone",
                    status: .noInput)
            }
            job.request.dependencies += parents
            try change(&job.request, queue, session)
            return job
        }
    }

    private func change(
        _ request: inout Request, _ queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) {
        let here = try currentDirectory()
        request.surroundings = try queue.spool.moved(request.surroundings)
        request.apply(changes)
        request.submitted = now
        request.resources = try queue.resources(changes, request.resources, session)
        if let directory = changes.text(JobOptions.chdir) {
            request.directory = directory.absolute(in: here)
        }
        let files =
            changes.text(JobOptions.outputDirectory) ?? changes.text(JobOptions.scriptDirectory)
        if let files { request.submitDirectory = files.absolute(in: here) }
        let prologue = Prologue.text(
            modules: changes.words(JobOptions.modules),
            commands: changes.texts(JobOptions.prologue))
        request.prologue = prologue ?? request.prologue
        request.batch = batch ?? request.batch
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
        var jobs = try BatchFormerJobs(ids, in: queue)
        if takesDependents { try jobs.addDependents() }
        return try jobs.orders(
            changes, table, replacing: replacesParents, parents: parents,
            allowsMissing: allowsMissing, now: now
        ).batched(as: batch)
    }

    private func refuse(_ rows: [OptionRow], _ reason: String) throws(Failure) {
        if let row = rows.first(where: { changes.last($0) != nil }) {
            throw Failure(
                "\(row.name) can't be changed for a job that is submitted again: \(reason)",
                status: .usage)
        }
    }
}

/// `--resubmit --dry-run`.
extension FormerJobs {
    /// Writes what would run: before each job a comment line that tells which one it is and what it would
    /// wait for.
    func show(_ backends: Backends, in session: inout Session) throws(Failure) {
        guard let backend = try backend(among: backends) else { return }
        if backend == .local {
            for job in try jobs(in: backends.local(), session) {
                let request = job.request
                try session.output.write(
                    Self.heading(job.id, job.parents.map { ($0, true) }, request))
                let run = DryRun(directory: request.directory, prologue: request.prologue)
                try session.output.write(
                    run.text(
                        of: JobCommand(
                            request.command, line: request.inputLine, inputs: request.inputs)))
            }
            return
        }
        let queue = try backends.batch(backend)
        let orders = try orders(in: queue, allowsMissing: true)
        for order in orders {
            guard let id = order.formerID else { continue }
            let parents = order.parents.compactMap { parent in
                orders.first { $0.token == parent.token }?.formerID
                    .map { (Dependency.job($0, parent.condition), true) }
            }
            try session.output.write(Self.heading(id, parents, order.request))
            try queue.show(order, in: &session)
        }
    }

    /// `# L2 again; waits for L1 again (afterok), L7 (afterany)`.
    private static func heading(
        _ id: JobID, _ parents: [(Dependency, isAgain: Bool)], _ request: Request
    ) -> ByteString {
        let all = parents + request.dependencies.map { ($0, false) }
        let words = all.map { dependency, isAgain in
            switch dependency {
            case .singleton: "singleton"
            case .job(let id, let condition):
                "\(id)\(isAgain ? " again" : "") (\(condition.rawValue))"
            }
        }
        let rest = words.isEmpty ? "" : "; waits for " + words.joined(separator: ", ")
        return ByteString("# \(id) again\(rest)\n")
    }
}

extension BatchOrder {
    /// The job, or the tasks, that it submits again; nil for one that is new.
    fileprivate var formerID: JobID? {
        guard case .former(let record) = source else { return nil }
        guard let array, let place = BatchID(record.id.text) else { return record.id }
        let tasks = array.prefix { $0 != "%" }
        return JobID("\(place.number)_[\(tasks)]") ?? record.id
    }
}
