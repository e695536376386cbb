import JobCore
import Testing

/// The scheduler as a simulation: facts in, decisions out, no process and no clock.
@Suite struct SchedulerTests {
    /// A job of a simulation.
    struct Planned {
        var cores = 1
        var memory = 0
        var priority = 0
        /// Milliseconds that it takes, and that it says it takes at most.
        var duration = 100
        var limit: Int?
        var parents: [(Int, Dependency.Condition)] = []
        var fails = false
        var isSingleton = false
        var name: ByteString = "job"
        var group: JobGroup?
        var arrives = 0
    }

    /// What became of the jobs of a simulation.
    struct Outcome {
        var started: [Int: Int] = [:]
        var order: [Int] = []
        var cancelled: Set<Int> = []
        var states: [Int: JobState] = [:]
    }

    /// Runs jobs 1, 2, 3 … against a scheduler with those resources until nothing is left to do.
    private func simulate(_ jobs: [Planned], cores: Int, memory: Int = 1000) -> Outcome {
        var scheduler = Scheduler(total: Resources(cores: cores, memory: memory))
        var outcome = Outcome()
        var running: [(end: Int, job: Int)] = []
        var now = 0
        var next = 0
        let arrivals = jobs.indices.sorted {
            (jobs[$0].arrives, $0) < (jobs[$1].arrives, $1)
        }
        while true {
            while next < arrivals.count, jobs[arrivals[next]].arrives <= now {
                add(arrivals[next] + 1, jobs[arrivals[next]], to: &scheduler, outcome)
                next += 1
            }
            for (_, job) in running.filter({ $0.end <= now }) {
                let state: JobState = jobs[job - 1].fails ? .failed : .complete
                outcome.states[job] = state
                scheduler.end(job, as: state)
            }
            running.removeAll { $0.end <= now }
            let instant = Instant(milliseconds: now)
            var actions = scheduler.decide(now: instant, wall: WallTime(milliseconds: now))
            while !actions.isEmpty {
                for action in actions {
                    switch action {
                    case .start(let job):
                        #expect(outcome.started[job] == nil, "L\(job) started twice")
                        outcome.started[job] = now
                        outcome.order.append(job)
                        running.append((now + jobs[job - 1].duration, job))
                    case .goOn(let job): Issue.record("L\(job) has lent nothing")
                    case .endForDependency(let job, _):
                        outcome.cancelled.insert(job)
                        outcome.states[job] = .cancelled
                    }
                }
                actions = scheduler.decide(now: instant, wall: WallTime(milliseconds: now))
            }
            let held = running.reduce(0) { $0 + jobs[$1.job - 1].cores }
            let bytes = running.reduce(0) { $0 + jobs[$1.job - 1].memory }
            #expect(held <= cores && bytes <= memory, "over-committed at \(now)")
            #expect(scheduler.free == Resources(cores: cores - held, memory: memory - bytes))
            for group in Set(jobs.compactMap(\.group)) {
                let count = running.count { jobs[$0.job - 1].group == group }
                #expect(count <= group.limit, "\(count) of a group at \(now)")
            }
            let times =
                running.map(\.end)
                + (next < arrivals.count ? [jobs[arrivals[next]].arrives] : [])
            guard let time = times.min() else { return outcome }
            now = max(time, now)
        }
    }

    private func add(
        _ job: Int, _ planned: Planned, to scheduler: inout Scheduler, _ outcome: Outcome
    ) {
        let request = request(planned)
        var parents: [(job: Int, condition: Dependency.Condition)] = []
        var ended: [(Int, JobState)] = []
        for (parent, condition) in planned.parents {
            parents.append((parent, condition))
            if let state = outcome.states[parent] { ended.append((parent, state)) }
        }
        scheduler.add(
            job, Scheduler.Task(request, isHeld: false), name: planned.name,
            isSingleton: planned.isSingleton, parents: parents)
        for (parent, state) in ended { scheduler.settle(parent: parent, endedAs: state) }
    }

    private func request(_ planned: Planned) -> Request {
        var request = Request(
            name: planned.name, command: .arguments(["x"]), directory: "/", submitDirectory: "/",
            surroundings: "", submitted: WallTime(milliseconds: 0))
        request.resources = Resources(cores: planned.cores, memory: planned.memory)
        request.priority = planned.priority
        request.timeLimit = planned.limit
        request.group = planned.group
        return request
    }

    @Test func `jobs start by priority, then by number`() {
        var jobs = [Planned](repeating: Planned(), count: 6)
        jobs[3].priority = 5
        jobs[5].priority = 5
        jobs[1].priority = -1
        #expect(simulate(jobs, cores: 1).order == [4, 6, 1, 3, 5, 2])
    }

    @Test func `what is small starts beside what is large`() {
        let jobs = [Planned(cores: 3), Planned(cores: 1), Planned(cores: 2)]
        let outcome = simulate(jobs, cores: 4)
        #expect(outcome.started == [1: 0, 2: 0, 3: 100])
    }

    @Test func `memory is shared like cores`() {
        let jobs = [Planned(memory: 600), Planned(memory: 600), Planned(memory: 300)]
        let outcome = simulate(jobs, cores: 8)
        #expect(outcome.started[1] == 0)
        #expect(outcome.started[2] == 100)
    }

    @Test func `a wide job is not starved by a stream of narrow ones`() throws {
        for limit in [nil, 100] {
            var jobs = [Planned(cores: 3, limit: limit), Planned(cores: 4, limit: limit)]
            jobs += (0..<200).map { Planned(cores: 1, limit: limit, arrives: $0 * 20) }
            let outcome = simulate(jobs, cores: 4)
            let wide = try #require(outcome.order.firstIndex(of: 2))
            #expect(wide <= 10, "limit \(String(describing: limit)): \(wide)")
        }
    }

    @Test func `a wide job is not starved by narrow ones of any length`() throws {
        var generator = Seeded(3)
        for _ in 0..<200 {
            var jobs = (0..<120).map { index in
                Planned(
                    duration: Int.random(in: 10...500, using: &generator), arrives: index * 10)
            }
            jobs[20].cores = 4
            let outcome = simulate(jobs, cores: 4)
            let start = try #require(outcome.started[21])
            // It was first when the last of those before it had started. From then on: what ran
            // at that time, and what overtook it meanwhile, at their longest.
            let first = max(200, (1...20).compactMap { outcome.started[$0] }.max() ?? 0)
            #expect(start - first <= 1000, "waited \(start - first)")
            let overtakers = outcome.order.prefix { $0 != 21 }.count { $0 > 21 }
            #expect(overtakers <= 8)
        }
    }

    @Test func `a reservation is kept, and gaps before it are used`() {
        // Two cores. L1 runs until 100 on one; L2 needs both and is promised 100.
        let jobs = [
            Planned(cores: 1, duration: 100, limit: 100), Planned(cores: 2),
            Planned(cores: 1, duration: 90, limit: 90),
            Planned(cores: 1, duration: 200, limit: 200),
        ]
        let outcome = simulate(jobs, cores: 2)
        #expect(outcome.started[3] == 0, "it is over before L2 can start")
        #expect(outcome.started[2] == 100)
        #expect(outcome.started[4] == 200, "it would have delayed L2")
    }

    @Test func `dependencies decide who starts and who never will`() {
        let jobs = [
            Planned(fails: true), Planned(),
            Planned(parents: [(1, .afterok)]), Planned(parents: [(1, .afternotok)]),
            Planned(parents: [(1, .afterany), (2, .afterok)]), Planned(parents: [(2, .afternotok)]),
            Planned(parents: [(3, .afterok)]), Planned(parents: [(3, .afterany)]),
        ]
        let outcome = simulate(jobs, cores: 8)
        #expect(outcome.cancelled == [3, 6, 7])
        #expect(outcome.started[4] == 100 && outcome.started[5] == 100)
        #expect(outcome.started[8] == 100, "a cancelled parent has ended, too")
    }

    @Test func `after waits for a start alone`() {
        let jobs = [Planned(duration: 500), Planned(parents: [(1, .after)])]
        #expect(simulate(jobs, cores: 2).started == [1: 0, 2: 0])
    }

    @Test func `singletons of one name run one by one`() {
        let jobs =
            (0..<4).map { _ in Planned(isSingleton: true) }
            + [Planned(isSingleton: true, name: "other")]
        #expect(simulate(jobs, cores: 8).started == [1: 0, 2: 100, 3: 200, 4: 300, 5: 0])
    }

    @Test func `of a group only so many run, and the next starts when one has ended`() {
        var jobs = [Planned](repeating: Planned(group: JobGroup(first: 1, limit: 2)), count: 6)
        jobs[1].duration = 300
        jobs.append(Planned())
        #expect(
            simulate(jobs, cores: 8).started == [1: 0, 2: 0, 3: 100, 4: 200, 5: 300, 6: 300, 7: 0])
    }

    @Test func `who takes over counts those of a group that run already`() {
        var scheduler = Scheduler(total: Resources(cores: 4, memory: 1000))
        let planned = Planned(group: JobGroup(first: 1, limit: 1))
        add(1, planned, to: &scheduler, Outcome())
        scheduler.addRunning(
            2, Scheduler.Task(request(planned), isHeld: false), name: "job",
            since: Instant(milliseconds: 0))
        let (now, wall) = (Instant(milliseconds: 1), WallTime(milliseconds: 1))
        #expect(scheduler.decide(now: now, wall: wall) == [])
        scheduler.hold(1)
        scheduler.release(1)
        #expect(scheduler.decide(now: now, wall: wall) == [])
        scheduler.end(2, as: .complete)
        #expect(scheduler.decide(now: now, wall: wall) == [.start(1)])
    }

    @Test func `five hundred random graphs all come to their end`() {
        var generator = Seeded(11)
        for round in 0..<500 {
            let count = Int.random(in: 1...60, using: &generator)
            let jobs = (1...count).map { number in
                var job = Planned()
                job.cores = Int.random(in: 1...4, using: &generator)
                job.memory = Int.random(in: 0...500, using: &generator)
                job.priority = Int.random(in: -1...1, using: &generator)
                job.duration = Int.random(in: 0...200, using: &generator)
                job.limit = Bool.random(using: &generator) ? job.duration + 50 : nil
                job.fails = Int.random(in: 0..<5, using: &generator) == 0
                job.isSingleton = Int.random(in: 0..<8, using: &generator) == 0
                job.name = Bool.random(using: &generator) ? "a" : "b"
                if Bool.random(using: &generator) {
                    let first = Int.random(in: 1...2, using: &generator)
                    job.group = JobGroup(first: first, limit: first + 1)
                }
                job.arrives = number * Int.random(in: 0...20, using: &generator)
                for _ in 0..<Int.random(in: 0...3, using: &generator) where number > 1 {
                    let parent = Int.random(in: 1..<number, using: &generator)
                    let condition = Dependency.Condition.allCases.randomElement(using: &generator)
                    job.parents.append((parent, condition ?? .afterok))
                }
                return job
            }
            // A parent is always submitted first.
            var sorted = jobs
            for index in sorted.indices.dropFirst() {
                sorted[index].arrives = max(sorted[index].arrives, sorted[index - 1].arrives)
            }
            let outcome = simulate(sorted, cores: 4, memory: 500)
            #expect(outcome.states.count == count, "round \(round): some never ended")
            for (index, job) in sorted.enumerated() where outcome.cancelled.contains(index + 1) {
                #expect(!job.parents.isEmpty, "round \(round)")
            }
            check(sorted, outcome, round)
        }
    }

    /// Nobody started before what it waited for.
    private func check(_ jobs: [Planned], _ outcome: Outcome, _ round: Int) {
        for (index, job) in jobs.enumerated() {
            guard let start = outcome.started[index + 1] else { continue }
            for (parent, condition) in job.parents {
                guard let begun = outcome.started[parent] else {
                    #expect(
                        ![.afterok, .aftercorr].contains(condition), "round \(round): L\(index + 1)"
                    )
                    continue
                }
                let end = begun + jobs[parent - 1].duration
                switch condition {
                case .afterok, .aftercorr: #expect(end <= start && !jobs[parent - 1].fails)
                case .afternotok: #expect(end <= start && jobs[parent - 1].fails)
                case .afterany: #expect(end <= start)
                case .after: #expect(begun <= start)
                }
            }
        }
    }

    @Test func `a job that waits may ask for something else, and wait for others`() {
        var scheduler = Scheduler(total: Resources(cores: 2, memory: 0))
        func task(_ cores: Int, priority: Int = 0, begin: Int? = nil) -> Scheduler.Task {
            var request = Request(
                name: "j", command: .shell("true"), directory: "", submitDirectory: "",
                surroundings: "", submitted: WallTime(milliseconds: 0))
            (request.resources.cores, request.priority) = (cores, priority)
            request.begin = begin.map { WallTime(milliseconds: $0) }
            return Scheduler.Task(request, isHeld: false)
        }
        func started(at time: Int) -> [Int] {
            scheduler.decide(
                now: Instant(milliseconds: time), wall: WallTime(milliseconds: time)
            ).compactMap { if case .start(let job) = $0 { job } else { nil } }
        }
        scheduler.isPaused = true
        for job in 1...4 { scheduler.add(job, task(2), name: "j", parents: []) }
        scheduler.change(3, task(1, priority: 5), parents: [])
        scheduler.change(4, task(1, priority: 4, begin: 50), parents: [])
        scheduler.change(2, task(1, priority: 9), parents: [(3, .afterok)])
        scheduler.isPaused = false
        #expect(started(at: 0) == [3])
        scheduler.change(4, task(1, priority: 4), parents: [])
        #expect(started(at: 1) == [4])
        scheduler.change(4, task(2), parents: [])
        scheduler.end(3, as: .complete)
        #expect(started(at: 60) == [2])
        // It waits for nobody any more, and so is not cancelled with its former parent.
        scheduler.change(1, task(1), parents: [(2, .afterok)])
        scheduler.change(1, task(1), parents: [])
        scheduler.end(2, as: .failed)
        #expect(started(at: 70) == [1])
        scheduler.end(1, as: .complete)
        scheduler.end(4, as: .complete)
        #expect(!scheduler.hasWork && scheduler.free.cores == 2)
    }
}
