internal import Glibc

/// An extended regular expression that lines are matched with, bytes as they are (regex(7)).
package final class LinePattern: @unchecked Sendable {
    private var compiled = regex_t()

    /// - Throws: `Failure` (64) for what is no extended regular expression.
    package init(_ text: ByteString) throws(Failure) {
        let code = text.withCString { regcomp(&compiled, $0, REG_EXTENDED | REG_NOSUB) }
        guard code == 0 else {
            var reason = [CChar](repeating: 0, count: 200)
            _ = regerror(code, &compiled, &reason, reason.count)
            let words = String(
                decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw Failure(
                "'\(text.printable)' is no regular expression: \(words)", status: .usage)
        }
    }

    deinit { regfree(&compiled) }

    /// Whether it is found in a line, which is given without its newline.
    package func matches(_ line: UnsafeRawBufferPointer) -> Bool {
        // An empty buffer may have no address, and the matcher wants one.
        guard let start = line.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            return regexec(&compiled, "", 0, nil, 0) == 0
        }
        var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(clamping: line.count))
        return regexec(&compiled, start, 1, &range, REG_STARTEND) == 0
    }
}
