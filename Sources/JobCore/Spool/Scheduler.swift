/// Who starts next: a value without processes, files or a clock of its own. Facts go in by number,
/// `decide` says what follows from them.
///
/// The order is priority, then number. What fits starts. The first that does not fit gets a
/// reservation: from the time limits of the running jobs it is known when it can start, and a job
/// behind it starts now only if it does not delay that (EASY backfill). Where limits are missing,
/// jobs behind it may start only while a job runs that ran when it became the first, and only
/// `overtakers` of them: no stream of narrow jobs starves a wide one.
package struct Scheduler {
    /// What the order of jobs rests on.
    package struct Task: Hashable, Sendable {
        package var resources: Resources
        package var priority: Int
        /// Milliseconds that it runs at most.
        package var timeLimit: Int?
        package var begin: WallTime?
        package var isHeld: Bool
        /// Parents whose ending it still waits for.
        var unmet = 0
        var phase = Phase.waiting
        /// The jobs of its name, and whether it waits for all of them that came before.
        var family = 0
        var isLonely = false
        /// The jobs that it shares a limit with, by their first.
        var group = 0
        var groupLimit: Int?
        /// When it started, and what it holds since.
        var since: Instant?
        var held = Resources(cores: 0)

        enum Phase: UInt8 {
            /// Waits for a parent, a begin time or its release.
            case waiting
            /// As many of its group as may run hold a place.
            case parked
            /// Could start, were there room.
            case ready
            case running, ended
        }

        package init(_ request: Request, isHeld: Bool) {
            resources = request.resources
            priority = request.priority
            timeLimit = request.timeLimit
            begin = request.begin
            group = request.group?.first ?? 0
            groupLimit = request.group?.limit
            self.isHeld = isHeld
        }
    }

    /// What is to be done.
    package enum Action: Hashable, Sendable {
        case start(Int)
        /// It ends as cancelled: its parent did not end as it had to.
        case endForDependency(Int, parent: Int)
    }

    /// How many jobs may start before one that waits for room, where no time limit tells that they
    /// do no harm.
    static let overtakers = 8

    package private(set) var total: Resources
    package private(set) var free: Resources
    package var isPaused = false
    /// No more than these run at once, whatever is free.
    package var mostRunning = Int.max
    /// The job that the free cores are kept for.
    package private(set) var reserved: Int?
    package private(set) var runningCount = 0

    private var tasks = TaskStore()
    private var lanes: [Lane] = []
    private var children: [Int: [(child: Int, condition: Dependency.Condition)]] = [:]
    private var begins: [(at: WallTime, job: Int)] = []
    private var running: Set<Int> = []
    /// What jobs that wait for room have waited for, and how many have overtaken them.
    private var waits: [Int: Wait] = [:]
    private var doomed: [(job: Int, parent: Int)] = []
    /// Jobs of one name, for `singleton`.
    private var families: [Int: Family] = [:]
    private var familyNumbers: [ByteString: Int] = [:]
    private var lastFamily = 0
    private var groups: [Int: Group] = [:]

    package init(total: Resources) {
        self.total = total
        free = total
    }

    // MARK: Facts

    /// The jobs share this much from now on.
    package mutating func setTotal(_ new: Resources) {
        free += new
        free -= total
        total = new
    }

    /// A job was submitted. `parents` are those among its dependencies that have not ended.
    /// A `singleton` starts when every job of its name that was added before has ended.
    package mutating func add(
        _ job: Int, _ task: Task, name: ByteString, isSingleton: Bool = false,
        parents: [(job: Int, condition: Dependency.Condition)]
    ) {
        var task = task
        task.family = join(job, name)
        enter(task)
        if isSingleton, families[task.family]?.first(in: tasks) != nil {
            task.isLonely = true
            task.unmet += 1
        }
        for parent in parents {
            if parent.condition == .after, tasks[parent.job]?.phase == .running { continue }
            task.unmet += 1
            children[parent.job, default: []].append((job, parent.condition))
        }
        tasks.insert(job, task)
        if let begin = task.begin { insert(begin: begin, of: job) }
        makeReady(job)
    }

    /// A job that runs already, as the one who takes over finds it.
    package mutating func addRunning(
        _ job: Int, _ task: Task, name: ByteString, since start: Instant
    ) {
        var task = task
        task.family = join(job, name)
        enter(task)
        tasks.insert(job, task)
        // A job before it that waits may have been given its place.
        let ready = { [tasks] (other: Int) in tasks[other]?.phase == .ready }
        if let other = groups[task.group]?.givePlace(to: job, before: ready) {
            removeFromLane(other, tasks[other]?.priority ?? 0)
            tasks[other]?.phase = .parked
        }
        markRunning(job, at: start)
    }

    package mutating func hold(_ job: Int) {
        guard let task = tasks[job], task.phase != .running, task.phase != .ended else { return }
        withdraw(job, task)
        tasks[job]?.isHeld = true
        tasks[job]?.phase = .waiting
    }

    package mutating func release(_ job: Int) {
        guard tasks[job]?.isHeld == true else { return }
        tasks[job]?.isHeld = false
        makeReady(job)
    }

    /// An attempt ended and there is another one to come.
    package mutating func waitAgain(_ job: Int) {
        guard let task = tasks[job], task.phase == .running else { return }
        giveBack(job, task)
        tasks[job]?.phase = .waiting
        leavePlace(job, task.group)
        makeReady(job)
    }

    /// A job has ended. Whoever waited for that is ready now, or never will be.
    package mutating func end(_ job: Int, as state: JobState) {
        guard let task = tasks[job], task.phase != .ended else { return }
        if task.phase == .running { giveBack(job, task) }
        withdraw(job, task)
        tasks[job]?.phase = .ended
        groups[task.group]?.members -= 1
        if groups[task.group]?.members == 0 { groups[task.group] = nil }
        waits[job] = nil
        settle(parent: job, endedAs: state)
        leave(task.family)
        tasks.trim()
    }

    // MARK: Jobs of one name

    private mutating func join(_ job: Int, _ name: ByteString) -> Int {
        var number = familyNumbers[name] ?? 0
        if number == 0 {
            lastFamily += 1
            number = lastFamily
            familyNumbers[name] = number
            families[number] = Family(name: name)
        }
        families[number]?.jobs.append(job)
        return number
    }

    /// One of the family has ended; the eldest that is left may have waited for that.
    private mutating func leave(_ number: Int) {
        guard var family = families.removeValue(forKey: number) else { return }
        while family.head < family.jobs.count,
            tasks[family.jobs[family.head]].map({ $0.phase == .ended }) ?? true
        {
            family.head += 1
        }
        guard family.head < family.jobs.count else {
            familyNumbers[family.name] = nil
            return
        }
        if family.head > 1024, family.head * 2 > family.jobs.count {
            family.jobs.removeFirst(family.head)
            family.head = 0
        }
        let eldest = family.jobs[family.head]
        families[number] = family
        if tasks[eldest]?.isLonely == true {
            tasks[eldest]?.isLonely = false
            meet(eldest)
        }
    }

    // MARK: Jobs that share a limit

    /// One more job of a group.
    private mutating func enter(_ task: Task) {
        guard let limit = task.groupLimit else { return }
        groups[task.group, default: Group(limit: limit)].members += 1
    }

    /// A job that has not started waits for room no more.
    private mutating func withdraw(_ job: Int, _ task: Task) {
        if task.phase == .ready { removeFromLane(job, task.priority) }
        leavePlace(job, task.group)
    }

    /// The place of a job in its group is free: the next one takes it.
    private mutating func leavePlace(_ job: Int, _ group: Int) {
        guard let next = groups[group]?.leavePlace(job), let task = tasks[next] else { return }
        enterLane(next, task)
    }

    /// A job that was to start can't before `time`.
    package mutating func postpone(_ job: Int, until time: WallTime) {
        guard let task = tasks[job], task.phase == .running else { return }
        giveBack(job, task)
        tasks[job]?.phase = .waiting
        leavePlace(job, task.group)
        tasks[job]?.begin = time
        insert(begin: time, of: job)
    }

    /// A parent that was never added here has ended.
    package mutating func settle(parent: Int, endedAs state: JobState) {
        for (child, condition) in children.removeValue(forKey: parent) ?? [] {
            if condition.isMet(byEndedIn: state) {
                meet(child)
            } else {
                doomed.append((child, parent))
            }
        }
    }

    private mutating func giveBack(_ job: Int, _ task: Task) {
        free += task.held
        running.remove(job)
        runningCount -= 1
    }

    private mutating func markRunning(_ job: Int, at start: Instant) {
        guard let task = tasks[job] else { return }
        let needed = needs(of: task)
        free -= needed
        tasks[job]?.held = needed
        tasks[job]?.phase = .running
        tasks[job]?.since = start
        running.insert(job)
        runningCount += 1
        waits[job] = nil
        // Those that only wait for its start.
        guard let waiting = children[job] else { return }
        children[job] = waiting.filter { $0.condition != .after }
        for (child, condition) in waiting where condition == .after { meet(child) }
    }

    /// What a job takes when it starts. One that was submitted when there were more cores to share
    /// gets all that there are.
    private func needs(of task: Task) -> Resources {
        Resources(cores: min(task.resources.cores, total.cores), memory: task.resources.memory)
    }

    private mutating func meet(_ child: Int) {
        tasks[child]?.unmet -= 1
        makeReady(child)
    }

    private mutating func makeReady(_ job: Int) {
        guard let task = tasks[job], task.phase == .waiting, !task.isHeld, task.unmet == 0,
            task.begin == nil
        else { return }
        guard groups[task.group]?.takePlace(job) ?? true else {
            tasks[job]?.phase = .parked
            return
        }
        enterLane(job, task)
    }

    private mutating func enterLane(_ job: Int, _ task: Task) {
        tasks[job]?.phase = .ready
        let index = laneIndex(task.priority)
        lanes[index].insert(job)
    }

    private mutating func insert(begin: WallTime, of job: Int) {
        let index = begins.firstIndex { $0.at > begin } ?? begins.endIndex
        begins.insert((begin, job), at: index)
    }

    // MARK: Order

    private mutating func laneIndex(_ priority: Int) -> Int {
        let index = lanes.firstIndex { $0.priority <= priority } ?? lanes.endIndex
        if index == lanes.endIndex || lanes[index].priority != priority {
            lanes.insert(Lane(priority: priority), at: index)
        }
        return index
    }

    private mutating func removeFromLane(_ job: Int, _ priority: Int) {
        guard let index = lanes.firstIndex(where: { $0.priority == priority }) else { return }
        lanes[index].remove(job)
        if lanes[index].head == lanes[index].jobs.count { lanes.remove(at: index) }
    }

    // MARK: Decisions

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
        reserved = nil
        guard !isPaused else { return actions }
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
    private struct Wait {
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

    private mutating func start(
        _ job: Int, _ task: Task, _ now: Instant, _ actions: inout [Action]
    ) {
        removeFromLane(job, task.priority)
        markRunning(job, at: now)
        actions.append(.start(job))
    }

    /// Keeps room for the first job, and starts those behind it that do it no harm.
    private mutating func reserve(
        for job: Int, _ task: Task, now: Instant, _ actions: inout [Action]
    ) {
        reserved = job
        noteWait(of: job)
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

    // MARK: Questions

    /// When the next begin time comes.
    package var nextBegin: WallTime? { begins.first?.at }

    /// Whether a job runs, or will without anybody's doing.
    package var hasWork: Bool {
        if runningCount > 0 || !doomed.isEmpty { return true }
        if isPaused { return false }
        return lanes.contains { $0.head < $0.jobs.count }
            || begins.contains { tasks[$0.job].map { $0.phase == .waiting && !$0.isHeld } ?? false }
    }

    package func isRunning(_ job: Int) -> Bool { tasks[job]?.phase == .running }
    package func isKnown(_ job: Int) -> Bool { tasks[job].map { $0.phase != .ended } ?? false }
}
