/// One submission to a batch system: a job, or an array of them.
package struct BatchOrder: Sendable {
    package var request: Request
    /// What becomes of it on the batch system's side.
    package var source: Source
    /// The indices of an array; nil for a single job.
    package var array: String?
    /// Options for the batch system, and what spells them; for a job that was submitted before, those
    /// that are to be other than they were.
    package var choices: Choices
    package var table: OptionTable
    /// Lines of the command's own script for some batch system, which csub does not read.
    package var ownDirectives: [ByteString] = []
    /// Where scripts and exit records go; absolute.
    package var scriptDirectory: ByteString
    /// Where default outputs go; absolute.
    package var outputDirectory: ByteString
    package var usesLauncher = false
    /// What it waits for of the orders that are submitted before it and with it.
    package var parents: [Parent] = []
    /// Where its IDs are written among those of the same submission.
    package var place = 0
    /// The parent that keeps it from ever starting: the batch system is not asked.
    package var failedParent: JobID?
    package let token = BatchOrder.newToken()
    /// Where the batch system's client runs.
    package var currentDirectory: ByteString
    /// What its jobs get from their submitter; kept for whoever asks later.
    package var surroundings: Surroundings?

    /// What the batch system is to run.
    package enum Source: Sendable {
        /// A script of ours, with one command, or one for each task.
        case commands([JobCommand])
        /// A job file as it is; its path, absolute.
        case file(ByteString)
        /// The script of a job that was submitted before, under other names.
        case former(BatchRecord)
    }

    /// Another order of the same submission as a parent.
    package struct Parent: Sendable {
        /// That order's token.
        package let token: String
        /// The task of its array that is meant; nil for all of it.
        package var task: Int?
        package let condition: Dependency.Condition

        package init(_ order: BatchOrder, task: Int? = nil, _ condition: Dependency.Condition) {
            token = order.token
            self.task = task
            self.condition = condition
        }
    }

    package init(
        _ source: Source, request: Request, choices: Choices, table: OptionTable,
        directory: ByteString, currentDirectory: ByteString
    ) {
        self.source = source
        self.request = request
        self.choices = choices
        self.table = table
        scriptDirectory = directory
        outputDirectory = directory
        self.currentDirectory = currentDirectory
    }

    /// A word that no other job has.
    private static func newToken() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// How many jobs it makes.
    package var count: Int { array.flatMap { ArrayTasks($0)?.count } ?? 1 }

    /// Whether a script is written for it.
    package var isWritten: Bool {
        switch source {
        case .commands: true
        case .file: false
        case .former(let record): record.stem != nil
        }
    }

    /// What will be known of the job, which the batch system has yet to name; `script` is what it
    /// runs, and `stem` what its files' names begin with.
    package func record(script: ByteString, under stem: JobStem?) -> BatchRecord {
        var record = BatchRecord(
            id: BatchRecord.unnamed, token: token, request: request, script: script)
        if case .former(let old) = source {
            record = old
            (record.id, record.token, record.request) = (BatchRecord.unnamed, token, request)
            (record.script, record.ending, record.exits) = (script, nil, [:])
            record.former = old.id
        }
        if case .commands(let tasks) = source, tasks.count > 1 {
            let inputs = tasks.map(\.input)
            if inputs.contains(where: { $0 != nil }) { record.inputs = inputs.map { $0 ?? "" } }
        }
        record.stem = isWritten ? stem : nil
        record.taskText = array
        record.tasks = array.flatMap { ArrayTasks($0) }
        if let queue = choices.text(JobOptions.partition) { record.queue = queue }
        if let account = choices.text(JobOptions.account) { record.account = account }
        if let nodes = choices.number(JobOptions.nodes) { record.nodes = nodes }
        if let memory = choices.memoryOfNode(cores: request.resources.cores) {
            record.memory = memory
        }
        if let comment = choices.text(JobOptions.comment) { record.comment = comment }
        return record
    }
}

extension [BatchOrder] {
    /// The same as one batch of that name; without one, they are a batch where there are several, and
    /// those that were of a batch with a name stay with that.
    package func batched(as name: ByteString?) -> [BatchOrder] {
        let unnamed = count > 1 ? first.map { BatchName.unnamed($0.token) } : nil
        return map { order in
            var order = order
            let before = order.request.batch.flatMap { BatchName.isNamed($0) ? $0 : nil }
            order.request.batch = name ?? before ?? unnamed
            return order
        }
    }
}
