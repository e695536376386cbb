import JobCore

/// On a batch system.
struct BatchJobs: AskedJobs {
    let backends: Backends
    private let queue: BatchQueue
    private let submissions: [Submission]

    init(_ submissions: [Submission], _ backends: Backends, queue: BatchQueue) {
        self.submissions = submissions
        self.backends = backends
        self.queue = queue
    }

    private var line: ParsedLine { submissions[0].line }
    private var table: OptionTable { submissions[0].precedence.configuration.table }

    // MARK: Doing

    /// The orders, with their parents looked at.
    private func orders(_ session: borrowing Session) throws(Failure) -> [BatchOrder] {
        var result: [BatchOrder] = []
        for submission in submissions {
            try check(submission, session)
            try submission.prepareFiles()
            submission.warnOfJobFile(session)
            warnOfPrivateDirectory(submission, session)
            let asked = try queue.resolved(submission.dependencies.ofAll)
            let parents = try queue.parents(
                of: asked, allowsMissing: line.has(SubmitOptions.missingOK))
            for var order in try submission.orders(withParentsIn: queue) {
                for (dependency, parent) in zip(asked, parents) {
                    order.take(parent, of: dependency)
                }
                result.append(order)
            }
        }
        return result.batched(as: line.text(SubmitOptions.batch))
    }

    func submit(as tool: Csub, _ session: borrowing Session) throws(Failure) -> [JobID] {
        try tool.submit(
            orders(session), to: queue, in: backends,
            expandsArrays: line.has(SubmitOptions.each), session)
    }

    /// `--write`: the path of each job script.
    func writeScripts(in session: inout Session) throws(Failure) {
        for submission in submissions {
            for order in try submission.orders(for: queue) {
                try session.output.write(queue.prepare(order).record.script + "\n")
            }
        }
    }

    /// `--dry-run`: each script, and on standard error what the client would be told.
    func show(in session: inout Session) throws(Failure) {
        for submission in submissions {
            for choice in submission.choices.inOrder(of: table) {
                session.log.info(
                    "\(choice.row.name)=\(choice.value.text.printable): \(choice.origin.text)")
            }
            for var order in try submission.orders(for: queue) {
                order.request.dependencies = submission.dependencies.ofAll
                try queue.show(order, in: &session)
            }
        }
    }

    /// `--test-only`: what the batch system says of each order, which it does not submit.
    func test(_ session: borrowing Session) throws(Failure) -> ExitStatus {
        var isFine = true
        for submission in submissions {
            try check(submission, session)
            for order in try submission.orders(for: queue) {
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
        for row in Directives(for: queue.name, table: table).unknown(in: submission.choices)
        where !JobOptions.usedByScripts.contains(where: { $0.name == row.name }) {
            session.log.debug("\(row.name) is not available on \(queue.name.title)")
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

extension BatchQueue {
    /// Writes the scripts that an order would have, and on standard error what the client would be told.
    func show(_ order: BatchOrder, in session: inout Session) throws(Failure) {
        let job = try preview(order)
        session.log.notice(Shell.quote(system.words(of: job)).printable)
        guard let text = job.text else {
            let file = try File(open: job.record.script, .read, kind: .noInput)
            try session.output.write(ByteString(try file.readAll()))
            return
        }
        try session.output.write(text)
        if let inner = job.inner { try session.output.write(inner) }
    }
}
