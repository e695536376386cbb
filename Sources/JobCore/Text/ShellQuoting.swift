/// Quoting for sh(1).
package enum Shell {
    /// The bytes as one word that every POSIX shell reads back as they are: the one place where
    /// data is made part of a shell's text.
    package static func quote(_ text: ByteString) -> ByteString {
        if !text.isEmpty, text.bytes.allSatisfy({ plain.contains($0) }) { return text }
        var result: [UInt8] = [quoteMark]
        for byte in text.bytes {
            if byte == quoteMark {
                result += Array(#"'\''"#.utf8)
            } else {
                result.append(byte)
            }
        }
        result.append(quoteMark)
        return ByteString(result)
    }

    /// The same as a word of bash(1) that is on one line whatever is in it.
    package static func quoteOnOneLine(_ text: ByteString) -> ByteString {
        guard text.contains(UInt8(ascii: "\n")) else { return quote(text) }
        let escapes: [(ByteString, ByteString)] = [("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n")]
        let inner = escapes.reduce(text) { $0.replacing($1.0, with: $1.1) }
        return "$'" + inner + "'"
    }

    /// Words with a blank between, each quoted.
    package static func quote(_ words: [ByteString]) -> ByteString {
        ByteString(Array(words.map { quote($0).bytes }.joined(separator: [0x20])))
    }

    /// Whether a lone operand is meant for a shell: it has a blank, or a character that a shell
    /// gives a meaning.
    package static func isShellText(_ text: ByteString) -> Bool {
        text.bytes.contains { special.contains($0) }
    }

    /// The words of a shell text in which nothing but blanks has a meaning to a shell, and whose
    /// first word names no builtin that differs from the program of that name; nil for any other.
    package static func plainWords(_ text: ByteString) -> [ByteString]? {
        let words = text.bytes.split { $0 == 0x20 || $0 == 0x09 }.map { ByteString($0) }
        guard let first = words.first, !builtins.contains(first),
            !first.contains(UInt8(ascii: "=")),
            !text.bytes.contains(where: { special.contains($0) && !harmless.contains($0) })
        else { return nil }
        return words
    }

    /// Blanks only separate words, and `=` means something in a first word alone.
    private static let harmless = Set(" \t=".utf8)
    /// bash(1), SHELL BUILTIN COMMANDS and RESERVED WORDS, without `true` and `false`.
    private static let builtins = Set(
        """
        . : [ alias bg bind break builtin caller case cd command compgen complete compopt continue
        coproc declare dirs disown do done echo elif else enable esac eval exec exit export fc fg fi
        for function getopts hash help history if in jobs kill let local logout mapfile popd printf
        pushd pwd read readarray readonly return select set shift shopt source suspend test then
        time times trap type typeset ulimit umask unalias unset until wait while
        """.split(whereSeparator: \.isWhitespace).map { ByteString(String($0)) })

    private static let quoteMark = UInt8(ascii: "'")
    private static let special = Set(" \t\n|&;<>()$`\\\"'*?[]#~={}!^".utf8)
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:+@%-".utf8)
}
