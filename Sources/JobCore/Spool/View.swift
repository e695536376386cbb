extension Spool {
    /// What is known of the queue while its lock is shared.
    package struct View {
        let spool: Spool
        let journal: Journal
        package let head: JobTable.Head

        /// The mark of a job; absent for one that never was.
        package func mark(of job: Int) throws(Failure) -> JobMark {
            guard job > 0, job < head.next else { return JobMark() }
            guard let mark = try spool.table.mark(of: job) else { throw Spool.damagedTable }
            return mark
        }

        /// Calls `body` with every job's mark, by number.
        package func forEachMark(
            _ body: (Int, JobMark) throws(Failure) -> Void
        ) throws(Failure) {
            var first = 1
            while first < head.next {
                let count = min(1 << 14, head.next - first)
                guard let marks = try spool.table.marks(from: first, count: count) else {
                    throw Spool.damagedTable
                }
                for (index, mark) in marks.enumerated() { try body(first + index, mark) }
                first += count
            }
        }

        /// Everything known of a job that has a request; nil where its record cannot be read.
        package func job(_ number: Int, _ mark: JobMark) throws(Failure) -> Job? {
            guard mark.phase != .absent,
                let submission = try record(at: mark.request), submission.job == number,
                let request = submission.request
            else { return nil }
            var job = Job(id: JobID(local: number), request: request, state: mark.state)
            // One that was lost before its command was executed does not count.
            job.attempts = Int(mark.countedAttempts) + (mark.phase == .running ? 1 : 0)
            job.isBeingCancelled = mark.isBeingCancelled
            guard mark.latest != mark.request else { return job }
            switch try record(at: mark.latest) {
            case .start(number, _, let start)?:
                job.started = start
                job.outputEdition = start.outputEdition
            case .wait(number, _, let waiting, let start)?:
                job.started = start
                job.outputEdition = start.outputEdition
                job.waiting = waiting
            case .end(number, let attempt, let ending, _)? where mark.hasEnded:
                job.take(ending, ofAttempt: attempt)
            case .resubmit(number, let attempt, let ending, let successor)?:
                job.take(ending, ofAttempt: attempt)
                job.successor = JobID(local: successor)
            case .end(number, _, let ending, _)?:
                job.outputEdition = ending.outputEdition
                if case .void(let reason) = ending.cause, !reason.isEmpty {
                    job.hindrance = reason
                }
            case .cancel(number, let at)?: job.ending = Ending(.cancelled(nil), at: at)
            default: break
            }
            return job
        }

        /// As `job`, with what only the file of a running attempt tells: whether its outputs are open, and
        /// the edition of default ones.
        package func jobWithOutputs(_ number: Int, _ mark: JobMark) throws(Failure) -> Job? {
            guard var job = try job(number, mark) else { return nil }
            job.hasOpenedOutputs = mark.hasEnded ? job.hasBegun : mark.countedAttempts > 0
            guard mark.phase == .running,
                let file = try AttemptFile(of: AttemptName(number, Int(mark.attempt)), in: spool)
            else { return job }
            if job.request.output == nil {
                job.outputEdition = try file.outputEdition() ?? job.outputEdition
            }
            if !job.hasOpenedOutputs { job.hasOpenedOutputs = try file.isMarkedExecuted() }
            return job
        }

        /// The record at a place, or nil where it cannot be read.
        func record(at place: JobMark.Place) throws(Failure) -> Record? {
            let source = try place.file == 0 ? journal : spool.historyFile(Int(place.file))
            guard let source else { return nil }
            if let line = try source.line(at: place.offset) { return Record(line) }
            let bytes = try source.damagedLine(at: place.offset)
            spool.keep(damaged: bytes, from: place, of: head.journal)
            return nil
        }

        /// Gives `body` each record that was appended behind `offset`.
        func forEachRecord(
            from offset: Int, _ body: (Record, Int) throws(Failure) -> Void
        ) throws(Failure) {
            try journal.scan(from: offset, to: head.applied) { line, offset, _ throws(Failure) in
                if let record = Record(line) { try body(record, offset) }
            }
        }
    }

    /// What looking at a damaged mark throws. The table is built anew then.
    static let damagedTable = Failure(
        "the queue's table was damaged", status: .tryLater, kind: .damagedTable)

    /// Keeps a line that cannot be read for a person to look at. A full disk does not make it worse.
    func keep(damaged bytes: [UInt8], from place: JobMark.Place, of journal: UInt64) {
        let file = place.file == 0 ? "\(journal)" : "history.\(place.file)"
        let name = ByteString("bad/\(file).\(place.offset)")
        if directory.status(of: name) == nil { try? directory.store(bytes, as: name) }
    }

    /// A file of the history; nil where it is gone.
    func historyFile(_ number: Int) throws(Failure) -> Journal? {
        try history.openIfPresent(ByteString("\(number)"), .read).map { Journal($0) }
    }
}

extension Job {
    /// Takes in how it ended, in that attempt; 0 is none.
    fileprivate mutating func take(_ ending: Ending, ofAttempt attempt: Int) {
        self.ending = ending
        outputEdition = ending.outputEdition
        guard attempt > 0 else { return }
        started = Job.Start(
            at: WallTime(milliseconds: ending.at.milliseconds - ending.elapsed),
            instant: Instant(milliseconds: 0), boot: "")
    }
}
