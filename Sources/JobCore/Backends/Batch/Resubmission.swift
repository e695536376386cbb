/// Jobs that a batch system had before, given to it once more: their scripts, under other numbers. Of
/// an array it may be some tasks, which keep their indices.
extension BatchOrder {
    /// An order for each job; tasks of one array become tasks of one array. `changes` is what is asked
    /// for otherwise than before.
    ///
    /// - Throws: `Failure` (1) for a job that csub did not give to a batch system.
    package static func again(
        _ ids: [JobID], in queue: BatchQueue, _ changes: Choices, _ table: OptionTable,
        after dependencies: [Dependency], now: WallTime
    ) throws(Failure) -> [BatchOrder] {
        var jobs: [(record: BatchRecord, tasks: [Int]?)] = []
        for id in ids {
            guard let record = queue.records.record(of: id) else {
                throw Failure(
                    "cannot submit '\(id)' again: csub did not submit it", status: .failure)
            }
            guard !record.script.isEmpty else {
                throw Failure(
                    "cannot submit '\(id)' again: no script was written for it", status: .failure)
            }
            let wanted = BatchID(id.text)?.tasks
            let tasks = record.tasks?.indices.filter { wanted?.contains($0) ?? true }
            guard tasks?.isEmpty != true else {
                throw Failure("cannot submit '\(id)' again: no such job", status: .failure)
            }
            if let tasks, let index = jobs.firstIndex(where: { $0.record.id == record.id }) {
                jobs[index].tasks = ((jobs[index].tasks ?? []) + tasks).unique
            } else {
                jobs.append((record, tasks))
            }
        }
        return jobs.map { record, tasks in
            var request = record.request
            request.apply(changes)
            request.submitted = now
            request.dependencies = dependencies
            var order = BatchOrder(
                .former(record), request: request, choices: changes, table: table,
                directory: record.stem?.directory ?? request.submitDirectory,
                currentDirectory: request.directory)
            order.outputDirectory = request.submitDirectory
            let limit = record.tasks?.limit.map { "%\($0)" } ?? ""
            order.array = tasks.map { $0.map { "\($0)" }.joined(separator: ",") + limit }
            return order
        }
    }
}

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
        let inner = Shell.quote(from.path("script"))
        let newInner = Shell.quote(to.path("script"))
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
        if case .script = request.command { return try Self.text(of: stem.path("script")) }
        return try? Self.text(of: stem.path("script"))
    }

    private static func text(of path: ByteString) throws(Failure) -> ByteString {
        let file = try File(open: path, .readNow, kind: .noInput)
        return ByteString(try file.readAll(limit: 64 << 20))
    }
}
