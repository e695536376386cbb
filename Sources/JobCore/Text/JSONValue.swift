/// A JSON text that was read, as strictly as RFC 8259 has it: what it is, and its own bytes.
package struct JSONValue: Sendable {
    package enum Kind: Sendable {
        case object, array, string, number
        /// `true`, `false` or `null`.
        case word
    }

    package let kind: Kind
    /// Without blanks around it.
    package let text: ByteString
    /// The members of an object; of one that stands within another value none are kept.
    private let members: [(name: ByteString, value: JSONValue)]

    /// What is wrong with a text, and behind how many bytes.
    package struct Fault: Error {
        package let position: Int
        package let reason: String
    }

    /// Reads a text that is one value.
    package init(_ text: ByteString) throws(Fault) {
        guard text.string != nil else { throw Fault(position: 0, reason: "it is not UTF-8") }
        var scan = JSONScan(text.bytes)
        self = try scan.document()
    }

    fileprivate init(
        _ kind: Kind, _ text: ArraySlice<UInt8>, _ members: [(name: ByteString, value: JSONValue)]
    ) {
        self.kind = kind
        self.text = ByteString(text)
        self.members = members
    }

    /// The member of that name; of several the last, as everywhere.
    package subscript(name: ByteString) -> JSONValue? { members.last { $0.name == name }?.value }

    /// The same text in one line: a newline can stand between values alone.
    package var line: ByteString {
        ByteString(text.bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
    }

    /// What a string says; nil for any other value.
    package var string: ByteString? { kind == .string ? Self.decoded(text.bytes) : nil }

    /// A string without its quotes and escapes. Half a pair of surrogates is U+FFFD.
    private static func decoded(_ text: [UInt8]) -> ByteString {
        var result: [UInt8] = []
        var rest = text.dropFirst().dropLast()
        func unit(_ digits: ArraySlice<UInt8>) -> UInt32? {
            UInt32(String(decoding: digits.prefix(4), as: UTF8.self), radix: 16)
        }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                result.append(byte)
                continue
            }
            guard letter == UInt8(ascii: "u"), var code = unit(rest) else {
                result.append(letters[letter] ?? letter)
                continue
            }
            rest = rest.dropFirst(4)
            if (0xD800..<0xDC00).contains(code), rest.starts(with: Array("\\u".utf8)),
                let low = unit(rest.dropFirst(2)), (0xDC00..<0xE000).contains(low)
            {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                rest = rest.dropFirst(6)
            }
            result += Array(String(Unicode.Scalar(code).map { Character($0) } ?? "\u{FFFD}").utf8)
        }
        return ByteString(result)
    }

    private static let letters: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    ]
}

/// Reads JSON from the start of a text to its end.
private struct JSONScan {
    private let bytes: [UInt8]
    private var position = 0

    /// How deep values may stand within one another: readers of all languages have such a limit.
    private static let deepest = 500

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ reason: String) -> JSONValue.Fault {
        JSONValue.Fault(position: position, reason: reason)
    }

    private mutating func skipBlanks() {
        while let byte = next, ByteString.isBlank(byte), byte != 0x0B, byte != 0x0C {
            position += 1
        }
    }

    /// Whether that byte came next, which is taken then.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func document() throws(JSONValue.Fault) -> JSONValue {
        skipBlanks()
        let start = position
        var members: [(name: ByteString, value: JSONValue)] = []
        let kind: JSONValue.Kind
        if next == UInt8(ascii: "{") {
            kind = .object
            try object(depth: 1) { name, value in
                members.append((name.string ?? "", value))
            }
        } else {
            kind = try value(depth: 1)
        }
        let text = bytes[start..<position]
        skipBlanks()
        guard next == nil else { throw fault("there is more behind its end") }
        return JSONValue(kind, text, members)
    }

    /// Reads one value.
    private mutating func value(depth: Int) throws(JSONValue.Fault) -> JSONValue.Kind {
        guard depth <= Self.deepest else {
            throw fault("more than \(Self.deepest) values stand within one another")
        }
        switch next {
        case UInt8(ascii: "{"):
            try object(depth: depth) { _, _ in }
            return .object
        case UInt8(ascii: "["):
            try array(depth: depth)
            return .array
        case UInt8(ascii: "\""):
            try string()
            return .string
        case UInt8(ascii: "-"), (0x30...0x39)?:
            try number()
            return .number
        default:
            for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return .word
            }
            throw fault("a value belongs here")
        }
    }

    private mutating func object(
        depth: Int, _ take: (JSONValue, JSONValue) -> Void
    ) throws(JSONValue.Fault) {
        position += 1
        skipBlanks()
        if self.take("}") { return }
        repeat {
            skipBlanks()
            let start = position
            guard next == UInt8(ascii: "\"") else { throw fault("a name in \" belongs here") }
            try string()
            let name = JSONValue(.string, bytes[start..<position], [])
            skipBlanks()
            guard self.take(":") else { throw fault("a colon belongs here") }
            skipBlanks()
            let begin = position
            let kind = try value(depth: depth + 1)
            if depth == 1 { take(name, JSONValue(kind, bytes[begin..<position], [])) }
            skipBlanks()
        } while self.take(",")
        guard self.take("}") else { throw fault("a comma or } belongs here") }
    }

    private mutating func array(depth: Int) throws(JSONValue.Fault) {
        position += 1
        skipBlanks()
        if take("]") { return }
        repeat {
            skipBlanks()
            _ = try value(depth: depth + 1)
            skipBlanks()
        } while take(",")
        guard take("]") else { throw fault("a comma or ] belongs here") }
    }

    private mutating func string() throws(JSONValue.Fault) {
        position += 1
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw fault("a control character stands in a string")
            default: break
            }
        }
        throw fault("a string has no end")
    }

    private mutating func escape() throws(JSONValue.Fault) {
        guard let letter = next else { throw fault("a string has no end") }
        position += 1
        if letter == UInt8(ascii: "u") {
            let digits = bytes[position...].prefix(4)
            guard digits.count == 4, digits.allSatisfy({ Self.hexadecimal.contains($0) }) else {
                throw fault("four hexadecimal digits belong behind \\u")
            }
            position += 4
        } else if !"\"\\/bfnrt".utf8.contains(letter) {
            throw fault("no such character stands behind \\")
        }
    }

    private static let hexadecimal = Set("0123456789abcdefABCDEF".utf8)

    private mutating func number() throws(JSONValue.Fault) {
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try digits()
        }
    }

    private mutating func digits() throws(JSONValue.Fault) {
        let count = bytes[position...].prefix { (0x30...0x39).contains($0) }.count
        guard count > 0 else { throw fault("a digit belongs here") }
        position += count
    }
}
