/// What one job of `--each` is made of.
package struct JobInput: Hashable, Sendable {
    /// The line; nil for a job of several.
    package var line: ByteString?
    /// Its columns, or the lines of a job of several: `{1}`, `{2}` and so on.
    package var parts: [ByteString] = []

    package init(line: ByteString? = nil, parts: [ByteString] = []) {
        self.line = line
        self.parts = parts
    }
}

/// How lines become the inputs of jobs.
package enum InputGrouping: Hashable, Sendable {
    /// A job for each line.
    case lines
    /// The same, and the line has columns, with this between.
    case columns(ByteString)
    /// A job for so many lines, the last for those that are left.
    case chunks(Int)

    /// The separator that `--colsep` names: text as it is, but for `\t`, a tab, and `\\`. Nil where
    /// another letter stands behind a backslash, as in a regular expression.
    package static func separator(_ text: ByteString) -> ByteString? {
        var result: [UInt8] = []
        var rest = text.bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
            default: return nil
            }
        }
        return ByteString(result)
    }

    package func inputs(_ lines: [ByteString]) -> [JobInput] {
        switch self {
        case .lines: lines.map { JobInput(line: $0) }
        case .columns(let separator):
            lines.map { JobInput(line: $0, parts: Self.columns(of: $0, separator)) }
        case .chunks(let size):
            stride(from: 0, to: lines.count, by: size).map { start in
                JobInput(parts: Array(lines[start..<min(start + size, lines.count)]))
            }
        }
    }

    /// A lone blank is any number of blanks and tabs, as in awk(1).
    private static func columns(of line: ByteString, _ separator: ByteString) -> [ByteString] {
        if separator == " " {
            return line.bytes.split { $0 == 0x20 || $0 == 0x09 }.map { ByteString($0) }
        }
        var columns: [ByteString] = []
        var column: [UInt8] = []
        var rest = line.bytes[...]
        while let byte = rest.first {
            if rest.starts(with: separator.bytes) {
                columns.append(ByteString(column))
                column = []
                rest = rest.dropFirst(separator.count)
            } else {
                column.append(byte)
                rest = rest.dropFirst()
            }
        }
        return columns + [ByteString(column)]
    }
}
