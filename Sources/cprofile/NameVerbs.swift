import JobCore

/// `cprofile rename OLD NEW`
struct RenameProfile: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let names = try ProfileNames(line, configuration)
        let old = try target(for: .profile(names.old), in: configuration)
        let new = try target(for: .profile(names.new), in: configuration)
        let wasThere = try old.change { draft throws(Failure) in
            guard draft.has(section: old.section) else { return false }
            try names.refuseNew(where: draft.has(section: new.section))
            return try draft.rename(section: old.section, to: new.section)
        }
        if !wasThere {
            session.log.error("no profile '\(names.old.printable)' in '\(old.path.printable)'")
        }
        return wasThere ? .success : .failure
    }
}

/// `cprofile copy OLD NEW`: what the file says of it, comments too, and what other files and cjobs
/// itself say.
struct CopyProfile: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let configuration = try session.writableConfiguration()
        let names = try ProfileNames(line, configuration)
        guard let profile = try configuration.profile(names.old.printable) else {
            session.log.error(configuration.missing(profile: names.old.printable))
            return .failure
        }
        let old = try target(for: .profile(names.old), in: configuration)
        let new = try target(for: .profile(names.new), in: configuration)
        try new.change { draft throws(Failure) in
            try names.refuseNew(where: draft.has(section: new.section))
            _ = try draft.copy(section: old.section, to: new.section)
            for entry in profile.entries where !draft.keys(of: new.section).contains(entry.key) {
                try draft.set(entry.value ?? "None", for: entry.key, in: new.section)
            }
        }
        return .success
    }
}

/// The two names of a renaming.
private struct ProfileNames {
    let old: ByteString
    let new: ByteString

    /// - Throws: `Failure`: 64 for what can't be a name, 1 for one that is taken.
    init(_ line: ParsedLine, _ configuration: Configuration) throws(Failure) {
        (old, new) = (line.operands[0], line.operands[1])
        try Target.check(profile: new)
        try refuseNew(where: configuration.profile(new.printable) != nil)
    }

    func refuseNew(where isThere: Bool) throws(Failure) {
        guard isThere else { return }
        throw Failure("there is a profile '\(new.printable)' already", status: .failure)
    }
}
