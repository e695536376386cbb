/// `--depend`: `L7,L8`, `afterany:L7:L8`, `singleton`, `each:L7:L8`, or `-` for IDs on standard
/// input.
package struct DependencyList: Hashable, Sendable {
    /// What the IDs on standard input are, where they are read.
    package enum Reading: Sendable {
        /// `-`: parents of every job.
        case ofAll
        /// `each:-`: the first is the first job's, the second the second one's.
        case ofEach
    }

    package let reading: Reading?
    package private(set) var dependencies: [Dependency] = []
    /// `each:`: one for each job of `--each`, in their order, that must have ended with 0.
    package private(set) var parents: [JobID] = []

    package init(_ dependencies: [Dependency]) {
        reading = nil
        self.dependencies = dependencies
    }

    /// Nil for what is no such list (sbatch(1), `--dependency`).
    package init?(_ text: String) {
        reading = text == "-" ? .ofAll : text == "each:-" ? .ofEach : nil
        if reading != nil { return }
        for part in JobID.parts(of: text) {
            if part == "singleton" {
                dependencies.append(.singleton)
                continue
            }
            var words = JobID.parts(of: part, separator: ":")
            let first = words.count > 1 ? words.removeFirst() : "afterok"
            var ids: [JobID] = []
            // What a shell puts for a command that writes IDs has newlines between them.
            for word in words.flatMap({
                $0.split(omittingEmptySubsequences: false) { $0.isNewline }
            }) {
                guard let some = JobID.range(String(word)) else { return nil }
                ids += some
            }
            if first == "each" {
                parents += ids
            } else if let condition = Dependency.Condition(rawValue: first) {
                dependencies += ids.map { .job($0, condition) }
            } else {
                return nil
            }
        }
    }

    /// `afterok:L7:L8,singleton`: neighbours of one kind are joined.
    package var text: String {
        switch reading {
        case .ofAll: return "-"
        case .ofEach: return "each:-"
        case nil: break
        }
        var parts: [String] = []
        var last: Dependency.Condition?
        for dependency in dependencies {
            switch dependency {
            case .singleton:
                parts.append("singleton")
                last = nil
            case .job(let id, let condition):
                if condition == last, !parts.isEmpty {
                    parts[parts.count - 1] += ":\(id.text)"
                } else {
                    parts.append("\(condition.rawValue):\(id.text)")
                }
                last = condition
            }
        }
        if !parents.isEmpty {
            parts.append((["each"] + parents.map(\.text)).joined(separator: ":"))
        }
        return parts.joined(separator: ",")
    }
}
