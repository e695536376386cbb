/// The ending of an attempt on its way into the journal: it is tried again, with growing gaps, until the
/// disk takes it. Until then the job stays on record as running.
struct Recording {
    let attempt: AttemptName
    let ending: Ending
    private var backoff = Backoff(first: 50, most: 2000)

    init(_ attempt: AttemptName, _ ending: Ending) {
        self.attempt = attempt
        self.ending = ending
    }

    /// When to call `step` next.
    var next: Instant { backoff.next ?? Instant(milliseconds: 0) }

    /// Tries, where a try is due.
    ///
    /// - Returns: true where nothing is left to do: it is recorded, or there is no queue any more.
    mutating func step(at now: Instant, in spool: Spool) -> Bool {
        guard backoff.isDue(at: now) else { return false }
        do throws(Failure) {
            _ = try spool.write { change throws(Failure) in try change.finish(attempt, ending) }
            AttemptFile.remove(attempt, in: spool)
            return true
        } catch {
            if !spool.isThere { return true }
            if backoff.failures == 0 {
                spool.log("L\(attempt.job): its ending waits: \(error.message)")
            }
            backoff.fail(at: now)
            return false
        }
    }
}

extension Spool.Transaction {
    /// The edition of default outputs that an attempt, or one before it, has opened.
    private func outputEdition(
        of attempt: AttemptName, _ mark: JobMark
    ) throws(Failure) -> Int? {
        if let edition = try AttemptFile(of: attempt, in: spool)?.outputEdition() {
            return edition
        }
        return try view.job(attempt.job, mark)?.outputEdition
    }

    /// Records the end of an attempt, unless an ending of it is on record already.
    ///
    /// - Returns: what has become of the job; nil where this comes too late.
    mutating func finish(
        _ attempt: AttemptName, _ ending: Ending
    ) throws(Failure) -> (mark: JobMark, again: Bool)? {
        let (job, number) = (attempt.job, attempt.number)
        let mark = try mark(of: job)
        var ending = ending
        if mark.isBeingCancelled, case .void = ending.cause { ending.cause = .cancelled(nil) }
        if ending.outputEdition == nil, number > 0 {
            ending.outputEdition = try outputEdition(of: attempt, mark)
        }
        var again = false
        // Most end well, and the request need not be read.
        let mayGoOn = ending.leavesAnotherTry(attempts: 0, tries: .max, isRequeued: true)
        if mayGoOn, !mark.isBeingCancelled,
            let record = try view.record(at: mark.request), record.job == job,
            let request = record.request
        {
            again = ending.leavesAnotherTry(
                attempts: Int(mark.countedAttempts) + 1, tries: request.tries,
                isRequeued: request.isRequeued)
        }
        guard try append(.end(job, attempt: number, ending, again: again)) else { return nil }
        return (try self.mark(of: job), again)
    }
}
