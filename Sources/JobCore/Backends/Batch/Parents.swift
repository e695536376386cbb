/// What the parents of jobs mean to them now.
extension BatchQueue {
    package enum Parent: Hashable, Sendable {
        /// Still waited for.
        case open(Dependency)
        /// It ended as it had to, or is not waited for.
        case met
        /// It ended otherwise: the child will never start.
        case failed(JobID)
    }

    /// Looks at each parent before the batch system is asked: Slurm drops, without a word, those that
    /// it has forgotten. One answer for each dependency of those that these are (`resolved`).
    ///
    /// - Throws: `Failure`: 64 for a job of another backend, 1 for one that nobody knows, unless that
    ///   is allowed.
    package func parents(
        of dependencies: [Dependency], allowsMissing: Bool
    ) throws(Failure) -> [Parent] {
        let dependencies = try resolved(dependencies)
        let ids = dependencies.compactMap { dependency -> JobID? in
            if case .job(let id, _) = dependency { id } else { nil }
        }
        let reports = try reports(of: ids)
        return try dependencies.map { dependency throws(Failure) -> Parent in
            guard case .job(let id, let condition) = dependency else { return .open(dependency) }
            let states = reports.states(of: id)
            guard !states.isEmpty else {
                guard allowsMissing else {
                    throw Failure("cannot depend on '\(id)': no such job", status: .failure)
                }
                say(.notice("'\(id)' is no job that anybody knows: not waiting for it"))
                return .met
            }
            let hasStarted = !states.contains { $0 == .pending || $0 == .held }
            if condition == .after, hasStarted { return .met }
            // Of tasks, each is its own child's parent.
            if !states.allSatisfy(\.hasEnded) { return .open(dependency) }
            let whole = states.first { $0 != .complete } ?? .complete
            return condition.isMet(byEndedIn: whole) ? .met : .failed(id)
        }
    }

    /// The same as the batch system knows them: each job that `last` or a batch stands for, each task
    /// where an ID names some of an array.
    package func resolved(_ dependencies: [Dependency]) throws(Failure) -> [Dependency] {
        var result: [Dependency] = []
        for dependency in dependencies {
            guard case .job(let id, let condition) = dependency else {
                result.append(dependency)
                continue
            }
            result += try known(id).flatMap(single).map { .job($0, condition) }
        }
        return result
    }

    /// The IDs that a batch system knows for what one stands for: an array, or tasks of it one by one.
    private func single(_ id: JobID) -> [JobID] {
        guard let place = BatchID(id.text), let tasks = place.tasks, tasks.count > 1 else {
            return [id]
        }
        if let all = records.record(of: id)?.tasks, all.indices.allSatisfy(tasks.contains) {
            return [place.whole]
        }
        return tasks.indices.map { place.task($0) }
    }

    /// An ID that can be a parent here; those that `last` or a batch stands for.
    private func known(_ id: JobID) throws(Failure) -> [JobID] {
        if id.isName { return try parents(named: id) }
        guard id.localNumber == nil, id.unsentNumber != nil || BatchID(id.text) != nil
        else {
            throw Failure(
                "cannot depend on '\(id)': that is no job of \(name.title)", status: .usage)
        }
        return [fullID(id)]
    }

    private func reports(of ids: [JobID]) throws(Failure) -> ParentStates {
        if ids.isEmpty { return ParentStates([]) }
        // An array's tasks are asked for together.
        let whole = ids.map { id in
            guard let place = BatchID(id.text), place.tasks != nil else { return id }
            return place.whole
        }
        var filter = JobFilter(states: Set(JobState.allCases))
        filter.ids = whole.unique
        filter.owners = .everybody
        filter.freshness = .now
        return ParentStates(try list(filter).jobs)
    }

    /// The same with whole arrays for those tasks of theirs that are all waited for in the same way, and
    /// whose others have ended as they had to: not every batch system lets a job wait for a task.
    func joined(_ dependencies: [Dependency]) -> [Dependency] {
        var result: [Dependency] = []
        for case .job(let id, let condition) in dependencies {
            guard let record = records.record(of: id), record.tasks != nil,
                let whole = BatchID(record.id.text), BatchID(id.text)?.tasks != nil,
                condition == .afterok || condition == .afterany,
                record.leaves.allSatisfy({ task in
                    guard let task else { return false }
                    return dependencies.contains(.job(whole.task(task), condition))
                        || recordedState(of: whole.task(task), record)
                            .map { condition.isMet(byEndedIn: $0) } ?? false
                })
            else {
                result.append(.job(id, condition))
                continue
            }
            let array = Dependency.job(record.id, condition)
            if !result.contains(array) { result.append(array) }
        }
        return result + dependencies.filter { $0 == .singleton }
    }

    /// The jobs that IDs stand for, each array as its tasks.
    package func tasks(of ids: [JobID]) throws(Failure) -> [JobID] {
        var result: [JobID] = []
        var jobs: [JobID] = []
        for id in ids { jobs += try known(id) }
        for id in jobs {
            guard records.record(of: id)?.tasks == nil, let place = BatchID(id.text),
                let tasks = place.tasks
            else {
                result += members(of: id)
                continue
            }
            result += tasks.indices.map { place.task($0) }
        }
        return result
    }
}

extension BatchOrder {
    /// Takes in what a dependency that was asked for means to it now.
    package mutating func take(_ parent: BatchQueue.Parent, of dependency: Dependency) {
        switch parent {
        case .open(let dependency): request.dependencies.append(dependency)
        case .met: request.settled.append(dependency)
        case .failed(let id):
            request.settled.append(dependency)
            failedParent = id
        }
    }
}

/// Reports of parents, by what they are about.
private struct ParentStates {
    private var exact: [JobID: [JobState]] = [:]
    /// Tasks that wait together.
    private var wide: [JobReport] = []
    private let all: [JobReport]

    init(_ reports: [JobReport]) {
        all = reports
        for report in reports {
            exact[report.id, default: []].append(report.state)
            if let tasks = BatchID(report.id.text)?.tasks, tasks.count > 1 {
                wide.append(report)
            }
            // What is said of a task is said of its array.
            guard let place = BatchID(report.id.text),
                place.tasks != nil || place.component != nil
            else { continue }
            let array = place.whole
            exact[array, default: []].append(report.state)
        }
    }

    func states(of id: JobID) -> [JobState] {
        let found = exact[id] ?? []
        // An ID may be written without its server.
        if found.isEmpty, let place = BatchID(id.text), place.server == nil {
            return all.filter { $0.isPart(of: id) }.map(\.state)
        }
        if BatchID(id.text)?.tasks == nil { return found }
        return found + wide.filter { $0.id != id && $0.isPart(of: id) }.map(\.state)
    }
}
