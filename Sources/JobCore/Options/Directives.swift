/// The lines in which a batch system reads what a job asks for: `#SBATCH …` and `#PBS …`.
///
/// A value is one word of its line, quoted so that no byte of it can end the word, begin a comment
/// or start a directive of its own. What can't be quoted is refused. Sources: sbatch(1), `#SBATCH`
/// lines; qsub(1B), "PBS DIRECTIVES".
package struct Directives {
    private let backend: BackendName
    private let table: OptionTable
    /// Whether values are made words of a script's line, and not arguments.
    private var isForScript = true

    package init(for backend: BackendName, table: OptionTable = .builtIn) {
        self.backend = backend
        self.table = table
    }

    /// The block of a job script, in the order of the table; nodes and cores are always said.
    /// - Throws: `Failure` (64) for a value that the batch system has no way to read.
    package func block(of choices: Choices) throws(Failure) -> [ByteString] {
        guard backend != .local else { return [] }
        var choices = choices
        for row in [JobOptions.nodes, JobOptions.cores] where choices.last(row) == nil {
            choices.lay([Choice(row, .number(1), origin: .builtIn)])
        }
        return try lines(of: choices)
    }

    /// The lines of what was chosen, and no others.
    /// - Throws: `Failure` as `block`.
    package func lines(of choices: Choices) throws(Failure) -> [ByteString] {
        var result: [ByteString] = []
        var hasNodes = false
        for row in table.keywords {
            let spelling = row.spelling(for: backend)
            if spelling.isAbsent { continue }
            if spelling == .inNodes {
                if !hasNodes, choices.last(row) != nil { result.append(try nodes(choices)) }
                hasNodes = hasNodes || choices.last(row) != nil
                continue
            }
            for value in values(of: row, in: choices) {
                result += try words(for: row, value, spelling).map { prefix + $0 }
            }
        }
        return result
    }

    /// What was chosen as arguments of sbatch or qsub.
    /// - Throws: `Failure` as `block`.
    package func words(of choices: Choices) throws(Failure) -> [ByteString] {
        var plain = self
        plain.isForScript = false
        return try plain.lines(of: choices)
    }

    /// Options among those chosen that this backend knows nothing of.
    package func unknown(in choices: Choices) -> [OptionRow] {
        table.keywords.filter {
            choices.last($0) != nil && $0.spelling(for: backend).isAbsent
        }
    }

    private var prefix: ByteString {
        isForScript ? (backend == .slurm ? "#SBATCH " : "#PBS ") : ""
    }

    /// The values that become a line each; IDs to depend on share one.
    private func values(of row: OptionRow, in choices: Choices) -> [OptionValue] {
        let values = choices.all(row).map(\.value)
        guard row.type == .dependencies, values.count > 1 else { return values }
        let text = choices.dependencies(row).map(\.text).joined(separator: ",")
        return DependencyList(text).map { [.dependencies($0)] } ?? values
    }

    private func words(
        for row: OptionRow, _ value: OptionValue, _ spelling: OptionRow.Spelling
    ) throws(Failure) -> [ByteString] {
        if case .flag(let isOn) = value {
            let text = isOn ? spelling.template : spelling.off
            return text.isEmpty ? [] : [ByteString(text)]
        }
        if row.name == JobOptions.native.name { return [value.text] }
        if backend != .slurm, case .export(let rules) = value { return try variables(rules, row) }
        guard let text = try text(of: value, for: row, joiner: spelling.joiner) else { return [] }
        if backend != .slurm, spelling.template.hasPrefix("-l ") { try checkResource(value, row) }
        let quoted = try quote(text, row)
        // On a command line each option is an argument of its own.
        let templates =
            isForScript || backend != .slurm
            ? [Substring(spelling.template)] : spelling.template.split(separator: " ")
        return templates.map { template in
            let halves = template.split(separator: "{}", omittingEmptySubsequences: false)
            return ByteString.joined(halves.map { ByteString(String($0)) }, by: quoted)
        }
    }

    // MARK: Values

    /// The value as the batch system reads it.
    private func text(
        of value: OptionValue, for row: OptionRow, joiner: String
    ) throws(Failure) -> ByteString? {
        switch value {
        case .time(0) where backend != .slurm: return nil
        case .time(let milliseconds) where backend != .slurm:
            return ByteString(DurationText.hoursClock(seconds: (milliseconds + 999) / 1000))
        case .memory(0) where backend != .slurm: return nil
        case .memory(let bytes): return ByteString("\(MemorySize.wholeMegabytes(bytes))")
        case .moment(let moment) where backend != .slurm:
            return ByteString(moment.local.filter(\.isNumber).inserted(".", beforeLast: 2))
        case .list(let words) where row.name == JobOptions.mailType.name && backend != .slurm:
            return try ByteString(
                words.map { word throws(Failure) in try mailLetter(word) }.joined())
        case .list(let words): return ByteString.joined(words, by: ByteString(joiner))
        case .dependencies(let list):
            // What is said of each job by itself is no line of a script.
            guard list.reading == nil, !list.dependencies.isEmpty else { return nil }
            let strange = list.dependencies.first { dependency in
                if case .job(_, let condition) = dependency {
                    condition == .aftercorr
                } else {
                    true
                }
            }
            if backend != .slurm, let strange { throw cannot(row, strange.text.printable) }
            return ByteString(DependencyList(list.dependencies).text)
        case .number(let number) where row.name == JobOptions.priority.name:
            let range = backend == .slurm ? 0...4_294_967_293 : -1024...1023
            guard range.contains(number) else { throw cannot(row, "\(number)") }
            return value.text
        case .text(let text) where backend != .slurm && isOutput(row):
            // qsub has no such patterns: all jobs would write one file of that name.
            guard !text.contains(UInt8(ascii: "%")) else { throw cannot(row, text.printable) }
            return text
        case .text(let text) where row.name == JobOptions.jobName.name:
            return backend == .slurm ? oneLine(text) : safeName(text)
        case .text(let text) where row.type == .array && backend == .pbs:
            guard let range = text.string.flatMap({ ArrayTasks($0)?.range }) else {
                throw cannot(row, text.printable)
            }
            return ByteString(range)
        case .none: return nil
        default: return value.text
        }
    }

    private func isOutput(_ row: OptionRow) -> Bool {
        [JobOptions.output.name, JobOptions.error.name].contains(row.name)
    }

    private func cannot(_ row: OptionRow, _ text: String) -> Failure {
        Failure("\(row.name): '\(text)' can't be said to \(backend.title)", status: .usage)
    }

    /// `-m abe`: one letter for each event (qsub(1B)).
    private func mailLetter(_ word: ByteString) throws(Failure) -> String {
        switch word.string?.uppercased() {
        case "BEGIN": "b"
        case "END": "e"
        case "FAIL": "a"
        case "ALL": "abe"
        case "NONE": "n"
        default: throw cannot(JobOptions.mailType, word.printable)
        }
    }

    /// A name as it was given, but for what no line can have.
    private func oneLine(_ name: ByteString) -> ByteString {
        let bytes = name.bytes.prefix(1000).map { byte in
            byte >= 0x20 && byte != 0x7F ? byte : UInt8(ascii: "_")
        }
        return bytes.isEmpty ? "job" : ByteString(bytes)
    }

    /// A name of letters, digits, `.`, `_` and `-` alone: other bytes break the lists of more than
    /// one batch system. PBS takes 15 of them.
    private func safeName(_ name: ByteString) -> ByteString {
        let safe = name.bytes.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber)
            return isPlain || ".-".utf8.contains(byte) ? byte : UInt8(ascii: "_")
        }
        let start = safe.first == UInt8(ascii: "-") ? [UInt8(ascii: "_")] + safe.dropFirst() : safe
        return ByteString(
            start.isEmpty ? Array("job".utf8) : start.prefix(15).map { $0 })
    }

    /// A request for resources is a list: what stands between its items can be in none.
    private func checkResource(_ value: OptionValue, _ row: OptionRow) throws(Failure) {
        let words: [ByteString]
        switch value {
        case .text(let text): words = [text]
        case .list(let list): words = list
        default: return
        }
        for word in words where !word.bytes.allSatisfy({ Self.ofResources.contains($0) }) {
            throw cannot(row, word.printable)
        }
    }

    private static let ofResources = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./@=-".utf8)

    // MARK: Nodes

    /// `-l nodes=2:ppn=4:feature` of Torque, `-l select=2:ncpus=4:mem=4096mb` of OpenPBS.
    private func nodes(_ choices: Choices) throws(Failure) -> ByteString {
        let count = choices.number(JobOptions.nodes) ?? 1
        let cores = choices.number(JobOptions.cores) ?? 1
        var text =
            backend == .torque ? "nodes=\(count):ppn=\(cores)" : "select=\(count):ncpus=\(cores)"
        // Nothing said is all that a node has.
        if backend == .pbs, let memory = choices.memoryOfNode(cores: cores), memory > 0 {
            text += ":mem=\(MemorySize.wholeMegabytes(memory))mb"
        }
        if let gpus = choices.number(JobOptions.gpus), gpus > 0 {
            // Here they are counted by the node.
            guard gpus % count == 0 else {
                throw cannot(JobOptions.gpus, "\(gpus) on \(count) nodes")
            }
            text += backend == .torque ? ":gpus=\(gpus / count)" : ":ngpus=\(gpus / count)"
        }
        var line = ByteString(text)
        try checkResource(.list(choices.words(JobOptions.features)), JobOptions.features)
        for feature in choices.words(JobOptions.features) {
            let isSetting = feature.contains(UInt8(ascii: "="))
            line += ":" + feature + (backend == .torque || isSetting ? "" : "=True")
        }
        return prefix + "-l " + (try quote(line, JobOptions.features))
    }

    /// `-V` for all of them, `-v` for those that are named.
    private func variables(_ rules: ExportRules, _ row: OptionRow) throws(Failure) -> [ByteString] {
        let words = rules.text.split(on: UInt8(ascii: ","))
        let named = words.filter { $0 != "ALL" && $0 != "NONE" }
        let list = try quote(ByteString.joined(named, by: ","), row)
        return (words.contains("ALL") ? ["-V"] : []) + (named.isEmpty ? [] : ["-v " + list])
    }

    // MARK: Quoting

    /// One word of a directive's line.
    private func quote(_ text: ByteString, _ row: OptionRow) throws(Failure) -> ByteString {
        guard text.isOneLine else {
            throw Failure(
                "\(row.name): '\(text.printable)' has a character that no directive can have",
                status: .usage)
        }
        if !isForScript { return text }
        if !text.isEmpty, text.bytes.allSatisfy({ Self.plain.contains($0) }) { return text }
        let (double, single) = (UInt8(ascii: "\""), UInt8(ascii: "'"))
        if backend == .slurm {
            // Within double quotes a backslash makes any character itself.
            let escaped = text.bytes.flatMap {
                $0 == double || $0 == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), $0] : [$0]
            }
            return ByteString([double] + escaped + [double])
        }
        // PBS knows both quotes, and nothing that would take away the meaning of one.
        let mark = text.contains(double) ? single : double
        guard !text.contains(mark) else { throw cannot(row, text.printable) }
        return ByteString([mark] + text.bytes + [mark])
    }

    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:+@%=&-".utf8)
}

extension String {
    /// The text with another put in before its last characters.
    fileprivate func inserted(_ text: String, beforeLast count: Int) -> String {
        dropLast(count) + text + suffix(count)
    }
}
