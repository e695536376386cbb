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

    /// Whether a lone operand is meant for a shell: it has a blank, or a character that a shell
    /// gives a meaning.
    package static func isShellText(_ text: ByteString) -> Bool {
        text.bytes.contains { special.contains($0) }
    }

    private static let quoteMark = UInt8(ascii: "'")
    private static let special = Set(" \t\n|&;<>()$`\\\"'*?[]#~={}!^".utf8)
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:+@%-".utf8)
}
