import JobCore

/// Jobs and what they depend on: an array is one of them, with all its tasks.
struct JobGraph {
    struct Node {
        let id: JobID
        let key: ChainKey
        /// What is known of the job, or of each task of an array.
        var jobs: [JobReport]
        var parents: [Edge] = []
        /// The places of those that depend on it.
        var children: [Int] = []
        /// Parents that are not among the jobs.
        var absent: [(id: JobID, condition: Dependency.Condition)] = []
    }

    struct Edge {
        /// The parent's place among the nodes.
        let parent: Int
        let condition: Dependency.Condition
    }

    /// In the order of the list that they are from.
    private(set) var nodes: [Node] = []
    /// The first job of each chain that went wrong by itself, where others depend on one another there.
    private(set) var firstFailures: Set<Int> = []

    init(_ jobs: [JobReport]) {
        var places: [ChainKey: Int] = [:]
        for job in jobs {
            let key = ChainKey(job.id)
            if let place = places[key] {
                nodes[place].jobs.append(job)
            } else {
                places[key] = nodes.count
                nodes.append(Node(id: job.wholeID, key: key, jobs: [job]))
            }
        }
        for place in nodes.indices { connect(place, places) }
        findFirstFailures()
    }

    /// Takes in what a job depends on. The tasks of an array were submitted together, and so all of them
    /// on the same.
    private mutating func connect(_ place: Int, _ places: [ChainKey: Int]) {
        var seen: Set<ChainKey> = []
        for (id, condition) in nodes[place].jobs.first?.parents ?? [] {
            let key = ChainKey(id)
            guard seen.insert(key).inserted, key != nodes[place].key else { continue }
            guard let parent = places[key] else {
                nodes[place].absent.append((id, condition))
                continue
            }
            nodes[place].parents.append(Edge(parent: parent, condition: condition))
            nodes[parent].children.append(place)
        }
    }

    /// The same with nothing but the chains that some jobs belong to: what they depend on, what depends
    /// on them, and so on.
    func related(to ids: [JobID]) -> [JobReport] {
        let keys = Set(ids.map { ChainKey($0) })
        let named = nodes.indices.filter { keys.contains(nodes[$0].key) }
        let above = reached(from: named) { nodes[$0].parents.map(\.parent) }
        let below = reached(from: named) { nodes[$0].children }
        return above.union(below).sorted().flatMap { nodes[$0].jobs }
    }

    /// All that some nodes lead to, step by step, themselves among them.
    private func reached(from nodes: [Int], _ next: (Int) -> [Int]) -> Set<Int> {
        var (seen, open) = (Set(nodes), nodes)
        while let node = open.popLast() {
            for other in next(node) where seen.insert(other).inserted { open.append(other) }
        }
        return seen
    }

    private mutating func findFirstFailures() {
        var seen: Set<Int> = []
        for place in nodes.indices where !seen.contains(place) {
            let chain = reached(from: [place]) {
                nodes[$0].parents.map(\.parent) + nodes[$0].children
            }
            seen.formUnion(chain)
            guard chain.count > 1 else { continue }
            let failed = chain.filter { nodes[$0].firstFailure != nil }
            let first = failed.min { left, right in
                (nodes[left].firstFailure ?? .max, left)
                    < (nodes[right].firstFailure ?? .max, right)
            }
            if let first { firstFailures.insert(first) }
        }
    }
}

extension JobGraph.Node {
    /// When it went wrong by itself first, in milliseconds since 1970; nil where it did not.
    fileprivate var firstFailure: Int? {
        jobs.filter(\.state.isFailure).map { $0.ended?.milliseconds ?? .max }.min()
    }

    var name: String { jobs.first?.name.printable ?? "" }

    /// The state of the whole: of an array, what its tasks come to.
    var state: JobState {
        let states = jobs.map(\.state)
        let open = states.first { $0 == .running } ?? states.first { !$0.hasEnded }
        return open ?? states.first { $0.isFailure } ?? states.first { $0 != .complete }
            ?? .complete
    }

    /// For a person: the state, why, and how long it ran; of an array how many tasks are in each.
    var summary: String {
        guard jobs.count == 1, let job = jobs.first, job.taskCount == 1 else {
            var counts: [JobState: Int] = [:]
            for job in jobs { counts[job.state, default: 0] += job.taskCount }
            return JobState.allCases.compactMap { state in
                counts[state].map { "\($0) \(state.rawValue)" }
            }.joined(separator: ", ")
        }
        guard let elapsed = job.elapsed, job.state != .cancelled || elapsed > 0 else {
            return job.standing
        }
        return job.standing + ", " + DurationText.clock(milliseconds: elapsed)
    }
}

extension Query {
    /// The jobs with all that their pictures need: those that were named come with the whole chains that
    /// they belong to.
    func chains() throws(Failure) -> JobList {
        var list = try self.list()
        guard !ids.isEmpty else { return list }
        let named = list.jobs.map(\.id)
        for (backend, ids) in try backends.sorted(named) {
            var filter = JobFilter(states: Set(JobState.allCases))
            filter.isDetailed = true
            filter.freshness = selection.freshness
            let all = try backend.list(filter).jobs
            var seen = Set(all.map(\.id))
            let others = list.jobs.filter { ids.contains($0.id) && seen.insert($0.id).inserted }
            let related = JobGraph(all + others).related(to: ids)
            list.jobs.removeAll { backends.owner(of: $0.id) == backend.name }
            list.jobs += related
        }
        order.sort(&list.jobs)
        return list
    }
}
