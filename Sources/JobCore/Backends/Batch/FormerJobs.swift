/// Jobs that a batch system had before, to be given to it once more: parents before their children, and
/// of an array maybe some tasks, which keep their indices.
///
/// What they wait for of one another is kept. A parent that is not among them counts as it is now, and
/// one that was submitted again itself as its successor.
package struct BatchFormerJobs {
    /// A job, or an array, and those of its tasks that are meant.
    fileprivate struct Member {
        let record: BatchRecord
        var tasks: [Int]?

        /// Whether a job, or a task, is of it.
        func includes(_ id: JobID) -> Bool {
            guard let tasks, let task = BatchID(id.text)?.tasks?.indices.first else { return true }
            return tasks.contains(task)
        }
    }

    private let queue: BatchQueue
    private var members: [Member] = []

    /// - Throws: `Failure` (1) for a job that csub did not give to a batch system.
    package init(_ ids: [JobID], in queue: BatchQueue) throws(Failure) {
        self.queue = queue
        for id in ids { try add(id) }
    }

    private mutating func add(_ id: JobID) throws(Failure) {
        guard let record = queue.records.record(of: id) else {
            throw Failure(
                "cannot submit '\(id)' again: csub did not submit it", status: .failure)
        }
        guard !record.script.isEmpty else {
            throw Failure(
                "cannot submit '\(id)' again: no script was written for it", status: .failure)
        }
        let wanted = BatchID(id.text)?.tasks
        let tasks = record.tasks?.indices.filter { wanted?.contains($0) ?? true }
        guard tasks?.isEmpty != true else {
            throw Failure("cannot submit '\(id)' again: no such job", status: .failure)
        }
        if let tasks, let index = index(of: record) {
            members[index].tasks = ((members[index].tasks ?? []) + tasks).unique
        } else if index(of: record) == nil {
            members.append(Member(record: record, tasks: tasks))
        }
    }

    private func index(of record: BatchRecord) -> Int? {
        members.firstIndex { $0.record.id == record.id }
    }

    /// The member that a job, or a task, is of.
    private func member(of id: JobID) -> Int? {
        guard let record = queue.records.record(of: id), let index = index(of: record) else {
            return nil
        }
        return members[index].includes(id) ? index : nil
    }

    // MARK: Dependents

    /// Takes along what was cancelled because one of them, or of those, did not end as it had to, and was
    /// not submitted again since.
    package mutating func addDependents() throws(Failure) {
        let records = try queue.records.all().filter { !$0.request.allDependencies.isEmpty }
        var filter = JobFilter(states: [.cancelled])
        filter.ids = descendants(among: records)
        filter.skipsResubmitted = true
        filter.isDetailed = true
        if filter.ids.isEmpty { return }
        var cancelled = try queue.list(filter).jobs.filter { report in
            if case .dependency? = report.ending?.cause { true } else { false }
        }
        while true {
            let more = cancelled.filter { report in
                report.request?.allDependencies.contains { dependency in
                    guard case .job(let id, _) = dependency else { return false }
                    return queue.members(of: id).contains { member(of: $0) != nil }
                } ?? false
            }
            if more.isEmpty { return }
            for report in more { try add(report.id) }
            let taken = Set(more.map(\.id))
            cancelled.removeAll { taken.contains($0.id) }
        }
    }

    /// The jobs that depend on one of the members, or on those.
    private func descendants(among records: [BatchRecord]) -> [JobID] {
        var known = Set(members.map(\.record.id))
        var found: [JobID] = []
        while true {
            let more = records.filter { record in
                !known.contains(record.id)
                    && record.request.allDependencies.contains { dependency in
                        guard case .job(let id, _) = dependency else { return false }
                        return known.contains(queue.records.record(of: id)?.id ?? id)
                    }
            }
            if more.isEmpty { return found }
            found += more.map(\.id)
            known.formUnion(more.map(\.id))
        }
    }

    // MARK: Orders

    /// An order for each job, or several for an array whose tasks wait for different ones, as they were but
    /// for the changes. With `replacing` they wait for one another and for `parents` alone.
    ///
    /// - Throws: `Failure` (1) for a job whose parent did not end as it had to, or is not known any
    ///   more unless that is allowed.
    package func orders(
        _ changes: Choices, _ table: OptionTable, replacing: Bool, parents: [Dependency],
        allowsMissing: Bool, now: WallTime
    ) throws(Failure) -> [BatchOrder] {
        let surroundings = Surroundings.current(by: changes.export(JobOptions.export) ?? .all)
        var plan = FormerOrders(
            members, queue, replacing: replacing, allowsMissing: allowsMissing, member: member(of:)
        ) { member, tasks in
            member.record.order(
                again: tasks, changes, table, after: parents, in: surroundings, now: now)
        }
        for index in members.indices { try plan.add(index) }
        return plan.result
    }
}

/// The orders of former jobs, while they are put in their order.
private struct FormerOrders {
    let members: [BatchFormerJobs.Member]
    let queue: BatchQueue
    let isReplacing: Bool
    let allowsMissing: Bool
    /// The index of the member that a job, or a task, is of.
    let member: (JobID) -> Int?
    /// The order of some tasks of a member, or of one that is no array.
    let order: (BatchFormerJobs.Member, [Int]?) -> BatchOrder
    private(set) var result: [BatchOrder] = []
    /// The orders of each member that has been added, and the tasks that they are of.
    private var added: [Int: [(order: BatchOrder, tasks: [Int]?)]] = [:]
    private var begun: Set<Int> = []

    init(
        _ members: [BatchFormerJobs.Member], _ queue: BatchQueue, replacing: Bool,
        allowsMissing: Bool, member: @escaping (JobID) -> Int?,
        order: @escaping (BatchFormerJobs.Member, [Int]?) -> BatchOrder
    ) {
        self.members = members
        self.queue = queue
        isReplacing = replacing
        self.allowsMissing = allowsMissing
        self.member = member
        self.order = order
    }

    /// What one task of a member waits for by itself.
    private enum Bond: Hashable {
        /// The same task of another member.
        case member(Int)
        /// The same task of an array that is not submitted again.
        case array(JobID)
    }

    /// What a member waits for.
    private struct Needs {
        var members: [(index: Int, task: Int?, condition: Dependency.Condition)] = []
        var others: [Dependency] = []
        var bonds: [Int: [Bond]] = [:]
    }

    /// Adds a member behind those that it waits for.
    mutating func add(_ index: Int) throws(Failure) {
        guard begun.insert(index).inserted else { return }
        let needs = try needs(of: members[index])
        let bonded = needs.bonds.values.joined()
            .compactMap { bond in if case .member(let other) = bond { other } else { nil } }
        for other in needs.members.map(\.index) + bonded.unique { try add(other) }
        let (open, settled) = try standing(of: needs.others, for: members[index])
        var orders: [(order: BatchOrder, tasks: [Int]?)] = []
        for (bonds, tasks) in groups(of: members[index], needs.bonds) {
            var order = order(members[index], tasks)
            order.request.dependencies += open
            order.request.settled = settled
            for need in needs.members {
                for (parent, tasks) in added[need.index] ?? [] {
                    if let task = need.task, tasks?.contains(task) == false { continue }
                    order.parents.append(
                        BatchOrder.Parent(parent, task: need.task, need.condition))
                }
            }
            for bond in bonds {
                switch bond {
                case .array(let id): order.request.dependencies.append(.job(id, .aftercorr))
                case .member(let other):
                    for (parent, theirs) in added[other] ?? []
                    where theirs?.contains(where: { tasks?.contains($0) ?? false }) ?? false {
                        order.parents.append(BatchOrder.Parent(parent, .aftercorr))
                    }
                }
            }
            order.place = index
            orders.append((order, tasks))
        }
        added[index] = orders
        result += orders.map(\.order)
    }

    /// The tasks of a member that wait for the same; nil for one that is no array.
    private func groups(
        of member: BatchFormerJobs.Member, _ bonds: [Int: [Bond]]
    ) -> [(bonds: [Bond], tasks: [Int]?)] {
        guard let tasks = member.tasks else { return [([], nil)] }
        var groups: [(bonds: [Bond], tasks: [Int]?)] = []
        for task in tasks {
            let own = bonds[task] ?? []
            if let index = groups.firstIndex(where: { $0.bonds == own }) {
                groups[index].tasks?.append(task)
            } else {
                groups.append((own, [task]))
            }
        }
        return groups
    }

    // MARK: Parents

    private func needs(of member: BatchFormerJobs.Member) throws(Failure) -> Needs {
        var needs = Needs()
        for dependency in member.record.request.allDependencies {
            guard case .job(let id, let condition) = dependency else {
                if !isReplacing { needs.others.append(dependency) }
                continue
            }
            if condition == .aftercorr, let tasks = member.tasks, let place = BatchID(id.text) {
                for task in tasks {
                    try add(place.task(task), task, of: member, to: &needs)
                }
            } else {
                add(id, condition, of: member, to: &needs)
            }
        }
        return needs
    }

    /// Adds a job, or an array, that all of a member waits for.
    private func add(
        _ id: JobID, _ condition: Dependency.Condition, of child: BatchFormerJobs.Member,
        to needs: inout Needs
    ) {
        let leaves = queue.members(of: id)
        let standIns = leaves.map { standIn(for: $0, of: child) }
        if isReplacing || leaves != standIns || standIns.contains(where: { member($0) != nil }) {
            var whole: Set<Int> = []
            for standIn in standIns {
                guard let index = member(standIn) else {
                    if !isReplacing { needs.others.append(.job(standIn, condition)) }
                    continue
                }
                let task = leaves.count > 1 ? nil : BatchID(standIn.text)?.tasks?.indices.first
                if task == nil, !whole.insert(index).inserted { continue }
                needs.members.append((index, task, condition))
            }
        } else {
            needs.others.append(.job(id, condition))
        }
    }

    /// Adds the task that one task of a member waits for.
    private func add(
        _ parent: JobID, _ task: Int, of child: BatchFormerJobs.Member, to needs: inout Needs
    ) throws(Failure) {
        let standIn = standIn(for: parent, of: child)
        if let index = member(standIn) {
            needs.bonds[task, default: []].append(.member(index))
        } else if !isReplacing {
            let (open, _) = try standing(of: [.job(standIn, .afterok)], for: child)
            guard !open.isEmpty, let whole = BatchID(standIn.text)?.whole else { return }
            needs.bonds[task, default: []].append(.array(whole))
        }
    }

    /// What stands for a parent now: itself, where it is submitted again too or never was, else the
    /// last of its successors.
    private func standIn(for parent: JobID, of child: BatchFormerJobs.Member) -> JobID {
        var id = parent
        while member(id) == nil, let next = queue.records.successor(of: id) {
            if queue.records.record(of: next)?.id == child.record.id { break }
            id = next
        }
        return id
    }

    /// What dependencies on jobs that are not submitted again mean now.
    private func standing(
        of dependencies: [Dependency], for child: BatchFormerJobs.Member
    ) throws(Failure) -> (open: [Dependency], settled: [Dependency]) {
        var (open, settled): ([Dependency], [Dependency]) = ([], [])
        let parents = try queue.parents(of: dependencies, allowsMissing: allowsMissing)
        for (dependency, parent) in zip(dependencies, parents) {
            switch parent {
            case .open(let dependency): open.append(dependency)
            case .met: settled.append(dependency)
            case .failed(let id): throw Failure(cannotSubmit: child.record.id, because: id)
            }
        }
        return (open, settled)
    }
}

extension BatchRecord {
    /// An order for the same once more, or for some tasks of it.
    fileprivate func order(
        again tasks: [Int]?, _ changes: Choices, _ table: OptionTable,
        after dependencies: [Dependency], in surroundings: Surroundings, now: WallTime
    ) -> BatchOrder {
        var request = request
        request.apply(changes)
        request.submitted = now
        (request.dependencies, request.settled) = (dependencies, [])
        var order = BatchOrder(
            .former(self), request: request, choices: changes, table: table,
            directory: stem?.directory ?? request.submitDirectory,
            currentDirectory: request.directory)
        order.surroundings = surroundings
        order.outputDirectory = request.submitDirectory
        let limit = self.tasks?.limit.map { "%\($0)" } ?? ""
        order.array = tasks.map { $0.map { "\($0)" }.joined(separator: ",") + limit }
        return order
    }
}
