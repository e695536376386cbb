/// What tells of each of some tasks of an array that csub recorded: a row of the batch system's, the
/// task's own exit record, or neither.
struct TaskSources {
    enum Source {
        /// A row, narrowed to those of the tasks that it alone tells of.
        case row(BatchJob)
        /// What the task wrote when it had ended.
        case exitRecord(Int)
        /// Accounting, or nobody.
        case missing(Int)
    }

    /// In the order of the tasks; a row that tells of several stands where the first of them would.
    private(set) var sources: [Source] = []

    /// `rows` are the array's; one without tasks stands for all that is left of it, as after it was
    /// cancelled while it waited. `wanted` are the tasks that are meant, nil for all.
    init(
        _ record: BatchRecord, _ rows: [BatchJob], _ wanted: ArrayTasks?,
        hasWritten: (Int) -> Bool
    ) {
        var single: [Int: Int] = [:]
        var wide: [Int] = []
        for (place, row) in rows.enumerated() {
            if row.isOfOneTask, let task = row.place.tasks?.indices.first {
                single[task] = place
            } else {
                wide.append(place)
            }
        }
        // Those that have their own tasks before the one that has what is left.
        wide.sort { rows[$0].place.tasks != nil && rows[$1].place.tasks == nil }
        var shared: [Int: [Int]] = [:]
        for task in record.leaves.compactMap({ $0 }) where wanted?.contains(task) ?? true {
            if let place = single[task] {
                sources.append(.row(rows[place]))
            } else if hasWritten(task) {
                sources.append(.exitRecord(task))
            } else if let place = wide.first(where: { rows[$0].place.tasks?.contains(task) ?? true }
            ) {
                if shared[place] == nil { sources.append(.row(rows[place])) }
                shared[place, default: []].append(task)
            } else {
                sources.append(.missing(task))
            }
        }
        if shared.isEmpty { return }
        let tasks = Dictionary(
            uniqueKeysWithValues: shared.map { (rows[$0.key].id, ArrayTasks(indices: $0.value)) })
        sources = sources.map { source in
            guard case .row(let row) = source, let some = tasks[row.id] ?? nil else {
                return source
            }
            return .row(row.narrowed(to: some))
        }
    }

    /// Those of which nothing here tells.
    var missing: [Int] {
        sources.compactMap { source in
            if case .missing(let task) = source { task } else { nil }
        }
    }
}
