extension Scheduler {
    /// What follows from the facts so far. What it says is taken as done.
    package mutating func decide(now: Instant, wall: WallTime) -> [Action] {
        var actions: [Action] = []
        while let next = doomed.popLast() {
            guard let task = tasks[next.job], task.phase != .ended, task.phase != .running else {
                continue
            }
            actions.append(.endForDependency(next.job, parent: next.parent))
            end(next.job, as: .cancelled)
        }
        while let first = begins.first, first.at <= wall {
            begins.removeFirst()
            tasks[first.job]?.begin = nil
            makeReady(first.job)
        }
        giveBackCores(&actions)
        // Whoever waits for the cores of its own comes before everybody who has not started.
        reserved = returning.first
        guard !isPaused, returning.isEmpty else { return actions }
        // Everything that fits, up to the first that does not.
        guard runningCount < mostRunning else { return actions }
        while free.cores > 0, runningCount < mostRunning, let (job, task) = firstReady() {
            guard needs(of: task).fits(in: free) else {
                reserve(for: job, task, now: now, &actions)
                return actions
            }
            start(job, task, now, &actions)
        }
        if let (job, task) = firstReady(), !needs(of: task).fits(in: free) {
            noteWait(of: job)
            reserved = job
        }
        return actions
    }

    /// A job that is the first and does not fit.
    struct Wait {
        /// What ran when it became that.
        var running: Set<Int>
        /// How many have started before it since.
        var overtakers = 0
    }

    private mutating func noteWait(of job: Int) {
        if waits[job] == nil { waits[job] = Wait(running: running) }
    }

    private func firstReady() -> (Int, Task)? {
        guard let lane = lanes.first, lane.head < lane.jobs.count else { return nil }
        let job = lane.jobs[lane.head]
        return tasks[job].map { (job, $0) }
    }

    mutating func start(
        _ job: Int, _ task: Task, _ now: Instant, _ actions: inout [Action]
    ) {
        removeFromLane(job)
        markRunning(job, at: now)
        actions.append(.start(job))
    }

    /// Keeps room for the first job, and starts those behind it that do it no harm.
    private mutating func reserve(
        for job: Int, _ task: Task, now: Instant, _ actions: inout [Action]
    ) {
        reserved = job
        noteWait(of: job)
        if needsEndOfLenders(task) { startNeeded(now, &actions) }
        let plan = plan(for: task, now: now)
        // Where nobody knows when it can start: is anything running that was there before it?
        let isOldRunning = waits[job].map { !$0.running.isDisjoint(with: running) } ?? false
        guard plan != nil || isOldRunning else { return }
        var spare = plan?.spare ?? Resources(cores: 0)
        var looked = 0
        for other in readyJobs(after: job) {
            // Far behind, looking costs more than it brings.
            looked += 1
            guard looked <= 1000, free.cores > 0, runningCount < mostRunning else { return }
            guard let candidate = tasks[other], case let needed = needs(of: candidate),
                needed.fits(in: free)
            else { continue }
            if let plan {
                let isOver = candidate.timeLimit.map { now + $0 <= plan.start } ?? false
                guard isOver || needed.fits(in: spare) else { continue }
                if !isOver { spare -= needed }
            } else {
                guard let count = waits[job]?.overtakers, count < Self.overtakers else { return }
                waits[job]?.overtakers += 1
            }
            start(other, candidate, now, &actions)
        }
    }

    /// When a job can start at the latest, and what is left over then; nil where the limits of the
    /// running jobs do not tell.
    private func plan(for task: Task, now: Instant) -> (start: Instant, spare: Resources)? {
        var releases: [(at: Instant, resources: Resources)] = []
        for job in running {
            guard let other = tasks[job], let limit = other.timeLimit, let since = other.since
            else { continue }
            releases.append((max(now, since + limit), other.held))
        }
        releases.sort { $0.at < $1.at }
        var free = free
        for release in releases {
            free += release.resources
            guard needs(of: task).fits(in: free) else { continue }
            free -= needs(of: task)
            return (release.at, free)
        }
        return nil
    }

    private func readyJobs(after job: Int) -> [Int] {
        var result: [Int] = []
        for lane in lanes {
            result += lane.jobs[lane.head...].prefix(1001 - result.count)
            if result.count > 1000 { break }
        }
        return Array(result.drop { $0 != job }.dropFirst())
    }
}
