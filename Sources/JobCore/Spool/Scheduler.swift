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
        /// The jobs of its name.
        var family = 0
        /// Whether it waits for all of those that came before it (`singleton`).
        var waitsForFamily = false
        /// The jobs that it shares a limit with, by their first.
        var group = 0
        var groupLimit: Int?
        /// Its place among those that are ready.
        var rank = Rank(priority: 0)
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
        /// It has the cores that it had lent, and goes on.
        case goOn(Int)
    }

    /// How many jobs may start before one that waits for room, where no time limit tells that they
    /// do no harm.
    static let overtakers = 8

    package private(set) var total: Resources
    package internal(set) var free: Resources
    package var isPaused = false
    /// No more than these run at once, whatever is free.
    package var mostRunning = Int.max
    /// The job that the free cores are kept for.
    package internal(set) var reserved: Int?
    package private(set) var runningCount = 0

    var tasks = TaskStore()
    var lanes: [Lane] = []
    var children: [Int: [(child: Int, condition: Dependency.Condition)]] = [:]
    var begins: [(at: WallTime, job: Int)] = []
    var running: Set<Int> = []
    /// What jobs that wait for room have waited for, and how many have overtaken them.
    var waits: [Int: Wait] = [:]
    var doomed: [(job: Int, parent: Int)] = []
    /// Running jobs whose cores are lent, with how many jobs have yet to end before they ask for them
    /// by themselves; and those that ask, in that order.
    var lenders: [Int: Int] = [:]
    var returning: [Int] = []
    /// By a job that is waited for, those that lend their cores meanwhile.
    var creditors: [Int: [Int]] = [:]
    /// Jobs of one name, for `singleton`.
    var families: [Int: Family] = [:]
    var familyNumbers: [ByteString: Int] = [:]
    var lastFamily = 0
    var groups: [Int: Group] = [:]

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
            task.waitsForFamily = true
            task.unmet += 1
        }
        tasks.insert(job, task)
        waitFor(parents, job)
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
            removeFromLane(other)
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
        settleLoans(behind: job)
        settle(parent: job, endedAs: state)
        leave(task.family)
        tasks.trim()
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

    mutating func giveBack(_ job: Int, _ task: Task) {
        free += task.held
        forgetLoan(of: job)
        running.remove(job)
        runningCount -= 1
    }

    mutating func markRunning(_ job: Int, at start: Instant) {
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
    func needs(of task: Task) -> Resources {
        Resources(cores: min(task.resources.cores, total.cores), memory: task.resources.memory)
    }

    mutating func meet(_ child: Int) {
        tasks[child]?.unmet -= 1
        makeReady(child)
    }

    mutating func makeReady(_ job: Int) {
        guard let task = tasks[job], task.phase == .waiting, !task.isHeld, task.unmet == 0,
            task.begin == nil
        else { return }
        guard groups[task.group]?.takePlace(job) ?? true else {
            tasks[job]?.phase = .parked
            return
        }
        enterLane(job, task)
    }

    mutating func enterLane(_ job: Int, _ task: Task) {
        let rank = rank(of: job, task)
        tasks[job]?.phase = .ready
        tasks[job]?.rank = rank
        let index = laneIndex(rank)
        lanes[index].insert(job)
    }

    mutating func insert(begin: WallTime, of job: Int) {
        let index = begins.firstIndex { $0.at > begin } ?? begins.endIndex
        begins.insert((begin, job), at: index)
    }

    // MARK: Order

    private mutating func laneIndex(_ rank: Rank) -> Int {
        let index = lanes.firstIndex { $0.rank <= rank } ?? lanes.endIndex
        if index == lanes.endIndex || lanes[index].rank != rank {
            lanes.insert(Lane(rank: rank), at: index)
        }
        return index
    }

    mutating func removeFromLane(_ job: Int) {
        guard let rank = tasks[job]?.rank,
            let index = lanes.firstIndex(where: { $0.rank == rank })
        else { return }
        lanes[index].remove(job)
        if lanes[index].head == lanes[index].jobs.count { lanes.remove(at: index) }
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
