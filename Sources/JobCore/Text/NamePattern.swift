extension ByteString {
    /// Whether a shell pattern with `*` and `?` fits all of it (glob(7), without brackets).
    package func matches(_ pattern: ByteString) -> Bool {
        let (text, pattern) = (bytes, pattern.bytes)
        var (index, next) = (0, 0)
        var star: (index: Int, next: Int)?
        while index < text.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                star = (index, next)
                next += 1
            } else if next < pattern.count,
                pattern[next] == text[index] || pattern[next] == UInt8(ascii: "?")
            {
                index += 1
                next += 1
            } else if let last = star {
                star = (last.index + 1, last.next)
                (index, next) = (last.index + 1, last.next + 1)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
