/// A configuration file that was read: what it says, and where.
package struct ConfigFile: Sendable {
    /// Whose file it is, and so what its sections are called.
    package enum Dialect: Sendable {
        /// Ours and the seed's: `[prof_NAME]` is a profile.
        case sections
        /// fyrd's `config.txt`, with profiles in a file of their own.
        case fyrd
        /// fyrd's `profiles.txt`: each section a profile, `[DEFAULT]` the default one.
        case fyrdProfiles
    }

    package let path: ByteString
    package let dialect: Dialect
    /// What a section says, in the order of the file; of a key that stands twice the last counts.
    private let sections: [(name: ByteString, entries: [Entry])]
    private let places: [ByteString: Int]

    package struct Entry: Sendable {
        package let key: ByteString
        /// As written, before `%(name)s` is filled in; nil for `None` and for a key alone.
        fileprivate let raw: ByteString?
        /// Counted from 1.
        package let line: Int
    }

    /// Reads a file.
    ///
    /// - Returns: nil where there is none, or a directory of that name.
    /// - Throws: `Failure` (78) for what can't be read as configuration, with file and line; for a
    ///   file that others than its owner could have written: it names commands to run.
    package init?(at path: ByteString, _ dialect: Dialect = .sections) throws(Failure) {
        guard let bytes = try Self.bytes(at: path) else { return nil }
        try self.init(bytes, path: path, dialect)
    }

    package init(
        _ bytes: [UInt8], path: ByteString, _ dialect: Dialect = .sections
    ) throws(Failure) {
        self.path = path
        self.dialect = dialect
        let text = try ConfigText(bytes, name: path, allowsBareKeys: dialect != .sections)
        var sections: [(name: ByteString, entries: [Entry])] = []
        var places: [ByteString: Int] = [:]
        for section in text.sections {
            let place = places[section.name] ?? sections.count
            if place == sections.count { sections.append((section.name, [])) }
            places[section.name] = place
            for entry in section.entries {
                let isNone = entry.value == "None" || entry.value == nil
                sections[place].entries.append(
                    Entry(
                        key: entry.key, raw: isNone ? nil : entry.value,
                        line: entry.lines.lowerBound + 1))
            }
        }
        self.sections = sections.map { ($0.name, Self.lastOfEach($0.entries)) }
        self.places = places
    }

    /// Of entries of one key the last.
    private static func lastOfEach(_ entries: [Entry]) -> [Entry] {
        var seen: Set<ByteString> = []
        return entries.reversed().filter { seen.insert($0.key).inserted }.reversed()
    }

    /// The bytes of a file that may be trusted; nil where there is none.
    static func bytes(at path: ByteString) throws(Failure) -> [UInt8]? {
        // Most often there is none, and the way there need not be walked.
        if File.isMissing(path) { return nil }
        let file: File
        do throws(Failure) {
            file = try open(path)
        } catch  where error.kind == .missing {
            return nil
        } catch  where error.kind == .notPermitted && error.systemError == 0 {
            throw error.with(status: .configuration)
        }
        let status = try file.status()
        if status.isDirectory { return nil }
        // /dev/null stands for nothing at all.
        guard status.isRegular || status.isNullDevice else {
            throw Failure("'\(path.printable)' is no file", status: .configuration)
        }
        if status.isRegular {
            guard status.owner == Machine.userID() || status.owner == 0 else {
                throw Failure(
                    "cannot trust '\(path.printable)': it belongs to another user",
                    status: .configuration)
            }
            guard status.permissions & 0o022 == 0 else {
                throw Failure(
                    "cannot trust '\(path.printable)': others may write it", status: .configuration,
                    advice: "'chmod go-w \(Shell.quote(path).printable)' keeps them from it")
            }
        }
        do throws(Failure) {
            return try file.readAll(limit: ConfigText.limit)
        } catch  where error.kind == .tooLarge {
            throw Failure(error.message, status: .configuration)
        }
    }

    /// Opens a file that nobody but this user and root can put another in the place of.
    private static func open(_ path: ByteString) throws(Failure) -> File {
        let absolute = try path.absolute()
        var way = try TrustedPath(to: absolute.parent, verb: "trust")
        return try way.open(absolute.lastComponent, .readNow)
    }

    /// The names of its sections, `[DEFAULT]` aside.
    package var sectionNames: [ByteString] { sections.map(\.name).filter { $0 != "DEFAULT" } }

    /// What a section says, without what `[DEFAULT]` adds.
    package func entries(of section: ByteString) -> [Entry] {
        places[section].map { sections[$0].entries } ?? []
    }

    /// An entry of a section, or of `[DEFAULT]`, which stands under all of them.
    package func entry(_ key: ByteString, in section: ByteString) -> Entry? {
        let own = entries(of: section).first { $0.key == key }
        if own != nil || !hasSection(section) { return own }
        return entries(of: "DEFAULT").first { $0.key == key }
    }

    package func hasSection(_ name: ByteString) -> Bool { places[name] != nil }

    /// An entry's value with each `%(key)s` filled in from the same section and `%%` made one;
    /// another `%` is itself. Nil for none.
    /// - Throws: `Failure` (78), with the line, for a key that is not there, or a value without end.
    package func value(of entry: Entry, in section: ByteString) throws(Failure) -> ByteString? {
        guard let raw = entry.raw else { return nil }
        var steps = 1000
        return try filled(raw, entry, section, &steps, depth: 10)
    }

    private func filled(
        _ text: ByteString, _ entry: Entry, _ section: ByteString, _ steps: inout Int, depth: Int
    ) throws(Failure) -> ByteString {
        guard text.contains(UInt8(ascii: "%")) else { return text }
        var result: [UInt8] = []
        var rest = text.bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let next = rest.first else {
                result.append(byte)
                continue
            }
            if next == UInt8(ascii: "%") {
                rest.removeFirst()
                result.append(byte)
            } else if next == UInt8(ascii: "("), let end = rest.firstIndex(of: UInt8(ascii: ")")),
                rest.index(after: end) < rest.endIndex,
                rest[rest.index(after: end)] == UInt8(ascii: "s")
            {
                let key = ByteString(rest[rest.index(after: rest.startIndex)..<end]).lowercased
                rest = rest[(end + 2)...]
                guard let other = self.entry(key, in: section) else {
                    throw wrong(entry, "there is no '\(key.printable)' for %(\(key.printable))s")
                }
                steps -= 1
                guard depth > 0, steps > 0, result.count < 1 << 16 else {
                    throw wrong(entry, "%(\(key.printable))s goes too deep, or has no end")
                }
                result += try filled(
                    other.raw ?? "", entry, section, &steps, depth: depth - 1
                ).bytes
            } else {
                result.append(byte)
            }
        }
        return ByteString(result)
    }

    private func wrong(_ entry: Entry, _ what: String) -> Failure {
        Failure("\(path.printable):\(entry.line): \(what)", status: .configuration)
    }

    /// A value as the file must have it to be read back: `%` doubled.
    static func escaped(_ value: ByteString) -> ByteString {
        ByteString(value.bytes.flatMap { $0 == UInt8(ascii: "%") ? [$0, $0] : [$0] })
    }
}
