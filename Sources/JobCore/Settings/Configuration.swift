/// What the configuration says: the user's file over the site's, over what is built in. Reading it
/// writes nothing.
package struct Configuration: Sendable {
    package let paths: ConfigPaths
    /// Those that are there, the first counting most.
    private let files: [ConfigFile]
    /// The options, with those that `[option NAME]` sections add.
    package let table: OptionTable

    /// Whoever is about to write the file reads it `forWriting`: it may be missing, and sections that
    /// make no option count for nothing, so that they can be mended.
    ///
    /// - Throws: `Failure` (78) for a file that can't be read as configuration or not trusted; (66)
    ///   for one that the user named and that is not there.
    package init(named: ByteString? = nil, forWriting: Bool = false) throws(Failure) {
        paths = ConfigPaths(named: named)
        var files: [ConfigFile] = []
        if let file = try ConfigFile(at: paths.user, paths.dialect) {
            files.append(file)
        } else if let name = paths.namedBy, !forWriting {
            throw Failure(
                "\(name): there is no file '\(paths.user.printable)'", status: .noInput)
        }
        if let path = paths.profiles, let file = try ConfigFile(at: path, .fyrdProfiles) {
            files.append(file)
        }
        if let file = try ConfigFile(at: paths.site) {
            files.append(file)
        } else if paths.isSiteNamed, !forWriting {
            throw Failure(
                "CJOBS_SITE_CONFIG: there is no file '\(paths.site.printable)'", status: .noInput)
        }
        var table = OptionTable.builtIn
        for file in files where file.dialect != .fyrdProfiles {
            do throws(Failure) {
                try UserOptions.add(from: file, to: &table)
            } catch {
                if !forWriting { throw error }
            }
        }
        self.files = files
        self.table = table
    }

    /// Reads everything that a file says, as csub would.
    /// - Throws: `Failure` (78) for the first fault, with its line.
    package static func check(_ file: ConfigFile) throws(Failure) {
        var table = OptionTable.builtIn
        if file.dialect != .fyrdProfiles { try UserOptions.add(from: file, to: &table) }
        for section in file.sectionNames {
            let name = section.printable
            let isProfile =
                file.dialect == .fyrdProfiles
                || file.dialect == .sections && section.hasPrefix(profilePrefix)
            for entry in file.entries(of: section) {
                let origin = Origin.file(file.path, line: entry.line)
                guard let value = try file.value(of: entry, in: section) else { continue }
                if isProfile || section == "opts" {
                    _ = try table.choices(entry.key, value, origin, now: WallTime.now())
                } else if let row = SettingTable.row(entry.key.printable, in: name) {
                    try row.check(value, at: origin)
                }
            }
        }
    }

    /// The files that were read, the first counting most.
    package var filePaths: [ByteString] { files.map(\.path) }

    // MARK: Settings

    /// What a file says of a key, and where.
    package func entry(
        _ key: ByteString, in section: ByteString
    ) throws(Failure) -> (value: ByteString, origin: Origin)? {
        for file in files where file.dialect != .fyrdProfiles {
            guard let entry = file.entry(key, in: section) else { continue }
            guard let value = try file.value(of: entry, in: section) else { return nil }
            return (value, .file(file.path, line: entry.line))
        }
        return nil
    }

    /// A setting's text and where it is from; what is built in where no file has it.
    package func effective(
        _ key: ByteString, in section: ByteString
    ) throws(Failure) -> (value: ByteString, origin: Origin)? {
        if let found = try entry(key, in: section) { return found }
        let row = key.string.flatMap { key in
            section.string.flatMap { SettingTable.row(key, in: $0) }
        }
        return row?.standard.map { (ByteString($0), .builtIn) }
    }

    /// The value that a file gives a setting; nil where none does.
    /// - Throws: `Failure` (78) that names file, line and what is expected.
    package func value(of row: SettingRow) throws(Failure) -> OptionValue? {
        guard let found = try entry(ByteString(row.key), in: ByteString(row.section)) else {
            return nil
        }
        return try row.check(found.value, at: found.origin)
    }

    package func number(_ row: SettingRow) throws(Failure) -> Int? {
        if case .number(let number)? = try value(of: row) { number } else { nil }
    }

    package func text(_ row: SettingRow) throws(Failure) -> ByteString? {
        if case .text(let text)? = try value(of: row) { text } else { nil }
    }

    package func flag(_ row: SettingRow) throws(Failure) -> Bool? {
        if case .flag(let isOn)? = try value(of: row) { isOn } else { nil }
    }

    /// A path of a setting, in which `~/` is the user's home.
    package static func path(_ text: ByteString) -> ByteString {
        guard text.hasPrefix("~/"), let home = Surroundings.home else { return text }
        return home + ByteString(text.bytes.dropFirst(1))
    }

    /// The keys that a section has in any file, or by itself, in order.
    package func keys(of section: ByteString) -> [ByteString] {
        var keys: [ByteString] = []
        for file in files where file.dialect != .fyrdProfiles {
            keys += file.entries(of: section).map(\.key)
        }
        keys += SettingTable.all.filter { ByteString($0.section) == section && $0.standard != nil }
            .map { ByteString($0.key) }
        return keys.unique
    }

    /// The sections, those of settings first; profiles by their sections' names.
    package var sectionNames: [ByteString] {
        let known = SettingTable.sections.map { ByteString($0) }
        let others = files.filter { $0.dialect != .fyrdProfiles }.flatMap(\.sectionNames)
        return (known + others).unique
    }

    private static func isKnown(_ section: ByteString) -> Bool {
        SettingTable.sections.contains(section.printable) || section.hasPrefix(profilePrefix)
            || section.hasPrefix(UserOptions.prefix)
    }

    /// What files say in the sections of settings that is no setting, or not what one takes.
    package func remarks() -> [String] {
        var remarks: [String] = []
        for file in files where file.dialect != .fyrdProfiles {
            for section in file.sectionNames where !Self.isKnown(section) {
                remarks.append("\(file.path.printable): nothing reads [\(section.printable)]")
            }
            for section in SettingTable.sections where section != "opts" {
                for entry in file.entries(of: ByteString(section)) {
                    let (key, place) = (entry.key.printable, "\(file.path.printable):\(entry.line)")
                    guard let row = SettingTable.row(key, in: section) else {
                        remarks.append("\(place): '\(section).\(key)' is no setting")
                        continue
                    }
                    guard let value = try? file.value(of: entry, in: ByteString(section)),
                        row.type.value(of: value, now: WallTime.now()) == nil
                    else { continue }
                    remarks.append(
                        "\(place): \(key): \(row.type.complaint(about: value))")
                }
            }
        }
        return remarks
    }

    // MARK: Profiles

    /// The names, `default` first.
    package var profileNames: [String] {
        let written = files.flatMap { file -> [String] in
            switch file.dialect {
            case .fyrdProfiles: return file.sectionNames.map(\.printable)
            case .fyrd: return []
            case .sections:
                return file.sectionNames.filter { $0.hasPrefix(Self.profilePrefix) }
                    .map { ByteString($0.bytes.dropFirst(Self.profilePrefix.count)).printable }
            }
        }
        return (Profile.builtIn.map(\.name) + written).unique
    }

    package static let profilePrefix: ByteString = "prof_"

    /// A profile; nil where there is none of that name.
    package func profile(_ name: String) throws(Failure) -> Profile? {
        var entries: [Profile.Entry] = []
        var isThere = false
        for file in files {
            let section = Self.section(of: name, in: file)
            guard file.dialect != .fyrd, file.hasSection(section) else { continue }
            isThere = true
            for entry in file.entries(of: section)
            where !entries.contains(where: { $0.key == entry.key }) {
                entries.append(
                    Profile.Entry(
                        key: entry.key, value: try file.value(of: entry, in: section),
                        origin: .profile(name, file: file.path, line: entry.line)))
            }
        }
        guard isThere else { return Profile.builtIn(name) }
        let profile = Profile(name: name, entries: entries)
        let isUnasked = name == "default" && !paths.isOurs && profile.isWrittenBySeed
        return isUnasked ? Profile.builtIn(name) : profile
    }

    /// What is said where there is no profile of a name: the nearest one, or which there are.
    package func missing(profile name: String) -> String {
        let names = profileNames
        let guess = Spellings.suggestion(for: name, among: names)
        let all = ": there are \(names.joined(separator: ", "))"
        return "no profile '\(ByteString(name).printable)'" + (guess.isEmpty ? all : guess)
    }

    private static func section(of name: String, in file: ConfigFile) -> ByteString {
        guard file.dialect == .fyrdProfiles else { return profilePrefix + ByteString(name) }
        return name == "default" ? "DEFAULT" : ByteString(name)
    }

    /// A profile's options.
    /// - Throws: `Failure` (78) where it is not there, with the names of those that are.
    package func choices(
        ofProfile name: String, status: ExitStatus, now: WallTime
    ) throws(Failure) -> [Choice] {
        guard let profile = try profile(name) else {
            throw Failure(missing(profile: name), status: status)
        }
        return try profile.choices(in: table, now: now)
    }

    /// What every job gets unless something else is said: `[opts]`, the user's word on an option
    /// before the site's.
    package func requiredOptions(now: WallTime) throws(Failure) -> [Choice] {
        var result: [Choice] = []
        var seen: Set<String> = []
        for file in files where file.dialect != .fyrdProfiles {
            // Of two names of one option, too, the last counts.
            for entry in file.entries(of: "opts").reversed() {
                let origin = Origin.file(file.path, line: entry.line)
                let row = try table.keyword(entry.key, in: origin)
                guard seen.insert(row.name).inserted,
                    let value = try file.value(of: entry, in: "opts")
                else { continue }
                result.append(try Choice(row, text: value, origin: origin, now: now))
            }
        }
        return result
    }
}
