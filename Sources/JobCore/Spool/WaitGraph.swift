/// Who can still end while running jobs of the queue wait for others: the queue's wait-for graph, as a
/// value without files.
///
/// A job that waits lends its cores. It keeps its memory, its place among as many of its group as may
/// run, and its place among as many as the queue's processes have descriptors for. So a job may be
/// kept from starting by one that waits for it, though nothing says that it depends on it.
package struct WaitGraph {
    /// What a job needs before it can end.
    package struct Node: Sendable {
        /// Whether it has started: then it holds what it asks for.
        package var isRunning = false
        package var name: ByteString = ""
        package var memory = 0
        package var group: JobGroup?
        /// The jobs that must have ended, before it starts or before it goes on.
        package var ends: [Int] = []
        /// Parents that must have started.
        package var starts: [Int] = []
        /// It needs the end of every job of its name that came before.
        package var isSingleton = false

        package init() {}
    }

    /// What keeps a job from its end.
    package enum Obstacle: Hashable, Sendable {
        /// Jobs that it depends on, or waits for.
        case others
        /// So many of its group may run at once, and they wait.
        case group(Int)
        /// So many jobs may run at once, and they wait.
        case places(Int)
        /// It asks for more bytes of memory than those leave that wait.
        case memory(asked: Int, left: Int)
    }

    /// The bytes of memory that jobs share.
    private let memory: Int
    /// How many jobs may run at once.
    private let places: Int
    private var nodes: [Int: Node] = [:]
    private var numbers: [Int] = []

    package init(memory: Int = .max, places: Int = .max) {
        self.memory = memory
        self.places = places
    }

    /// Adds a job that has not ended. Jobs that are not added are taken for ones that can end.
    package mutating func add(_ job: Int, _ node: Node) {
        if nodes.updateValue(node, forKey: job) == nil { numbers.append(job) }
    }

    package func has(_ job: Int) -> Bool { nodes[job] != nil }

    /// The jobs that can't end while `waiting` wait for good, those included, and could if they went on;
    /// with what keeps each.
    package func blocked(behind waiting: Set<Int>) -> [Int: Obstacle] {
        let others = stuck(behind: [])
        return stuck(behind: waiting).filter { others[$0.key] == nil }
    }

    /// The jobs that can't end while `waiting` wait for good.
    private func stuck(behind waiting: Set<Int>) -> [Int: Obstacle] {
        // Parents have lower numbers than their children, so that most is found in one turn.
        var open = numbers.sorted()
        while true {
            var usage = Usage(of: open.lazy.compactMap { nodes[$0] })
            let isOpen = Set(open)
            /// The names of the open jobs passed so far.
            var names: Set<ByteString> = []
            var found: [Int: Obstacle] = [:]
            var ended: Set<Int> = []
            for job in open {
                guard let node = nodes[job] else { continue }
                let isSettled = { (other: Int) in !isOpen.contains(other) || ended.contains(other) }
                let obstacle =
                    waiting.contains(job)
                    ? .others : obstacle(to: node, usage, behind: names, isSettled)
                if let obstacle {
                    found[job] = obstacle
                    names.insert(node.name)
                } else {
                    ended.insert(job)
                    usage.free(node)
                }
            }
            if ended.isEmpty { return found }
            open.removeAll { ended.contains($0) }
        }
    }

    private func obstacle(
        to node: Node, _ usage: Usage, behind names: Set<ByteString>, _ isSettled: (Int) -> Bool
    ) -> Obstacle? {
        let isStarted = { (parent: Int) in nodes[parent]?.isRunning == true || isSettled(parent) }
        guard node.ends.allSatisfy(isSettled), node.starts.allSatisfy(isStarted),
            !node.isSingleton || !names.contains(node.name)
        else { return .others }
        if node.isRunning { return nil }
        if let group = node.group, usage.groups[group.first, default: 0] >= group.limit {
            return .group(group.limit)
        }
        if usage.running >= places { return .places(places) }
        let left = memory - usage.memory
        return node.memory > left ? .memory(asked: node.memory, left: max(0, left)) : nil
    }

    /// What running jobs hold that have yet to end.
    private struct Usage {
        var running = 0
        var memory = 0
        var groups: [Int: Int] = [:]

        init(of nodes: some Sequence<Node>) {
            for node in nodes where node.isRunning {
                running += 1
                memory += node.memory
                if let group = node.group { groups[group.first, default: 0] += 1 }
            }
        }

        mutating func free(_ node: Node) {
            guard node.isRunning else { return }
            running -= 1
            memory -= node.memory
            if let group = node.group { groups[group.first, default: 0] -= 1 }
        }
    }
}
