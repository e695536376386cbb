/// What an option's value may be: one reader for each kind, wherever the text comes from.
package enum OptionType: Hashable, Sendable {
    /// Nothing on the command line; true or false in a profile.
    case flag
    case number(ClosedRange<Int>)
    /// How long a job may run; 0, as for sbatch(1), is as long as it likes.
    case time
    case memory
    /// A moment that a job waits for.
    case moment
    /// One line of text.
    case text
    /// Any bytes: a path, a name, text for a shell.
    case bytes
    /// A path that does not depend on where one is.
    case path
    /// Words with commas between.
    case list
    case dependencies
    case export
    /// `0-15`, `1,3,5-7%2`.
    case array
    /// `USR1@60`, `B:TERM@120` (sbatch(1), `--signal`).
    case signal
    case choice([String])
    /// Some of these words, in any case, with commas between.
    case choices([String])

    /// A whole number from 1.
    package static let count = OptionType.number(1...1_000_000)
    /// A whole number from 0.
    package static let amount = OptionType.number(0...1_000_000_000)

    /// The seed's word for it.
    package var name: String {
        switch self {
        case .flag: "bool"
        case .number: "int"
        case .time: "time"
        case .memory: "size"
        case .moment: "moment"
        case .text, .bytes, .path, .export, .array, .signal, .choice: "str"
        case .list, .choices, .dependencies: "list"
        }
    }

    /// What an error says that it takes.
    package var expected: String {
        switch self {
        case .flag: "true or false"
        case .number(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .time:
            "a time such as 90 (minutes), 90s, 2h, 1:30:00, 1-12:00:00, 0 (no limit) or none"
        case .memory: "a size such as 4000 (MiB), 512K, 16G, or none"
        case .moment: "a moment such as 16:00, now+1hour, 2026-12-24T18:00"
        case .text: "one line of text, not empty"
        case .bytes: "text without a NUL, and not empty"
        case .path: "a path from / or ~/"
        case .list: "words with commas between"
        case .dependencies: "L7,L8, afterany:L7:L8, singleton, each:L7:L8, or -"
        case .export: "ALL, NONE, VAR or VAR=VALUE, with commas between"
        case .array: "an array such as 0-15, 1,3,5-7 or 0-99%10"
        case .signal: "a signal such as USR1@60 or B:TERM@120, the seconds 65535 at most"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .choices(let words): "some of \(words.joined(separator: ", "))"
        }
    }

    /// The smallest memory request, as in the seed.
    private static let leastMemory = 5 << 20

    /// The value that the text stands for; nil where it stands for none.
    package func value(of text: ByteString, now: WallTime) -> OptionValue? {
        if text == "none" || text == "None", canBeNone { return OptionValue.none }
        let line = text.isOneLine ? text : nil
        switch self {
        case .text: return line.flatMap { $0.isEmpty ? nil : .text($0) }
        case .path: return text.hasPrefix("/") || text.hasPrefix("~/") ? .text(text) : nil
        case .bytes: return text.contains(0) || text.isEmpty ? nil : .text(text)
        case .list:
            // In a file a list may go on over lines.
            let words = ByteString(text.bytes.map { $0 == 0x0A ? 0x20 : $0 })
            return words.isOneLine ? Self.list(words).map { .list($0) } : nil
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
        case .moment: return BeginTime.moment(word, now: now).map { .moment($0) }
        case .array: return Self.isArray(word) ? .text(text) : nil
        case .signal: return Self.isSignal(word) ? .text(text) : nil
        case .choice(let words): return words.contains(word) ? .text(text) : nil
        case .choices(let words):
            guard let list = Self.list(text) else { return nil }
            let known = list.allSatisfy { words.contains($0.printable.uppercased()) }
            return known ? .list(list) : nil
        case .text, .bytes, .path, .list, .export, .dependencies: return nil
        }
    }

    /// Whether `none` takes a default away; elsewhere it is a word like others.
    private var canBeNone: Bool {
        switch self {
        case .number, .time, .memory, .moment, .array: true
        case .flag, .text, .bytes, .path, .list, .dependencies, .export, .signal, .choice, .choices:
            false
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

    private static func isSignal(_ word: String) -> Bool {
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
