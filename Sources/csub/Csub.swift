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

    private var waits: Bool { line.has(SubmitOptions.wait) }
    private var isUnique: Bool { line.has(SubmitOptions.ifAbsent) }
    private var replays: Bool { line.has(SubmitOptions.get) }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        let choice = try BackendChoice(
            asked: line.text(SubmitOptions.backend), configuration)
        let query = OptionQuery(line, configuration, choice.backend)
        if let status = try query.answer(in: &session) { return status }
        if line.has(SubmitOptions.resubmit) {
            return try resubmit(query.precedence, &session)
        }
        let submissions = try submissions(query.precedence, &session)
        if line.has(SubmitOptions.check) {
            for submission in submissions {
                if choice.backend == .local { try submission.checkMeaning(session) }
                try query.showValues(of: submission.choices, in: &session)
            }
            return .success
        }
        let backends = try session.backends(asked: line.text(SubmitOptions.backend))
        if choice.backend == .slurm {
            return try submit(BatchJobs(submissions, backends.batch(.slurm)), backends, &session)
        }
        if line.has(SubmitOptions.dryRun) {
            for submission in submissions { try submission.show(in: &session) }
            return .success
        }
        guard choice.backend == .local else {
            throw Failure(
                "cannot submit to \(choice.backend.title) (\(choice.origin.text)): this version "
                    + "knows Slurm and the local queue", status: .unavailable,
                advice: "--backend local runs it on this machine")
        }
        if line.has(SubmitOptions.write) {
            for submission in submissions { try submission.writeScripts(in: &session) }
            return .success
        }
        if line.has(SubmitOptions.testOnly) {
            for submission in submissions { try submission.checkMeaning(session) }
            return .success
        }
        let queue = try backends.local()
        try setThreads(submissions[0].choices, of: queue, session)
        var requests: [Request] = []
        for submission in submissions {
            requests += try submission.requests(for: queue, session)
        }
        if requests.isEmpty { return .success }
        let ids = try submit(requests.count, to: queue, in: backends, session) {
            limit throws(Failure) in
            try queue.submit(
                requests, limit: limit, ifAbsent: isUnique, willWait: waits)
        }
        return try finish(ids, backends, &session)
    }

    /// Jobs that were submitted before, once more.
    private func resubmit(
        _ precedence: Precedence, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        let backends = try session.backends(asked: line.text(SubmitOptions.backend))
        let jobs = try FormerJobs(line, precedence, backends, session)
        guard let backend = try jobs.backend(among: backends) else { return .success }
        let ids: [JobID]
        if backend == .local {
            let queue = try backends.local()
            let requests = try jobs.requests(in: queue, session)
            ids = try submit(requests.count, to: queue, in: backends, session) {
                limit throws(Failure) in
                try queue.submit(
                    requests, limit: limit, ifAbsent: isUnique, willWait: waits)
            }
        } else {
            let queue = try backends.batch(backend)
            let orders = try jobs.orders(
                in: queue, allowsMissing: line.has(SubmitOptions.missingOK))
            let count = orders.reduce(0) { $0 + $1.count }
            ids = try submit(count, to: queue, in: backends, session) { limit throws(Failure) in
                try queue.submit(
                    orders, limit: limit, expandsArrays: true, ifAbsent: isUnique)?.flatMap { $0 }
            }
        }
        return try finish(ids, backends, &session)
    }

    /// One for the command line, or one for each job file.
    private func submissions(
        _ precedence: Precedence, _ session: inout Session
    ) throws(Failure) -> [Submission] {
        guard line.has(SubmitOptions.file) else {
            return [try Submission(line, precedence, &session)]
        }
        guard !line.operands.isEmpty else { throw Failure(misuse: "no job file") }
        var result: [Submission] = []
        for file in line.operands {
            result.append(try Submission(line, precedence, file: file, &session))
        }
        return result
    }

    /// To a batch system, or only the scripts where no more was asked for.
    private func submit(
        _ jobs: BatchJobs, _ backends: Backends, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        if line.has(SubmitOptions.dryRun) {
            try jobs.show(in: &session)
            return .success
        }
        if line.has(SubmitOptions.write) {
            try jobs.writeScripts(in: &session)
            return .success
        }
        if line.has(SubmitOptions.testOnly) { return try jobs.test(session) }
        let orders = try jobs.orders(session)
        if orders.isEmpty { return .success }
        return try finish(try submit(orders, of: jobs, in: backends, session), backends, &session)
    }

    /// Writes the IDs, and waits where that was asked for.
    private func finish(
        _ ids: [JobID], _ backends: Backends, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        // With --get standard output is the jobs'.
        if !replays, !line.has(SubmitOptions.noID) { try write(ids, to: &session) }
        guard waits else { return .success }
        var waiter = JobWaiter()
        if replays { waiter.results = .output }
        waiter.failuresToCancel = line.number(SubmitOptions.maxFails)
        return try waiter.wait(for: ids, in: backends, session: &session)
    }

    /// The cores of the whole queue are changed by who asks for it, and not by a script or a profile.
    private func setThreads(
        _ choices: Choices, of queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) {
        guard let threads = choices.number(JobOptions.threads),
            let origin = choices.last(JobOptions.threads)?.origin
        else { return }
        guard origin == .commandLine else {
            session.log.info("threads has no effect there: \(origin.text)")
            return
        }
        try queue.setCores(threads)
    }

    /// The jobs are there: where their IDs can't be written, that is said.
    private func write(_ ids: [JobID], to session: inout Session) throws(Failure) {
        Signal.ignore(Signal.pipe)
        do throws(Failure) {
            for id in ids { try session.output.line(id.text) }
            try session.output.flush()
        } catch {
            let which = ids.count == 1 ? "\(ids[0]) was" : "\(ids[0]) to \(ids[ids.count - 1]) were"
            throw Failure(
                "\(which) accepted, but could not be printed: \(error.message)",
                status: error.status)
        }
    }
}
