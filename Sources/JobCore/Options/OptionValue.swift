/// The value of an option, once its text has been read.
package enum OptionValue: Hashable, Sendable {
    case flag(Bool)
    case number(Int)
    /// Milliseconds; 0 for no limit.
    case time(Int)
    /// Bytes; 0 for all that there is.
    case memory(Int)
    case moment(WallTime)
    case text(ByteString)
    case list([ByteString])
    case dependencies(DependencyList)
    case export(ExportRules)
    /// `none`: takes away what a profile or a default would give.
    case none

    /// The value as one spelling, whatever it was written like: memory in MiB, as the seed has it,
    /// times as `D-HH:MM:SS`.
    package var text: ByteString {
        switch self {
        case .flag(let isOn): isOn ? "true" : "false"
        case .number(let number): ByteString("\(number)")
        case .time(let milliseconds): ByteString(DurationText.fullClock(milliseconds: milliseconds))
        case .memory(let bytes): ByteString(MemorySize.megabytes(bytes))
        case .moment(let moment): ByteString(moment.local)
        case .text(let text): text
        case .list(let items): ByteString.joined(items, by: ",")
        case .dependencies(let list): ByteString(list.text)
        case .export(let rules): rules.text
        case .none: "none"
        }
    }
}

/// `--depend`: `L7,L8`, `afterany:L7:L8`, `singleton`, or `-` for IDs on standard input.
package struct DependencyList: Hashable, Sendable {
    package let isStandardInput: Bool
    package private(set) var dependencies: [Dependency] = []

    package init(_ dependencies: [Dependency]) {
        isStandardInput = false
        self.dependencies = dependencies
    }

    /// Nil for what is no such list (sbatch(1), `--dependency`).
    package init?(_ text: String) {
        isStandardInput = text == "-"
        if isStandardInput { return }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "singleton" {
                dependencies.append(.singleton)
                continue
            }
            var words = part.split(separator: ":", omittingEmptySubsequences: false)[...]
            var condition = Dependency.Condition.afterok
            if words.count > 1 {
                guard let word = words.popFirst(),
                    let named = Dependency.Condition(rawValue: String(word))
                else { return nil }
                condition = named
            }
            for word in words {
                guard let ids = JobID.range(String(word)) else { return nil }
                dependencies += ids.map { .job($0, condition) }
            }
        }
    }

    /// `afterok:L7:L8,singleton`: neighbours of one kind are joined.
    package var text: String {
        if isStandardInput { return "-" }
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
        return parts.joined(separator: ",")
    }
}
