import JobCore

/// What is to be written about.
enum Subject {
    case profile(ByteString)
    case section(ByteString)
}

/// One of cprofile's verbs.
protocol ProfileVerb: SendableMetatype {
    var line: ParsedLine { get }
    init(line: ParsedLine)
    func work(in session: inout Session) throws(Failure) -> ExitStatus
}

extension ProfileVerb {
    /// Whether the site's file is meant, and not the user's.
    var isForSite: Bool { line.has(CprofileOptions.site) }

    /// The file that the verb is about.
    /// - Throws: `Failure` (78) where nobody says where the user's is.
    func path(in paths: ConfigPaths) throws(Failure) -> ByteString {
        let path = isForSite ? paths.site : paths.user
        guard path.isEmpty else { return path }
        throw Surroundings.homeless("where the configuration is", orSet: "CJOBS_CONFIG")
    }

    /// The file and the section for a subject.
    func target(
        for subject: Subject, in configuration: Configuration
    ) throws(Failure) -> Target {
        let paths = configuration.paths
        let isDry = line.has(CprofileOptions.dryRun)
        if !isForSite, case .profile(let name) = subject, let path = paths.profiles {
            return Target(
                path: path, section: name == "default" ? "DEFAULT" : name,
                dialect: .fyrdProfiles, isDry: isDry)
        }
        let section: ByteString =
            switch subject {
            case .profile(let name): Configuration.profilePrefix + name
            case .section(let name): name
            }
        return Target(
            path: isForSite ? paths.site : paths.user, section: section,
            dialect: isForSite ? .sections : paths.dialect, isDry: isDry)
    }
}

/// A section of a file, to be changed.
struct Target {
    let path: ByteString
    let section: ByteString
    let dialect: ConfigFile.Dialect
    let isDry: Bool

    /// A new profile's name is one that -P can say.
    /// - Throws: `Failure` (64).
    static func check(profile name: ByteString) throws(Failure) {
        let isText = name.string != nil && name.printable == name.string
        guard isText, !name.isEmpty, name.trimmed == name, !name.contains(UInt8(ascii: ",")) else {
            throw Failure("'\(name.printable)' can't be a profile's name", status: .usage)
        }
    }

    /// Changes the file, or shows on standard output what it would become.
    func change<Result>(
        _ edit: (inout ConfigWriter.Draft) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard isDry else { return try ConfigWriter(path: path, dialect: dialect).change(edit) }
        var draft = try ConfigWriter.Draft(of: path, dialect: dialect)
        let result = try edit(&draft)
        var output = Output.standard()
        try output.write(draft.bytes)
        try output.flush()
        return result
    }

    /// Takes options out, by any of their names.
    func removeOptions(
        _ keys: [ByteString], table: OptionTable, _ session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        let missing = try change { draft throws(Failure) -> [String] in
            var missing: [String] = []
            let known = draft.keys(of: section).map(\.printable)
            for key in keys {
                let row = key.string.flatMap { table.keyword($0) }
                let names = draft.keys(of: section).filter { name in
                    name == key.lowercased
                        || row != nil
                            && name.string.flatMap { table.keyword($0)?.name } == row?.name
                }
                if names.isEmpty {
                    missing.append(
                        "no '\(key.printable)' in [\(section.printable)]"
                            + Spellings.suggestion(for: key.printable, among: known))
                }
                for name in names { _ = try draft.remove(name, from: section) }
            }
            return missing
        }
        for text in missing { session.log.error(text) }
        return missing.isEmpty ? .success : .failure
    }
}
