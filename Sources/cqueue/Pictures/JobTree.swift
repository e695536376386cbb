import JobCore

/// Chains of jobs as text: each job below one that it depends on. One with several such jobs is shown in
/// full where it comes first, and elsewhere named.
struct JobTree {
    private let graph: JobGraph
    private let columns: Int?
    private let isColored: Bool
    private var isShown: [Bool]
    private var text: [UInt8] = []

    /// A job that is to be shown, and how far it is indented.
    private struct Step {
        let node: Int
        let condition: Dependency.Condition?
        /// What stands before it, and before what is below it.
        let prefix: String
        let isLast: Bool
        let depth: Int
    }

    /// `columns` is how many characters a line has at most; nil for any number.
    init(_ graph: JobGraph, columns: Int?, isColored: Bool) {
        self.graph = graph
        self.columns = columns
        self.isColored = isColored
        isShown = Array(repeating: false, count: graph.nodes.count)
    }

    /// The lines.
    static func text(of graph: JobGraph, columns: Int?, isColored: Bool) -> [UInt8] {
        var tree = JobTree(graph, columns: columns, isColored: isColored)
        for node in graph.nodes.indices where graph.nodes[node].parents.isEmpty {
            tree.show(from: node)
        }
        return tree.text
    }

    /// Levels that are indented; what is deeper goes on as a tree of its own.
    private var deepest: Int { max(4, ((columns ?? 80) / 2) / 3) }

    private mutating func show(from root: Int) {
        var roots = [root]
        while let root = roots.popLast() {
            var steps = [Step(node: root, condition: nil, prefix: "", isLast: true, depth: 0)]
            var deeper: [Int] = []
            while let step = steps.popLast() {
                if isShown[step.node] {
                    line(step, note: "see above")
                } else if step.depth >= deepest, !graph.nodes[step.node].children.isEmpty {
                    line(step, note: "see below")
                    if !deeper.contains(step.node) { deeper.append(step.node) }
                } else {
                    isShown[step.node] = true
                    line(step)
                    steps += below(step)
                }
            }
            // A job of them may have been shown since.
            roots += deeper.reversed().filter { !isShown[$0] }
        }
    }

    /// The next steps, the first of them last.
    private func below(_ step: Step) -> [Step] {
        let children = graph.nodes[step.node].children
        let prefix = step.depth == 0 ? "" : step.prefix + (step.isLast ? "   " : "│  ")
        return children.indices.reversed().map { index in
            let child = children[index]
            let edge = graph.nodes[child].parents.first { $0.parent == step.node }
            return Step(
                node: child, condition: edge?.condition, prefix: prefix,
                isLast: index == children.count - 1, depth: step.depth + 1)
        }
    }

    private mutating func line(_ step: Step, note: String? = nil) {
        let node = graph.nodes[step.node]
        var line = step.depth == 0 ? "" : step.prefix + (step.isLast ? "└─ " : "├─ ")
        if let condition = step.condition, condition != .afterok {
            line += "(\(condition.rawValue)) "
        }
        line += "\(node.id) \(node.name)  "
        let status = note ?? node.summary
        var rest = ""
        if note == nil {
            let also = node.parents.map { graph.nodes[$0.parent].id }.count > 1
            if also {
                rest += "  (after \(node.parents.map { graph.nodes[$0.parent].id }.summary))"
            }
            if !node.absent.isEmpty { rest += "  (after \(node.absent.map(\.id).summary))" }
            if graph.firstFailures.contains(step.node) { rest += "  ← failed first" }
        }
        write([(line, nil), (status, note == nil ? node.state.color : nil), (rest, nil)])
    }

    /// A line of parts, each in its colour, cut where it does not fit.
    private mutating func write(_ parts: [(String, TextColor?)]) {
        var room = columns ?? .max
        let length = parts.reduce(0) { $0 + $1.0.unicodeScalars.count }
        let isCut = length > room
        if isCut { room -= 1 }
        for (part, color) in parts where room > 0 && !part.isEmpty {
            var shown = String.UnicodeScalarView()
            shown.append(contentsOf: part.unicodeScalars.prefix(room))
            room -= shown.count
            text += TextColor.colored(String(shown), isColored ? color : nil)
        }
        text += (isCut ? "…\n" : "\n").utf8
    }
}
