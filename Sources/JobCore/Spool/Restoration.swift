/// What has to be added to a journal of which something is missing, so that no job that has run runs
/// again, and what is uncertain waits for a person.
///
/// The witnesses are the table's marks and the files of attempts. What the table calls ended has
/// ended, in whatever boot it said so; all else it knows for certain only while it is current.
struct Restoration {
    /// One job, as the journal has it and as the others know it.
    struct Witnesses {
        let job: Int
        let found: JobMark
        /// What the table says; nil where its mark is damaged.
        let told: JobMark?
        /// The attempt that somebody stands behind at present.
        let held: Int?
    }

    /// The table is of this boot and was not left half written.
    let isCurrent: Bool
    /// A part of the journal is gone; otherwise a line here and there cannot be read.
    let isCut: Bool
    let now: Job.Start

    /// The records that are missing about a job.
    func records(for witnesses: Witnesses) -> [Record] {
        let (job, found, told) = (witnesses.job, witnesses.found, witnesses.told)
        if found.hasEnded, found.phase != .absent { return [] }
        if let told, told.hasEnded, told.phase != .absent {
            return [end(witnesses, told.knownEnding)]
        }
        // The history is of jobs that have ended.
        if found.request.file != 0 { return [end(witnesses, lost)] }
        guard isCut else { return [] }
        if let told, isCurrent { return difference(from: found, to: told, of: job) }
        if let attempt = witnesses.held {
            return found.phase == .running ? [] : [.start(job, attempt: attempt, now)]
        }
        switch found.phase {
        case .absent, .running: return [end(witnesses, lost)]
        case .pending where told.map { $0.attempt > found.attempt } ?? false:
            return [end(witnesses, lost)]
        case .pending: return found.isHeld ? [] : [.hold(job)]
        case .complete, .failed, .cancelled, .timeout, .unknown: return []
        }
    }

    /// What leads from one mark to another that is known to be right.
    private func difference(from found: JobMark, to told: JobMark, of job: Int) -> [Record] {
        var records: [Record] = []
        if told.phase == .running {
            if found.phase != .running || found.attempt != told.attempt {
                records.append(.start(job, attempt: Int(told.attempt), now))
            }
            if told.isBeingCancelled, !found.isBeingCancelled {
                records.append(.cancel(job, at: now.at))
            }
        } else if told.phase == .pending {
            if found.phase == .absent { return [.end(job, attempt: 0, lost, again: false)] }
            if found.phase == .running || found.attempt != told.attempt {
                records.append(.end(job, attempt: Int(told.attempt), lost, again: true))
            }
            if told.isHeld != found.isHeld {
                records.append(told.isHeld ? .hold(job) : .release(job))
            }
        }
        return records
    }

    /// The end of a job, in a form that counts for the mark that was found.
    private func end(_ witnesses: Witnesses, _ ending: Ending) -> Record {
        let (found, told) = (witnesses.found, witnesses.told)
        let last = max(found.attempt, told?.attempt ?? 0)
        // A job that waits ended either in a later attempt or before it had one.
        let attempt = found.phase == .pending && last == found.attempt ? 0 : last
        return .end(witnesses.job, attempt: Int(attempt), ending, again: false)
    }

    private var lost: Ending { Ending(.lost(reason: "its record was damaged"), at: now.at) }
}

extension JobMark {
    /// How a job ended, as far as its mark tells.
    var knownEnding: Ending {
        let cause: Ending.Cause =
            switch phase {
            case .complete: .process(.exited(0))
            case .failed: .process(.exited(Int32(exitStatus)))
            case .cancelled: .cancelled(nil)
            case .timeout: .timeLimit(nil)
            case .absent, .pending, .running, .unknown: .lost(reason: "its record was damaged")
            }
        return Ending(cause, at: WallTime.now())
    }
}
