/// Where an option's value comes from, in words.
package enum Origin: Hashable, Sendable {
    case commandLine
    case environment(String)
    /// A directive in the job's script.
    case script(line: Int)
    case profile(String, file: ByteString, line: Int)
    case file(ByteString, line: Int)
    /// A program that was looked for and is there.
    case found(ByteString)
    case builtIn

    package var text: String {
        switch self {
        case .commandLine: "command line"
        case .environment(let name): "environment, \(name)"
        case .script(let line): "script, line \(line)"
        case .profile(let name, let file, let line):
            "profile \(name), \(file.printable):\(line)"
        case .file(let file, let line): "\(file.printable):\(line)"
        case .found(let path): "found \(path.printable)"
        case .builtIn: "built in"
        }
    }

    /// How a tool ends where the value is wrong.
    var status: ExitStatus {
        switch self {
        case .commandLine: .usage
        case .environment, .profile, .file, .found, .builtIn: .configuration
        case .script: .badData
        }
    }
}

/// An option with the value that one place gives it.
package struct Choice: Sendable {
    package let row: OptionRow
    package let value: OptionValue
    package let origin: Origin

    /// Reads the value.
    /// - Throws: `Failure` that names option, value and what is expected, with the status that
    ///   fits where it comes from.
    package init(
        _ row: OptionRow, text: ByteString, spelling: String? = nil, origin: Origin,
        now: WallTime
    ) throws(Failure) {
        guard let value = row.type.value(of: text, now: now), row.isKeyword || value != .none else {
            let place = origin == .commandLine ? "" : " (\(origin.text))"
            throw Failure(
                "\(spelling ?? row.name)\(place): " + row.type.complaint(about: text)
                    + Self.hint(row, text), status: origin.status)
        }
        self.init(row, value, origin: origin)
    }

    package init(_ row: OptionRow, _ value: OptionValue, origin: Origin) {
        self.row = row
        self.value = value
        self.origin = origin
    }

    /// What somebody who knows another tool may have wanted.
    private static func hint(_ row: OptionRow, _ text: ByteString) -> String {
        switch row.name {
        case JobOptions.time.name where text.string.map(OptionType.looksLikeArray) ?? false:
            "; an array is -a"
        case JobOptions.nodes.name: "; a job's name is -J"
        default: ""
        }
    }
}

/// What was chosen for a job: of each option the value from the place that counts most.
package struct Choices: Sendable {
    /// What counts; the values of one option in the order in which they were given.
    private var chosen: [Choice] = []

    package init() {}

    /// Lays choices of one place over those that are there. Within one place the last value of
    /// an option counts, or all of them where it is repeatable.
    package mutating func lay(_ layer: [Choice]) {
        var new = Choices()
        for choice in layer {
            // Two ways to say one thing: the later, or nearer, one counts.
            if choice.value != .none, let rival = JobOptions.rival(of: choice.row) {
                new.remove(rival.name)
                remove(rival.name)
            }
            if !choice.row.isRepeatable { new.remove(choice.row.name) }
            new.chosen.append(choice)
        }
        chosen.removeAll { new.has($0.row.name) }
        chosen += new.chosen
    }

    private func has(_ name: String) -> Bool { chosen.contains { $0.row.name == name } }

    /// Forgets an option.
    package mutating func remove(_ name: String) { chosen.removeAll { $0.row.name == name } }

    /// What was chosen of an option, `none` aside.
    package func all(_ row: OptionRow) -> [Choice] {
        chosen.filter { $0.row.name == row.name && $0.value != .none }
    }

    package func last(_ row: OptionRow) -> Choice? {
        chosen.last { $0.row.name == row.name && $0.value != .none }
    }

    /// Everything chosen, in the order of the table.
    package func inOrder(of table: OptionTable) -> [Choice] {
        table.keywords.flatMap { all($0) }
    }

    // MARK: Values

    package func number(_ row: OptionRow) -> Int? {
        if case .number(let number)? = last(row)?.value { number } else { nil }
    }

    package func isOn(_ row: OptionRow) -> Bool { last(row)?.value == .flag(true) }

    package func text(_ row: OptionRow) -> ByteString? {
        if case .text(let text)? = last(row)?.value { text } else { nil }
    }

    package func texts(_ row: OptionRow) -> [ByteString] {
        all(row).compactMap { if case .text(let text) = $0.value { text } else { nil } }
    }

    /// The words of every list.
    package func words(_ row: OptionRow) -> [ByteString] {
        all(row).flatMap { choice -> [ByteString] in
            if case .list(let words) = choice.value { words } else { [] }
        }
    }

    /// Milliseconds; nil also for no limit.
    package func time(_ row: OptionRow) -> Int? {
        if case .time(let time)? = last(row)?.value, time > 0 { time } else { nil }
    }

    /// Bytes.
    package func memory(_ row: OptionRow) -> Int? {
        if case .memory(let bytes)? = last(row)?.value { bytes } else { nil }
    }

    /// Bytes that a job holds on each node, however it was said: 0 for all that there is; nil
    /// where nobody said.
    package func memoryOfNode(cores: Int) -> Int? {
        guard let each = memory(JobOptions.memoryPerCore) else { return memory(JobOptions.memory) }
        let (product, overflow) = each.multipliedReportingOverflow(by: cores)
        // More than any machine has, and still fit for sums.
        return overflow ? 1 << 60 : product
    }

    package func moment(_ row: OptionRow) -> WallTime? {
        if case .moment(let moment)? = last(row)?.value { moment } else { nil }
    }

    package func dependencies(_ row: OptionRow) -> [DependencyList] {
        all(row).compactMap { if case .dependencies(let list) = $0.value { list } else { nil } }
    }

    package func export(_ row: OptionRow) -> ExportRules? {
        if case .export(let rules)? = last(row)?.value { rules } else { nil }
    }
}
