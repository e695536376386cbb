/// What a tool that runs within a job of the queue must not wait for: that job, what ends only after
/// it has, and what can't start while it waits.
extension LocalQueue {
    /// - Throws: `Failure` (125) where one of the jobs can't end while this process's own job waits.
    func refuse(_ numbers: [Int], in view: Spool.View) throws(Failure) {
        guard !numbers.isEmpty, let own = try spool.enclosingJob(in: view) else { return }
        let blocked = try view.waitGraph(of: numbers).blocked(behind: [own.number])
        guard let number = numbers.first(where: { blocked[$0] != nil }) else { return }
        throw Self.refusal(of: "\(JobID(local: number))", number, blocked[number], own)
    }

    /// The same for jobs that are to be submitted.
    func refuse(_ requests: [Request], in view: Spool.View) throws(Failure) {
        guard !requests.isEmpty, let own = try spool.enclosingJob(in: view) else { return }
        let nodes = requests.map { WaitGraph.Node(waiting: $0) }
        var parents = Set(nodes.flatMap { $0.ends + $0.starts })
        if nodes.contains(where: \.isSingleton) {
            let names = Set(requests.map(\.name))
            parents.formUnion(
                try Self.unfinished(named: names, view).values.joined().compactMap(\.localNumber))
        }
        var graph = try view.waitGraph(of: parents)
        let next = view.head.next
        for (index, node) in nodes.enumerated() {
            graph.add(next + index, node)
        }
        let blocked = graph.blocked(behind: [own.number])
        guard let index = nodes.indices.first(where: { blocked[next + $0] != nil }) else { return }
        throw Self.refusal(
            of: requests[index].name.printable, next + index, blocked[next + index], own)
    }

    private static func refusal(
        of job: String, _ number: Int, _ obstacle: WaitGraph.Obstacle?, _ own: Spool.EnclosingJob
    ) -> Failure {
        let reason =
            switch obstacle {
            case _ where number == own.number: "it is this job itself"
            case .others, nil: "it can end only after \(own.id), this job"
            case .group(let limit):
                "--max-running lets \(limit) of its jobs run at once, and jobs that wait take that up"
            case .places(let count):
                "the queue has descriptors for \(count) jobs at once, and jobs that wait take them up"
            case .memory(let asked, let left):
                "it asks for \(MemorySize.text(asked)) of memory, and jobs that wait leave "
                    + MemorySize.text(left)
            }
        return Failure("cannot wait for '\(job)': \(reason)", status: .cannotWait)
    }

    /// Those of some jobs that can be waited for here: outside of any job of the queue all of them.
    package func waitable(_ ids: [JobID]) throws(Failure) -> [JobID] {
        let blocked = try spool.read { view throws(Failure) -> Set<Int> in
            guard let own = try ownJob(in: view) else { return [] }
            return try view.jobs(blockedBehind: [own.number])
        }
        return blocked.isEmpty
            ? ids : ids.filter { !($0.localNumber.map(blocked.contains) ?? false) }
    }

    package func length() throws(Failure) -> Int {
        try spool.read { view throws(Failure) in try length(in: view) }
    }

    /// How many jobs wait or run, as it counts for the queue's limit. Within a job those do not count
    /// that can't end while this one and others wait for room: they would wait for one another.
    func length(in view: Spool.View) throws(Failure) -> Int {
        let active = view.head.count(of: JobState.active)
        guard let own = try ownJob(in: view) else { return active }
        let waiting = try view.jobsWaitingForRoom().union([own.number])
        return active - (try view.jobs(blockedBehind: waiting).count)
    }

    private func ownJob(in view: Spool.View) throws(Failure) -> Spool.EnclosingJob? {
        try spool.mayBeWithinJob ? spool.enclosingJob(in: view) : nil
    }
}
