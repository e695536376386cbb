/// What a job asks for that waits may change, and what it waits for.
extension Scheduler {
    /// A job that waits asks for something else from now on, and waits for those parents.
    package mutating func change(
        _ job: Int, _ new: Task, parents: [(job: Int, condition: Dependency.Condition)]
    ) {
        guard let old = tasks[job], old.phase != .running, old.phase != .ended else { return }
        withdraw(job, old)
        waits[job] = nil
        begins.removeAll { $0.job == job }
        for parent in Array(children.keys) { children[parent]?.removeAll { $0.child == job } }
        var task = new
        (task.family, task.waitsForFamily) = (old.family, old.waitsForFamily)
        task.unmet = old.waitsForFamily ? 1 : 0
        tasks[job] = task
        waitFor(parents, job)
        if let begin = task.begin { insert(begin: begin, of: job) }
        makeReady(job)
    }

    /// The job waits for these parents, beside what it waits for.
    mutating func waitFor(
        _ parents: [(job: Int, condition: Dependency.Condition)], _ job: Int
    ) {
        for parent in parents {
            if parent.condition == .after, tasks[parent.job]?.phase == .running { continue }
            tasks[job]?.unmet += 1
            children[parent.job, default: []].append((job, parent.condition))
        }
    }
}
