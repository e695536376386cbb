/// The template of `--each`: shell text with a place for each input line.
///
/// `{}` the line, `{.}` without its extension, `{/}` its file name, `{//}` its directory, `{/.}`
/// its file name without extension, `{#}` its number from 1. Without any of these the line is the
/// last word. Source: parallel(1), "REPLACEMENT STRINGS".
///
/// The line never becomes part of the text that a shell reads: where a shell is needed, a place is
/// a quoted variable of the job's environment, which the shell expands and does not read again.
package struct Template {
    private enum Part {
        case text([UInt8])
        case line, withoutExtension, fileName, directory, fileNameWithoutExtension, number
    }

    private var parts: [Part] = []
    /// The parts of each word, where no shell is needed to tell them apart.
    private var words: [[Part]]?

    /// - Throws: `Failure` (64) where a place stands in quotes, since what comes in is one word
    ///   already; in a here-document, where quotes would be text; or where a shell would evaluate
    ///   it: it would read the line as an expression.
    package init(_ text: ByteString) throws(Failure) {
        let places: [(ByteString, Part)] = [
            ("{}", .line), ("{.}", .withoutExtension), ("{/}", .fileName), ("{//}", .directory),
            ("{/.}", .fileNameWithoutExtension), ("{#}", .number),
        ]
        let hasHereDocument = Self.hasHereDocument(text)
        var scan = TemplateScan()
        var literal: [UInt8] = []
        var rest = text.bytes[...]
        while let byte = rest.first {
            let found = places.first { rest.starts(with: $0.0.bytes) }
            if scan.isPlace, let (place, part) = found {
                try Self.check(place, part, scan, hasHereDocument)
                parts.append(.text(literal))
                parts.append(part)
                literal = []
                for _ in 0..<place.count { rest.removeFirst() }
                scan.advance(UInt8(ascii: "x"), [UInt8(ascii: "x")])
                continue
            }
            scan.advance(byte, rest)
            literal.append(byte)
            rest.removeFirst()
        }
        if parts.isEmpty {
            parts = [.text(literal + [UInt8(ascii: " ")]), .line]
        } else {
            parts.append(.text(literal))
        }
        words = Self.words(of: parts)
    }

    private static func check(
        _ place: ByteString, _ part: Part, _ scan: TemplateScan, _ hasHereDocument: Bool
    ) throws(Failure) {
        // A number is digits, wherever it stands.
        if case .number = part { return }
        if scan.isInQuotes {
            throw Failure(
                "'\(place.printable)' stands in quotes: write it without, it is one word already",
                status: .usage)
        }
        if hasHereDocument || scan.isEvaluated {
            throw Failure(
                "'\(place.printable)' can't stand in a here-document, or where a shell evaluates it",
                status: .usage)
        }
    }

    /// Whether the text has a `<<` that is not a `<<<`.
    private static func hasHereDocument(_ text: ByteString) -> Bool {
        let bytes = text.bytes
        return bytes.indices.contains { index in
            bytes[index...].starts(with: "<<".utf8) && !bytes[index...].starts(with: "<<<".utf8)
                && (index == 0 || bytes[index - 1] != UInt8(ascii: "<"))
        }
    }

    /// Cuts parts at the blanks between them, if their text is as plain as that.
    private static func words(of parts: [Part]) -> [[Part]]? {
        var words: [[Part]] = [[]]
        var all: [UInt8] = []
        for part in parts {
            guard case .text(let text) = part else {
                words[words.count - 1].append(part)
                // Any plain word stands for what comes in.
                all.append(UInt8(ascii: "x"))
                continue
            }
            all += text
            let pieces = text.split(omittingEmptySubsequences: false) { $0 == 0x20 || $0 == 0x09 }
            for (index, piece) in pieces.enumerated() {
                if index > 0 { words.append([]) }
                if !piece.isEmpty { words[words.count - 1].append(.text(Array(piece))) }
            }
        }
        guard Shell.plainWords(ByteString(all)) != nil,
            case .text? = words.first(where: { !$0.isEmpty })?.first
        else { return nil }
        return words.filter { !$0.isEmpty }
    }

    /// What a job runs for one line: a program with its arguments where the template is no more than
    /// that, else shell text that takes the line from the environment.
    package func command(for line: ByteString, number: Int) -> Command {
        if let words {
            return .arguments(
                words.map { parts in
                    ByteString(parts.flatMap { Self.bytes(of: $0, line, number) })
                })
        }
        var text: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let bytes): text += bytes
            case .number: text += Array("\(number)".utf8)
            case .line: text += Array(#""${CSUB_INPUT}""#.utf8)
            case .withoutExtension: text += Array(#""${CSUB_INPUT_STEM}""#.utf8)
            case .fileName: text += Array(#""${CSUB_INPUT_NAME}""#.utf8)
            case .directory: text += Array(#""${CSUB_INPUT_DIR}""#.utf8)
            case .fileNameWithoutExtension: text += Array(#""${CSUB_INPUT_NAME_STEM}""#.utf8)
            }
        }
        return .shell(ByteString(text))
    }

    /// The variables that a job made of `line` finds.
    package static func variables(for line: ByteString) -> [(name: ByteString, value: ByteString)] {
        [
            ("CSUB_INPUT", line), ("CSUB_INPUT_STEM", stem(line)),
            ("CSUB_INPUT_NAME", line.lastComponent), ("CSUB_INPUT_DIR", directory(line)),
            ("CSUB_INPUT_NAME_STEM", stem(line.lastComponent)),
        ]
    }

    private static func bytes(of part: Part, _ line: ByteString, _ number: Int) -> [UInt8] {
        switch part {
        case .text(let text): text
        case .line: line.bytes
        case .withoutExtension: stem(line).bytes
        case .fileName: line.lastComponent.bytes
        case .directory: directory(line).bytes
        case .fileNameWithoutExtension: stem(line.lastComponent).bytes
        case .number: Array("\(number)".utf8)
        }
    }

    private static func stem(_ path: ByteString) -> ByteString {
        let name = path.lastComponent
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return path }
        return ByteString(path.bytes.dropLast(name.count - dot))
    }

    private static func directory(_ path: ByteString) -> ByteString {
        let rest = path.bytes.dropLast(path.lastComponent.count)
        if rest.isEmpty { return "." }
        return rest.count == 1 ? "/" : ByteString(rest.dropLast())
    }
}
