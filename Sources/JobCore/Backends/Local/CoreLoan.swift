/// The cores of the job that this process is part of, lent to other jobs while the process waits, as
/// make(1)'s job server has the slot of a make that waits.
package struct CoreLoan {
    private let queue: LocalQueue
    private var spool: Spool { queue.spool }
    private let process: ProcessIdentity
    private var isOut = false

    /// Nil outside of any job of the queue.
    package init?(in queue: LocalQueue) {
        guard queue.spool.mayBeWithinJob, let own = try? ProcessIdentity.own() else { return nil }
        self.queue = queue
        process = own
    }

    /// Lends them, before the process sleeps for the first time. `ids` are what it waits for; none
    /// where it waits for something else, as for room in the queue.
    /// - Throws: `Failure` (125) where one of them ends only after the job itself has.
    package mutating func begin(waitingFor ids: [JobID]) throws(Failure) {
        if isOut { return }
        let numbers = ids.compactMap(\.localNumber)
        isOut = try spool.submit { change throws(Failure) -> Bool in
            guard let own = try spool.enclosingJob(in: change.view) else { return false }
            try queue.refuse(numbers, in: change.view)
            var waiting = own.waiting ?? Waiting(processes: [], jobs: NumberList([]))
            waiting.processes.insert(process)
            waiting.jobs = NumberList(Array(waiting.jobs.numbers) + numbers)
            if numbers.isEmpty || numbers.count < ids.count { waiting.isForMore = true }
            waiting.isReturning = false
            return try change.note(waiting, of: own.number)
        }.result
    }

    /// Asks for them, and returns when the job has them again: at once where another process of the
    /// job waits on, and in any case at `deadline`.
    /// - Returns: a signal of `signals` that came first.
    package mutating func settle(
        until deadline: Instant?, or signals: SignalQueue
    ) throws(Failure) -> Int32? {
        while isOut {
            guard let (job, follower) = try ask() else {
                isOut = false
                return nil
            }
            try spool.ensureRunner()
            var outcome = try outcome(of: job, follower)
            while outcome == .open {
                let rest = deadline.map { max(0, $0 - Instant.now()) }
                if rest == 0 {
                    try drop()
                    return nil
                }
                try follower.sleep(timeout: rest, or: [signals.descriptor])
                if let signal = signals.next() { return signal }
                outcome = try self.outcome(of: job, follower)
            }
            if outcome == .granted { isOut = false }
        }
        return nil
    }

    /// Goes on without them. The job has them all the same: nobody starts before they are free.
    package mutating func drop() throws(Failure) {
        guard isOut else { return }
        isOut = false
        _ = try spool.submit { change throws(Failure) in
            guard let own = try spool.enclosingJob(in: change.view), var waiting = own.waiting,
                waiting.processes.remove(process) != nil
            else { return }
            try change.note(waiting.processes.isEmpty ? nil : waiting, of: own.number)
        }
    }

    // MARK: Asking

    /// Nil where there is nothing to wait for: most often the job has its cores already, since all
    /// that it waited for has ended.
    private func ask() throws(Failure) -> (job: Int, follower: Follower)? {
        let (job, head) = try spool.change { change throws(Failure) -> Int? in
            guard let own = try spool.enclosingJob(in: change.view), var waiting = own.waiting,
                waiting.processes.contains(process)
            else { return nil }
            guard waiting.processes.count == 1 else {
                waiting.processes.remove(process)
                try change.note(waiting, of: own.number)
                return nil
            }
            waiting.isReturning = true
            return try change.note(waiting, of: own.number) ? own.number : nil
        }
        return job.map { ($0, Follower(spool: spool, from: head)) }
    }

    private enum Outcome {
        case open, granted
        /// Another process of the job has begun to wait, so that the cores stay lent.
        case othersWait
    }

    private func outcome(of job: Int, _ follower: Follower) throws(Failure) -> Outcome {
        var outcome = Outcome.open
        switch try follower.news() {
        case .records(let records):
            for record in records where record.job == job {
                switch record {
                case .wait(_, _, nil, _), .end: return .granted
                case .wait(_, _, let waiting?, _):
                    outcome = waiting.isReturning ? .open : .othersWait
                default: break
                }
            }
        case .replaced:
            let mark = try spool.read { view throws(Failure) in try view.mark(of: job) }
            if !mark.isWaiting { return .granted }
        }
        return outcome
    }
}
