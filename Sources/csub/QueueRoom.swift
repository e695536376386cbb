import JobCore

/// Submitting when the queue has room.
extension Csub {
    /// Submits, when the queue is short enough; `attempt` gives nil while it is not. `earlier` are
    /// jobs of the same submission, which go where it is given up.
    func submit(
        _ count: Int, to queue: any Backend, in backends: Backends, after earlier: [JobID] = [],
        _ session: borrowing Session, attempt: (Int?) throws(Failure) -> [JobID]?
    ) throws(Failure) -> [JobID] {
        let limit = try queue.longest(asked: line.number(SubmitOptions.maxQueueLength))
        if let limit, count > limit {
            throw Failure(
                "cannot submit \(count) jobs: the queue may have \(limit)", status: .usage)
        }
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        func stop(_ signal: Int32) {
            withdraw(earlier, from: queue, session)
            if earlier.isEmpty { session.log.error("nothing was submitted") }
            Signal.die(of: signal)
        }
        var loan = try backends.coreLoan()
        var lastWord: Instant?
        var changes: (any QueueChanges)?
        while true {
            backends.patience.descriptor = signals.descriptor
            defer { backends.patience.begin() }
            do throws(Failure) {
                if let ids = try attempt(limit) {
                    if let signal = try loan?.settle(until: nil, or: signals) {
                        Signal.die(of: signal)
                    }
                    return ids
                }
            } catch  where error.kind == .interrupted || error.kind == .unclear {
                backends.patience.begin()
                guard let signal = signals.next() else { throw error }
                if error.kind == .interrupted { stop(signal) }
                session.explain(error)
                withdraw(earlier, from: queue, session)
                Signal.die(of: signal)
            }
            if line.has(SubmitOptions.noBlock) {
                throw Failure(
                    "the queue is full: it may have \(limit ?? 0) jobs", status: .tryLater)
            }
            if lastWord.map({ Instant.now() - $0 >= 60_000 }) ?? true {
                session.log.notice("the queue is full (\(limit ?? 0) jobs); waiting")
                lastWord = Instant.now()
            }
            try loan?.begin(waitingFor: [])
            guard let known = changes else {
                changes = try queue.changes()
                continue
            }
            if let signal = try known.wait(or: signals, until: nil, interval: nil) { stop(signal) }
        }
    }

    /// All requests at once; what calls functions goes into `scripts`, a directory.
    func submit(
        _ requests: [Request], in backends: Backends, scripts: ByteString,
        _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        if requests.isEmpty { return [] }
        let queue = try backends.local()
        return try submit(requests.count, to: queue, in: backends, session) {
            limit throws(Failure) in
            try queue.submit(
                requests, limit: limit, ifAbsent: line.has(SubmitOptions.ifAbsent),
                willWait: line.has(SubmitOptions.wait), scripts: scripts)
        }
    }

    /// All orders at once; where they are more than the queue may have, one after the other, each when
    /// there is room for it. The tasks of arrays are named one by one if `expandsArrays`.
    func submit(
        _ orders: [BatchOrder], to queue: BatchQueue, in backends: Backends,
        expandsArrays: Bool, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        if orders.isEmpty { return [] }
        func submit(
            _ orders: [BatchOrder], after earlier: [JobID]
        ) throws(Failure) -> [JobID] {
            let count = orders.reduce(0) { $0 + $1.count }
            return try self.submit(
                count, to: queue, in: backends, after: earlier, session
            ) { limit throws(Failure) in
                let ids = try queue.submit(
                    orders, limit: limit, expandsArrays: expandsArrays,
                    ifAbsent: line.has(SubmitOptions.ifAbsent))
                return ids.map { ids in
                    zip(orders, ids).enumerated()
                        .sorted {
                            ($0.element.0.place, $0.offset) < ($1.element.0.place, $1.offset)
                        }
                        .flatMap(\.element.1)
                }
            }
        }
        let count = orders.reduce(0) { $0 + $1.count }
        let limit = try queue.longest(asked: line.number(SubmitOptions.maxQueueLength))
        guard let limit, count > limit, orders.allSatisfy(\.parents.isEmpty) else {
            return try submit(orders, after: [])
        }
        var ids: [JobID] = []
        do throws(Failure) {
            for order in orders { ids += try submit([order], after: ids) }
        } catch {
            // Whoever counts on all of them must not find some.
            withdraw(ids, from: queue, session)
            throw error
        }
        return ids
    }

    /// Jobs that were submitted before, once more.
    func submit(
        _ jobs: FormerJobs, _ backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        guard let backend = try jobs.backend(among: backends) else { return [] }
        if backend == .local {
            let queue = try backends.local()
            let former = try jobs.jobs(in: queue, session)
            let scripts = try jobs.scriptDirectory()
            return try submit(former.count, to: queue, in: backends, session) {
                limit throws(Failure) in
                try queue.submit(
                    again: former, limit: limit, ifAbsent: line.has(SubmitOptions.ifAbsent),
                    willWait: line.has(SubmitOptions.wait), scripts: scripts)
            }
        }
        let queue = try backends.batch(backend)
        let orders = try jobs.orders(in: queue, allowsMissing: line.has(SubmitOptions.missingOK))
        return try submit(orders, to: queue, in: backends, expandsArrays: true, session)
    }

    private func withdraw(
        _ ids: [JobID], from queue: any Backend, _ session: borrowing Session
    ) {
        if ids.isEmpty { return }
        _ = try? queue.act(.cancel, on: ids)
        session.log.notice("cancelled \(ids.summary), which had been submitted")
    }
}
