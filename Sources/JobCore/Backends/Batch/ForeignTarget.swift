/// A job of which only the batch system knows, while it is waited for: all its rows at once.
final class ForeignTarget: WaitTarget {
    let id: JobID
    let place: BatchID?
    private let manner: WaitManner
    private(set) var rows: [BatchJob] = []
    /// Stands for all of it until it has ended.
    private var whole = WaitLeaf()
    /// Each row, once all have ended.
    private var parts: [WaitLeaf] = []
    /// Rows that were where they are wanted.
    private var reached: Set<JobID> = []
    private var wasListed = false
    private var isNoJob: Bool

    init(_ id: JobID, _ manner: WaitManner) {
        self.id = id
        self.manner = manner
        place = BatchID(id.text)
        isNoJob = place == nil
    }

    var isForeign: Bool { true }
    var statusDirectory: ByteString? { nil }
    var openCount: Int { isOpen ? 1 : 0 }
    private var isOpen: Bool { parts.isEmpty && whole.isOpen }

    // MARK: Looking

    func read(_ present: Set<ByteString>) {}

    func look(at index: JobIndex, _ now: Instant) {
        guard let place else { return }
        rows = index.rows(of: place)
        wasListed = wasListed || !rows.isEmpty
        for row in rows where manner.goal.contains(row.state) { reached.insert(row.id) }
        let open = rows.filter { !$0.state.hasEnded }
        if let row = open.first(where: { $0.state == .suspended }) ?? open.first {
            whole.note(.active(row), [], now)
        } else if let row = rows.first(where: { Ending($0) == nil }) {
            whole.note(.endedSomehow(row), [], now)
        } else if rows.isEmpty {
            whole.note(.gone, [], now)
        } else {
            conclude(rows)
        }
    }

    /// All of it has ended.
    private func conclude(_ rows: [BatchJob]) {
        parts = rows.map { row in
            var part = WaitLeaf(
                row.place.tasks?.indices.first, Ending(failed: row, isTracked: false))
            part.hasBegun = row.hasBegun
            return part
        }
    }

    // MARK: What else may tell

    var questions: [JobID] { isOpen && whole.unclear != nil ? rows.map(\.id) : [] }

    func settle(by index: JobIndex, asked: Set<JobID>, _ now: Instant) {
        guard let place else { return }
        let better = index.rows(of: place)
        let told = rows.map { row in
            Ending(row) == nil ? better.first { $0.id == row.id && $0.state.hasEnded } : row
        }
        if !told.contains(where: { $0 == nil }) { conclude(told.compactMap { $0 }) }
    }

    var isLost: Bool { isOpen && whole.isLost }

    func settle(ofGone history: JobIndex, _ now: Instant, patience: Int, delay: Int) {
        guard let place else { return }
        let rows = history.rows(of: place)
        if !rows.isEmpty, rows.allSatisfy(\.state.hasEnded) {
            conclude(rows)
        } else if wasListed || !rows.isEmpty {
            whole.expire(now, patience: rows.isEmpty ? 0 : delay, delay: delay, isTracked: false)
        } else if let since = whole.goneSince, now - since >= manner.appearance {
            isNoJob = true
        }
    }

    func giveUp(after limit: Int, _ now: Instant) {
        guard isOpen else { return }
        whole.giveUp(after: wasListed ? limit : max(limit, manner.appearance), now)
    }

    // MARK: The end

    func end() -> JobEnd? {
        if isNoJob { return JobEnd(ofNoJob: id) }
        let hasReached =
            !manner.goal.isEmpty && !rows.isEmpty
            && rows.allSatisfy { $0.state.hasEnded || reached.contains($0.id) }
        guard !isOpen || hasReached else { return nil }
        let leaves = parts.isEmpty ? [whole] : parts
        let name = rows.first?.name
        return JobEnd(
            id,
            worstOf: leaves.map { leaf in
                leaf.end(id(of: leaf), name, vanishedIsFine: manner.vanishedIsFine)
            })
    }

    private func id(of leaf: WaitLeaf) -> JobID {
        guard let task = leaf.task, let place else { return id }
        return place.task(task)
    }
}
