/// Options that a script carries itself: its `#CSUB`, `#SBATCH` and `#PBS` lines, which stand before
/// the first command. `#CSUB` has csub's options; of the others those count that have a meaning
/// here.
///
/// Sources: sbatch(1); qsub(1B), "PBS DIRECTIVES"; pbs_resources(7B).
package struct ScriptDirectives {
    package private(set) var choices: [Choice] = []
    /// Options of sbatch or qsub that mean nothing here, with their lines.
    package private(set) var ignored: [(option: String, line: Int)] = []
    private let now: WallTime

    /// - Throws: `Failure` (65) that names line, option and value.
    package init(_ script: ByteString, now: WallTime) throws(Failure) {
        self.now = now
        for (index, line) in script.split(on: UInt8(ascii: "\n")).enumerated() {
            let content = line.trimmed
            if content.isEmpty { continue }
            guard content.hasPrefix("#") else { break }
            // A directive begins its line.
            try take(line, line: index + 1)
        }
    }

    /// What such lines begin with.
    package static let kinds: [ByteString] = ["#CSUB", "#SBATCH", "#PBS"]

    private mutating func take(_ content: ByteString, line: Int) throws(Failure) {
        guard
            let kind = Self.kinds.first(where: {
                content.hasPrefix($0)
                    && [0x20, 0x09, 0x0D, 0x2D, nil].contains(
                        content.bytes.dropFirst($0.count).first)
            })
        else { return }
        let rest = ByteString(content.bytes.dropFirst(kind.count)).trimmed
        guard let words = Self.words(of: rest) else {
            throw Failure(
                "script, line \(line): a quote in '\(rest.printable)' has no end", status: .badData)
        }
        switch kind {
        case "#CSUB": try takeOwn(words, line)
        case "#SBATCH": try takeSlurm(words[...], line)
        default: try takePBS(words[...], line)
        }
    }

    /// The words of a line, with quotes taken off; `#` begins a comment. Nil where a quote has no
    /// end.
    static func words(of text: ByteString) -> [ByteString]? {
        var words: [ByteString] = []
        var word: [UInt8]?
        var quote: UInt8?
        var bytes = text.bytes[...]
        while let byte = bytes.popFirst() {
            if let open = quote {
                if byte == open {
                    quote = nil
                } else if byte == UInt8(ascii: "\\"), let next = bytes.popFirst() {
                    word?.append(next)
                } else {
                    word?.append(byte)
                }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                word = word ?? []
            } else if byte == 0x20 || byte == 0x09 {
                if let done = word { words.append(ByteString(done)) }
                word = nil
            } else if byte == UInt8(ascii: "#") {
                break
            } else {
                word = (word ?? []) + [byte]
            }
        }
        if let done = word { words.append(ByteString(done)) }
        return quote == nil ? words : nil
    }

    private mutating func takeOwn(_ words: [ByteString], _ line: Int) throws(Failure) {
        let parsed: ParsedLine
        do throws(Failure) {
            parsed = try ParsedLine(
                words, for: SubmitOptions.syntax, now: now, origin: .script(line: line)
            ).sound()
        } catch {
            let isPlaced = error.message.contains("(script, line \(line))")
            throw Failure(
                isPlaced ? error.message : "script, line \(line): \(error.message)",
                status: .badData)
        }
        if let operand = parsed.operands.first {
            throw Failure(
                "script, line \(line): '\(operand.printable)' is no option", status: .badData)
        }
        let ofCommand = Set(SubmitOptions.all.map(\.name))
            .subtracting(SubmitOptions.ofScripts.map(\.name)).union([JobOptions.threads.name])
        if let stray = parsed.choices.first(where: { ofCommand.contains($0.row.name) }) {
            throw Failure(
                "script, line \(line): --\(stray.row.name) is for csub's command line",
                status: .badData)
        }
        choices += parsed.choices
    }

    private mutating func turn(_ row: OptionRow, _ isOn: Bool, _ line: Int) {
        choices.append(Choice(row, .flag(isOn), origin: .script(line: line)))
    }

    private mutating func add(
        _ row: OptionRow, _ text: ByteString, _ line: Int
    ) throws(Failure) {
        choices.append(
            try Choice(row, text: text, origin: .script(line: line), now: now))
    }

    // MARK: Slurm

    private mutating func takeSlurm(
        _ words: ArraySlice<ByteString>, _ line: Int
    ) throws(Failure) {
        var rest = words
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word.count > 1 else { continue }
            let isLong = word.hasPrefix("--")
            let body = ByteString(word.bytes.dropFirst(isLong ? 2 : 1))
            let equals = isLong ? body.bytes.firstIndex(of: UInt8(ascii: "=")) : nil
            let name =
                isLong
                ? ByteString(body.bytes[..<(equals ?? body.count)]).printable
                : Self.slurmLetters[Character(Unicode.Scalar(body.bytes[0]))]
            if word == "--no-requeue" {
                turn(JobOptions.requeue, false, line)
                continue
            }
            guard let name, let row = Self.row(slurm: name) else {
                ignored.append((word.printable, line))
                continue
            }
            if row.type == .flag {
                turn(row, true, line)
                continue
            }
            var value =
                isLong
                ? equals.map { ByteString(body.bytes[($0 + 1)...]) }
                : body.count > 1 ? ByteString(body.bytes.dropFirst()) : nil
            // What --nice is without a number: it never takes the next word for one.
            if value == nil, row.name == JobOptions.nice.name { value = "100" }
            if value == nil { value = rest.popFirst() }
            try add(row, Self.plain(value ?? "", for: row), line)
        }
    }

    /// What sbatch takes in more than one form, in the form that is ours.
    private static func plain(_ value: ByteString, for row: OptionRow) -> ByteString {
        switch row.name {
        case JobOptions.nodes.name:
            // `2-4`: at least two.
            return value.split(on: UInt8(ascii: "-"))[0]
        case JobOptions.gpus.name:
            // `a100:2`.
            return value.split(on: UInt8(ascii: ":")).last ?? value
        case JobOptions.time.name where value == "-1": return "0"
        default: return value
        }
    }

    /// The row whose directive for Slurm is `--name`.
    private static func row(slurm name: String) -> OptionRow? {
        JobOptions.all.first { row in
            let word = row.slurm.template.split(separator: " ").first ?? ""
            return word == "--\(name)" || word == "--\(name)={}"
        }
    }

    private static let slurmLetters: [Character: String] = [
        "J": "job-name", "N": "nodes", "c": "cpus-per-task", "G": "gpus", "t": "time",
        "p": "partition", "A": "account", "q": "qos", "C": "constraint", "w": "nodelist",
        "x": "exclude", "L": "licenses", "d": "dependency", "b": "begin", "a": "array",
        "H": "hold", "o": "output", "e": "error", "i": "input", "D": "chdir",
    ]

    // MARK: PBS

    private mutating func takePBS(
        _ words: ArraySlice<ByteString>, _ line: Int
    ) throws(Failure) {
        var rest = words
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word.count > 1 else { continue }
            let letter = Character(Unicode.Scalar(word.bytes[1]))
            if letter == "h" {
                turn(JobOptions.hold, true, line)
                continue
            }
            if letter == "V" {
                try addVariables("ALL", line)
                continue
            }
            let value = word.count > 2 ? ByteString(word.bytes.dropFirst(2)) : rest.popFirst() ?? ""
            switch letter {
            case "l": try takeResources(value, line)
            case "v": try addVariables(value, line)
            case "W" where value.hasPrefix("depend="):
                try add(JobOptions.depend, ByteString(value.bytes.dropFirst("depend=".count)), line)
            case "r" where value == "y" || value == "n":
                turn(JobOptions.requeue, value == "y", line)
            default:
                guard let row = Self.pbsLetters[letter] else {
                    ignored.append(("-\(letter) \(value.printable)", line))
                    continue
                }
                try add(row, value, line)
            }
        }
    }

    private static let pbsLetters: [Character: OptionRow] = [
        "N": JobOptions.jobName, "q": JobOptions.partition, "A": JobOptions.account,
        "o": JobOptions.output, "e": JobOptions.error, "d": JobOptions.chdir,
        "p": JobOptions.priority, "t": JobOptions.array,
        "J": JobOptions.array, "M": JobOptions.mailUser,
    ]

    /// `-V` and each `-v` add to what was said before.
    private mutating func addVariables(_ list: ByteString, _ line: Int) throws(Failure) {
        let before = choices.last { $0.row.name == JobOptions.export.name }?.value.text
        try add(JobOptions.export, before.map { $0 + "," + list } ?? list, line)
    }

    private mutating func takeResources(_ list: ByteString, _ line: Int) throws(Failure) {
        let resources = try ResourceList(list, origin: .script(line: line), now: now)
        choices += resources.choices
        ignored += resources.ignored.map { ("-l \($0.printable)", line) }
    }
}
