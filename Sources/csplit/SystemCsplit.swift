import JobCore

/// POSIX has a csplit of its own, which cuts at patterns: `csplit FILE /re/ {3}`. Both are told
/// apart by their arguments.
enum SystemCsplit {
    /// Whether the arguments are POSIX csplit's and not ours: a pattern as an operand, two operands
    /// or more behind FILE, or an option that only the other has. `POSIXLY_CORRECT` settles it.
    static func isMeant(by arguments: [ByteString], not ours: CommandSyntax) -> Bool {
        if Session.variable("POSIXLY_CORRECT") != nil { return true }
        var operands: [ByteString] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            if word.hasPrefix("--") {
                let name = ByteString(word.bytes.prefix { $0 != UInt8(ascii: "=") })
                if foreignNames.contains(name) { return true }
                let row = ours.row(named: ByteString(name.bytes.dropFirst(2)).printable)
                if name == word, row?.value != nil { _ = rest.popFirst() }
            } else if word.hasPrefix("-"), word != "-" {
                var letters = word.bytes.dropFirst()
                while let letter = letters.popFirst() {
                    if foreignLetters.contains(letter) { return true }
                    let row = ours.row(letter: Character(Unicode.Scalar(letter)))
                    guard row?.value != nil else { continue }
                    if letters.isEmpty { _ = rest.popFirst() }
                    break
                }
            } else {
                operands.append(word)
            }
        }
        let patterns = operands.dropFirst()
        return patterns.count >= 2 || patterns.contains { isPattern($0) }
    }

    private static func isPattern(_ word: ByteString) -> Bool {
        guard let first = word.bytes.first else { return false }
        if first == UInt8(ascii: "{") { return word.hasSuffix("}") }
        return [UInt8(ascii: "/"), UInt8(ascii: "%")].contains(first)
            && word.bytes.dropFirst().contains(first)
    }

    private static let foreignNames: Set<ByteString> = [
        "--suffix-format", "--keep-files", "--suppress-matched", "--silent",
        "--elide-empty-files",
    ]
    private static let foreignLetters = Set("fks".utf8)
}
