import JobCore

/// Submit jobs and write their IDs.
@main
struct Csub: Tool {
    static let syntax = SubmitOptions.syntax

    let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    /// With --wait it ends as the jobs do, and its own failures have one number, as for cwait.
    static func failureStatus(for line: ParsedLine) -> ExitStatus? {
        line.has(SubmitOptions.wait) ? .cannotWait : nil
    }

    /// What is to be done.
    private enum Task {
        case listOptions, render, showValues, show, write, test, resubmit, submit
    }

    private var task: Task {
        let tasks: [(OptionRow, Task)] = [
            (SubmitOptions.listOptions, .listOptions), (SubmitOptions.render, .render),
            (SubmitOptions.resubmit, .resubmit), (SubmitOptions.check, .showValues),
            (SubmitOptions.dryRun, .show), (SubmitOptions.write, .write),
            (SubmitOptions.testOnly, .test),
        ]
        return tasks.first { line.has($0.0) }?.1 ?? .submit
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        let choice = try BackendChoice(
            asked: line.text(SubmitOptions.backend), configuration)
        let query = OptionQuery(line, configuration, choice.backend)
        switch task {
        case .listOptions: try query.listOptions(in: &session)
        case .render: try query.render(in: &session)
        case .showValues: try query.showValues(of: submissions(query, &session), in: &session)
        case .show: try jobs(query, &session).show(in: &session)
        case .write: try jobs(query, &session).writeScripts(in: &session)
        case .test: return try jobs(query, &session).test(session)
        case .resubmit:
            let backends = try session.backends(asked: line.text(SubmitOptions.backend))
            let jobs = try FormerJobs(line, query.precedence, backends, session)
            if line.has(SubmitOptions.dryRun) {
                try jobs.show(backends, in: &session)
                return .success
            }
            return try finish(try submit(jobs, backends, session), backends, &session)
        case .submit:
            Submission.warnOfOutput(line, session)
            let jobs = try jobs(query, &session)
            return try finish(try jobs.submit(as: self, session), jobs.backends, &session)
        }
        return .success
    }

    /// What was asked for, on the backend that carries it out.
    private func jobs(
        _ query: OptionQuery, _ session: inout Session
    ) throws(Failure) -> any AskedJobs {
        let submissions = try submissions(query, &session)
        let backends = try session.backends(asked: line.text(SubmitOptions.backend))
        if backends.choice.backend == .local { return LocalJobs(submissions, backends) }
        return BatchJobs(
            submissions, backends, queue: try backends.batch(backends.choice.backend))
    }

    /// One for the command line, or one for each job file.
    private func submissions(
        _ query: OptionQuery, _ session: inout Session
    ) throws(Failure) -> [Submission] {
        let precedence = query.precedence
        guard line.has(SubmitOptions.file) else {
            return [try Submission(line, precedence, &session)]
        }
        guard !line.operands.isEmpty else { throw Failure(misuse: "no job file") }
        let files = line.operands.prefix { $0 != "--" }
        let arguments = line.operands.dropFirst(files.count + 1)
        guard arguments.isEmpty || files.count == 1 else {
            throw Failure(misuse: "arguments behind '--' are those of one job file")
        }
        var result: [Submission] = []
        for (index, file) in files.enumerated() {
            guard index == 0 || File.isThere(file) else {
                throw Failure(
                    "cannot open '\(file.printable)': there is no such job file", status: .noInput,
                    advice: "arguments of a job file stand behind '--': csub -f "
                        + "\(files[0].printable) -- \(file.printable)")
            }
            result.append(
                try Submission(
                    line, precedence, file: file, arguments: Array(arguments), &session))
        }
        return result
    }

    /// Writes the IDs, and waits where that was asked for.
    private func finish(
        _ ids: [JobID], _ backends: Backends, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        if ids.isEmpty { return .success }
        // With --get and --result standard output is the jobs'.
        let isJobs = line.has(SubmitOptions.get) || line.has(SubmitOptions.result)
        if !isJobs, !line.has(SubmitOptions.noID) {
            try write(ids, in: backends, to: &session)
        }
        guard line.has(SubmitOptions.wait) else { return .success }
        var waiter = JobWaiter()
        if line.has(SubmitOptions.get) { waiter.results = .output }
        if line.has(SubmitOptions.result) { waiter.results = .value }
        waiter.failuresToCancel = line.number(SubmitOptions.maxFails)
        return try waiter.wait(for: ids, in: backends, session: &session)
    }

    /// The jobs are there: where their IDs can't be written, that is said.
    private func write(
        _ ids: [JobID], in backends: Backends, to session: inout Session
    ) throws(Failure) {
        Signal.ignore(Signal.pipe)
        do throws(Failure) {
            if line.has(SubmitOptions.json) {
                try session.output.write(document(of: ids, in: backends))
            } else {
                for id in ids { try session.output.line(id.text) }
            }
            try session.output.flush()
        } catch {
            let which = ids.count == 1 ? "\(ids[0]) was" : "\(ids[0]) to \(ids[ids.count - 1]) were"
            throw Failure(
                "\(which) accepted, but could not be printed: \(error.message)",
                status: error.status)
        }
    }

    /// `--json`: the jobs with what they are called and were made of.
    private func document(
        of ids: [JobID], in backends: Backends
    ) throws(Failure) -> [UInt8] {
        var reports: [JobReport] = []
        for (backend, ids) in try backends.sorted(ids) { reports += try backend.recorded(ids) }
        return JobDocument(["id", "name", "backend", "input"]).text(reports)
    }
}
