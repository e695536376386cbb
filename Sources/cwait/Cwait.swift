import JobCore

/// Wait until jobs have ended, and end as they did.
@main
struct Cwait: Tool {
    static let syntax = CwaitOptions.syntax

    let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    /// The jobs' own statuses are relayed: its own has one number that is none of theirs.
    static func failureStatus(for line: ParsedLine) -> ExitStatus? { .cannotWait }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let choosing = Choosing(line)
        try choosing.check()
        let backends = try session.backends(asked: line.text(CommonOptions.backend))
        if line.has(CwaitOptions.slot) { return try waitForSlot(backends, session) }
        let deadline = line.time(CwaitOptions.timeout).map { Instant.now() + $0 }
        guard let jobs = try jobs(choosing, in: backends, until: deadline, session) else {
            return .timedOut
        }
        if jobs.isEmpty { return .success }
        var waiter = waiter
        waiter.timeout = deadline.map { max(0, $0 - Instant.now()) }
        do throws(Failure) {
            let status = try waiter.wait(for: jobs, in: backends, session: &session)
            try session.output.flush()
            tell(of: jobs, status, session)
            return status
        } catch {
            tell(of: jobs, .cannotWait, session)
            throw error
        }
    }

    /// The jobs that are meant; nil where the time is up before a batch system has told them.
    private func jobs(
        _ choosing: Choosing, in backends: Backends, until deadline: Instant?,
        _ session: borrowing Session
    ) throws(Failure) -> [JobID]? {
        backends.patience.deadline = deadline
        do throws(Failure) {
            return try choosing.jobs(in: backends, session)
        } catch  where error.kind == .interrupted {
            session.log.notice("time is up; \(backends.choice.backend.title) has not answered")
            return nil
        }
    }

    private var waiter: JobWaiter {
        var waiter = JobWaiter()
        waiter.grace = line.time(CwaitOptions.grace) ?? 0
        waiter.stopsAtFirst = line.has(CwaitOptions.any)
        waiter.stopsAtFailure = line.has(CwaitOptions.failFast)
        waiter.cancelsRest = line.has(CwaitOptions.cancelRest)
        waiter.cancelsAtInterrupt = line.has(CwaitOptions.cancelOnInterrupt)
        waiter.rule = line.word(CwaitOptions.exit).flatMap { ExitRule(rawValue: $0) } ?? .worst
        waiter.prints = prints
        if line.has(CwaitOptions.get) {
            waiter.results = line.has(CwaitOptions.json) ? .document : .output
        }
        if line.has(CwaitOptions.result) { waiter.results = .value }
        waiter.progress =
            line.word(CwaitOptions.progress).flatMap { ProgressChoice(rawValue: $0) } ?? .auto
        waiter.separator = line.has(CwaitOptions.null) ? 0 : UInt8(ascii: "\n")
        waiter.manner = manner
        return waiter
    }

    /// Which IDs are written as their jobs end: of those that end with 0, of the others.
    private var prints: (ok: Bool, failed: Bool)? {
        let (ok, failed) = (line.has(CwaitOptions.ok), line.has(CwaitOptions.failed))
        guard ok || failed || line.has(CwaitOptions.print) else { return nil }
        return (ok: ok || !failed, failed: failed || !ok)
    }

    private var manner: WaitManner {
        var manner = WaitManner()
        manner.interval = line.time(CwaitOptions.interval)
        manner.filesTimeout = line.time(CwaitOptions.filesTimeout)
        if let appear = line.time(CwaitOptions.appear) { manner.appearance = appear }
        manner.uncertainty = line.time(CwaitOptions.uncertain)
        manner.errors = line.number(CwaitOptions.maxErrors)
        manner.vanishedIsFine = line.has(CwaitOptions.vanishedOK)
        manner.goal = line.states(CwaitOptions.state)
        return manner
    }

    private func waitForSlot(
        _ backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        var waiter = SlotWaiter()
        waiter.timeout = line.time(CwaitOptions.timeout)
        waiter.longest = line.number(CwaitOptions.maxQueueLength)
        waiter.interval = line.time(CwaitOptions.interval)
        waiter.errors = line.number(CwaitOptions.maxErrors)
        return try waiter.wait(for: backends.chosen(), in: backends, session: session)
    }
}
