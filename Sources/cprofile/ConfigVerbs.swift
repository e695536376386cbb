import ArgumentParser
import JobCore

/// `cprofile config …`: single settings.
struct ConfigVerbs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Get, set, unset or list settings.",
        subcommands: [GetSetting.self, SetSetting.self, UnsetSetting.self, ListSettings.self])
}

extension ConfigVerbs {
    /// Options without a value that may stand last.
    static let flags: Set<ByteString> = [
        "-n", "--dry-run", "--user", "--site", "-v", "--verbose", "-q", "-Q", "--quiet", "-V",
        "--version", "-h", "--help",
    ]
}

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

struct GetSetting: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Write a setting's value, a section, or everything.")

    @Option(name: .customLong("default"), help: "Write this where there is no value.")
    var standard: ByteString?
    @Flag(name: .long, help: "Write the default into the file, too.") var create = false
    @OptionGroup var place: WritingOptions
    @OptionGroup var common: CommonOptions
    @Argument(help: "SECTION.KEY or SECTION.") var name: ByteString?

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        if create, standard == nil { throw Failure("--create needs --default", status: .usage) }
        let configuration =
            try create ? session.writableConfiguration() : session.configuration()
        let settings = SettingList(configuration)
        guard let name else { return try settings.write(settings.all(), origin: false, &session) }
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
        guard let standard else { return .failure }
        if create {
            let target = try place.target(for: .section(setting.section), in: configuration)
            try target.change { draft throws(Failure) in
                try draft.set(standard, for: key, in: setting.section)
            }
        }
        try session.output.write(standard + "\n")
        return .success
    }
}

struct SetSetting: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Give a setting a value.")

    @OptionGroup var place: WritingOptions
    @OptionGroup var common: CommonOptions
    @Argument(help: "SECTION.KEY.") var name: ByteString
    @Argument(help: "Value.") var value: ByteString

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let (section, key) = try SettingName.pair(name, in: configuration)
        try check(key, in: section, configuration, session)
        let target = try place.target(for: .section(section), in: configuration)
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
                    "\(name.printable): '\(value.printable)' is not \(row.type.expected)",
                    status: .usage)
            }
        } else if SettingTable.sections.contains(sectionText) {
            let known = SettingTable.all.filter { $0.section == sectionText }.map(\.key)
            let guess = Spellings.nearest(to: keyText, among: known)
            session.log.warn(
                "'\(name.printable)' is no setting"
                    + (guess.map { ": did you mean '\(sectionText).\($0)'?" } ?? ""))
        }
    }
}

struct UnsetSetting: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Remove a setting, or a whole section.")

    @OptionGroup var place: WritingOptions
    @OptionGroup var common: CommonOptions
    @Argument(help: "SECTION.KEY or SECTION.") var name: ByteString

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let setting = SettingName(name, in: configuration)
        let target = try place.target(for: .section(setting.section), in: configuration)
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

struct ListSettings: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all settings that hold, built-in ones among them.")

    @Flag(name: .long, help: "Show where each value comes from.") var origin = false
    @Flag(name: .long, help: "One JSON document.") var json = false
    @OptionGroup var common: CommonOptions

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let settings = SettingList(try session.configuration())
        let all = try settings.all()
        if json { return try settings.writeJSON(all, &session) }
        return try settings.write(all, origin: origin, &session)
    }
}
