import JobCore

/// Submit jobs and write their IDs.
///
/// The option table reads its command line, where the argument parser would take longer than all the
/// rest; the parser has the help and the completions, of the same table (`SubmitHelp`).
@main
struct Csub: Tool {
    static let name = "csub"
    static let usage = "csub [options] COMMAND [ARG...] | - | --each TEMPLATE [::: INPUT...]"

    let line: SubmitLine

    static func read(_ arguments: [ByteString]) throws(Failure) -> Reading {
        let line = try SubmitLine(arguments, now: Session.now())
        if line.has(SubmitOptions.helpRow) { return try parsed(by: SubmitHelp.self, ["--help"]) }
        if let shell = line.text(SubmitOptions.completions) {
            return try parsed(by: SubmitHelp.self, ["--generate-completion-script", shell])
        }
        return .work(Csub(line: line))
    }

    /// With --wait it ends as the jobs do, and its own failures have one number, as for cwait.
    static func usageStatus(for arguments: [ByteString]) -> ExitStatus {
        let options = arguments.prefix { $0.hasPrefix("-") }
        let waits = options.contains {
            $0 == "--wait" || (!$0.hasPrefix("--") && $0.contains(UInt8(ascii: "W")))
        }
        return waits ? .cannotWait : .usage
    }

    var log: LogOptions { LogOptions(line) }
    var isVersionAsked: Bool { line.has(SubmitOptions.version) }
    var failureStatus: ExitStatus? { waits ? .cannotWait : nil }

    private var waits: Bool { line.has(SubmitOptions.wait) }
    private var replays: Bool { line.has(SubmitOptions.get) }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        let choice = try BackendChoice(
            asked: line.text(SubmitOptions.backend), configuration)
        let query = OptionQuery(line, configuration, choice.backend)
        if let status = try query.answer(in: &session) { return status }
        let submission = try Submission(line, query.precedence, &session)
        if line.has(SubmitOptions.check) {
            if choice.backend == .local { try submission.checkMeaning(session) }
            try query.showValues(of: submission.choices, in: &session)
            return .success
        }
        if line.has(SubmitOptions.dryRun) {
            try submission.show(in: &session)
            return .success
        }
        guard choice.backend == .local else {
            throw Failure(
                "cannot submit to \(choice.backend.title) (\(choice.origin.text)): this version "
                    + "submits to the local queue", status: .unavailable)
        }
        let queue = try session.localQueue()
        try setThreads(submission.choices, of: queue, session)
        let requests = try submission.requests(for: queue, session)
        if requests.isEmpty { return .success }
        let ids = try submit(requests, to: queue, session)
        // With --get standard output is the jobs'.
        if !replays { try write(ids, to: &session) }
        guard waits else { return .success }
        var waiter = JobWaiter()
        waiter.replays = replays
        return try waiter.wait(for: ids, in: queue, session: &session)
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

    /// Submits, when the queue is short enough.
    private func submit(
        _ requests: [Request], to queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        let limit = try queue.longest(asked: line.number(SubmitOptions.maxQueueLength))
        guard let limit else { return try queue.submit(requests, limit: nil) ?? [] }
        guard requests.count <= limit else {
            throw Failure(
                "cannot submit \(requests.count) jobs: the queue may have \(limit)",
                status: .usage)
        }
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        var hasSaidSo = false
        while true {
            let ids = try queue.submit(requests, limit: limit)
            if let ids { return ids }
            if line.has(SubmitOptions.noBlock) {
                throw Failure("the queue is full: it may have \(limit) jobs", status: .tryLater)
            }
            if !hasSaidSo { session.log.notice("the queue is full (\(limit) jobs); waiting") }
            hasSaidSo = true
            if let signal = try queue.waitForChange(or: signals) {
                session.log.error("nothing was submitted")
                Signal.die(of: signal)
            }
        }
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
