import JobCore

/// `SECTION.KEY`, or a section alone.
struct SettingName {
    let section: ByteString
    let key: ByteString?

    /// The last dot divides, unless the whole is the name of a section that is there.
    init(_ text: ByteString, in configuration: Configuration) {
        let dot = text.bytes.lastIndex(of: UInt8(ascii: "."))
        guard let dot, !configuration.sectionNames.contains(text) else {
            (section, key) = (text, nil)
            return
        }
        section = ByteString(text.bytes[..<dot])
        key = ByteString(text.bytes[(dot + 1)...]).lowercased
    }

    /// Section and key of what must name both.
    static func pair(
        _ text: ByteString, in configuration: Configuration
    ) throws(Failure) -> (section: ByteString, key: ByteString) {
        let name = SettingName(text, in: configuration)
        guard let key = name.key, !key.isEmpty, !name.section.isEmpty else {
            throw Failure("'\(text.printable)' is not SECTION.KEY", status: .usage)
        }
        return (name.section, key)
    }
}

/// `cprofile config get [SECTION[.KEY]]`
struct GetSetting: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let create = line.has(CprofileOptions.create)
        let configuration =
            try create ? session.writableConfiguration() : session.configuration()
        let settings = SettingList(configuration)
        guard let name = line.operands.first else {
            return try settings.write(settings.all(), origin: false, &session)
        }
        let setting = SettingName(name, in: configuration)
        guard let key = setting.key else {
            let found = try settings.section(setting.section)
            _ = try settings.write(found, origin: false, &session)
            return found.isEmpty ? .failure : .success
        }
        if let found = try settings.value(key, in: setting.section) {
            try session.output.write(found.value + "\n")
            return .success
        }
        guard let standard = line.text(CprofileOptions.standard) else { return .failure }
        if create {
            let target = try target(for: .section(setting.section), in: configuration)
            try target.change { draft throws(Failure) in
                try draft.set(standard, for: key, in: setting.section)
            }
        }
        try session.output.write(standard + "\n")
        return .success
    }
}

/// `cprofile config set SECTION.KEY VALUE`
struct SetSetting: ProfileVerb {
    let line: ParsedLine
    private var name: ByteString { line.operands[0] }
    private var value: ByteString { line.operands[1] }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let (section, key) = try SettingName.pair(name, in: configuration)
        try check(key, in: section, configuration, session)
        let target = try target(for: .section(section), in: configuration)
        let holdsOptions = Self.holdsOptions(section)
        try target.change { draft throws(Failure) in
            let known = holdsOptions ? draft.name(of: key, in: section, configuration.table) : nil
            try draft.set(value, for: known ?? key, in: section)
        }
        return .success
    }

    private static func holdsOptions(_ section: ByteString) -> Bool {
        section == "opts" || section.hasPrefix(Configuration.profilePrefix)
    }

    /// A known setting's value is what it takes; an unknown one may be somebody else's.
    private func check(
        _ key: ByteString, in section: ByteString, _ configuration: Configuration,
        _ session: borrowing Session
    ) throws(Failure) {
        if Self.holdsOptions(section) {
            let row = try configuration.table.keyword(key, status: .usage)
            _ = try Choice(row, text: value, origin: .commandLine, now: Session.now())
            return
        }
        let (keyText, sectionText) = (key.printable, section.printable)
        if let row = SettingTable.row(keyText, in: sectionText) {
            guard value == "None" || row.type.value(of: value, now: Session.now()) != nil else {
                throw Failure(
                    "\(name.printable): \(row.type.complaint(about: value))",
                    status: .usage)
            }
        } else if SettingTable.sections.contains(sectionText) {
            let known = SettingTable.all.filter { $0.section == sectionText }.map(\.key)
            let guess = Spellings.suggestion(for: keyText, among: known) { _ in "\(sectionText)." }
            session.log.warn("'\(name.printable)' is no setting\(guess)")
        }
    }
}

/// `cprofile config unset SECTION[.KEY]`
struct UnsetSetting: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let name = line.operands[0]
        let configuration = try session.writableConfiguration()
        let setting = SettingName(name, in: configuration)
        let target = try target(for: .section(setting.section), in: configuration)
        let wasThere = try target.change { draft throws(Failure) in
            guard let key = setting.key else { return try draft.remove(section: setting.section) }
            return try draft.remove(key, from: setting.section)
        }
        if !wasThere {
            session.log.error("no '\(name.printable)' in '\(target.path.printable)'")
        }
        return wasThere ? .success : .failure
    }
}

/// `cprofile config list`
struct ListSettings: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let settings = SettingList(try session.configuration())
        let all = try settings.all()
        if line.has(CprofileOptions.json) { return try settings.writeJSON(all, &session) }
        return try settings.write(all, origin: line.has(CprofileOptions.origin), &session)
    }
}
