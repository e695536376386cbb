import JobCore

/// `cprofile [list]`: the names.
struct ListProfiles: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        guard !line.has(CprofileOptions.json) else {
            return try ProfileDocument(configuration).write(configuration.profileNames, &session)
        }
        for name in configuration.profileNames { try session.output.line(name) }
        return .success
    }
}

/// `cprofile show [NAME...]`
struct ShowProfiles: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.configuration()
        let origin = line.has(CprofileOptions.origin)
        let asked =
            line.operands.isEmpty ? configuration.profileNames : line.operands.map(\.printable)
        let document = ProfileDocument(configuration)
        if line.has(CprofileOptions.json) { return try document.write(asked, &session) }
        var status = ExitStatus.success
        var isFirst = true
        for name in asked {
            guard let profile = try configuration.profile(name) else {
                session.log.error(configuration.missing(profile: name))
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

/// `cprofile set NAME KEY=VALUE...`
struct SetProfile: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let table = configuration.table
        let name = line.operands[0]
        try Target.check(profile: name)
        var pairs: [(key: ByteString, value: ByteString)] = []
        for option in line.operands.dropFirst() {
            let (key, value) = Precedence.pair(option)
            let row = try table.keyword(key, status: .usage)
            guard let value else {
                throw Failure("'\(option.printable)' is not KEY=VALUE", status: .usage)
            }
            _ = try Choice(row, text: value, origin: .commandLine, now: Session.now())
            pairs.append((key, value))
        }
        let target = try target(for: .profile(name), in: configuration)
        try target.change { draft throws(Failure) in
            for (key, value) in pairs {
                let known = draft.name(of: key, in: target.section, table)
                try draft.set(value, for: known ?? key.lowercased, in: target.section)
            }
        }
        return .success
    }
}

/// `cprofile unset NAME KEY...`
struct UnsetProfile: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        return try target(for: .profile(line.operands[0]), in: configuration)
            .removeOptions(Array(line.operands.dropFirst()), table: configuration.table, session)
    }
}

/// `cprofile delete NAME [KEY...]`
struct DeleteProfile: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let name = line.operands[0]
        let keys = Array(line.operands.dropFirst())
        let target = try target(for: .profile(name), in: configuration)
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
