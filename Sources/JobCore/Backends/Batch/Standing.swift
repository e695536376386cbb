/// What is known of one job, or of one task of an array, at one moment. "Not listed", "could not be
/// asked" and "ended" are three different facts: only the exit record, the batch system's own word or
/// its accounting ends a job.
enum Standing {
    /// The batch system lists it as not ended.
    case active(BatchJob)
    case ended(Ending)
    /// It is listed as ended, and not how.
    case endedSomehow(BatchJob)
    /// It is not listed.
    case gone
}

extension Standing {
    /// From what the job's own side wrote and what the batch system lists.
    init(_ record: ExitRecord?, limit: Int?, _ row: BatchJob?) {
        if let row, !row.state.hasEnded {
            // Its command is over, and the batch system is about to notice. One that waits again
            // after all was requeued.
            if let record, record.isFinal, row.state != .pending, row.state != .held {
                self = .ended(record.ending(limit: limit))
            } else {
                self = .active(row)
            }
            return
        }
        if let record, !record.isTerminated, !(row?.overrules(record) ?? false) {
            self = .ended(record.ending(limit: limit))
        } else if let row {
            self = Ending(row).map { .ended($0.merged(with: record)) } ?? .endedSomehow(row)
        } else if let record {
            self = .ended(record.ending(limit: limit))
        } else {
            self = .gone
        }
    }
}

extension Ending {
    /// What a row says of an ended job; nil where it says that it failed, and not how.
    init?(_ row: BatchJob) {
        let cause: Cause
        switch row.state {
        case .complete: cause = .process(.exited(0))
        case .cancelled:
            cause = row.failedParent.map { .dependency($0) } ?? .cancelled(nil)
        case .timeout: cause = .timeLimit(nil)
        case .failed:
            guard let end = row.end, end != .exited(0) else { return nil }
            cause = .process(end)
        case .outOfMemory, .nodeFail, .preempted: cause = .system(row.state, nil)
        default: return nil
        }
        self.init(
            cause, at: row.ended ?? WallTime.now(), elapsed: row.elapsed ?? 0)
    }

    /// The ending of a row of an ended job, even where it does not tell how. A script of ours that
    /// failed and wrote nothing was never run: its output or its directory was not there. Of others
    /// nobody knows with what they ended.
    init(failed row: BatchJob, isTracked: Bool) {
        if let ending = Ending(row) {
            self = ending
            return
        }
        let cause: Cause =
            isTracked
            ? .notStarted(
                .cannotStart, reason: "it could not be started: see its output's directory")
            : .lost(reason: "it failed, and nothing tells how")
        self.init(cause, at: row.ended ?? WallTime.now(), elapsed: row.elapsed ?? 0)
    }

    /// With what the job's own side knows of its command, of times and usage.
    fileprivate func merged(with record: ExitRecord?) -> Ending {
        guard let record else { return self }
        var result = self
        if case .system(let state, nil) = cause { result.cause = .system(state, record.end) }
        result.usage = record.usage
        return result
    }
}

extension BatchJob {
    /// Whether the batch system took something for a failure that the command did not notice, and does
    /// not let those start that depend on its success.
    fileprivate func overrules(_ record: ExitRecord) -> Bool {
        record.end == .exited(0) && [.outOfMemory, .timeout, .nodeFail, .preempted].contains(state)
    }
}

extension BatchJob {
    /// Whether its remark says that it was made by that submission.
    func isMade(by record: BatchRecord) -> Bool { comment.contains("cjobs:\(record.token)") }

    /// Whether it is the job of that record, and not another one that got the same number later. A
    /// site may write other remarks: then the time tells.
    func belongs(to record: BatchRecord) -> Bool {
        isMade(by: record) || !comment.contains("cjobs:") && isPlausible(for: record)
    }

    /// Whether a row without a remark to tell by, as those of accounting, can be the job of that
    /// record.
    func isPlausible(for record: BatchRecord) -> Bool {
        guard let submitted else { return false }
        let difference = submitted.milliseconds - record.request.submitted.milliseconds
        return abs(difference) < 120_000 || isMade(by: record)
    }
}
