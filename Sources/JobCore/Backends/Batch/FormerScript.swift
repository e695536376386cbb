/// Making a new script of a job's old one.
extension BatchRecord {
    /// The job's script with the names, the token and the cores of another one that is made of it.
    /// `replacement` has the last word on a line: nil leaves it out.
    ///
    /// - Throws: `Failure` (66) where it can't be read any more.
    func script(
        renamedFor new: BatchRecord, _ words: ScriptWords,
        replacing replacement: (ByteString) -> ByteString?
    ) throws(Failure) -> ByteString {
        let text = try Self.text(of: script)
        guard let from = stem, let to = new.stem else { return text }
        let isArray = new.tasks != nil
        let lines: [(ByteString, ByteString)] = [
            (
                "csub_status=" + JobScript.statusPath(from, isArray: isArray, words),
                "csub_status=" + JobScript.statusPath(to, isArray: isArray, words)
            ),
            ("csub_token=" + ByteString(token), "csub_token=" + ByteString(new.token)),
            (JobScript.ownVariables(request, words), JobScript.ownVariables(new.request, words)),
            (JobScript.threads(request), JobScript.threads(new.request)),
        ]
        let inner = Shell.quote(from.innerPath(of: request.command))
        let newInner = Shell.quote(to.innerPath(of: request.command))
        var result: [ByteString] = []
        for line in text.split(on: UInt8(ascii: "\n")) {
            if let (_, other) = lines.first(where: { $0.0 == line }) {
                result.append(other)
            } else if let kept = replacement(line) {
                result.append(kept == line ? line.replacing(inner, with: newInner) : kept)
            }
        }
        return ByteString.joined(result, by: "\n")
    }

    /// What the job script runs in turn, where that is a script.
    /// - Throws: `Failure` (66) where it is the user's, and can't be read any more.
    func innerScript() throws(Failure) -> ByteString? {
        guard let stem else { return nil }
        let path = stem.innerPath(of: request.command)
        switch request.command {
        case .script, .call: return try Self.text(of: path)
        case .arguments, .shell: return try? Self.text(of: path)
        }
    }

    private static func text(of path: ByteString) throws(Failure) -> ByteString {
        let file = try File(open: path, .readNow, kind: .noInput)
        return ByteString(try file.readAll(limit: 64 << 20))
    }
}
