/// One of the jobs that are waited for: a job, an array, or some tasks of one.
final class WaitTarget {
    let id: JobID
    let place: BatchID?
    let record: BatchRecord?
    private let manner: WaitManner
    /// The job, or the tasks that csub recorded; of an array that it did not, first one that stands
    /// for all, later one for each row.
    private var leaves: [WaitLeaf]
    /// What is listed of it.
    private var rows: [BatchJob] = []
    /// Rows of a job that csub did not record which were where they are wanted.
    private var reached: Set<JobID> = []
    private var wasListed = false
    private var isNoJob = false

    init(_ id: JobID, _ record: BatchRecord?, _ manner: WaitManner) {
        self.id = id
        self.record = record
        self.manner = manner
        place = BatchID(slurm: id.text)
        let wanted = place?.tasks
        let tasks = record.map { record in
            record.leaves.filter { task in
                guard let wanted, let task else { return true }
                return wanted.contains(task)
            }
        }
        leaves = (tasks ?? [nil]).map { WaitLeaf($0, record?.ending) }
        isNoJob = place == nil && record == nil || leaves.isEmpty
    }

    private var limit: Int? { record?.request.timeLimit }
    /// Whether the job's own side was to write how it ended.
    private var isTracked: Bool { record?.stem != nil }

    /// Changes when anything does.
    var fingerprint: String {
        "\(leaves.count { $0.isOpen }) "
            + rows.map { "\($0.id) \($0.nativeState) \($0.reason)" }.joined()
    }

    var isRunning: Bool { rows.contains { $0.state == .running } }

    // MARK: What the jobs wrote

    /// Reads the exit records that are there.
    func read(_ present: Set<ByteString>, _ queue: BatchQueue) {
        guard let record, record.stem != nil else { return }
        for index in leaves.indices where leaves[index].isOpen {
            let task = leaves[index].task
            guard let path = record.statusPath(task: task), present.contains(path),
                let found = queue.exitRecord(of: record, task: task), !found.isTerminated
            else { continue }
            leaves[index].hasBegun = true
            leaves[index].end(found.ending(limit: limit))
        }
    }

    // MARK: What the batch system lists

    func look(at index: JobIndex, _ queue: BatchQueue, _ now: Instant) {
        guard let place else { return }
        rows = index.rows(of: place).filter { row in record.map { row.belongs(to: $0) } ?? true }
        wasListed = wasListed || !rows.isEmpty
        guard let record else { return lookAtForeign(now) }
        for index in leaves.indices where leaves[index].isOpen {
            let task = leaves[index].task
            let found = queue.exitRecord(of: record, task: task)
            if found != nil { leaves[index].hasBegun = true }
            let standing = Standing(found, limit: limit, rows.first { $0.covers(task) })
            leaves[index].note(standing, manner.goal, now)
        }
    }

    /// A job of which only the batch system knows: it has ended when each of its rows has.
    private func lookAtForeign(_ now: Instant) {
        for row in rows where manner.goal.contains(row.state) { reached.insert(row.id) }
        let open = rows.filter { !$0.state.hasEnded }
        if let row = open.first(where: { $0.state == .suspended }) ?? open.first {
            leaves[0].note(.active(row), [], now)
        } else if let row = rows.first(where: { Ending($0) == nil }) {
            leaves[0].note(.endedSomehow(row), [], now)
        } else if rows.isEmpty {
            leaves[0].note(.gone, [], now)
        } else {
            conclude(rows)
        }
    }

    /// All of a job that csub did not record has ended.
    private func conclude(_ rows: [BatchJob]) {
        leaves = rows.map { row in
            var leaf = WaitLeaf(
                row.place.tasks?.indices.first, Ending(failed: row, isTracked: false))
            leaf.hasBegun = row.hasBegun
            return leaf
        }
    }

    // MARK: What else may tell

    /// Jobs that are listed as ended, and not how.
    var unclear: [JobID] {
        if record == nil, leaves.contains(where: { $0.unclear != nil }) { return rows.map(\.id) }
        return leaves.compactMap { $0.unclear?.id }
    }

    /// Whether accounting may know more: some of it is listed no more, or still unclear.
    var isLost: Bool { leaves.contains { $0.isLost } }

    /// Ends what is listed as ended, and not how, by what was asked about it.
    func settle(by index: JobIndex) {
        guard let place else { return }
        let better = index.rows(of: place)
        if record == nil {
            let told = rows.map { row in
                Ending(row) == nil ? better.first { $0.id == row.id && $0.state.hasEnded } : row
            }
            if !told.contains(where: { $0 == nil }) { conclude(told.compactMap { $0 }) }
            return
        }
        for index in leaves.indices where leaves[index].unclear != nil {
            let task = leaves[index].task
            if let told = better.first(where: { $0.covers(task) && $0.state.hasEnded }) {
                leaves[index].end(Ending(failed: told, isTracked: isTracked))
            }
        }
    }

    /// Ends what is listed no more, by accounting, by what csub knows, or as unknown when there is
    /// nothing left to wait for; and what is listed as ended, by accounting or as failed. An exit
    /// record may take `patience` milliseconds to appear, and accounting be `delay` behind.
    func settle(
        ofGone history: JobIndex, _ queue: BatchQueue, _ now: Instant, patience: Int, delay: Int
    ) {
        guard let place else { return }
        guard let record else {
            return settleForeign(history.rows(of: place), now, delay)
        }
        for index in leaves.indices where leaves[index].isLost {
            let task = leaves[index].task
            let leaf = id(of: task)
            let row = queue.account(of: leaf, record, in: history)
            leaves[index].hasBegun = leaves[index].hasBegun || row?.hasBegun ?? false
            if let found = queue.exitRecord(of: record, task: task) {
                leaves[index].hasBegun = true
                leaves[index].end(found.ending(limit: limit))
            } else if let ending = queue.ending(ofGone: leaf, record, history) {
                leaves[index].end(ending)
            } else {
                let isBehind = row != nil
                leaves[index].expire(
                    now, patience: isBehind ? max(delay, patience) : patience, delay: delay,
                    isTracked: isTracked)
            }
        }
    }

    private func settleForeign(_ history: [BatchJob], _ now: Instant, _ delay: Int) {
        if !history.isEmpty, history.allSatisfy(\.state.hasEnded) {
            conclude(history)
        } else if wasListed || !history.isEmpty {
            leaves[0].expire(
                now, patience: history.isEmpty ? 0 : delay, delay: delay, isTracked: false)
        } else if let since = leaves[0].goneSince, now - since >= manner.appearance {
            isNoJob = true
        }
    }

    /// Waits no longer for what has been in doubt for so many milliseconds.
    func giveUp(after limit: Int, _ now: Instant) {
        let limit = record == nil && !wasListed ? max(limit, manner.appearance) : limit
        for index in leaves.indices { leaves[index].giveUp(after: limit, now) }
    }

    // MARK: The end

    private func id(of task: Int?) -> JobID {
        guard let task, let place else { return id }
        return JobID(batch: place.number, task: task, cluster: place.cluster)
    }

    /// Whether there is nothing more to wait for.
    private var isDone: Bool {
        if leaves.allSatisfy({ !$0.isOpen }) { return true }
        if manner.goal.isEmpty { return false }
        guard record == nil else { return leaves.allSatisfy { !$0.isOpen || $0.reached != nil } }
        return !rows.isEmpty && rows.allSatisfy { $0.state.hasEnded || reached.contains($0.id) }
    }

    /// How it ended, as a whole; nil while there is something to wait for.
    func end() -> JobEnd? {
        if isNoJob {
            return JobEnd(
                id: id, status: .cannotWait, state: .unknown, hasBegun: false, isNoJob: true)
        }
        guard isDone else { return nil }
        let ends = leaves.map { $0.end(id(of: $0.task), vanishedIsFine: manner.vanishedIsFine) }
        guard let worst = ends.max(by: { $0.weight < $1.weight }) else { return nil }
        var end = JobEnd(
            id: id, status: worst.status, state: worst.state, remark: worst.remark,
            hasBegun: ends.contains { $0.hasBegun })
        let failed = ends.count { $0.status != .success }
        if ends.count > 1, failed > 0 {
            let unknown =
                worst.state == .unknown ? worst.remark.map { "; \(worst.id): \($0)" } : nil
            end.remark = "\(failed) of \(ends.count) tasks did not end with 0" + (unknown ?? "")
        }
        if record?.tasks != nil { end.tasks = ends }
        return end
    }

    /// What is worth a word while it is open, with what makes it another word.
    func remark(_ system: any BatchSystem) -> (key: String, text: String)? {
        guard let row = rows.first, !row.state.hasEnded else { return nil }
        if rows.allSatisfy({ $0.state == .held }) {
            return ("held", "held (\(row.reason)); 'cqueue --release' lets it start")
        }
        guard rows.allSatisfy({ system.canNeverStart($0) }) else { return nil }
        return (row.reason, "can't start as things are: \(row.reason)")
    }
}

extension JobEnd {
    /// Orders endings, the worst last: one that nobody knows is worse than all others.
    fileprivate var weight: Int32 { state == .unknown ? .max : status.code }
}

extension BatchJob {
    /// Whether it is about that task; nil stands for a job that is no array.
    fileprivate func covers(_ task: Int?) -> Bool {
        guard let task, let tasks = place.tasks else { return true }
        return tasks.contains(task)
    }
}
