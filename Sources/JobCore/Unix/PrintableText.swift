extension ByteString {
    /// As text for a person: control characters and bytes that are not UTF-8 are written `\n` or
    /// `\xff`, so that no name can move a cursor or break a line.
    package var printable: String {
        var text: [UInt8] = []
        appendPrintable(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends what `printable` has.
    /// - Returns: how many characters that are.
    @discardableResult
    package func appendPrintable(to text: inout [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { PrintableText.append($0, to: &text) }
    }
}

/// What of a text may stand in a line that a person reads.
package enum PrintableText {
    /// Appends the bytes as `ByteString.printable` has them.
    /// - Returns: how many characters were appended.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) -> Int {
        // Nearly all names have nothing to be written otherwise.
        let plain = bytes.firstIndex { !isPlain($0) } ?? bytes.count
        text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<plain]))
        var count = plain
        var rest = bytes[plain...]
        while let first = rest.first {
            if first >= 0x80, let (scalar, length) = scalar(at: rest), isShown(scalar) {
                text.append(contentsOf: rest.prefix(length))
                rest = rest.dropFirst(length)
                count += 1
            } else if isPlain(first) {
                text.append(first)
                rest = rest.dropFirst()
                count += 1
            } else {
                let escape = escape(first)
                text.append(contentsOf: escape.utf8)
                rest = rest.dropFirst()
                count += escape.utf8.count
            }
        }
        return count
    }

    /// Appends a text that may have been read from elsewhere.
    /// - Returns: how many characters were appended.
    static func append(_ words: String, to text: inout [UInt8]) -> Int {
        var words = words
        return words.withUTF8 { append($0, to: &text) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0xA0
            && ![.format, .lineSeparator, .paragraphSeparator].contains(
                scalar.properties.generalCategory)
    }

    /// `\n`, or a backslash, an x and two lower-case hexadecimal digits.
    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: "\\n"
        case 0x09: "\\t"
        case 0x0D: "\\r"
        default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    /// The UTF-8 sequence that `bytes` begin with, and its length.
    private static func scalar(
        at bytes: Slice<UnsafeBufferPointer<UInt8>>
    ) -> (Unicode.Scalar, Int)? {
        var iterator = bytes.prefix(4).makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }
}
