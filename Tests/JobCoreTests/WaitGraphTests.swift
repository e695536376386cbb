import JobCore
import Testing

/// What a job must not wait for, held against what the scheduler then does.
@Suite struct WaitGraphTests {
    /// A queue whose jobs compute, wait for others within their job, and end.
    private struct Simulation {
        private enum State { case open, computing, waiting([Int]), ended }

        private(set) var scheduler = Scheduler(total: Resources(cores: 2, memory: 100))
        private var requests: [Request]
        private var states: [State]

        init(_ requests: [Request]) {
            self.requests = requests
            states = requests.map { _ in .open }
            for (index, request) in requests.enumerated() {
                scheduler.add(
                    index + 1, Scheduler.Task(request, isHeld: false), name: request.name,
                    isSingleton: request.dependencies.contains(.singleton),
                    parents: request.dependencies.compactMap { dependency in
                        guard case .job(let id, let condition) = dependency,
                            let number = id.localNumber
                        else { return nil }
                        return (job: number, condition: condition)
                    })
            }
            decide()
        }

        mutating func decide() {
            for action in scheduler.decide(
                now: Instant(milliseconds: 0), wall: WallTime(milliseconds: 0))
            {
                switch action {
                case .start(let job), .goOn(let job): states[job - 1] = .computing
                case .endForDependency(let job, _): states[job - 1] = .ended
                }
            }
        }

        var computing: [Int] {
            states.indices.filter { if case .computing = states[$0] { true } else { false } }
                .map { $0 + 1 }
        }

        var unended: [Int] {
            states.indices.filter { if case .ended = states[$0] { false } else { true } }
                .map { $0 + 1 }
        }

        mutating func end(_ job: Int) {
            states[job - 1] = .ended
            scheduler.end(job, as: .complete)
            decide()
        }

        mutating func wait(_ job: Int, for others: [Int]) {
            states[job - 1] = .waiting(others)
            scheduler.lend(job, waitingFor: others)
            decide()
        }

        /// Lets everybody who computes end, until nobody does any more. Those who wait go on, and end,
        /// but for `job`.
        mutating func run(besides job: Int) {
            while let next = computing.first(where: { $0 != job }) { end(next) }
        }

        var graph: WaitGraph {
            var graph = WaitGraph(memory: 100)
            for job in unended {
                let request = requests[job - 1]
                var node = WaitGraph.Node()
                node.name = request.name
                node.memory = request.resources.memory
                node.group = request.group
                switch states[job - 1] {
                case .open:
                    node.isSingleton = request.dependencies.contains(.singleton)
                    for case .job(let id, let condition) in request.dependencies {
                        guard let parent = id.localNumber else { continue }
                        if condition == .after {
                            node.starts.append(parent)
                        } else {
                            node.ends.append(parent)
                        }
                    }
                case .waiting(let others):
                    node.isRunning = true
                    node.ends = others
                case .computing, .ended: node.isRunning = true
                }
                graph.add(job, node)
            }
            return graph
        }
    }

    /// A queue in few words, for what is said where something is wrong.
    private static func text(_ requests: [Request]) -> String {
        requests.enumerated().map { index, request in
            var words = ["L\(index + 1)", "\(request.name)", "cores=\(request.resources.cores)"]
            words.append("memory=\(request.resources.memory) priority=\(request.priority)")
            if let group = request.group { words.append("group=\(group.first):\(group.limit)") }
            words += request.dependencies.map { "\($0.text)" }
            return words.joined(separator: " ")
        }.joined(separator: "; ")
    }

    private static func requests(_ random: inout some RandomNumberGenerator) -> [Request] {
        (1...Int.random(in: 2...8, using: &random)).map { number in
            let name = ByteString(["a", "b", "c"].randomElement(using: &random) ?? "a")
            var request = Request(
                name: name, command: .arguments(["x"]), directory: "/", submitDirectory: "/",
                surroundings: "", submitted: WallTime(milliseconds: 0))
            request.resources = Resources(
                cores: Int.random(in: 1...2, using: &random),
                memory: [0, 0, 0, 20, 40, 70, 100].randomElement(using: &random) ?? 0)
            request.priority = [0, 0, 0, 5].randomElement(using: &random) ?? 0
            if Int.random(in: 0..<3, using: &random) == 0 {
                request.group = JobGroup(first: number % 2 + 1, limit: number % 2 + 1)
            }
            if number > 1, Int.random(in: 0..<3, using: &random) == 0 {
                let parent = JobID(local: Int.random(in: 1..<number, using: &random))
                request.dependencies.append(
                    .job(parent, [.afterany, .after].randomElement(using: &random) ?? .after))
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                request.dependencies.append(.singleton)
            }
            return request
        }
    }

    @Test func `what is refused would never end, and with that refused all jobs end`() {
        var random = SystemRandomNumberGenerator()
        var (refused, allowed) = (0, 0)
        for _ in 0..<5000 {
            let requests = Self.requests(&random)
            var queue = Simulation(requests)
            while let job = queue.computing.randomElement(using: &random) {
                let others = queue.unended.filter { $0 != job }
                guard let other = others.randomElement(using: &random), Bool.random(using: &random)
                else {
                    queue.end(job)
                    continue
                }
                let isBlocked = queue.graph.blocked(behind: [job])[other] != nil
                var tried = queue
                tried.wait(job, for: [other])
                tried.run(besides: job)
                #expect(
                    tried.unended.contains(other) == isBlocked,
                    "L\(job) waits for L\(other), left: \(queue.unended): \(Self.text(requests))")
                if isBlocked {
                    refused += 1
                    queue.end(job)
                } else {
                    allowed += 1
                    queue.wait(job, for: [other])
                }
            }
            #expect(queue.unended.isEmpty, "\(queue.unended) wait for ever: \(Self.text(requests))")
        }
        #expect(refused > 100 && allowed > 100, "\(refused) refused, \(allowed) allowed")
    }

    @Test func `as many jobs as may run at once must not all wait for one that has not started`() {
        var graph = WaitGraph(places: 2)
        var running = WaitGraph.Node()
        running.isRunning = true
        graph.add(1, running)
        graph.add(3, WaitGraph.Node())
        #expect(graph.blocked(behind: [1]).keys.sorted() == [1])
        running.ends = [3]
        graph.add(2, running)
        #expect(graph.blocked(behind: [1])[3] == .places(2))
    }
}
