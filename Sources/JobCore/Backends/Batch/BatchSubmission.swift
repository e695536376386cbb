/// Submitting to a batch system, so that no job is lost and none is there twice.
extension BatchQueue {
    /// What the batch system would say to an order. Nothing stays of it.
    package func test(_ order: BatchOrder) throws(Failure) -> (isFine: Bool, text: String) {
        let job = try prepare(order)
        defer { remove(job) }
        return try system.test(job)
    }

    /// Gives orders to the batch system, all or none. Those that a failed parent keeps from ever
    /// starting are only recorded.
    ///
    /// With `ifAbsent`, in place of one whose name an unfinished job has there are the IDs of all
    /// unfinished jobs of that name.
    ///
    /// - Returns: the IDs of each order's jobs, those of an array's tasks if `expandsArrays`; nil where
    ///   the queue is full.
    /// - Throws: `Failure`: 1 where the batch system refuses, 69 where it can't be reached, 75 where
    ///   it can't be told whether a job was accepted.
    package func submit(
        _ orders: [BatchOrder], limit: Int?, expandsArrays: Bool, ifAbsent: Bool = false
    ) throws(Failure) -> [[JobID]]? {
        try system.checkSubmission()
        // One csub after the other, so that two can't take the last place.
        let directory = try? listing.open()
        let lock = try? directory?.open("submit.lock", .create)
        if limit != nil || ifAbsent || settings.rate != nil {
            do throws(Failure) {
                try lock?.lock(.exclusive, within: patience)
            } catch  where error.kind != .interrupted {
                // Where there are no locks, two may take the last place.
            }
        }
        let active = limit == nil && !ifAbsent ? [] : try unfinishedJobs(ifAbsent)
        var present: [ByteString: [JobID]] = [:]
        if ifAbsent {
            for job in active { present[job.name, default: []].append(job.id) }
        }
        let absent = orders.filter { $0.failedParent == nil && present[$0.request.name] == nil }
        if let limit, !absent.isEmpty {
            let wanted = absent.reduce(0) { $0 + $1.count }
            let count = active.reduce(0) { $0 + (BatchID($1.id.text)?.tasks?.count ?? 1) }
            if count + wanted > limit { return nil }
        }
        let there = Dictionary(
            orders.compactMap { order in present[order.request.name].map { (order.token, $0) } },
            uniquingKeysWith: { first, _ in first })
        var taken = try submit(keepingEnvironments(of: absent), directory, there)[...]
        var wholes: [JobID] = []
        defer {
            // What the batch system took, one by one, is noted as it is.
            if wholes.count > 1 || wholes.contains(where: { $0.unsentNumber != nil }) {
                records.noteLast(wholes)
            }
        }
        return try orders.map { order throws(Failure) in
            if let parent = order.failedParent {
                let ids = try addCancelled(order, parent)
                wholes += ids
                return ids
            }
            if let found = present[order.request.name] {
                present[order.request.name] = []
                return found
            }
            guard let record = taken.popFirst() else { return [] }
            if let parent = record.failedParent {
                let ids = try addCancelled(order, parent)
                wholes += ids
                return ids
            }
            wholes.append(record.id)
            guard expandsArrays, let place = BatchID(record.id.text), record.tasks != nil
            else { return [record.id] }
            return record.leaves.compactMap { $0.map { place.task($0) } }
        }
    }

    /// The same orders with the keys of what their jobs get from their submitter, most often the same.
    private func keepingEnvironments(of orders: [BatchOrder]) throws(Failure) -> [BatchOrder] {
        var kept: (surroundings: Surroundings, key: ByteString)?
        return try orders.map { order throws(Failure) in
            guard let surroundings = order.surroundings else { return order }
            if kept?.surroundings != surroundings {
                kept = (surroundings, try records.keep(surroundings))
            }
            var order = order
            order.request.surroundings = kept?.key ?? ""
            return order
        }
    }

    /// Records jobs that a failed parent keeps from ever starting.
    private func addCancelled(_ order: BatchOrder, _ parent: JobID) throws(Failure) -> [JobID] {
        try order.singly.map { order throws(Failure) in
            // Its script is there for the day on which it is submitted again.
            var record = BatchRecord(
                id: BatchRecord.unnamed, token: order.token, request: order.request, script: "")
            if order.array == nil { record = try prepare(order).record }
            if case .former(let old) = order.source { record.former = old.id }
            record.ending = Ending(.dependency(parent), at: order.request.submitted)
            return try records.addUnsent { id in
                record.id = id
                return record
            }
        }
    }

    /// `there` are the jobs in place of those orders that are not submitted, by their tokens.
    private func submit(
        _ orders: [BatchOrder], _ directory: Directory?, _ there: [String: [JobID]]
    ) throws(Failure) -> [BatchRecord] {
        var records: [BatchRecord] = []
        do throws(Failure) {
            for var order in orders {
                if let cause = order.take(parentsAmong: records, there) {
                    records.append(order.record(cancelledFor: cause))
                    continue
                }
                if let rate = settings.rate { try keep(rate, directory) }
                records.append(try submit(order))
                try patience.check()
            }
        } catch {
            // Whoever counts on all of them must not find some.
            let ids = records.filter { $0.ending == nil }.map(\.id)
            if !ids.isEmpty {
                patience.begin()
                _ = try? system.act(.cancel, on: ids)
                self.records.noteCancelled(ids)
                say(.notice("cancelled \(ids.summary), which had been submitted"))
            }
            throw error
        }
        listing.forget()
        return records
    }

    /// My jobs that wait or run, with their names if that matters, asked for again while there is no
    /// answer.
    private func unfinishedJobs(_ needsNames: Bool) throws(Failure) -> [JobReport] {
        var active = JobFilter(states: JobState.active)
        if needsNames {
            active.freshness = .now
            active.isDetailed = true
        }
        var pause = settings.retryDelay
        for _ in 1..<Self.tries {
            do throws(Failure) {
                return try list(active).jobs
            } catch  where error.kind == .unavailable {
                say(.notice("\(error.message); trying again"))
            }
            try patience.pause(milliseconds: pause)
            pause *= 2
            listing.forget()
        }
        return try list(active).jobs
    }

    /// Waits until the next submission may follow the last one.
    private func keep(_ rate: Int, _ directory: Directory?) throws(Failure) {
        guard let directory else { return }
        let now = Instant.now()
        var next = now
        if let file = try? directory.openIfPresent("submit.next", .read),
            let text = try? file.readAll(limit: 64),
            let time = ByteString(text).trimmed.string.flatMap({ Int($0) })
        {
            // A file from before the last boot may lie far ahead.
            let kept = Instant(milliseconds: time)
            if kept > now, kept - now < 60_000 { next = kept }
        }
        if next > now { try patience.pause(milliseconds: next - now) }
        let after = next + (1000 + rate - 1) / rate
        try? directory.store(
            Array("\(after.milliseconds)\n".utf8), as: "submit.next", isLasting: false)
    }

    // MARK: One job

    /// Submits it, and looks at what it waits for again where that has ended meanwhile.
    /// - Returns: the record of the job; of one that a parent keeps from ever starting, a record that
    ///   is nowhere written down.
    private func submit(_ order: BatchOrder) throws(Failure) -> BatchRecord {
        var order = order
        for _ in 1..<Self.tries {
            do throws(Failure) {
                return try submit(try prepare(order))
            } catch  where error.kind == .parentsHaveEnded {
                say(.info("\(error.message): looking at what it waits for"))
            }
            let asked = order.request.dependencies
            order.request.dependencies = []
            for (dependency, parent) in zip(
                asked, try parents(of: asked, allowsMissing: true))
            {
                order.take(parent, of: dependency)
                if let id = order.failedParent { return order.record(cancelledFor: id) }
            }
        }
        return try submit(try prepare(order))
    }

    /// Records the job before and after it is accepted.
    private func submit(_ job: PreparedJob) throws(Failure) -> BatchRecord {
        var record = job.record
        do throws(Failure) {
            try records.prepare(record)
            record.id = try submitUntilClear(job)
        } catch {
            // What may have been accepted keeps its record and its script.
            if error.kind != .unclear {
                records.forget(record.token)
                remove(job)
            }
            throw error
        }
        do throws(Failure) {
            try records.accept(record)
        } catch {
            say(.notice("\(record.id) was accepted, but could not be recorded: \(error.message)"))
        }
        return record
    }

    // MARK: Asking until it is clear

    /// How often it is tried, in all.
    private static let tries = 5

    /// Submits, again where that can't make a second job of it.
    private func submitUntilClear(_ job: PreparedJob) throws(Failure) -> JobID {
        var pause = settings.retryDelay
        for attempt in 1...Self.tries {
            let isLast = attempt == Self.tries
            switch try system.submit(job) {
            case .accepted(let id): return id
            case .refused(let failure), .parentsHaveEnded(let failure): throw failure
            case .unreachable(let reason):
                if isLast { throw Failure(reason, status: .unavailable) }
                say(.notice("\(reason); trying again"))
            case .unclear(let reason):
                if patience.isOver { throw notKnown(job.record, after: reason) }
                say(.notice("\(reason): looking whether the job was accepted"))
                if let id = try find(job.record, after: reason) { return id }
                if isLast { throw Failure("\(reason); no job was accepted", status: .unavailable) }
            }
            try patience.pause(milliseconds: pause)
            pause *= 2
        }
        throw Failure("the batch system did not take the job", status: .unavailable)
    }

    /// The job with that token, looked for until the batch system has answered twice, the second time
    /// a while later: what was sent may still be on its way.
    /// - Throws: `Failure` (75) where it does not answer.
    private func find(
        _ record: BatchRecord, after reason: String
    ) throws(Failure) -> JobID? {
        var answers = 0
        for attempt in 1...10 {
            // It may have run already, and be forgotten.
            for task in record.leaves.prefix(1) {
                if let found = exitRecord(of: record, task: task),
                    let place = BatchID(found.job)
                {
                    return place.whole
                }
            }
            if let jobs = try? listing.jobs(of: me, since: Instant.now()).jobs {
                if let job = jobs.first(where: { $0.isMade(by: record) }) {
                    return job.place.whole
                }
                answers += 1
                if answers == 2 { return nil }
            }
            do throws(Failure) {
                try patience.pause(milliseconds: settings.retryDelay * min(attempt, 8))
            } catch {
                break
            }
        }
        throw notKnown(record, after: reason)
    }

    private func notKnown(_ record: BatchRecord, after reason: String) -> Failure {
        Failure(
            "\(reason), and whether the job was accepted is not known", status: .tryLater,
            kind: .unclear, advice: traits.search.replacing("{}", with: record.token))
    }
}

extension BatchOrder {
    /// The record, which is nowhere written down, of a job that a parent keeps from ever starting.
    fileprivate func record(cancelledFor parent: JobID) -> BatchRecord {
        var record = record(script: "", under: nil)
        record.ending = Ending(.dependency(parent), at: request.submitted)
        return record
    }

    /// The same as orders of one job each, where it is told what each of its jobs runs.
    fileprivate var singly: [BatchOrder] {
        guard case .commands(let tasks) = source, tasks.count == count else {
            return Array(repeating: self, count: count)
        }
        return tasks.map { task in
            var order = self
            order.source = .commands([task])
            order.array = nil
            order.request.take(task)
            return order
        }
    }

    /// Makes dependencies of its parents among the orders that were submitted before it.
    /// - Returns: the parent that keeps it from ever starting; nil where there is none.
    fileprivate mutating func take(
        parentsAmong records: [BatchRecord], _ there: [String: [JobID]]
    ) -> JobID? {
        for parent in parents {
            if let ids = there[parent.token] {
                request.dependencies += ids.map { .job($0, parent.condition) }
            }
            guard let record = records.first(where: { $0.token == parent.token }) else { continue }
            if let ending = record.ending {
                guard parent.condition.isMet(byEndedIn: ending.state) else {
                    return record.failedParent
                }
                continue
            }
            let place = BatchID(record.id.text)
            let task = parent.task.flatMap { task in place.map { $0.task(task) } }
            request.dependencies.append(.job(task ?? record.id, parent.condition))
        }
        return nil
    }
}
