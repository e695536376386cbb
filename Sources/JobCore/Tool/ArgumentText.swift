internal import ArgumentParser

/// The parser knows strings, and arguments are bytes. A byte that is not UTF-8 goes through it as
/// the private character U+10FF00 + byte, and comes out as that byte again (as Python's
/// `surrogateescape` does with surrogates, which a Swift string cannot hold).
enum ArgumentText {
    private static let base: UInt32 = 0x10FF00

    static func string(_ argument: ByteString) -> String {
        if let text = argument.string, !text.unicodeScalars.contains(where: { isEscape($0) }) {
            return text
        }
        var result = String.UnicodeScalarView()
        var rest = argument.bytes[...]
        while let first = rest.first {
            let length = (1...4).first {
                rest.count >= $0 && scalar(rest.prefix($0)).map { !isEscape($0) } ?? false
            }
            if let length, let scalar = scalar(rest.prefix(length)) {
                result.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                Unicode.Scalar(base + UInt32(first)).map { result.append($0) }
                rest = rest.dropFirst()
            }
        }
        return String(result)
    }

    static func bytes(_ text: String) -> ByteString {
        var result: [UInt8] = []
        for scalar in text.unicodeScalars {
            if isEscape(scalar) {
                result.append(UInt8(scalar.value - base))
            } else {
                result += Array(String(scalar).utf8)
            }
        }
        return ByteString(result)
    }

    private static func isEscape(_ scalar: Unicode.Scalar) -> Bool {
        (base...(base + 0xFF)).contains(scalar.value)
    }

    private static func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}

extension ByteString: ExpressibleByArgument {
    package init(argument: String) { self = ArgumentText.bytes(argument) }
}
