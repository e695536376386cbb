/// The processes for whose jobs cores are lent: how the runner learns that one of them was killed
/// while it waited.
struct LoanWatch {
    private var jobs: [Int: Loan] = [:]

    private struct Loan {
        var waiting: Waiting
        var handles: [ProcessIdentity: ProcessHandle]
    }

    /// A job waits so from now on, or no more.
    mutating func note(_ job: Int, _ waiting: Waiting?) {
        guard let waiting else {
            jobs[job] = nil
            return
        }
        var loan = Loan(waiting: waiting, handles: [:])
        for process in waiting.processes {
            loan.handles[process] =
                jobs[job]?.handles[process] ?? (try? ProcessHandle.of(process))
        }
        jobs[job] = loan
    }

    /// What becomes ready when one of the processes ends.
    var descriptors: [Int32] { jobs.values.flatMap { $0.handles.values.map(\.descriptor) } }

    /// Jobs of which a process has ended without a word, and what they wait for now; nil for those
    /// of which no process waits any more.
    func broken() -> [(job: Int, waiting: Waiting?)] {
        jobs.compactMap { job, loan in
            let alive = loan.waiting.processes.filter { loan.handles[$0]?.hasEnded == false }
            guard alive.count < loan.waiting.processes.count else { return nil }
            var waiting = loan.waiting
            waiting.processes = alive
            return (job, alive.isEmpty ? nil : waiting)
        }
    }
}

extension Spool.Transaction {
    /// Records what a running job waits for now; nil where it goes on.
    /// - Returns: false where that attempt does not run any more.
    @discardableResult
    mutating func note(_ waiting: Waiting?, of job: Int) throws(Failure) -> Bool {
        let mark = try mark(of: job)
        guard mark.phase == .running, mark.isWaiting || waiting != nil,
            let start = try view.job(job, mark)?.started
        else { return false }
        return try append(.wait(job, attempt: Int(mark.attempt), waiting, start))
    }
}
