/// Output files of a job as words of its script.
enum OutputWords {
    /// What packs a file of that name; nil where nothing does.
    static func packer(of pattern: ByteString) -> ByteString? {
        switch Packing(suffixOf: pattern) {
        case .gzip: "gzip"
        case .bzip2: "bzip2"
        default: nil
        }
    }

    /// The directories of those patterns that get their names only with the job's number.
    static func directories(
        of patterns: [ByteString?], of request: Request, _ words: ScriptWords
    ) -> [ByteString] {
        patterns.compactMap { $0 }.filter { isInNamedDirectory($0, of: request, words) }
            .map { path($0.absolute(in: request.directory).parent, of: request, words) }
    }

    /// Whether a pattern's directory gets its name only with the job's number, and the script can tell it.
    static func isInNamedDirectory(
        _ pattern: ByteString, of request: Request, _ words: ScriptWords
    ) -> Bool {
        let letters = pattern.bytes.split(
            separator: UInt8(ascii: "%"), omittingEmptySubsequences: false
        ).dropFirst().map(\.first)
        return pattern.parent.contains(UInt8(ascii: "%"))
            && letters.allSatisfy { letter in
                letter.map { variable($0, of: request, words) != nil } ?? false
            }
    }

    /// The path that a pattern stands for (sbatch(1), "filename pattern").
    static func path(
        _ pattern: ByteString, of request: Request, _ words: ScriptWords
    ) -> ByteString {
        let path = pattern.absolute(in: request.directory)
        var (text, literal): (ByteString, [UInt8]) = ("", [])
        var rest = path.bytes[...]
        func flush() {
            if !literal.isEmpty { text += Shell.quote(ByteString(literal)) }
            literal = []
        }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                literal.append(byte)
                continue
            }
            if let variable = variable(letter, of: request, words) {
                flush()
                text += variable
            } else {
                literal += letter == UInt8(ascii: "%") ? [letter] : [byte, letter]
            }
        }
        flush()
        return text
    }

    private static func variable(
        _ letter: UInt8, of request: Request, _ words: ScriptWords
    ) -> ByteString? {
        switch letter {
        case UInt8(ascii: "j"): "\"" + words.job + "\""
        case UInt8(ascii: "A"): "\"" + words.array + "\""
        case UInt8(ascii: "a"): "\"" + words.task + "\""
        case UInt8(ascii: "u"): "\"$USER\""
        case UInt8(ascii: "N"): "\"" + words.host + "\""
        case UInt8(ascii: "x"):
            Shell.quote(
                ByteString(
                    request.name.bytes.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }))
        default: nil
        }
    }
}
