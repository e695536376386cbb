/// Where in a shell's text a scan has come to: as much of sh(1)'s grammar as it takes to know where
/// a filled-in word would not be a word. It errs towards refusing.
struct TemplateScan {
    private var quote: UInt8?
    private var isEscaped = false
    private var isComment = false
    /// What ends each place that a shell would evaluate, the innermost last.
    private var closers: [[UInt8]] = []
    /// The words of the command so far.
    private var words: [[UInt8]] = [[]]
    private var last: UInt8 = UInt8(ascii: "\n")

    var isInQuotes: Bool { quote != nil && !isComment }

    /// Whether a shell would read the word as an expression, or as a variable's name: in arithmetic,
    /// `[[ ]]`, `${ }` and subscripts, and behind the builtins that do so.
    var isEvaluated: Bool {
        guard !isComment else { return false }
        if !closers.isEmpty { return true }
        let command = words.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        let evaluating: Set = [
            "let", "declare", "typeset", "local", "unset", "read", "readarray", "mapfile",
            "getopts",
        ]
        return command.contains { evaluating.contains($0) || ["-v", "-R"].contains($0) }
    }

    /// Whether nothing but plain text stands at this point, so that a place may.
    var isPlace: Bool { !isEscaped }

    /// Goes on by one byte; `rest` begins with it.
    mutating func advance(_ byte: UInt8, _ rest: ArraySlice<UInt8>) {
        defer { last = byte }
        if isComment {
            isComment = byte != UInt8(ascii: "\n")
        } else if isEscaped {
            isEscaped = false
            words[words.count - 1].append(byte)
        } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
            isEscaped = true
        } else if byte == quote {
            quote = nil
        } else if quote == nil {
            advanceUnquoted(byte, rest)
        }
        if !isComment, byte == UInt8(ascii: "\n"), quote == nil { words = [[]] }
    }

    private mutating func advanceUnquoted(_ byte: UInt8, _ rest: ArraySlice<UInt8>) {
        let isAtStart = Self.separators.contains(last)
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            quote = byte
        case UInt8(ascii: "#") where isAtStart:
            isComment = true
        case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"):
            words = [[]]
        case UInt8(ascii: " "), UInt8(ascii: "\t"):
            words.append([])
        default:
            words[words.count - 1].append(byte)
        }
        if let closer = closers.last, rest.starts(with: closer) {
            closers.removeLast()
        } else if rest.starts(with: "((".utf8) {
            closers.append(Array("))".utf8))
        } else if rest.starts(with: "[[".utf8), isAtStart {
            closers.append(Array("]]".utf8))
        } else if rest.starts(with: "${".utf8) {
            closers.append(Array("}".utf8))
        } else if byte == UInt8(ascii: "["), Self.isNamePart(last) || last == UInt8(ascii: "$") {
            closers.append(Array("]".utf8))
        }
    }

    private static let separators = Set(" \t\n;|&()`".utf8)

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
}
