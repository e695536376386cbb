/// JSON text, written value by value (RFC 8259).
package struct JSONText {
    private var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    package static func text(_ build: (inout JSONText) -> Void) -> [UInt8] {
        var text = JSONText()
        build(&text)
        return text.bytes
    }

    /// A document of ours: its schema, and one list.
    package static func document(
        _ name: String, _ elements: (inout JSONText) -> Void
    ) -> [UInt8] {
        text { document in
            document.object { document in
                document.member("schema", "cjobs/1")
                document.member(name) { $0.array(elements) }
            }
        }
    }

    package mutating func object(_ members: (inout JSONText) -> Void) {
        enclosed("{", "}", members)
    }

    package mutating func array(_ elements: (inout JSONText) -> Void) {
        enclosed("[", "]", elements)
    }

    package mutating func member(_ name: String, _ value: (inout JSONText) -> Void) {
        member(ByteString(name), value)
    }

    package mutating func member(_ name: ByteString, _ value: (inout JSONText) -> Void) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        value(&self)
    }

    package mutating func member(_ name: String, _ text: String?) {
        member(name) { $0.string(text.map { ByteString($0) }) }
    }

    package mutating func member(_ name: String, _ text: ByteString?) {
        member(name) { $0.string(text) }
    }

    package mutating func member(_ name: String, _ number: Int?) {
        member(name) { $0.number(number) }
    }

    package mutating func member(_ name: String, _ flag: Bool) {
        member(name) { $0.word(flag ? "true" : "false") }
    }

    /// Milliseconds as seconds, with three decimals.
    package mutating func member(_ name: String, seconds milliseconds: Int?) {
        member(name) { text in
            guard let milliseconds else { return text.word("null") }
            text.word(DurationText.seconds(milliseconds: milliseconds))
        }
    }

    package mutating func number(_ number: Int?) { word(number.map { "\($0)" } ?? "null") }

    /// Bytes as a string. JSON is UTF-8: a byte that is not comes out as U+DC80 + byte - 0x80, a
    /// lone surrogate, which Python's `surrogateescape` turns back into that byte.
    package mutating func string(_ text: ByteString?) {
        guard let text else { return word("null") }
        separate()
        bytes.append(UInt8(ascii: "\""))
        if let valid = text.string {
            for byte in valid.utf8 { append(escaped: byte) }
        } else {
            appendMixed(text.bytes)
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func appendMixed(_ mixed: [UInt8]) {
        var rest = mixed[...]
        while let first = rest.first {
            let length = (1...4).first { rest.count >= $0 && Self.isScalar(rest.prefix($0)) }
            if let length {
                for byte in rest.prefix(length) { append(escaped: byte) }
                rest = rest.dropFirst(length)
            } else {
                bytes += Array("\\udc\(String(first, radix: 16))".utf8)
                rest = rest.dropFirst()
            }
        }
    }

    private static func isScalar(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self)?.unicodeScalars.count == 1
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes += Array("\\\"".utf8)
        case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
        case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
        case 0..<0x20, 0x7F:
            let digits = String(byte, radix: 16)
            bytes += Array("\\u00\(byte < 16 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }

    private mutating func word(_ word: String) {
        separate()
        bytes += Array(word.utf8)
        needsComma = true
    }

    private mutating func enclosed(
        _ open: String, _ close: String, _ content: (inout JSONText) -> Void
    ) {
        separate()
        bytes += Array(open.utf8)
        needsComma = false
        content(&self)
        bytes += Array(close.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
