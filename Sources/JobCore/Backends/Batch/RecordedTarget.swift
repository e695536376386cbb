/// A job that csub recorded, while it is waited for: each of its tasks by itself.
final class RecordedTarget: WaitTarget {
    let id: JobID
    let place: BatchID?
    private let record: BatchRecord
    private let queue: BatchQueue
    private let manner: WaitManner
    /// The job, or the tasks that are meant.
    private var leaves: [WaitLeaf]
    private(set) var rows: [BatchJob] = []

    init(_ id: JobID, _ record: BatchRecord, in queue: BatchQueue, _ manner: WaitManner) {
        self.id = id
        self.record = record
        self.queue = queue
        self.manner = manner
        let asked = BatchID(id.text)
        // An array is named in more than one way; csub knows the whole of it.
        place = BatchID(record.id.text).map { place in
            var place = place
            (place.tasks, place.component) = (asked?.tasks, asked?.component)
            return place
        }
        leaves =
            record.leaves
            .filter { task in
                guard let wanted = asked?.tasks, let task else { return true }
                return wanted.contains(task)
            }
            .map { WaitLeaf($0, record.ending) }
    }

    var isForeign: Bool { false }
    var statusDirectory: ByteString? { record.stem?.directory }
    var openCount: Int { leaves.count { $0.isOpen } }
    private var limit: Int? { record.request.timeLimit }
    /// Whether the job's own side was to write how it ended.
    private var isTracked: Bool { record.stem != nil }

    // MARK: Looking

    func read(_ present: Set<ByteString>) {
        guard isTracked else { return }
        for index in leaves.indices where leaves[index].isOpen {
            let task = leaves[index].task
            guard let path = record.statusPath(task: task), present.contains(path),
                let found = queue.exitRecord(of: record, task: task), !found.isTerminated
            else { continue }
            leaves[index].hasBegun = true
            let row = rows.first { $0.covers(task) && $0.state.hasEnded }
            guard case .ended(let ending) = Standing(found, limit: limit, row) else { continue }
            leaves[index].end(ending)
        }
    }

    func look(at index: JobIndex, _ now: Instant) {
        guard let place else { return }
        rows = index.rows(of: place).filter { $0.belongs(to: record) }
        for index in leaves.indices where leaves[index].isOpen {
            let task = leaves[index].task
            let found = queue.exitRecord(of: record, task: task)
            let row = rows.first { $0.covers(task) }
            if found != nil || row?.hasBegun ?? false { leaves[index].hasBegun = true }
            let standing = Standing(found, limit: limit, row)
            leaves[index].note(standing, manner.goal, now)
        }
    }

    // MARK: What else may tell

    var questions: [JobID] { leaves.filter(\.needsDetails).map { id(of: $0.task) } }

    func settle(by index: JobIndex, asked: Set<JobID>, _ now: Instant) {
        guard let place else { return }
        let better = index.rows(of: place).filter { $0.belongs(to: record) }
        for index in leaves.indices where leaves[index].needsDetails {
            let task = leaves[index].task
            guard asked.contains(id(of: task)) else { continue }
            guard let told = better.first(where: { $0.covers(task) }) else {
                leaves[index].forget()
                continue
            }
            let standing = Standing(
                queue.exitRecord(of: record, task: task), limit: limit, told)
            if case .endedSomehow = standing {
                leaves[index].end(Ending(failed: told, isTracked: isTracked))
            } else if leaves[index].goneSince != nil || told.state.hasEnded {
                leaves[index].note(standing, manner.goal, now)
            }
        }
    }

    var isLost: Bool { leaves.contains { $0.isLost && !($0.needsDetails && $0.goneSince != nil) } }

    func settle(ofGone history: JobIndex, _ now: Instant, patience: Int, delay: Int) {
        for index in leaves.indices where leaves[index].isLost {
            // Accounting is the last to be asked.
            if leaves[index].goneSince != nil, leaves[index].needsDetails { continue }
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

    func giveUp(after limit: Int, _ now: Instant) {
        for index in leaves.indices { leaves[index].giveUp(after: limit, now) }
    }

    // MARK: The end

    private func id(of task: Int?) -> JobID {
        guard let task, let place else { return id }
        return place.task(task)
    }

    func end() -> JobEnd? {
        // Tasks that the array does not have.
        if leaves.isEmpty { return JobEnd(ofNoJob: id) }
        let isDone = leaves.allSatisfy { leaf in
            !leaf.isOpen || !manner.goal.isEmpty && leaf.reached != nil
        }
        guard isDone else { return nil }
        let ends = leaves.map { leaf in
            leaf.end(
                id(of: leaf.task), record.request.name, vanishedIsFine: manner.vanishedIsFine,
                firstCause: queue.firstCause)
        }
        var end = JobEnd(id, worstOf: ends)
        if record.tasks != nil { end?.tasks = ends }
        return end
    }
}

extension BatchJob {
    /// Whether it is about that task; nil stands for a job that is no array.
    fileprivate func covers(_ task: Int?) -> Bool {
        guard let task, let tasks = place.tasks else { return true }
        return tasks.contains(task)
    }
}
