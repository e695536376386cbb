import JobCore

/// What a command line asks of a batch system.
struct BatchJobs {
    let queue: BatchQueue
    private let submissions: [Submission]

    /// An order, or what becomes of it without the batch system.
    struct Planned {
        let order: BatchOrder
        /// The parent that keeps it from ever starting.
        let failedParent: JobID?
    }

    init(_ submissions: [Submission], _ queue: BatchQueue) {
        self.submissions = submissions
        self.queue = queue
    }

    private var line: SubmitLine { submissions[0].line }
    private var table: OptionTable { submissions[0].precedence.configuration.table }
    private var isEach: Bool { line.has(SubmitOptions.each) }

    // MARK: Doing

    /// The orders, with their parents looked at.
    func orders(_ session: borrowing Session) throws(Failure) -> [Planned] {
        var result: [Planned] = []
        for submission in submissions {
            try check(submission, session)
            let parents = try queue.look(
                at: submission.dependencies,
                allowsMissing: line.has(SubmitOptions.missingOK))
            for var order in try orders(of: submission) {
                order.request.dependencies = parents.open
                result.append(Planned(order: order, failedParent: parents.failed))
            }
        }
        return result
    }

    /// - Returns: nil where the queue is full.
    func submit(_ planned: [Planned], limit: Int?) throws(Failure) -> [JobID]? {
        // They share their parents, so all of them can start one day, or none.
        if let parent = planned.first?.failedParent {
            var ids: [JobID] = []
            for plan in planned { ids += try queue.addCancelled(plan.order, parent: parent) }
            return ids
        }
        return try queue.submit(
            planned.map(\.order), limit: limit, table: table, expandsArrays: isEach)
    }

    /// `--write`: the path of each job script.
    func writeScripts(in session: inout Session) throws(Failure) {
        for submission in submissions {
            for order in try orders(of: submission) {
                try session.output.write(
                    queue.write(order, table).sbatch.script + "\n")
            }
        }
    }

    /// `--dry-run`: each script, and on standard error what sbatch would be told.
    func show(in session: inout Session) throws(Failure) {
        for submission in submissions {
            for choice in submission.choices.inOrder(of: table) {
                session.log.info(
                    "\(choice.row.name)=\(choice.value.text.printable): \(choice.origin.text)")
            }
            for var order in try orders(of: submission) {
                order.request.dependencies = submission.dependencies
                let made = try queue.preview(order, table)
                session.log.notice(Shell.quote(Slurm.submission(made.sbatch)).printable)
                if let file = order.file {
                    let text = try File(open: file, .read, status: .noInput).readAll()
                    try session.output.write(ByteString(text))
                    continue
                }
                try session.output.write(made.script.text)
                if let inner = made.script.inner { try session.output.write(inner) }
            }
        }
    }

    // MARK: Orders

    private func check(
        _ submission: Submission, _ session: borrowing Session
    ) throws(Failure) {
        for row in Directives(for: .slurm, table: table).unknown(in: submission.choices)
        where !JobOptions.usedByScripts.contains(where: { $0.name == row.name }) {
            session.log.debug("\(row.name) is not available on Slurm")
        }
        try submission.checkDirectories()
        guard submission.file == nil || line.has(SubmitOptions.track) else { return }
        for directory in ["/tmp", "/dev/shm", "/var/tmp"]
        where submission.scriptDirectory.hasPrefix(ByteString(directory + "/"))
            || submission.scriptDirectory == ByteString(directory)
        {
            session.log.info(
                "'\(submission.scriptDirectory.printable)' may not be seen by the nodes: "
                    + "--script-dir says where a job's own files go")
        }
    }

    private func orders(of submission: Submission) throws(Failure) -> [BatchOrder] {
        let commands = submission.commands.all
        if commands.isEmpty { return [] }
        let array = submission.choices.text(JobOptions.array)
        guard isEach else {
            var order = order(submission, commands)
            order.array = array?.string
            return [order]
        }
        guard array == nil else {
            throw Failure("--array and --each exclude each other", status: .usage)
        }
        guard commands.count > 1 else { return [order(submission, commands)] }
        let largest = max(1, min(try queue.system.largestArray(), Self.mostTasks))
        return stride(from: 0, to: commands.count, by: largest).map { start in
            let part = Array(commands[start..<min(start + largest, commands.count)])
            var order = order(submission, part)
            order.array = "0-\(part.count - 1)"
            return order
        }
    }

    /// Tasks of one script: sbatch takes scripts of 4 MiB (slurm.conf(5), max_script_size).
    private static let mostTasks = 5000

    private func order(
        _ submission: Submission, _ tasks: [(command: Command, line: ByteString?)]
    ) -> BatchOrder {
        let choices = submission.choices
        var request = submission.request(
            key: "", resources: Resources(cores: choices.number(JobOptions.cores) ?? 1))
        request.command =
            isEach ? .shell(line.text(SubmitOptions.each) ?? "") : tasks[0].command
        request.name =
            choices.text(JobOptions.jobName) ?? submission.commands.commonName
            ?? tasks[0].command.defaultName
        if submission.file == nil || line.has(SubmitOptions.track) {
            request.output = request.output.map { PatternNames.fill(name: request.name, in: $0) }
            request.error = request.error.map { PatternNames.fill(name: request.name, in: $0) }
        }
        if isEach, tasks.count == 1 { request.inputLine = tasks[0].line }
        var order = BatchOrder(
            request: request, choices: choices, directory: submission.filesDirectory,
            currentDirectory: submission.directory)
        order.scriptDirectory = submission.scriptDirectory
        order.tasks = tasks
        order.ownDirectives = submission.nativeLines.filter { $0.hasPrefix("#SBATCH") }
        order.usesLauncher = line.has(SubmitOptions.launcher)
        order.environment = ExportRules.all.apply(to: Surroundings.environment())
        if let file = submission.file, !line.has(SubmitOptions.track) {
            order.file = file
            // What sbatch does without a word on it.
            let standard: ByteString =
                choices.text(JobOptions.array) == nil ? "slurm-%j.out" : "slurm-%A_%a.out"
            order.request.output = request.output ?? standard
        }
        return order
    }
}
