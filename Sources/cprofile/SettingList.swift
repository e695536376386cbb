import JobCore

/// Settings that hold, with where they come from; profiles count as sections.
struct SettingList {
    private let configuration: Configuration

    struct Setting {
        let section: ByteString
        let key: ByteString
        let value: ByteString
        let origin: Origin
    }

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// All of them, section by section.
    func all() throws(Failure) -> [Setting] {
        let profiles = configuration.profileNames.map {
            Configuration.profilePrefix + ByteString($0)
        }
        var result: [Setting] = []
        for name in (configuration.sectionNames + profiles).unique { result += try section(name) }
        return result
    }

    func section(_ name: ByteString) throws(Failure) -> [Setting] {
        if let profile = try profile(name) {
            return profile.entries.compactMap { entry in
                entry.value.map {
                    Setting(section: name, key: entry.key, value: $0, origin: entry.origin)
                }
            }
        }
        var result: [Setting] = []
        for key in configuration.keys(of: name) {
            guard let found = try configuration.effective(key, in: name) else { continue }
            result.append(
                Setting(section: name, key: key, value: found.value, origin: found.origin))
        }
        return result
    }

    func value(_ key: ByteString, in section: ByteString) throws(Failure) -> Setting? {
        try self.section(section).last { $0.key == key }
    }

    private func profile(_ section: ByteString) throws(Failure) -> Profile? {
        guard section.hasPrefix(Configuration.profilePrefix) else { return nil }
        let name = ByteString(section.bytes.dropFirst(Configuration.profilePrefix.count))
        return try configuration.profile(name.printable)
    }

    /// `section.key=value` lines; each behind its place and a tab, if that is wanted.
    func write(
        _ settings: [Setting], origin: Bool, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        for setting in settings {
            let place = origin ? setting.origin.text + "\t" : ""
            let line = setting.section + "." + setting.key + "=" + setting.value
            try session.output.line(place + line.printable)
        }
        return .success
    }

    func writeJSON(
        _ settings: [Setting], _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        let bytes = JSONText.document("settings") { list in
            for setting in settings {
                list.object { object in
                    object.member("section", setting.section)
                    object.member("key", setting.key)
                    object.member("value", setting.value)
                    object.member("origin", setting.origin.text)
                }
            }
        }
        try session.output.write(bytes)
        try session.output.line("")
        return .success
    }
}
