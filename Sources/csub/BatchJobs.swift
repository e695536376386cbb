import JobCore

/// What a command line asks of a batch system.
struct BatchJobs {
    let queue: BatchQueue
    private let submissions: [Submission]

    /// An order, or what becomes of it without the batch system.
    struct Planned {
        var order: BatchOrder
        /// The parent that keeps it from ever starting.
        var failedParent: JobID?
    }

    init(_ submissions: [Submission], _ queue: BatchQueue) {
        self.submissions = submissions
        self.queue = queue
    }

    private var line: ParsedLine { submissions[0].line }
    private var table: OptionTable { submissions[0].precedence.configuration.table }
    private var isEach: Bool { line.has(SubmitOptions.each) }

    // MARK: Doing

    /// The orders, with their parents looked at.
    func orders(_ session: borrowing Session) throws(Failure) -> [Planned] {
        var result: [Planned] = []
        for submission in submissions {
            try check(submission, session)
            warnOfPrivateDirectory(submission, session)
            let parents = try queue.parents(
                of: submission.dependencies.ofAll, allowsMissing: line.has(SubmitOptions.missingOK))
            let orders = try BatchOrders(submission, queue)
            for var plan in try orders.planned() {
                for parent in parents {
                    switch parent {
                    case .open(let dependency): plan.order.request.dependencies.append(dependency)
                    case .met: break
                    case .failed(let id): plan.failedParent = id
                    }
                }
                result.append(plan)
            }
        }
        return result
    }

    /// - Returns: nil where the queue is full.
    func submit(_ planned: [Planned], limit: Int?) throws(Failure) -> [JobID]? {
        let sent = planned.filter { $0.failedParent == nil }.map(\.order)
        guard
            var accepted = try queue.submit(
                sent, limit: limit, expandsArrays: isEach,
                ifAbsent: line.has(SubmitOptions.ifAbsent))?[...]
        else { return nil }
        var ids: [JobID] = []
        for plan in planned {
            if let parent = plan.failedParent {
                ids += try queue.addCancelled(plan.order, parent: parent)
            } else {
                ids += accepted.popFirst() ?? []
            }
        }
        return ids
    }

    /// `--write`: the path of each job script.
    func writeScripts(in session: inout Session) throws(Failure) {
        for submission in submissions {
            for order in try BatchOrders(submission, queue).all() {
                try session.output.write(
                    order.write().sbatch.script + "\n")
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
            for var order in try BatchOrders(submission, queue).all() {
                order.request.dependencies = submission.dependencies.ofAll
                let made = try order.preview()
                session.log.notice(Shell.quote(Slurm.submission(made.sbatch)).printable)
                if let file = order.file {
                    let text = try File(open: file, .read, kind: .noInput).readAll()
                    try session.output.write(ByteString(text))
                    continue
                }
                try session.output.write(made.script.text)
                if let inner = made.script.inner { try session.output.write(inner) }
            }
        }
    }

    /// `--test-only`: what sbatch says of each order, which it does not submit.
    func test(_ session: borrowing Session) throws(Failure) -> ExitStatus {
        var isFine = true
        for submission in submissions {
            try check(submission, session)
            for order in try BatchOrders(submission, queue).all() {
                let answer = try queue.test(order)
                if answer.isFine {
                    session.log.notice(answer.text)
                } else {
                    session.log.error(answer.text)
                    isFine = false
                }
            }
        }
        return isFine ? .success : .failure
    }

    // MARK: Checks

    private func check(
        _ submission: Submission, _ session: borrowing Session
    ) throws(Failure) {
        for row in Directives(for: .slurm, table: table).unknown(in: submission.choices)
        where !JobOptions.usedByScripts.contains(where: { $0.name == row.name }) {
            session.log.debug("\(row.name) is not available on Slurm")
        }
        try submission.checkDirectories()
    }

    /// Scripts and exit records must be where the job's machine sees them.
    private func warnOfPrivateDirectory(
        _ submission: Submission, _ session: borrowing Session
    ) {
        guard submission.file == nil || line.has(SubmitOptions.track) else { return }
        let path = submission.scriptDirectory
        let isPrivate = ["/tmp", "/dev/shm", "/var/tmp"].contains { directory in
            path.hasPrefix(ByteString(directory + "/")) || path == ByteString(directory)
        }
        guard isPrivate, queue.system.hasOtherMachines() else { return }
        session.log.warn(
            "'\(path.printable)' may be another directory on the machine that the job runs on: "
                + "--script-dir says where its files go")
    }
}
