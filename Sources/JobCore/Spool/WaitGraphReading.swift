extension Spool.View {
    /// The wait-for graph of all running jobs, of `jobs`, and of what these depend on.
    func waitGraph(of jobs: some Sequence<Int>) throws(Failure) -> WaitGraph {
        let share = head.total.memory
        var graph = WaitGraph(
            memory: share > 0 ? share : Machine.memory(),
            places: head.places > 0 ? head.places : .max)
        var open = Array(jobs)
        try forEachMark { number, mark throws(Failure) in
            guard mark.phase == .running else { return }
            let node = try self.node(number, mark) ?? WaitGraph.Node()
            graph.add(number, node)
            open += node.ends
        }
        var hasAll = false
        while let number = open.popLast() {
            if graph.has(number) { continue }
            let mark = try mark(of: number)
            guard mark.phase == .pending, let node = try node(number, mark) else { continue }
            graph.add(number, node)
            open += node.ends + node.starts
            // Any job may have the name of one that waits for all of its name.
            if node.isSingleton, !hasAll {
                open += try openJobs { _ in true }
                hasAll = true
            }
        }
        return graph
    }

    /// The jobs that can't end while the jobs `waiting` wait for good.
    func jobs(blockedBehind waiting: Set<Int>) throws(Failure) -> Set<Int> {
        // Where nothing but cores is asked for, only what depends on others can be kept from its end.
        var isScarce = head.places > 0 && head.count(of: [.running]) >= head.places
        try forEachMark { number, mark throws(Failure) in
            guard !isScarce, mark.isWaiting || waiting.contains(number),
                let node = try node(number, mark)
            else { return }
            isScarce = node.memory > 0 || node.group != nil
        }
        let open = try openJobs { isScarce || $0.hasDependencies }
        return Set(try waitGraph(of: open).blocked(behind: waiting).keys)
    }

    /// The running jobs that wait for something else than jobs: most often for room in the queue.
    func jobsWaitingForRoom() throws(Failure) -> Set<Int> {
        var found: Set<Int> = []
        try forEachMark { number, mark throws(Failure) in
            guard mark.phase == .running, mark.isWaiting,
                let waiting = try job(number, mark)?.waiting, waiting.jobs.isEmpty
            else { return }
            found.insert(number)
        }
        return found
    }

    private func openJobs(where isWanted: (JobMark) -> Bool) throws(Failure) -> [Int] {
        var open: [Int] = []
        try forEachMark { number, mark in
            if mark.phase == .pending, isWanted(mark) { open.append(number) }
        }
        return open
    }

    /// Nil where the job's record cannot be read.
    private func node(_ number: Int, _ mark: JobMark) throws(Failure) -> WaitGraph.Node? {
        guard let job = try job(number, mark) else { return nil }
        guard mark.phase == .running else { return WaitGraph.Node(waiting: job.request) }
        var node = WaitGraph.Node(running: job.request)
        if mark.isWaiting, let waiting = job.waiting { node.ends = Array(waiting.jobs.numbers) }
        return node
    }
}

extension WaitGraph.Node {
    fileprivate init(running request: Request) {
        self.init()
        isRunning = true
        name = request.name
        memory = request.resources.memory
        group = request.group
    }

    /// A job that has not started.
    init(waiting request: Request) {
        self.init(running: request)
        isRunning = false
        for dependency in request.dependencies {
            switch dependency {
            case .singleton: isSingleton = true
            case .job(let id, let condition):
                guard let parent = id.localNumber else { continue }
                if condition == .after { starts.append(parent) } else { ends.append(parent) }
            }
        }
    }
}
