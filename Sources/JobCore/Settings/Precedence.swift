/// Puts together what all places say about a job, each over those that count less: what is built
/// in, the configuration, profiles, the script's own lines, the command line.
package struct Precedence {
    package let configuration: Configuration
    package let backend: BackendName
    private let now: WallTime

    package init(_ configuration: Configuration, backend: BackendName, now: WallTime) {
        self.configuration = configuration
        self.backend = backend
        self.now = now
    }

    /// What was chosen for a job.
    ///
    /// `line` and `script` are csub's command line and the script's lines, each with options that
    /// are not the job's among them.
    /// - Throws: `Failure`: 64, 65 or 78, as where the wrong value stands.
    package func choices(
        line: [Choice], script: [Choice]
    ) throws(Failure) -> Choices {
        var choices = Choices()
        if backend != .local { choices.lay(try builtInDefault()) }
        choices.lay(try fromSettings())
        choices.lay(try configuration.requiredOptions(now: now))
        if let standard = try configuration.profile("default") {
            // Where nobody wrote it, it is about batch systems alone.
            let isWritten = standard.entries.contains { $0.origin != .builtIn }
            if isWritten { choices.lay(try standard.choices(in: configuration.table, now: now)) }
        }
        for (name, origin) in try profileNames(line: line, script: script) {
            let status: ExitStatus = origin == .commandLine ? .usage : origin.status
            choices.lay(try configuration.choices(ofProfile: name, status: status, now: now))
        }
        choices.lay(try jobOptions(of: script))
        choices.lay(try jobOptions(of: line))
        for name in try skipped(by: script + line) { choices.remove(name) }
        return choices
    }

    /// What the command line alone asks for, and the profiles that it names.
    /// - Throws: `Failure` (64) for a wrong value or profile.
    package func asked(by line: [Choice]) throws(Failure) -> Choices {
        var choices = Choices()
        for (name, origin) in Self.profileNames(in: line) {
            choices.lay(
                try configuration.choices(
                    ofProfile: name, status: origin == .commandLine ? .usage : origin.status,
                    now: now))
        }
        choices.lay(try jobOptions(of: line))
        for name in try skipped(by: line) { choices.remove(name) }
        return choices
    }

    /// The names of the options that `--skip` leaves out.
    package func skipped(by choices: [Choice]) throws(Failure) -> Set<String> {
        var names: Set<String> = []
        for choice in choices where choice.row.name == SubmitOptions.skip.name {
            for key in choice.value.text.split(on: UInt8(ascii: ",")) {
                names.insert(try configuration.table.keyword(key, in: choice.origin).name)
            }
        }
        return names
    }

    private func builtInDefault() throws(Failure) -> [Choice] {
        try Profile.builtIn("default")?.choices(in: configuration.table, now: now) ?? []
    }

    /// `[jobs]` has three options under names of its own.
    private func fromSettings() throws(Failure) -> [Choice] {
        var result: [Choice] = []
        let pairs = [
            (SettingTable.suffix, JobOptions.suffix),
            (SettingTable.scriptPath, JobOptions.scriptDirectory),
            (SettingTable.outputPath, JobOptions.outputDirectory),
        ]
        for (setting, row) in pairs {
            guard
                let found = try configuration.entry(
                    ByteString(setting.key), in: ByteString(setting.section))
            else { continue }
            let text = row.type == .directory ? Configuration.path(found.value) : found.value
            result.append(try Choice(row, text: text, origin: found.origin, now: now))
        }
        return result
    }

    /// The profiles asked for: on the command line, else in the environment, else in the script.
    private func profileNames(
        line: [Choice], script: [Choice]
    ) throws(Failure) -> [(String, Origin)] {
        let asked = Self.profileNames(in: line)
        if !asked.isEmpty { return asked }
        if let variable = Surroundings.variable("CJOBS_PROFILE"), !variable.isEmpty {
            return variable.split(on: UInt8(ascii: ",")).map {
                ($0.printable, .environment("CJOBS_PROFILE"))
            }
        }
        return Self.profileNames(in: script)
    }

    private static func profileNames(in choices: [Choice]) -> [(String, Origin)] {
        choices.filter { $0.row.name == SubmitOptions.profile.name }.flatMap { choice in
            choice.value.text.split(on: UInt8(ascii: ",")).map { ($0.printable, choice.origin) }
        }
    }

    /// The job's options among those of a command line, and those that `-O KEY=VALUE` names.
    private func jobOptions(of line: [Choice]) throws(Failure) -> [Choice] {
        var result: [Choice] = []
        for choice in line {
            if choice.row.name == SubmitOptions.option.name {
                result.append(try option(choice.value.text, choice.origin))
            } else if !SubmitOptions.all.contains(where: { $0.name == choice.row.name }) {
                result.append(choice)
            }
        }
        return result
    }

    /// `KEY=VALUE`, or `KEY` for a flag, as `-O` has it.
    package func option(_ text: ByteString, _ origin: Origin) throws(Failure) -> Choice {
        let (key, value) = Self.pair(text)
        let row = try configuration.table.keyword(key, in: origin)
        guard let value = value ?? (row.type == .flag ? "true" : nil) else {
            throw Failure("\(row.name) needs a value: \(row.type.expected)", status: origin.status)
        }
        return try Choice(row, text: value, origin: origin, now: now)
    }

    /// Key and value of `KEY=VALUE`, or of fyrd's `KEY:VALUE`; no value for a key alone.
    package static func pair(_ text: ByteString) -> (key: ByteString, value: ByteString?) {
        let delimiter = text.bytes.firstIndex {
            $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
        }
        guard let delimiter else { return (text, nil) }
        return (
            ByteString(text.bytes[..<delimiter]), ByteString(text.bytes[(delimiter + 1)...])
        )
    }
}
