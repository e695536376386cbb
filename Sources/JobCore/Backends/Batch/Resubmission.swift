/// A job that a batch system had before, given to it once more: its script, under another number.
/// Of an array it may be some tasks, which keep their indices.
package struct Resubmission: Submittable {
    private let old: BatchRecord
    /// The tasks that are meant; nil for a job that is no array.
    private let tasks: [Int]?
    /// What is asked for otherwise than before.
    private let changes: Choices
    private let table: OptionTable
    private let dependencies: [Dependency]
    private let now: WallTime

    package var name: ByteString { old.request.name }
    package var count: Int { tasks?.count ?? 1 }
    package var waitsForPrevious: Bool { false }

    private init(
        _ old: BatchRecord, tasks: [Int]?, _ changes: Choices, _ table: OptionTable,
        _ dependencies: [Dependency], now: WallTime
    ) {
        self.old = old
        self.tasks = tasks
        self.changes = changes
        self.table = table
        self.dependencies = dependencies
        self.now = now
    }

    /// One for each job; tasks of one array become tasks of one array.
    ///
    /// - Throws: `Failure` (1) for a job that csub did not give to a batch system.
    package static func all(
        of ids: [JobID], in queue: BatchQueue, _ changes: Choices, _ table: OptionTable,
        after dependencies: [Dependency], now: WallTime
    ) throws(Failure) -> [Resubmission] {
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
            let wanted = BatchID(slurm: id.text)?.tasks
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
        return jobs.map {
            Resubmission(
                $0.record, tasks: $0.tasks, changes, table, dependencies, now: now)
        }
    }

    // MARK: Writing

    package func prepare(
        in queue: BatchQueue, after parents: [Dependency]
    ) throws(Failure) -> PreparedJob {
        var record = old
        record.token = BatchOrder.newToken()
        record.ending = nil
        record.request.submitted = now
        record.request.dependencies = dependencies + parents
        record.taskText = tasks.map { list($0) }
        record.tasks = record.taskText.flatMap { ArrayTasks($0) }
        try take(changes, into: &record)
        var kinds: [ByteString] = []
        if let stem = old.stem {
            let text = try Self.text(of: old.script)
            let inner = try Self.inner(of: old, stem)
            let (new, file) = try JobStem.take(
                name: record.request.name, suffix: stem.suffix, kind: "sbatch",
                in: stem.directory)
            kinds = ["sbatch"] + (inner == nil ? [] : ["script"])
            record.stem = new
            record.script = new.path("sbatch")
            do throws(Failure) {
                if let inner { try new.writeInner(inner) }
                try file.write(try renamed(text, record, from: stem, to: new).bytes)
                try file.sync()
            } catch {
                new.remove(kinds)
                throw error
            }
        }
        return PreparedJob(record: record, sbatch: try order(record), kinds: kinds)
    }

    /// What it waited for, when it was to begin and which tasks there were is over.
    private static let over: [ByteString] = ["--dependency=", "--begin=", "--hold", "--array="]

    private func list(_ tasks: [Int]) -> String {
        let limit = old.tasks?.limit.map { "%\($0)" } ?? ""
        return tasks.map { "\($0)" }.joined(separator: ",") + limit
    }

    private func take(_ changes: Choices, into record: inout BatchRecord) throws(Failure) {
        record.request.apply(changes)
        if let queue = changes.text(JobOptions.partition) { record.queue = queue }
        if let account = changes.text(JobOptions.account) { record.account = account }
        if let nodes = changes.number(JobOptions.nodes) { record.nodes = nodes }
        let cores = record.request.resources.cores
        if let memory = changes.memoryOfNode(cores: cores) { record.memory = memory }
        if let comment = changes.text(JobOptions.comment) { record.comment = comment }
        var choices = changes
        for row in [JobOptions.comment, JobOptions.depend] { choices.remove(row.name) }
        record.options =
            old.options.filter { option in !Self.over.contains { option.hasPrefix($0) } }
            + (try Directives(for: .slurm, table: table).words(of: choices))
    }

    /// What the job script runs in turn, where that is a script.
    private static func inner(of record: BatchRecord, _ stem: JobStem) throws(Failure)
        -> ByteString?
    {
        if case .script = record.request.command { return try text(of: stem.path("script")) }
        return try? text(of: stem.path("script"))
    }

    private static func text(of path: ByteString) throws(Failure) -> ByteString {
        let file = try File(open: path, .readNow, kind: .noInput)
        return ByteString(try file.readAll(limit: 64 << 20))
    }

    /// The script with the names of the new job's files, and with its cores.
    private func renamed(
        _ script: ByteString, _ record: BatchRecord, from old: JobStem, to new: JobStem
    ) throws(Failure) -> ByteString {
        let isArray = record.tasks != nil
        let (before, after) = (self.old.request, record.request)
        var choices = Choices()
        let outputs = try BatchOutputs(after, new, in: after.submitDirectory, isArray: isArray)
        choices.lay([
            Choice(JobOptions.output, .text(outputs.output), origin: .builtIn)
        ])
        if let error = outputs.error {
            choices.lay([Choice(JobOptions.error, .text(error), origin: .builtIn)])
        }
        let named = try Directives(for: .slurm, table: table).lines(of: choices)
        let lines: [(ByteString, ByteString)] = [
            (
                "csub_status=" + JobScript.statusPath(old, isArray: isArray),
                "csub_status=" + JobScript.statusPath(new, isArray: isArray)
            ),
            ("csub_token=" + ByteString(self.old.token), "csub_token=" + ByteString(record.token)),
            (JobScript.ownVariables(before), JobScript.ownVariables(after)),
            (JobScript.threads(before), JobScript.threads(after)),
        ]
        let (inner, newInner) = (Shell.quote(old.path("script")), Shell.quote(new.path("script")))
        var result: [ByteString] = []
        for line in script.split(on: UInt8(ascii: "\n")) {
            if Self.over.contains(where: { line.hasPrefix("#SBATCH " + $0) }) { continue }
            let kind = ["#SBATCH --output=", "#SBATCH --error="].first { line.hasPrefix($0) }
            if let kind, let other = named.first(where: { $0.hasPrefix(kind) }) {
                result.append(other)
            } else if let (_, other) = lines.first(where: { $0.0 == line }) {
                result.append(other)
            } else {
                result.append(line.replacing(inner, with: newInner))
            }
        }
        return ByteString.joined(result, by: "\n")
    }

    // MARK: Asking

    /// What sbatch is told: what counts more than the script's own lines.
    private func order(_ record: BatchRecord) throws(Failure) -> SubmitOrder {
        let environment = ExportRules.all.apply(to: Surroundings.environment())
        var order = SubmitOrder(
            script: record.script, token: record.token, directory: record.request.directory,
            environment: SlurmOrder.environment(environment, changes))
        order.comment = record.comment
        var choices = Choices()
        if !record.request.dependencies.isEmpty {
            choices.lay([
                Choice(
                    JobOptions.depend, .dependencies(DependencyList(record.request.dependencies)),
                    origin: .commandLine),
                Choice(JobOptions.endsOnInvalidDependency, .text("yes"), origin: .builtIn),
            ])
        }
        if let tasks = record.taskText {
            choices.lay([Choice(JobOptions.array, .text(ByteString(tasks)), origin: .builtIn)])
        }
        order.options = record.options
        order.options += try Directives(for: .slurm, table: table).words(of: choices)
        return order
    }
}
