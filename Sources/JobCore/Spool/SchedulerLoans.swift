/// Cores that running jobs lend while they wait for others, as make(1)'s job server does with the
/// slot of a make that waits. Their memory they keep: a process that sleeps does not give it back.
extension Scheduler {
    /// A running job waits: its cores are free meanwhile. What it waits for comes before others of
    /// its priority, so that few wait at a time. Where it waits for nothing but `jobs`, it asks for its
    /// cores as soon as the last of these has ended, before anybody else gets them.
    package mutating func lend(_ job: Int, waitingFor jobs: [Int], andMore isForMore: Bool = false)
    {
        guard let task = tasks[job], task.phase == .running else { return }
        forgetLoan(of: job)
        lenders[job] = isForMore ? 1 : 0
        free.cores += task.held.cores
        tasks[job]?.held.cores = 0
        for other in jobs where isKnown(other) {
            lenders[job, default: 0] += 1
            creditors[other, default: []].append(job)
            guard let waiting = tasks[other], waiting.phase == .ready else { continue }
            removeFromLane(other)
            enterLane(other, waiting)
        }
        if lenders[job] == 0 { askBack(job) }
    }

    /// The place of a job among those that are ready: it takes over the priority of whoever waits for
    /// it.
    func rank(of job: Int, _ task: Task) -> Rank {
        guard let waiting = creditors[job], !waiting.isEmpty else {
            return Rank(priority: task.priority)
        }
        let highest = waiting.compactMap { tasks[$0]?.priority }.max() ?? task.priority
        return Rank(priority: max(task.priority, highest), isWaitedFor: true)
    }

    /// It waits no more and asks for its cores; `decide` tells when it has them.
    package mutating func askBack(_ job: Int) {
        guard lenders[job] != nil, !returning.contains(job) else { return }
        returning.append(job)
    }

    /// It goes on, whether its cores are free or not. Where they are not, no job starts before it
    /// fits again.
    package mutating func takeBack(_ job: Int) {
        guard let task = tasks[job], lenders[job] != nil else { return }
        forgetLoan(of: job)
        let cores = needs(of: task).cores
        free.cores -= cores
        tasks[job]?.held.cores = cores
    }

    /// Gives those that ask what there is, the first first.
    mutating func giveBackCores(_ actions: inout [Action]) {
        while let job = returning.first, let task = tasks[job],
            needs(of: task).cores <= free.cores
        {
            takeBack(job)
            actions.append(.goOn(job))
        }
    }

    /// One of the jobs that are waited for has ended.
    mutating func settleLoans(behind job: Int) {
        for lender in creditors.removeValue(forKey: job) ?? [] {
            guard let open = lenders[lender], open > 0 else { continue }
            lenders[lender] = open - 1
            if open == 1 { askBack(lender) }
        }
    }

    /// It lends nothing any more, or something else.
    mutating func forgetLoan(of job: Int) {
        guard let open = lenders.removeValue(forKey: job) else { return }
        returning.removeAll { $0 == job }
        guard open > 0 else { return }
        for (other, waiting) in creditors where waiting.contains(job) {
            creditors[other] = waiting.filter { $0 != job }
        }
    }

    // MARK: What those who wait need

    /// Whether a job asks for memory that only jobs can free which wait for others.
    func needsEndOfLenders(_ task: Task) -> Bool {
        let kept = lenders.keys.reduce(0) { $0 + (tasks[$1]?.held.memory ?? 0) }
        return kept > 0 && needs(of: task).memory > total.memory - kept
    }

    /// Starts what has to end before jobs that wait go on, whatever is before it: where those keep the
    /// first job from starting, nothing would ever move otherwise.
    mutating func startNeeded(_ now: Instant, _ actions: inout [Action]) {
        let needed = neededByLenders()
        for job in needed.sorted() {
            guard free.cores > 0, runningCount < mostRunning else { return }
            guard let task = tasks[job], needs(of: task).fits(in: free) else { continue }
            switch task.phase {
            case .ready: start(job, task, now, &actions)
            case .parked:
                let isReady = { [tasks] (other: Int) in tasks[other]?.phase == .ready }
                guard let other = groups[task.group]?.takePlace(job, of: isReady) else { continue }
                removeFromLane(other)
                tasks[other]?.phase = .parked
                enterLane(job, task)
                start(job, task, now, &actions)
            case .waiting, .running, .ended: break
            }
        }
    }

    /// Jobs that have not started and that running ones wait for, or that such a job depends on.
    private func neededByLenders() -> Set<Int> {
        var parents: [Int: [Int]] = [:]
        for (parent, entries) in children {
            for entry in entries { parents[entry.child, default: []].append(parent) }
        }
        var found: Set<Int> = []
        var open = Array(creditors.keys)
        while let job = open.popLast() {
            guard let task = tasks[job], task.phase != .running, task.phase != .ended,
                found.insert(job).inserted
            else { continue }
            open += parents[job] ?? []
            if task.waitsForFamily { open += families[task.family]?.jobs.filter { $0 < job } ?? [] }
        }
        return found
    }
}
