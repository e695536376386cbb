/// One of the jobs that are waited for: a job, an array, or a task of one.
final class WaitTarget {
    let id: JobID
    let place: BatchID?
    let record: BatchRecord?
    /// What is not yet known to have ended: the indices of an array's tasks, or nil for a whole job.
    private(set) var open: Set<Int?>
    private var endings: [Ending] = []
    private var hasBegun = false
    private var hasDisappeared = false
    private var lastRows: [BatchJob] = []
    /// Rows listed as failed, without a word on how.
    private var doubtful: [Int?: BatchJob] = [:]
    /// Since when it is listed no more.
    private var goneSince: Instant?
    private var gone: Set<Int?> = []
    private var isUnknown = false

    init(_ id: JobID, _ record: BatchRecord?) {
        self.id = id
        self.record = record
        place = BatchID(slurm: id.text)
        if let record {
            let wanted = place?.tasks
            open = Set(
                record.leaves.filter { task in
                    guard let wanted, let task else { return true }
                    return wanted.contains(task)
                })
        } else {
            open = [nil]
        }
        if let ending = record?.ending { end(nil, ending) }
        isUnknown = place == nil && record == nil || open.isEmpty && endings.isEmpty
    }

    private var limit: Int? { record?.request.timeLimit }

    private func end(_ task: Int?, _ ending: Ending) {
        open.remove(task)
        doubtful[task] = nil
        gone.remove(task)
        endings.append(ending)
    }

    /// Changes when anything does.
    var fingerprint: String {
        "\(open.count) " + lastRows.map { "\($0.id) \($0.nativeState) \($0.reason)" }.joined()
    }

    var isRunning: Bool { lastRows.contains { $0.state == .running } }

    // MARK: What the jobs wrote

    /// Reads the exit records that are there.
    func read(_ present: Set<ByteString>, _ queue: BatchQueue) {
        guard let record, record.stem != nil else { return }
        for task in open {
            guard let path = record.statusPath(task: task), present.contains(path),
                let found = queue.exitRecord(of: record, task: task), !found.isTerminated
            else { continue }
            hasBegun = true
            end(task, found.ending(limit: limit))
        }
    }

    // MARK: What the batch system lists

    func look(at index: JobIndex, _ queue: BatchQueue) {
        guard let place else { return }
        lastRows = index.rows(of: place).filter { row in
            record.map { row.belongs(to: $0) } ?? true
        }
        gone = []
        if record == nil { return lookAtForeign() }
        for task in open {
            let row = lastRows.first { row in
                guard let task, let tasks = row.place.tasks else { return true }
                return tasks.contains(task)
            }
            if row?.hasBegun ?? false { hasBegun = true }
            let found = record.flatMap { queue.exitRecord(of: $0, task: task) }
            switch Standing(found, limit: limit, row) {
            case .active: break
            case .ended(let ending): end(task, ending)
            case .endedSomehow(let row): doubtful[task] = row
            case .gone: gone.insert(task)
            }
        }
        goneSince = gone.isEmpty ? nil : goneSince ?? Instant.now()
    }

    /// A job of which only the batch system knows: it has ended when each of its rows has.
    private func lookAtForeign() {
        guard !lastRows.isEmpty else {
            gone = open
            goneSince = goneSince ?? Instant.now()
            return
        }
        goneSince = nil
        isUnknown = false
        hasBegun = lastRows.contains { $0.state == .running } || hasBegun
        guard lastRows.allSatisfy(\.state.hasEnded) else { return }
        hasBegun = hasBegun || lastRows.contains(where: \.hasBegun)
        if lastRows.contains(where: { Ending($0) == nil }) {
            doubtful[nil] = lastRows.first { Ending($0) == nil }
        } else {
            conclude(lastRows.compactMap { Ending($0) })
        }
    }

    private func conclude(_ all: [Ending]) {
        open = []
        doubtful = [:]
        gone = []
        endings += all
    }

    // MARK: What else may tell

    /// Jobs of which more must be asked.
    var inDoubt: [JobID] {
        record == nil ? (doubtful.isEmpty ? [] : lastRows.map(\.id)) : doubtful.values.map(\.id)
    }

    /// Whether some of it is listed no more.
    var isLost: Bool { !gone.isEmpty }

    func settle(by index: JobIndex) {
        guard let place else { return }
        let rows = index.rows(of: place)
        if record == nil {
            if !rows.isEmpty, rows.allSatisfy({ $0.state.hasEnded }) {
                conclude(rows.map { Ending(failed: $0, isTracked: false) })
            }
            return
        }
        for (task, row) in doubtful {
            let better = rows.first { other in
                guard let task, let tasks = other.place.tasks else { return true }
                return tasks.contains(task)
            }
            end(task, Ending(failed: better ?? row, isTracked: record?.stem != nil))
        }
    }

    /// Ends what is listed no more, by accounting, by what csub knows, or as unknown when there is
    /// nothing left to wait for.
    func settle(
        ofGone history: [BatchJob], _ queue: BatchQueue, _ now: Instant, appearance: Int,
        filesTimeout: Int
    ) {
        let since = goneSince ?? now
        guard let place else { return }
        if record == nil {
            let rows = JobIndex(history).rows(of: place)
            if !rows.isEmpty {
                // Accounting is a few seconds behind.
                if rows.allSatisfy(\.state.hasEnded) {
                    conclude(rows.map { Ending(failed: $0, isTracked: false) })
                }
                hasBegun = true
            } else if lastRows.isEmpty, now - since >= appearance {
                isUnknown = true
            }
            return
        }
        for task in gone {
            let leaf =
                task.map { JobID(batch: place.number, task: $0, cluster: place.cluster) } ?? id
            if let found = record.flatMap({ queue.exitRecord(of: $0, task: task) }) {
                end(task, found.ending(limit: limit))
            } else if let ending = queue.ending(ofGone: leaf, record, history) {
                end(task, ending)
            } else if now - since >= filesTimeout {
                hasDisappeared = true
                end(task, Ending(.lost(reason: "it left the queue"), at: WallTime.now()))
            }
        }
    }

    // MARK: The end

    /// How it ended, as a whole; nil while anything of it is open.
    func end(_ queue: BatchQueue, _ manner: WaitManner) -> JobEnd? {
        if isUnknown {
            return JobEnd(
                id: id, status: .cannotWait, state: .unknown, remark: "no such job",
                hasBegun: false)
        }
        guard open.isEmpty, let first = endings.first else { return nil }
        let worst = endings.reduce(first) {
            $1.exitStatus.code > $0.exitStatus.code ? $1 : $0
        }
        var end = JobEnd(
            id: id, status: worst.exitStatus, state: worst.state, remark: worst.remark,
            hasBegun: hasBegun)
        let failed = endings.count { $0.exitStatus != .success }
        if endings.count > 1, failed > 0 {
            end.remark = "\(failed) of \(endings.count) tasks did not end with 0"
        }
        end.hasDisappeared = hasDisappeared
        if hasDisappeared, manner.vanishedIsFine {
            (end.status, end.state) = (.success, .complete)
        }
        return end
    }

    /// What is worth a word while it is open, with what makes it another word.
    func remark(_ system: any BatchSystem) -> (key: String, text: String)? {
        guard let row = lastRows.first, !row.state.hasEnded else { return nil }
        if lastRows.allSatisfy({ $0.state == .held }) {
            return ("held", "held (\(row.reason)); 'cqueue --release' lets it start")
        }
        guard lastRows.allSatisfy({ system.canNeverStart($0) }) else { return nil }
        return (row.reason, "can't start as things are: \(row.reason)")
    }
}

extension BatchJob {
    /// Whether its command was started, as far as a row tells: one that was cancelled while it waited
    /// has no time of its own.
    fileprivate var hasBegun: Bool {
        if state == .cancelled { return elapsed ?? 0 > 0 }
        return state == .running || state.hasEnded
    }
}
