/// The template of `--each`: shell text with a place for each input line, which is put in quoted.
///
/// `{}` the line, `{.}` without its extension, `{/}` its file name, `{//}` its directory, `{/.}`
/// its file name without extension, `{#}` its number from 1. Without any of these the line is the
/// last word. Source: parallel(1), "REPLACEMENT STRINGS".
package struct Template {
    private enum Part {
        case text([UInt8])
        case line, withoutExtension, fileName, directory, fileNameWithoutExtension, number
    }

    private var parts: [Part] = []

    /// - Throws: `Failure` (64) where a place stands in quotes: what comes in is quoted already.
    package init(_ text: ByteString) throws(Failure) {
        let places: [(ByteString, Part)] = [
            ("{}", .line), ("{.}", .withoutExtension), ("{/}", .fileName), ("{//}", .directory),
            ("{/.}", .fileNameWithoutExtension), ("{#}", .number),
        ]
        var quote: UInt8?
        var isEscaped = false
        var literal: [UInt8] = []
        var rest = text.bytes[...]
        while let byte = rest.first {
            if !isEscaped, let (place, part) = places.first(where: { rest.starts(with: $0.0.bytes) }) {
                guard quote == nil else {
                    throw Failure(
                        "'\(place.printable)' stands in quotes: write it without, it is quoted "
                            + "when it is filled in", status: .usage)
                }
                parts.append(.text(literal))
                parts.append(part)
                literal = []
                rest = rest.dropFirst(place.count)
                continue
            }
            literal.append(byte)
            rest = rest.dropFirst()
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
                isEscaped = true
            } else if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            }
        }
        if parts.isEmpty {
            parts = [.text(literal + [UInt8(ascii: " ")]), .line]
        } else {
            parts.append(.text(literal))
        }
    }

    /// The shell text for one line.
    package func filled(with line: ByteString, number: Int) -> ByteString {
        var result: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .line: result += Shell.quote(line).bytes
            case .withoutExtension: result += Shell.quote(Self.stem(line)).bytes
            case .fileName: result += Shell.quote(line.lastComponent).bytes
            case .directory: result += Shell.quote(Self.directory(line)).bytes
            case .fileNameWithoutExtension:
                result += Shell.quote(Self.stem(line.lastComponent)).bytes
            case .number: result += Array("\(number)".utf8)
            }
        }
        return ByteString(result)
    }

    private static func stem(_ path: ByteString) -> ByteString {
        let name = path.lastComponent
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return path }
        return ByteString(path.bytes.dropLast(name.count - dot))
    }

    private static func directory(_ path: ByteString) -> ByteString {
        let rest = path.bytes.dropLast(path.lastComponent.count)
        if rest.isEmpty { return "." }
        return rest.count == 1 ? "/" : ByteString(rest.dropLast())
    }
}
