/// A configuration file's text, read line by line in the dialect of Python's ConfigParser: sections
/// in brackets, `key = value` or `key: value`, keys in any case, comments that begin a line with
/// `#` or `;`, and values that go on over indented lines.
///
/// Nothing is thrown away: every entry knows its lines, so that one can be changed and all else
/// stays, byte for byte. Source: docs.python.org, library, configparser, "Supported INI File
/// Structure".
struct ConfigText {
    struct Entry {
        /// In lower case, as ConfigParser compares keys.
        let key: ByteString
        /// Lines joined by a newline; nil for a key without a delimiter.
        var value: ByteString?
        /// Where it stands, counted from 0; comments between its lines included.
        var lines: ClosedRange<Int>
    }

    struct Section {
        let name: ByteString
        let line: Int
        var entries: [Entry] = []
    }

    /// The lines without their ends.
    private(set) var lines: [ByteString]
    private(set) var sections: [Section] = []
    /// What ends a line: CR LF where the first line has it.
    private let lineEnd: ByteString
    private var endsWithLine: Bool
    /// The byte order mark that some editors begin a file with.
    private let mark: [UInt8]

    /// Larger ones are refused.
    static let limit = 1 << 20

    /// `allowsBareKeys` for files in which a key may stand alone, without a value.
    /// - Throws: `Failure` (78) with `name` and the line that can't be read.
    init(_ bytes: [UInt8], name: ByteString, allowsBareKeys: Bool = false) throws(Failure) {
        guard !bytes.contains(0) else {
            throw Failure("\(name.printable): it has a NUL in it", status: .configuration)
        }
        mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.prefix(3)) : []
        let text = ByteString(bytes.dropFirst(mark.count))
        lines = text.split(on: UInt8(ascii: "\n"))
        endsWithLine = lines.last?.isEmpty ?? true
        if endsWithLine { lines.removeLast() }
        lineEnd = lines.first?.hasSuffix("\r") ?? false ? "\r\n" : "\n"
        var reader = LineReader(name: name, allowsBareKeys: allowsBareKeys)
        for (index, line) in lines.enumerated() { try reader.take(line, at: index, &sections) }
    }

    /// The whole text, as it is now.
    var bytes: [UInt8] {
        guard !lines.isEmpty else { return mark }
        let body = ByteString.joined(lines, by: "\n")
        return mark + body.bytes + (endsWithLine ? [UInt8(ascii: "\n")] : [])
    }

    /// Replaces lines by others; the places of entries are out of date from then on.
    mutating func replace(_ range: Range<Int>, with new: [ByteString]) {
        let ending: ByteString = lineEnd == "\r\n" ? "\r" : ""
        // What comes last ends its line, whatever the file's last line did before.
        if range.upperBound == lines.count { endsWithLine = true }
        lines.replaceSubrange(range, with: new.map { $0 + ending })
    }
}

/// The state between two lines.
private struct LineReader {
    let name: ByteString
    let allowsBareKeys: Bool
    /// Index of the section, and whether its last entry may go on.
    private var section: Int?
    private var isInEntry = false
    private var indent = Int.max
    /// Empty lines that count if the value goes on behind them.
    private var pending = 0

    init(name: ByteString, allowsBareKeys: Bool) {
        self.name = name
        self.allowsBareKeys = allowsBareKeys
    }

    mutating func take(
        _ line: ByteString, at index: Int, _ sections: inout [ConfigText.Section]
    ) throws(Failure) {
        let content = line.trimmed
        if content.hasPrefix("#") || content.hasPrefix(";") { return }
        guard !content.isEmpty else {
            pending += 1
            return
        }
        let lead = line.bytes.prefix(while: ByteString.isBlank).count
        if isInEntry, lead > indent, let section {
            proceed(with: content, at: index, &sections[section])
            return
        }
        (indent, pending, isInEntry) = (lead, 0, false)
        if content.hasPrefix("[") {
            section = try open(content, at: index, &sections)
        } else {
            guard let section else {
                throw wrong(index, "'\(content.printable)' stands before the first [section]")
            }
            sections[section].entries.append(try entry(content, at: index))
            isInEntry = true
        }
    }

    /// An indented line goes on with the value before it.
    private mutating func proceed(
        with content: ByteString, at index: Int, _ section: inout ConfigText.Section
    ) {
        guard var last = section.entries.popLast() else { return }
        let breaks = ByteString(Array(repeating: UInt8(ascii: "\n"), count: pending + 1))
        // A value that begins on the next line has none in front of it.
        last.value = (last.value ?? "") + breaks + content
        last.lines = last.lines.lowerBound...index
        section.entries.append(last)
        pending = 0
    }

    private func open(
        _ content: ByteString, at index: Int, _ sections: inout [ConfigText.Section]
    ) throws(Failure) -> Int {
        guard let end = content.bytes.lastIndex(of: UInt8(ascii: "]")), end > 1 else {
            throw wrong(index, "'\(content.printable)' is no [section]")
        }
        let rest = ByteString(content.bytes[(end + 1)...]).trimmed
        guard rest.isEmpty || rest.hasPrefix("#") || rest.hasPrefix(";") else {
            throw wrong(index, "'\(rest.printable)' stands behind a [section]")
        }
        sections.append(
            ConfigText.Section(name: ByteString(content.bytes[1..<end]), line: index))
        return sections.count - 1
    }

    private func entry(
        _ content: ByteString, at index: Int
    ) throws(Failure) -> ConfigText.Entry {
        let delimiter = content.bytes.firstIndex {
            $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
        }
        let key = ByteString(content.bytes[..<(delimiter ?? content.count)]).trimmed
        let isWord = !key.isEmpty && !key.contains(0x20) && !key.contains(0x09)
        guard delimiter == nil ? isWord && allowsBareKeys : !key.isEmpty else {
            throw wrong(index, "'\(content.printable)' is not KEY = VALUE")
        }
        return ConfigText.Entry(
            key: key.lowercased,
            value: delimiter.map { ByteString(content.bytes[($0 + 1)...]).trimmed },
            lines: index...index)
    }

    private func wrong(_ index: Int, _ what: String) -> Failure {
        Failure("\(name.printable):\(index + 1): \(what)", status: .configuration)
    }
}
