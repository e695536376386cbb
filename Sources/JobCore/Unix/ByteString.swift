internal import Glibc

/// Text as Unix has it: bytes without a NUL, in no promised encoding. File names, arguments and
/// environment variables are of this kind; a `String` would change those that are not UTF-8.
package struct ByteString: Hashable, Sendable {
    package var bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The bytes before the NUL at a C string's end.
    package init(cString: UnsafePointer<CChar>) {
        bytes = Array(UnsafeRawBufferPointer(start: cString, count: strlen(cString)))
    }

    package var isEmpty: Bool { bytes.isEmpty }
    package var count: Int { bytes.count }

    /// The text, where the bytes are UTF-8.
    package var string: String? { String(validating: bytes, as: UTF8.self) }

    package func hasPrefix(_ prefix: ByteString) -> Bool { bytes.starts(with: prefix.bytes) }

    package func hasSuffix(_ suffix: ByteString) -> Bool {
        bytes.suffix(suffix.count).elementsEqual(suffix.bytes)
    }

    package func contains(_ byte: UInt8) -> Bool { bytes.contains(byte) }

    /// Whether a text stands in it.
    package func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return true }
        return bytes.indices.contains { index in
            bytes[index] == first && bytes[index...].starts(with: wanted)
        }
    }

    /// The part after the last slash: a path's file name.
    package var lastComponent: ByteString {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return ByteString(bytes[(slash + 1)...])
    }

    /// The directory of what a path names; empty for a name alone.
    package var parent: ByteString {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == 0 ? "/" : ByteString(bytes[..<slash])
    }

    /// What a path stands for in a directory: itself where it is absolute.
    package func absolute(in directory: ByteString) -> ByteString {
        hasPrefix("/") ? self : directory + "/" + self
    }

    /// The parts between `separator`s, empty ones included.
    package func split(on separator: UInt8) -> [ByteString] {
        var parts: [ByteString] = []
        var start = 0
        for index in bytes.indices where bytes[index] == separator {
            parts.append(ByteString(bytes[start..<index]))
            start = index + 1
        }
        parts.append(ByteString(bytes[start...]))
        return parts
    }

    /// The same with other bytes wherever these stand.
    package func replacing(_ part: ByteString, with other: ByteString) -> ByteString {
        var (result, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes[...])
        while let byte = rest.first {
            if rest.starts(with: part.bytes) {
                result += other.bytes
                rest = rest.dropFirst(max(1, part.count))
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return ByteString(result)
    }

    /// The parts with `separator` between.
    package static func joined(_ parts: [ByteString], by separator: ByteString) -> ByteString {
        ByteString(Array(parts.map(\.bytes).joined(separator: separator.bytes)))
    }

    /// Whether no control character is in it: a line end, or one that could move a cursor.
    package var isOneLine: Bool { bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }

    /// With the letters A to Z made small.
    package var lowercased: ByteString {
        ByteString(bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })
    }

    /// Whether a byte is a blank, a tab or the like (isspace(3), in the C locale).
    package static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// Without blanks, tabs and the like at both ends.
    package var trimmed: ByteString {
        let start = bytes.drop(while: Self.isBlank)
        let end = start.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? start.startIndex
        return ByteString(start[..<end])
    }

    package static func + (left: ByteString, right: ByteString) -> ByteString {
        ByteString(left.bytes + right.bytes)
    }

    package static func += (left: inout ByteString, right: ByteString) {
        left.bytes += right.bytes
    }

    /// Calls `body` with the bytes and a NUL behind them.
    package func withCString<Result, E: Error>(
        _ body: (UnsafePointer<CChar>) throws(E) -> Result
    ) throws(E) -> Result {
        try withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) {
            space throws(E) in
            for (index, byte) in bytes.enumerated() { space[index] = CChar(bitPattern: byte) }
            space[bytes.count] = 0
            guard let start = UnsafePointer(space.baseAddress) else { return try body("") }
            return try body(start)
        }
    }
}

extension ByteString: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}

extension ByteString: Comparable {
    package static func < (left: ByteString, right: ByteString) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
