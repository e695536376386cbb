import JobCore
import Testing

/// Cores that jobs lend while they wait for others, as a simulation.
@Suite struct SchedulerLoanTests {
    /// A job that computes, waits for another one, and computes again.
    private struct Planned {
        var cores = 1
        var arrives = 0
        /// Milliseconds before and after the waiting.
        var first = 10
        var second = 10
        /// The job it waits for: one with a higher number, so that nobody waits in a circle.
        var child: Int?
        /// Milliseconds after which it goes on without its child, and without asking.
        var patience: Int?
    }

    private enum Doing: Equatable {
        case nothing, computing(until: Int), waiting(since: Int), asking, ended
        /// The second part.
        case finishing(until: Int)
    }

    private struct Simulation {
        let jobs: [Planned]
        let cores: Int
        var scheduler: Scheduler
        var doing: [Doing]
        var now = 0
        /// Whether somebody went on without having been given cores, since all had theirs.
        var isOverCommitted = false

        init(_ jobs: [Planned], cores: Int) {
            self.jobs = jobs
            self.cores = cores
            scheduler = Scheduler(total: Resources(cores: cores, memory: 100))
            doing = [Doing](repeating: .nothing, count: jobs.count)
        }

        /// What jobs hold that neither wait nor ask.
        var held: Int {
            jobs.indices.reduce(0) { sum, index in
                switch doing[index] {
                case .computing, .finishing: sum + jobs[index].cores
                default: sum
                }
            }
        }

        mutating func submit() {
            for (index, job) in jobs.enumerated() where job.arrives == now {
                var request = Request(
                    name: "job", command: .arguments(["x"]), directory: "/", submitDirectory: "/",
                    surroundings: "", submitted: WallTime(milliseconds: 0))
                request.resources = Resources(cores: job.cores)
                scheduler.add(
                    index + 1, Scheduler.Task(request, isHeld: false), name: "job", parents: [])
            }
        }

        /// What happens at this moment by the jobs' own doing.
        mutating func live() {
            for index in jobs.indices {
                let job = jobs[index]
                switch doing[index] {
                case .computing(until: now):
                    if let child = job.child, doing[child] != .ended {
                        doing[index] = .waiting(since: now)
                        // The scheduler knows who waits for whom, or is told later.
                        scheduler.lend(
                            index + 1, waitingFor: [(job.child ?? 0) + 1], andMore: index % 2 == 1)
                    } else {
                        doing[index] = .finishing(until: now + job.second)
                    }
                case .finishing(until: now):
                    doing[index] = .ended
                    scheduler.end(index + 1, as: .complete)
                case .waiting(let since):
                    if let child = job.child, doing[child] == .ended {
                        doing[index] = .asking
                        scheduler.askBack(index + 1)
                    } else if let patience = job.patience, now >= since + patience {
                        doing[index] = .finishing(until: now + job.second)
                        scheduler.takeBack(index + 1)
                        isOverCommitted = isOverCommitted || held > cores
                    }
                default: break
                }
            }
        }

        mutating func decide() {
            let actions = scheduler.decide(
                now: Instant(milliseconds: now), wall: WallTime(milliseconds: now))
            for action in actions {
                switch action {
                case .start(let job):
                    #expect(doing[job - 1] == .nothing, "L\(job) started twice")
                    doing[job - 1] = .computing(until: now + jobs[job - 1].first)
                    #expect(held <= cores, "L\(job) started on cores that are not free")
                case .goOn(let job):
                    var isToldBefore = false
                    if case .waiting = doing[job - 1] { isToldBefore = job % 2 == 1 }
                    if !isToldBefore {
                        #expect(doing[job - 1] == .asking, "L\(job) went on unasked")
                    }
                    doing[job - 1] = .finishing(until: now + jobs[job - 1].second)
                case .endForDependency: Issue.record("nobody depends on anybody")
                }
            }
            if held <= cores { isOverCommitted = false }
            if held > cores, !isOverCommitted { Issue.record("\(held) of \(cores) at \(now)") }
            if scheduler.free.cores != cores - held { Issue.record("not what is free, at \(now)") }
        }

        /// Returns when everything has ended, or nothing has for long.
        mutating func run() {
            while doing.contains(where: { $0 != .ended }), now < 100_000 {
                submit()
                live()
                decide()
                now += 1
            }
            let left = doing.indices.filter { doing[$0] != .ended }.map { "L\($0 + 1)" }
            #expect(left.isEmpty, "never ended: \(left)")
        }
    }

    @Test func `jobs that wait for jobs all end, and no core is given twice`() {
        var generator = Seeded(7)
        for _ in 0..<60 {
            let cores = Int.random(in: 1...4, using: &generator)
            let count = Int.random(in: 2...30, using: &generator)
            let jobs = (0..<count).map { index in
                Planned(
                    cores: Int.random(in: 1...cores, using: &generator),
                    // Numbers are given in the order of submission.
                    arrives: index * 40 / count,
                    first: Int.random(in: 1...20, using: &generator),
                    second: Int.random(in: 1...20, using: &generator),
                    child: index + 1 < count && Bool.random(using: &generator)
                        ? Int.random(in: (index + 1)..<count, using: &generator) : nil)
            }
            var simulation = Simulation(jobs, cores: cores)
            simulation.run()
            #expect(!simulation.isOverCommitted)
        }
    }

    @Test func `one that goes on unasked has its cores, and nobody starts before it fits again`() {
        var generator = Seeded(8)
        for _ in 0..<60 {
            let cores = Int.random(in: 1...4, using: &generator)
            let count = Int.random(in: 2...30, using: &generator)
            let jobs = (0..<count).map { index in
                Planned(
                    cores: Int.random(in: 1...cores, using: &generator),
                    arrives: index * 40 / count,
                    first: Int.random(in: 1...20, using: &generator),
                    second: Int.random(in: 1...20, using: &generator),
                    child: index + 1 < count
                        ? Int.random(in: (index + 1)..<count, using: &generator) : nil,
                    patience: Bool.random(using: &generator)
                        ? Int.random(in: 1...30, using: &generator) : nil)
            }
            var simulation = Simulation(jobs, cores: cores)
            simulation.run()
        }
    }

    @Test func `forty jobs that wait for a job each end on one core`() {
        let parents = (0..<40).map { Planned(child: 40 + $0) }
        let children = (0..<40).map { _ in Planned(arrives: 1) }
        var simulation = Simulation(parents + children, cores: 1)
        simulation.run()
    }

    @Test func `what a running job waits for comes first, so that few wait at a time`() {
        let parents = (0..<40).map { Planned(child: 40 + $0) }
        let children = (0..<40).map { _ in Planned(arrives: 1) }
        var simulation = Simulation(parents + children, cores: 2)
        var most = 0
        while simulation.doing.contains(where: { $0 != .ended }), simulation.now < 10_000 {
            simulation.submit()
            simulation.live()
            simulation.decide()
            simulation.now += 1
            most = max(
                most, simulation.doing.count { if case .waiting = $0 { true } else { false } })
        }
        #expect((1...2).contains(most))
    }

    @Test func `who asks for its cores comes before all that have not started`() {
        // L1 waits for L2; when that ends, L3 has been waiting for long, with a higher priority.
        var jobs = [Planned(child: 1), Planned(), Planned(first: 500)]
        jobs[2].arrives = 1
        var simulation = Simulation(jobs, cores: 1)
        while simulation.now < 60 {
            simulation.submit()
            simulation.live()
            simulation.decide()
            simulation.now += 1
        }
        #expect(simulation.doing[0] == .ended)
        #expect(simulation.doing[2] == .computing(until: 540))
    }
}

/// Ranges of numbers as they stand in a record.
@Suite struct NumberListTests {
    @Test(arguments: [
        ([], ""), ([3], "3"), ([1, 2, 3], "1-3"), ([5, 3, 4, 4, 9, 11, 10], "3-5,9-11"),
    ])
    func `numbers are written as ranges and read back`(_ numbers: [Int], _ text: String) {
        let list = NumberList(numbers)
        #expect(list.text == text)
        #expect(NumberList(text) == list)
        #expect(Array(list.numbers) == Array(Set(numbers)).sorted())
        #expect(list.count == Set(numbers).count)
    }

    @Test(arguments: ["0", "x", "5-3", "1-2-3", "9,5", "-4", "7-"])
    func `what is no range is left out`(_ text: String) {
        #expect(NumberList(text).count <= 1)
    }
}
