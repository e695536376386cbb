/// How the text of a value is read: one reader for each kind.
extension OptionType {
    /// The smallest memory request, as in the seed.
    private static let leastMemory = 5 << 20

    /// The value that the text stands for; nil where it stands for none.
    package func value(of text: ByteString, now: WallTime) -> OptionValue? {
        if text == "none" || text == "None", canBeNone { return OptionValue.none }
        let line = text.isOneLine ? text : nil
        switch self {
        case .text, .partition, .profile, .keyword, .setting, .resources:
            return line.flatMap { $0.isEmpty ? nil : .text($0) }
        case .path: return text.hasPrefix("/") || text.hasPrefix("~/") ? .text(text) : nil
        case .bytes, .file, .directory, .keywordValue:
            return text.contains(0) || text.isEmpty ? nil : .text(text)
        case .anyBytes, .settingValue, .command: return text.contains(0) ? nil : .text(text)
        case .list, .partitions, .users:
            // In a file a list may go on over lines.
            let words = ByteString(text.bytes.map { $0 == 0x0A ? 0x20 : $0 })
            return words.isOneLine ? Self.list(words).map { .list($0) } : nil
        case .batchName: return BatchName.isValid(text) ? .text(text) : nil
        case .label: return JobLabel(text).map { .text($0.text) }
        case .export:
            return ExportRules(text).map { .export($0) }
        case .dependencies:
            return text.string.flatMap { DependencyList($0) }.map { .dependencies($0) }
        default: break
        }
        guard let word = line?.string else { return nil }
        switch self {
        case .flag: return Self.truth(word).map { .flag($0) }
        case .number(let range): return Self.number(word, in: range).map { .number($0) }
        case .time:
            if ["unlimited", "infinite"].contains(word.lowercased()) { return .time(0) }
            guard !Self.looksLikeArray(word) else { return nil }
            return DurationText.limit(word).map { .time($0) }
        case .memory:
            guard let bytes = MemorySize.bytes(word) else { return nil }
            if bytes == 0 { return .memory(0) }
            // Whole KiB, as every batch system counts them at the finest.
            return .memory(max((bytes + 1023) / 1024 * 1024, Self.leastMemory))
        case .duration(let least):
            return DurationText.wait(word).flatMap { $0 >= least ? .time($0) : nil }
        case .byteCount: return ByteSize.bytes(word).map { .number($0) }
        case .moment: return BeginTime.moment(word, now: now).map { .moment($0) }
        case .pastMoment: return BeginTime.past(word, now: now).map { .moment($0) }
        case .array: return Self.isArray(word) ? .text(text) : nil
        case .warning: return Self.isWarning(word) ? .text(text) : nil
        case .signal: return Signal.number(of: word).map { .number(Int($0)) }
        case .choice(let set): return set.contains(word) ? .text(text) : nil
        case .states, .fields, .sortKeys, .jobs:
            let words = parts(of: word)
            guard words.allSatisfy({ isWord($0) }) else { return nil }
            return .list(words.map { ByteString($0) })
        case .choices(let words):
            guard let list = Self.list(text) else { return nil }
            let known = list.allSatisfy { words.contains($0.printable.uppercased()) }
            return known ? .list(list) : nil
        case .text, .bytes, .anyBytes, .path, .file, .directory, .list, .export, .dependencies,
            .users, .partition, .partitions, .profile, .keywordValue, .keyword, .setting,
            .settingValue, .resources, .label, .batchName, .command:
            return nil
        }
    }

    /// The words of a text that is a list.
    private func parts(of text: String) -> [String] {
        if case .jobs = self { return JobID.list(text) }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }

    /// Whether a word can be one of a list's.
    private func isWord(_ word: String) -> Bool {
        switch self {
        case .states(.any): JobState.named(word) != nil
        case .states(.unfinished): JobState.isActive(word)
        case .fields(let set): set.contains(Self.plainField(word))
        case .sortKeys(let set): set.contains(Self.plainField(Self.unmarked(word)))
        case .choice(let set): set.contains(word)
        case .choices(let words): words.contains(word.uppercased())
        case .signal: Signal.number(of: word) != nil
        default: true
        }
    }

    /// The name of a field as the table of fields has it.
    private static func plainField(_ word: String) -> String {
        word.lowercased().replacing("-", with: "_")
    }

    /// The name in a key of an order, without the mark before it.
    private static func unmarked(_ word: String) -> String {
        word.hasPrefix("-") || word.hasPrefix("+") ? String(word.dropFirst()) : word
    }

    /// What an error says of a text that is no value: which word it is, and what was probably meant
    /// or is expected.
    package func complaint(about text: ByteString) -> String {
        guard let words, let string = text.string else {
            return "'\(text.printable)' is not \(expected)"
        }
        let wrong: String
        switch self {
        case .states, .fields, .sortKeys, .choices:
            wrong = parts(of: string).first { !isWord($0) } ?? string
        default: wrong = string
        }
        let shown = "'\(ByteString(wrong).printable)' is not \(expected)"
        return shown + Spellings.suggestion(for: guessable(wrong), among: words)
    }

    /// A wrong word in the form that the known ones have.
    private func guessable(_ word: String) -> String {
        switch self {
        case .fields: Self.plainField(word)
        case .sortKeys: Self.plainField(Self.unmarked(word))
        case .choices, .signal: word.uppercased()
        default: word.lowercased()
        }
    }

    /// Whether `none` takes a default away; elsewhere it is a word like others.
    private var canBeNone: Bool {
        switch self {
        case .number, .time, .memory, .moment, .array: true
        default: false
        }
    }

    /// What sbatch reads as days and hours, but a Torque user would write for an array's tasks.
    static func looksLikeArray(_ word: String) -> Bool {
        word.hasPrefix("0-") && word.dropFirst(2).allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// As Python's ConfigParser.getboolean has it.
    package static func truth(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    private static func number(_ word: String, in range: ClosedRange<Int>) -> Int? {
        guard let number = Int(word), word.first != "+", range.contains(number) else { return nil }
        return number
    }

    /// The words between commas, without blanks around them; `['a', 'b']`, as Python writes a
    /// list, is one too.
    private static func list(_ text: ByteString) -> [ByteString]? {
        var bytes = text.bytes[...]
        let isPython = bytes.first == UInt8(ascii: "[") && bytes.last == UInt8(ascii: "]")
        if isPython { bytes = bytes.dropFirst().dropLast() }
        var items: [ByteString] = []
        for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            var item = ByteString(part).trimmed.bytes[...]
            if isPython, item.count > 1, let quote = item.first, item.last == quote,
                quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
            {
                item = item.dropFirst().dropLast()
            }
            if item.isEmpty { return nil }
            items.append(ByteString(item))
        }
        return items
    }

    private static func isArray(_ word: String) -> Bool {
        let halves = word.split(separator: "%", omittingEmptySubsequences: false)
        guard halves.count <= 2,
            halves.count < 2 || Self.number(String(halves[1]), in: 1...99_999) != nil
        else { return false }
        return halves[0].split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
            part in
            let step = part.split(separator: ":", omittingEmptySubsequences: false)
            let ends = step[0].split(separator: "-", omittingEmptySubsequences: false)
            let numbers = (ends + step.dropFirst()).map {
                Self.number(String($0), in: 0...4_000_000)
            }
            guard step.count <= 2, ends.count <= 2, step.count == 1 || ends.count == 2,
                numbers.allSatisfy({ $0 != nil })
            else { return false }
            let isRising = ends.count == 1 || (numbers[0] ?? 0) <= (numbers[1] ?? 0)
            return isRising && (step.count == 1 || numbers.last != 0)
        }
    }

    private static func isWarning(_ word: String) -> Bool {
        var rest = word[...]
        if let colon = rest.firstIndex(of: ":") {
            guard ["B", "R", "BR", "RB"].contains(rest[..<colon]) else { return false }
            rest = rest[rest.index(after: colon)...]
        }
        let halves = rest.split(separator: "@", omittingEmptySubsequences: false)
        let name = halves[0]
        let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return isName && halves.count <= 2
            && (halves.count == 1 || Self.number(String(halves[1]), in: 0...65_535) != nil)
    }
}
