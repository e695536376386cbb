/// Changing one entry of a text. Everything else keeps its bytes: comments, order, blank lines, the
/// spelling of the key and the blanks around its delimiter.
extension ConfigText {
    /// Gives a key a value: where it stands, or else behind the section's last entry, or in a new
    /// section at the end.
    ///
    /// - Throws: `Failure` (64) for a section, key or value that the dialect can't hold.
    mutating func set(
        _ value: ByteString, for key: ByteString, in section: ByteString
    ) throws(Failure) {
        try Self.check(section: section, key: key, value: value)
        let sameName = sections.indices.filter { sections[$0].name == section }
        let found = sameName.flatMap { sections[$0].entries }.last { $0.key == key.lowercased }
        if let found {
            let first = found.lines.lowerBound
            let line = Self.head(of: lines[first]) + value
            replace(first..<(found.lines.upperBound + 1), with: [line] + comments(within: found))
        } else if let last = sameName.last {
            let section = sections[last]
            let place = (section.entries.last?.lines.upperBound ?? section.line) + 1
            // As far in as its neighbour: what follows shall not become a part of its value.
            let neighbour =
                section.entries.last.map { lines[$0.lines.lowerBound] }
                ?? lines[place...].first { !$0.trimmed.isEmpty && !Self.isComment($0) }
            let indent = ByteString((neighbour ?? "").bytes.prefix(while: ByteString.isBlank))
            replace(place..<place, with: [indent + key + " = " + value])
        } else {
            let gap: [ByteString] = lines.isEmpty || lines.last?.trimmed.isEmpty ?? true ? [] : [""]
            replace(
                lines.count..<lines.count, with: gap + ["[" + section + "]", key + " = " + value])
        }
        try reread { $0 != section || $1 != key.lowercased }
    }

    /// Comments between the lines of a value outlive it.
    private func comments(within entry: Entry) -> [ByteString] {
        lines[entry.lines].dropFirst().filter(Self.isComment).map(Self.withoutEnd)
    }

    private static func isComment(_ line: ByteString) -> Bool {
        ["#", ";"].contains { line.trimmed.hasPrefix($0) }
    }

    private static func withoutEnd(_ line: ByteString) -> ByteString {
        line.hasSuffix("\r") ? ByteString(line.bytes.dropLast()) : line
    }

    /// Takes a key away, wherever the section has it.
    /// - Returns: whether it was there.
    mutating func remove(_ key: ByteString, from section: ByteString) throws(Failure) -> Bool {
        let entries = sections.filter { $0.name == section }
            .flatMap { $0.entries }.filter { $0.key == key.lowercased }
        for entry in entries.reversed() {
            replace(
                entry.lines.lowerBound..<(entry.lines.upperBound + 1), with: comments(within: entry)
            )
        }
        try reread { $0 != section || $1 != key.lowercased }
        return !entries.isEmpty
    }

    /// Takes a section away with its entries and the comments between them. What stands behind the
    /// last entry may be about the next section, and stays.
    /// - Returns: whether it was there.
    mutating func remove(section: ByteString) throws(Failure) -> Bool {
        let found = sections.filter { $0.name == section }
        for section in found.reversed() {
            var end = (section.entries.last?.lines.upperBound ?? section.line) + 1
            if end < lines.count, lines[end].trimmed.isEmpty { end += 1 }
            replace(section.line..<end, with: [])
        }
        try reread { name, _ in name != section }
        return !found.isEmpty
    }

    /// Gives a section another name; what stands behind its bracket stays.
    /// - Returns: whether it was there.
    mutating func rename(section old: ByteString, to new: ByteString) throws(Failure) -> Bool {
        try Self.check(section: new)
        let found = sections.filter { $0.name == old }
        for section in found {
            replace(section.line..<(section.line + 1), with: [head(of: section, named: new)])
        }
        try reread { name, _ in name != old && name != new }
        return !found.isEmpty
    }

    /// Writes a section once more under another name, at the end, with the comments between its
    /// entries.
    /// - Returns: whether it was there.
    mutating func copy(section old: ByteString, to new: ByteString) throws(Failure) -> Bool {
        try Self.check(section: new)
        let found = sections.filter { $0.name == old }
        for section in found {
            let end = (section.entries.last?.lines.upperBound ?? section.line) + 1
            let body = lines[(section.line + 1)..<end].map(Self.withoutEnd)
            let gap: [ByteString] = lines.last?.trimmed.isEmpty ?? true ? [] : [""]
            replace(
                lines.count..<lines.count, with: gap + [head(of: section, named: new)] + body)
        }
        try reread { name, _ in name != new }
        return !found.isEmpty
    }

    /// The line that begins a section, with another name in its brackets.
    private func head(of section: Section, named name: ByteString) -> ByteString {
        let line = Self.withoutEnd(lines[section.line]).bytes
        let start = line.prefix { $0 != UInt8(ascii: "[") }
        let end = line.lastIndex(of: UInt8(ascii: "]")) ?? line.endIndex - 1
        return ByteString(start) + "[" + name + ByteString(line[end...])
    }

    /// Puts a comment above everything.
    mutating func prepend(comment: ByteString) throws(Failure) {
        replace(0..<0, with: ["# " + comment])
        try reread()
    }

    /// Gives each section another name.
    mutating func renameSections(_ name: (ByteString) -> ByteString) throws(Failure) {
        for section in sections {
            replace(section.line..<(section.line + 1), with: ["[" + name(section.name) + "]"])
        }
        try reread()
    }

    /// Writes `KEY = None` for a key that stands alone, which only fyrd's files may have.
    mutating func completeBareKeys() throws(Failure) {
        for entry in sections.flatMap(\.entries) where entry.value == nil {
            let line = entry.lines.lowerBound
            replace(line..<(line + 1), with: [ByteString(lines[line].trimmed.bytes) + " = None"])
        }
        try reread()
    }

    /// Places again, since lines have moved. The entries that `isKept` names must be what they were:
    /// where lines are indented, what stands before them can change what they mean.
    private mutating func reread(
        keeping isKept: (_ section: ByteString, _ key: ByteString) -> Bool = { _, _ in false }
    ) throws(Failure) {
        let new = try ConfigText(bytes, name: "the changed file", allowsBareKeys: true)
        func kept(_ text: ConfigText) -> [[ByteString?]] {
            text.sections.flatMap { section in
                section.entries.filter { isKept(section.name, $0.key) }
                    .map { [section.name, $0.key, $0.value] }
            }
        }
        guard kept(self) == kept(new) else {
            throw Failure(
                "the file's indented lines would mean something else then: change it by hand",
                status: .failure, advice: "'cprofile edit' opens it")
        }
        self = new
    }

    /// What stands before the value in an entry's first line.
    private static func head(of line: ByteString) -> ByteString {
        let bytes = line.bytes
        guard
            let delimiter = bytes.firstIndex(where: {
                $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
            })
        else { return ByteString(line.trimmed.bytes) + " = " }
        let blanks = bytes[(delimiter + 1)...].prefix { $0 == 0x20 || $0 == 0x09 }
        // `key =` without a value gets its blank.
        let gap: [UInt8] =
            blanks.isEmpty && delimiter > 0 && bytes[delimiter - 1] == 0x20 ? [0x20] : []
        return ByteString(bytes[...delimiter] + Array(blanks) + gap)
    }

    private static func isLine(_ text: ByteString) -> Bool {
        text.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func check(section: ByteString) throws(Failure) {
        guard !section.isEmpty, isLine(section), !section.contains(UInt8(ascii: "]")),
            section.trimmed == section
        else {
            throw Failure(
                "'\(section.printable)' can't be the name of a section", status: .usage)
        }
    }

    private static func check(
        section: ByteString, key: ByteString, value: ByteString
    ) throws(Failure) {
        func refuse(_ what: String) -> Failure { Failure(what, status: .usage) }
        try check(section: section)
        let isPlain = key.bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"=:[]".utf8.contains($0) }
        guard !key.isEmpty, isPlain, key.bytes.first.map({ !"#;".utf8.contains($0) }) ?? false
        else { throw refuse("'\(key.printable)' can't be a key") }
        guard isLine(value) else {
            throw refuse("\(key.printable): a value is one line: '\(value.printable)'")
        }
        guard value.trimmed == value else {
            throw refuse(
                "\(key.printable): a value has no blanks at its ends: '\(value.printable)'")
        }
    }
}
