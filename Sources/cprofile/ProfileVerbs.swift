import ArgumentParser
import JobCore

/// `cprofile`: the names.
struct ListProfiles: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the profiles' names.")

    @Flag(name: .long, help: "One JSON document of all profiles.") var json = false
    @OptionGroup var common: CommonOptions

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        guard !json else {
            return try ProfileDocument(configuration).write(configuration.profileNames, &session)
        }
        for name in configuration.profileNames { try session.output.line(name) }
        return .success
    }
}

struct ShowProfiles: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what profiles say, all of them or those named.")

    @Flag(name: .long, help: "Show where each value comes from.") var origin = false
    @Flag(name: .long, help: "One JSON document.") var json = false
    @OptionGroup var common: CommonOptions
    @Argument(help: "Profiles.", completion: .shellCommand("cprofile")) var names: [ByteString] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        let asked = names.isEmpty ? configuration.profileNames : names.map(\.printable)
        let document = ProfileDocument(configuration)
        if json { return try document.write(asked, &session) }
        var status = ExitStatus.success
        var isFirst = true
        for name in asked {
            guard let profile = try configuration.profile(name) else {
                session.log.error("no profile '\(name)'")
                status = .failure
                continue
            }
            if !isFirst { try session.output.line("") }
            isFirst = false
            try session.output.line("[\(name)]")
            for entry in profile.entries {
                let value = entry.value.map { " " + $0 } ?? " None"
                try session.output.write(entry.key + " =" + ByteString(value.printable))
                try session.output.line(origin ? "  # \(entry.origin.text)" : "")
            }
        }
        return status
    }
}

struct SetProfile: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Give options of a profile values.",
        usage: "cprofile set [options] NAME KEY=VALUE...")

    @OptionGroup var place: WritingOptions
    @OptionGroup var common: CommonOptions
    @Argument(help: "Profile.", completion: .shellCommand("cprofile")) var name: ByteString
    @Argument(help: "KEY=VALUE, as for csub -O; fyrd's KEY:VALUE too.") var options: [ByteString]

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let table = configuration.table
        try Target.check(profile: name)
        var pairs: [(key: ByteString, value: ByteString)] = []
        for option in options {
            let (key, value) = Precedence.pair(option)
            let row = try table.keyword(key, status: .usage)
            guard let value else {
                throw Failure("'\(option.printable)' is not KEY=VALUE", status: .usage)
            }
            _ = try Choice(row, text: value, origin: .commandLine, now: Session.now())
            pairs.append((key, value))
        }
        let target = try place.target(for: .profile(name), in: configuration)
        try target.change { draft throws(Failure) in
            for (key, value) in pairs {
                let known = draft.name(of: key, in: target.section, table)
                try draft.set(value, for: known ?? key.lowercased, in: target.section)
            }
        }
        return .success
    }
}

struct UnsetProfile: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Take options out of a profile.",
        usage: "cprofile unset [options] NAME KEY...")

    @OptionGroup var place: WritingOptions
    @OptionGroup var common: CommonOptions
    @Argument(help: "Profile.", completion: .shellCommand("cprofile")) var name: ByteString
    @Argument(help: "Options.") var keys: [ByteString]

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        return try place.target(for: .profile(name), in: configuration)
            .removeOptions(keys, table: configuration.table, session)
    }
}

struct DeleteProfile: DeclaredWork {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove a profile, or some of its options; 'default' becomes what it was.",
        usage: "cprofile delete [options] NAME [KEY...]")

    @OptionGroup var place: WritingOptions
    @OptionGroup var common: CommonOptions
    @Argument(help: "Profile.", completion: .shellCommand("cprofile")) var name: ByteString
    @Argument(help: "Options.") var keys: [ByteString] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let target = try place.target(for: .profile(name), in: configuration)
        guard keys.isEmpty else {
            return try target.removeOptions(keys, table: configuration.table, session)
        }
        let wasThere = try target.change { draft throws(Failure) in
            try draft.remove(section: target.section)
        }
        if !wasThere {
            session.log.error("no profile '\(name.printable)' in '\(target.path.printable)'")
        }
        return wasThere ? .success : .failure
    }
}
