import JobCore

/// Jobs and what they depend on in DOT, the language of graphviz(1).
enum GraphText {
    static func text(of graph: JobGraph) -> [UInt8] {
        var text =
            "digraph jobs {\n  rankdir=LR;\n"
            + "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n"
        for (place, node) in graph.nodes.enumerated() {
            let label = [node.id.text, node.name, node.summary].map(quoted).joined(separator: "\\n")
            let look = graph.firstFailures.contains(place) ? ", penwidth=3" : ""
            text += "  \"\(quoted(node.id.text))\" [label=\"\(label)\", "
            text += "fillcolor=\"\(color(of: node.state))\"\(look)];\n"
        }
        var absent: Set<JobID> = []
        for node in graph.nodes {
            for edge in node.parents {
                text += arrow(graph.nodes[edge.parent].id, node.id, edge.condition)
            }
            for (id, condition) in node.absent {
                if absent.insert(id).inserted {
                    text += "  \"\(quoted(id.text))\" [style=\"rounded,dashed\"];\n"
                }
                text += arrow(id, node.id, condition)
            }
        }
        return Array((text + "}\n").utf8)
    }

    private static func arrow(
        _ parent: JobID, _ child: JobID, _ condition: Dependency.Condition
    ) -> String {
        let label = condition == .afterok ? "" : " [label=\"\(condition.rawValue)\"]"
        return "  \"\(quoted(parent.text))\" -> \"\(quoted(child.text))\"\(label);\n"
    }

    /// What may stand between quotes, and shows as it is.
    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// The fill for a state: pale, so that the label can be read.
    private static func color(of state: JobState) -> String {
        switch state.look {
        case .waits: "#f7edcd"
        case .running: "#c8ecd0"
        case .complete: "#d3e5f5"
        case .failed: "#f9cfd0"
        case .cancelled: "#e4d8f8"
        }
    }
}
