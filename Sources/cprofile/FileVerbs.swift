import JobCore

/// `cprofile path`: which file is read and written.
struct ShowPath: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try session.output.write(path(in: session.configurationPaths) + "\n")
        return .success
    }
}

/// `cprofile edit`: the file in an editor, put in place when it can be read.
struct EditFile: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let paths = session.configurationPaths
        let path = try path(in: paths)
        let dialect = !isForSite ? paths.dialect : .sections
        let editor =
            ["VISUAL", "EDITOR"].lazy.compactMap { Session.variable($0) }.first { !$0.isEmpty }
            ?? "vi"
        let writer = try ConfigWriter(path: path, dialect: dialect)
        let draft = try writer.makeCopy()
        // An editor's name may have options behind it, as in `code --wait`.
        guard try runInForeground(editor + " " + Shell.quote(draft.path)) == .exited(0) else {
            draft.discard()
            throw Failure(
                "'\(editor.printable)' failed; nothing was changed", status: .failure)
        }
        do throws(Failure) {
            try writer.accept(draft)
        } catch {
            throw Failure(
                error.message, status: error.status,
                advice: "nothing was changed; your text is in '\(draft.path.printable)'")
        }
        return .success
    }
}

/// `cprofile migrate`: from the seed's or fyrd's file to our own.
struct Migrate: ProfileVerb {
    let line: ParsedLine

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        let paths = session.configurationPaths
        guard !paths.isOurs else {
            session.log.notice(
                "nothing to do: no file of an older program is read ('\(paths.user.printable)' is)")
            return .success
        }
        try ConfigWriter.migrate(paths)
        try session.output.write(paths.home + "\n")
        return .success
    }
}
