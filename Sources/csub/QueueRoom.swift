import JobCore

/// Submitting when the queue has room.
extension Csub {
    /// Submits, when the queue is short enough; `attempt` gives nil while it is not. `earlier` are
    /// jobs of the same submission, which go where it is given up.
    func submit(
        _ count: Int, to queue: any Backend, after earlier: [JobID] = [],
        _ session: borrowing Session, attempt: (Int?) throws(Failure) -> [JobID]?
    ) throws(Failure) -> [JobID] {
        let limit = try queue.longest(asked: line.number(SubmitOptions.maxQueueLength))
        guard let limit else { return try attempt(nil) ?? [] }
        guard count <= limit else {
            throw Failure(
                "cannot submit \(count) jobs: the queue may have \(limit)", status: .usage)
        }
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        var lastWord: Instant?
        while true {
            if let ids = try attempt(limit) { return ids }
            if line.has(SubmitOptions.noBlock) {
                throw Failure("the queue is full: it may have \(limit) jobs", status: .tryLater)
            }
            if lastWord.map({ Instant.now() - $0 >= 60_000 }) ?? true {
                session.log.notice("the queue is full (\(limit) jobs); waiting")
                lastWord = Instant.now()
            }
            if let signal = try queue.waitForChange(or: signals) {
                withdraw(earlier, from: queue, session)
                if earlier.isEmpty { session.log.error("nothing was submitted") }
                Signal.die(of: signal)
            }
        }
    }

    /// All orders at once; where they are more than the queue may have, one after the other, each when
    /// there is room for it.
    func submit(
        _ orders: [BatchOrder], of jobs: BatchJobs, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        let count = orders.reduce(0) { $0 + $1.count }
        let limit = try jobs.queue.longest(asked: line.number(SubmitOptions.maxQueueLength))
        guard let limit, count > limit, !orders.contains(where: \.waitsForPrevious) else {
            return try submit(count, to: jobs.queue, session) { limit throws(Failure) in
                try jobs.submit(orders, limit: limit)
            }
        }
        var ids: [JobID] = []
        do throws(Failure) {
            for order in orders {
                ids += try submit(
                    order.count, to: jobs.queue, after: ids, session
                ) { limit throws(Failure) in try jobs.submit([order], limit: limit) }
            }
        } catch {
            // Whoever counts on all of them must not find some.
            withdraw(ids, from: jobs.queue, session)
            throw error
        }
        return ids
    }

    private func withdraw(
        _ ids: [JobID], from queue: any Backend, _ session: borrowing Session
    ) {
        if ids.isEmpty { return }
        _ = try? queue.act(.cancel, on: ids)
        session.log.notice("cancelled \(ids.summary), which had been submitted")
    }
}
