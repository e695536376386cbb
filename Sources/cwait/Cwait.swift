import ArgumentParser
import JobCore

/// Wait until jobs have ended, and end as they did.
@main
struct Cwait: DeclaredTool {
    static let name = "cwait"
    static let usage = "cwait [options] [ID...]"
    static let configuration = CommandConfiguration(
        commandName: "cwait",
        abstract: "Wait until jobs have ended, and end as they did.",
        usage: "cwait [options] [ID...]",
        discussion: """
            Without an ID they are read from standard input. The exit status is 0 if every job \
            ended with 0, else the highest of theirs.
            """)

    @OptionGroup(title: "Choosing") var choosing: Choosing
    @OptionGroup(title: "How long") var limits: Limits
    @OptionGroup(title: "Stopping") var stopping: Stopping
    @OptionGroup(title: "Showing") var showing: Showing
    @OptionGroup(title: "Common") var common: CommonOptions

    /// The jobs' own statuses are relayed: its own has one number that is none of theirs.
    static func usageStatus(for arguments: [ByteString]) -> ExitStatus { .cannotWait }

    var failureStatus: ExitStatus? { .cannotWait }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try check()
        let backends = try session.backends(asked: choosing.backend)
        if choosing.slot { return try waitForSlot(backends, session) }
        let deadline = limits.timeout.map { Instant.now() + $0.milliseconds }
        guard let jobs = try jobs(in: backends, until: deadline, session) else { return .timedOut }
        if jobs.isEmpty { return .success }
        var waiter = waiter
        waiter.timeout = deadline.map { max(0, $0 - Instant.now()) }
        do throws(Failure) {
            let status = try waiter.wait(for: jobs, in: backends, session: &session)
            try session.output.flush()
            stopping.tell(of: jobs, status, session)
            return status
        } catch {
            stopping.tell(of: jobs, .cannotWait, session)
            throw error
        }
    }

    /// The jobs that are meant; nil where the time is up before a batch system has told them.
    private func jobs(
        in backends: Backends, until deadline: Instant?, _ session: borrowing Session
    ) throws(Failure) -> [JobID]? {
        backends.patience.deadline = deadline
        do throws(Failure) {
            return try choosing.jobs(in: backends, session)
        } catch  where error.kind == .interrupted {
            session.log.notice("time is up; \(backends.choice.backend.title) has not answered")
            return nil
        }
    }

    private func check() throws(Failure) {
        try choosing.check()
        try limits.check()
        try stopping.check()
        try showing.check()
        if choosing.state != nil, showing.get {
            throw Failure("--state and --get exclude each other", status: .usage)
        }
    }

    private var waiter: JobWaiter {
        var waiter = JobWaiter()
        waiter.grace = limits.grace?.milliseconds ?? 0
        waiter.stopsAtFirst = stopping.any
        waiter.stopsAtFailure = stopping.failFast
        waiter.cancelsRest = stopping.cancelRest
        waiter.cancelsAtInterrupt = stopping.cancelOnInterrupt
        waiter.rule = stopping.exit ?? .worst
        waiter.prints = showing.prints
        waiter.results = showing.results
        waiter.progress = showing.progress ?? .auto
        waiter.separator = choosing.separator
        waiter.manner = limits.manner(goal: choosing.state?.states ?? [])
        return waiter
    }

    private func waitForSlot(
        _ backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        var waiter = SlotWaiter()
        waiter.timeout = limits.timeout?.milliseconds
        waiter.longest = choosing.maxQueueLength
        waiter.interval = limits.interval?.milliseconds
        waiter.errors = limits.maxErrors
        return try waiter.wait(for: backends.chosen(), in: backends, session: session)
    }
}
