/// The records of one user's jobs on one batch system: a small file each, under the job's ID, in
/// `cjobs/slurm` of the user's state. They need no lock, and may lie on a network file system: a
/// record is written whole before the batch system is asked, and gets its name by a rename.
package final class RecordStore {
    package let path: ByteString
    private var opened: Directory?
    private var kept: [String: BatchRecord?] = [:]
    private let backend: BackendName
    /// Whether the IDs have the name of a server behind them.
    private let hasServers: Bool
    /// The files of successors that there are, once one is looked for.
    private var links: Set<ByteString>?
    /// The records' IDs by their numbers, once one is looked for that way.
    private var numbers: [Int: JobID]?

    /// - Throws: `Failure` (78) where no place for it is known, (77) where others could put another in
    ///   its place.
    package init(
        of traits: BatchTraits, _ state: ByteString?
    ) throws(Failure) {
        guard let state else {
            throw Surroundings.homeless("where jobs are recorded", orSet: "XDG_STATE_HOME")
        }
        backend = traits.name
        hasServers = traits.hasServers
        path = state + "/" + ByteString(traits.name.rawValue)
        do throws(Failure) {
            opened = try TrustedPath(to: path).directory()
        } catch  where error.kind == .missing {
            // It is made when there is something to record.
        }
    }

    /// The directory, made where it is missing.
    private func directory() throws(Failure) -> Directory {
        if let opened { return opened }
        do throws(Failure) {
            let directory = try TrustedPath(to: path, making: true).directory()
            opened = directory
            return directory
        } catch {
            throw error.advising("XDG_STATE_HOME=DIRECTORY has jobs recorded elsewhere")
        }
    }

    /// The directory if it is there.
    private func existing() -> Directory? {
        if opened == nil { opened = try? TrustedPath(to: path).directory() }
        return opened
    }

    // MARK: Environments

    /// Keeps what jobs get from their submitter.
    /// - Returns: its key.
    func keep(_ surroundings: Surroundings) throws(Failure) -> ByteString {
        let directory = try directory()
        try directory.make(Self.environments)
        return try EnvironmentStore(
            directory: Directory(directory.open(Self.environments, .directory))
        ).store(surroundings) { _ in }
    }

    private static let environments: ByteString = ".env"

    /// The variables that a job, or a task of it, finds; those of the batch system itself are not among
    /// them. Nil where nothing was kept.
    func environment(
        of record: BatchRecord, task: Int?, _ id: JobID, tryNumber: Int
    ) -> [ByteString]? {
        let key = record.request.surroundings
        guard !key.isEmpty,
            let directory = try? existing()?.open(Self.environments, .directory),
            let base = try? EnvironmentStore(directory: Directory(directory)).surroundings(key)
        else { return nil }
        // A job file that was submitted as it is gets nothing from us.
        guard record.stem != nil else { return base.environment }
        let index = task.map {
            [(name: ByteString("CSUB_ARRAY_INDEX"), value: ByteString("\($0)"))]
        }
        return JobFiles.environment(
            of: record.request, id: id, tryNumber: tryNumber, on: backend, index ?? [],
            base: base.environment)
    }

    // MARK: Writing

    /// Puts a record on the disk, before the batch system is asked.
    package func prepare(_ record: BatchRecord) throws(Failure) {
        try directory().store(record.line, as: Self.pending(record.token))
    }

    /// The batch system has taken the job: from now on the record has its ID.
    package func accept(_ record: BatchRecord) throws(Failure) {
        let directory = try directory()
        link(record)
        try directory.rename(Self.pending(record.token), to: ByteString(record.id.text))
        try directory.store(Array((record.id.text + "\n").utf8), as: Self.lastName)
        kept[record.id.text] = record
    }

    /// The job was not taken.
    package func forget(_ token: String) { existing()?.remove(Self.pending(token)) }

    /// Records a job that ends without the batch system having been asked, under an ID of ours.
    package func addUnsent(
        _ make: (JobID) -> BatchRecord
    ) throws(Failure) -> JobID {
        let directory = try directory()
        var number =
            try directory.names().compactMap { $0.string.flatMap { JobID($0)?.unsentNumber } }
            .max() ?? 0
        while true {
            number += 1
            let id = JobID(unsent: number)
            do throws(Failure) {
                let file = try directory.open(ByteString(id.text), .createNew)
                let record = make(id)
                try file.write(record.line)
                try file.sync()
                try directory.file.sync()
                link(record)
                return id
            } catch  where error.kind == .exists {
                continue
            }
        }
    }

    /// Whether a job was prepared that the batch system may have taken, and nobody knows its ID.
    package func isPending(_ token: String) -> Bool {
        existing()?.status(of: Self.pending(token)) != nil
    }

    /// The names of the files that tell of a job: its record, and the notes beside it.
    package func names(of id: JobID) -> [ByteString] {
        [ByteString(id.text), Self.cancelled(id), Self.successors(id)]
    }

    private static func pending(_ token: String) -> ByteString { ByteString(".new.\(token)") }
    private static let lastName: ByteString = ".last"

    // MARK: Notes

    /// Takes note that somebody of ours ended these jobs.
    package func noteCancelled(_ ids: [JobID]) {
        guard let directory = existing() else { return }
        for id in ids { _ = try? directory.open(Self.cancelled(id), .createNew) }
    }

    /// Takes note that a job asks for something else now; nothing where it was a task of an array.
    func note(_ wish: JobChange, of id: JobID) {
        guard var record = record(of: id), record.id == id else { return }
        record.request.apply(wish)
        if let dependencies = wish.dependencies { record.request.dependencies = dependencies }
        try? existing()?.store(record.line, as: ByteString(record.id.text))
        kept[record.id.text] = record
    }

    /// Keeps exit records in the record of their job, on the disk when this returns, so that their files
    /// can go.
    package func keep(_ exits: [Int?: ExitRecord], of record: BatchRecord) throws(Failure) {
        guard var record = self.record(of: record.id), !exits.isEmpty else { return }
        record.exits.merge(exits) { $1 }
        for task in exits.keys { record.exits[task]?.isKept = true }
        let line = record.line
        guard line.count < Self.longest else {
            throw Failure(
                "cannot keep how '\(record.id)' ended: its record would be too long",
                status: .failure, kind: .tooLarge)
        }
        try directory().store(line, as: ByteString(record.id.text))
        kept[record.id.text] = record
    }

    package func isCancelled(_ id: JobID) -> Bool {
        existing()?.status(of: Self.cancelled(id)) != nil
    }

    private static func cancelled(_ id: JobID) -> ByteString { ByteString(".cancelled.\(id)") }

    /// Takes note that somebody of ours sent these jobs a signal.
    func note(signal: Int32, to ids: [JobID]) {
        for id in ids {
            try? existing()?.store(
                Array("\(signal)\n".utf8), as: Self.signalled(id), isLasting: false)
        }
    }

    /// The last signal that somebody of ours sent a job, nil for none.
    func signal(to id: JobID) -> Int32? {
        guard let file = try? existing()?.openIfPresent(Self.signalled(id), .read),
            let text = try? file.readAll(limit: 16)
        else { return nil }
        return ByteString(text).trimmed.string.flatMap { Int32($0) }
    }

    private static func signalled(_ id: JobID) -> ByteString { ByteString(".signalled.\(id)") }

    /// Takes note of what a job was made of. A job's successors are a file of lines: the tasks that one
    /// was made of, or `-` for a job that is no array, and its ID.
    private func link(_ record: BatchRecord) {
        guard let former = record.former, let directory = existing(),
            let file = try? directory.open(Self.successors(former), .append)
        else { return }
        try? file.write(Array("\(record.taskText ?? "-") \(record.id)\n".utf8))
        links = nil
    }

    /// What a job, or a task of an array, was submitted again as the last time; nil where it was not.
    package func successor(of id: JobID) -> JobID? {
        let links = knownLinks()
        // Most have none, and need no look at their records.
        if links.isEmpty { return nil }
        let place = BatchID(id.text)
        let former = record(of: id)?.id ?? place?.whole ?? id
        guard links.contains(Self.successors(former)),
            let file = try? existing()?.openIfPresent(Self.successors(former), .read),
            let bytes = try? file.readAll(limit: 1 << 24)
        else { return nil }
        let task = place?.tasks?.indices.first
        for line in ByteString(bytes).split(on: UInt8(ascii: "\n")).reversed() {
            let words = line.split(on: UInt8(ascii: " "))
            guard words.count == 2, let tasks = words[0].string,
                let successor = words[1].string.flatMap({ JobID($0) })
            else { continue }
            guard tasks != "-" else { return successor }
            guard let task else { return nil }
            if ArrayTasks(tasks)?.contains(task) == true {
                return BatchID(successor.text)?.task(task) ?? successor
            }
        }
        return nil
    }

    private func knownLinks() -> Set<ByteString> {
        if let links { return links }
        let names = (try? existing()?.names()) ?? []
        let found = Set(names.filter { $0.hasPrefix(Self.successors) })
        links = found
        return found
    }

    private static func successors(_ id: JobID) -> ByteString {
        successors + ByteString(id.text)
    }
    private static let successors: ByteString = ".again."

    // MARK: Reading

    /// The record of a job, or of the array that a task belongs to; nil where there is none that can
    /// be read.
    package func record(of id: JobID) -> BatchRecord? {
        let key: String
        if let place = BatchID(id.text) {
            key = place.whole.text
        } else if id.unsentNumber != nil {
            key = id.text
        } else {
            return nil
        }
        if let known = kept[key] { return known }
        let record = JobID(key).flatMap { read($0) } ?? BatchID(id.text).flatMap { read(short: $0) }
        kept[key] = record
        return record
    }

    /// The record of a job whose ID was written without its server, or without an array's brackets.
    private func read(short place: BatchID) -> BatchRecord? {
        guard hasServers, place.server == nil else { return nil }
        if numbers == nil {
            let ids = (try? existing()?.names())?.compactMap { $0.string.flatMap { JobID($0) } }
            let places = (ids ?? []).compactMap { id in BatchID(id.text).map { ($0.number, id) } }
            numbers = Dictionary(places, uniquingKeysWith: { $1 })
        }
        return numbers?[place.number].flatMap { read($0) }
    }

    /// Bytes of the longest record that is read.
    private static let longest = 1 << 26

    private func read(_ id: JobID) -> BatchRecord? {
        guard let file = try? existing()?.openIfPresent(ByteString(id.text), .read),
            let bytes = try? file.readAll(limit: Self.longest)
        else { return nil }
        return BatchRecord(bytes, id: id)
    }

    /// Every job that was recorded, as they were submitted.
    package func all() throws(Failure) -> [BatchRecord] {
        func order(_ record: BatchRecord) -> (Int, Int) {
            let number = BatchID(record.id.text)?.number ?? record.id.unsentNumber ?? 0
            return (record.request.submitted.milliseconds, number)
        }
        return ids().compactMap { record(of: $0) }.sorted { order($0) < order($1) }
    }

    /// The IDs of the jobs that were recorded, in no order.
    package func ids() -> [JobID] {
        ((try? existing()?.names()) ?? []).compactMap { name in
            name.hasPrefix(".") ? nil : name.string.flatMap { JobID($0) }
        }
    }

    /// The jobs that were submitted last, by one csub.
    package func last() -> [JobID] {
        guard let file = try? existing()?.openIfPresent(Self.lastName, .read),
            let text = try? file.readAll(limit: 1 << 26)
        else { return [] }
        return ByteString(text).split(on: UInt8(ascii: "\n")).compactMap { line in
            line.string.flatMap { JobID($0) }
        }
    }

    /// Takes note that these were submitted together; nothing is lost where that fails.
    package func noteLast(_ ids: [JobID]) {
        let text = ids.map { "\($0.text)\n" }.joined()
        try? existing()?.store(Array(text.utf8), as: Self.lastName)
    }
}
