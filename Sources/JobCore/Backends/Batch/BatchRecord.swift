/// What csub knows of a job that it gave to a batch system.
package struct BatchRecord: Sendable {
    /// As the batch system named it: `123`, or `123;cluster`; for an array, the array's.
    package var id: JobID
    /// What is in the job's remark and in its exit records, and in no other job's.
    package var token: String
    package var request: Request
    /// What its files' names begin with; nil for a script that was submitted as it was.
    package var stem: JobStem?
    package var script: ByteString
    /// The indices of an array's tasks; nil for a job that is none.
    package var tasks: ArrayTasks?
    /// The lines of input of which `csub --each` made an array's tasks, from index 0 on.
    package var inputs: [ByteString] = []
    /// The indices as they were written.
    package var taskText: String?
    package var queue: ByteString?
    package var account: ByteString?
    /// The user's own remark.
    package var comment: ByteString?
    /// What was said to the batch system beside the script.
    package var options: [ByteString] = []
    package var nodes = 1
    package var memory: Int?
    /// The job that it was made of, where that was submitted again; for some tasks of an array, the array.
    package var former: JobID?
    /// The batch system was never asked: the job had ended before.
    package var ending: Ending?
    /// The exit records of the job, or of its tasks, whose files were removed.
    package var exits: [Int?: ExitRecord] = [:]

    /// What stands for the ID until the batch system has given one.
    static let unnamed = JobID(batch: 0)

    package init(id: JobID, token: String, request: Request, script: ByteString) {
        self.id = id
        self.token = token
        self.request = request
        self.script = script
    }

    /// The job that keeps it from ever starting.
    var failedParent: JobID? {
        if case .dependency(let parent)? = ending?.cause { parent } else { nil }
    }

    /// What a job file that is submitted as it is gets as its arguments.
    package var fileArguments: [ByteString] {
        guard stem == nil, case .script(_, let arguments) = request.command else { return [] }
        return arguments
    }

    /// The file of the exit record, of a task or of the job; nil where nobody writes one.
    package func statusPath(task: Int?) -> ByteString? {
        ending == nil ? stem?.path("status", task: task) : nil
    }

    /// The files that belong to the call of a function, or to a task's; nil where it calls none.
    package func function(task: Int?) -> FunctionFiles? {
        guard ending == nil, let stem, case .call = request.command else { return nil }
        return FunctionFiles(script: stem.callScript, result: stem.resultPath(task: task))
    }

    /// The task that an exit record of the job's is about; nil for a job that is no array.
    func task(of exit: ExitRecord) -> Int? {
        tasks == nil ? nil : BatchID(exit.job)?.tasks?.indices.first
    }

    /// The line of input that `csub --each` made a task of, or the job.
    func input(task: Int?) -> ByteString? {
        guard let task else { return request.madeOf }
        return inputs.indices.contains(task) ? inputs[task] : nil
    }

    /// The indices of its tasks, or nil alone for a job that is no array.
    package var leaves: [Int?] { tasks?.indices.map { $0 } ?? [nil] }

    // MARK: Reading and writing

    /// One line, as of the local queue's journal, with a checksum.
    var line: [UInt8] {
        var lines = JournalLine.Writer()
        let number = BatchID(id.text)?.number ?? id.unsentNumber ?? 0
        lines.begin(.submit, job: number, next: number + 1, isContinued: false)
        request.write(to: &lines)
        lines.field("token", ByteString(token))
        if let stem {
            lines.field("stemdir", stem.directory)
            lines.field("stem", stem.name)
            lines.field("stemsuffix", stem.suffix)
        }
        lines.field("file", script)
        if let taskText { lines.field("tasks", ByteString(taskText)) }
        if let queue { lines.field("queue", queue) }
        if let account { lines.field("account", account) }
        if let comment { lines.field("comment", comment) }
        for option in options { lines.field("option", option) }
        for input in inputs { lines.field("taskline", input) }
        if nodes != 1 { lines.field("nodes", nodes) }
        if let memory { lines.field("nodemem", memory) }
        if let former { lines.field("former", ByteString(former.text)) }
        if let parent = failedParent { lines.field("failedparent", ByteString(parent.text)) }
        for task in exits.keys.sorted(by: { $0 ?? 0 < $1 ?? 0 }) {
            exits[task].map { lines.field("exit", ByteString($0.text)) }
        }
        lines.end()
        return lines.bytes
    }

    /// Nil for what is no such line, or a damaged one.
    init?(_ bytes: [UInt8], id: JobID) {
        guard case .line(let line, _) = JournalLine.read(bytes[...]), let request = Request(line)
        else { return nil }
        var values: [ByteString: ByteString] = [:]
        var options: [ByteString] = []
        var inputs: [ByteString] = []
        var exits: [ExitRecord] = []
        line.forEachField { key, value in
            let (key, value) = (ByteString(key), JournalLine.decode(value))
            if key == "option" { options.append(value) }
            if key == "taskline" { inputs.append(value) }
            if key == "exit", let exit = ExitRecord(value.bytes) { exits.append(exit) }
            values[key] = value
        }
        guard let token = values["token"]?.string, let script = values["file"] else { return nil }
        self.init(id: id, token: token, request: request, script: script)
        if let directory = values["stemdir"], let name = values["stem"],
            let suffix = values["stemsuffix"]
        {
            stem = JobStem(directory: directory, name: name, suffix: suffix)
        }
        taskText = values["tasks"]?.string
        tasks = taskText.flatMap { ArrayTasks($0) }
        queue = values["queue"]
        account = values["account"]
        comment = values["comment"]
        self.options = options
        self.inputs = inputs
        nodes = values["nodes"]?.string.flatMap { Int($0) } ?? 1
        memory = values["nodemem"]?.string.flatMap { Int($0) }
        for var exit in exits {
            exit.isKept = true
            self.exits[task(of: exit)] = exit
        }
        former = values["former"]?.string.flatMap { JobID($0) }
        if let parent = values["failedparent"]?.string.flatMap({ JobID($0) }) {
            ending = Ending(.dependency(parent), at: request.submitted)
        }
    }
}

extension BatchRecord {
    /// The files of the job, or of a task of it.
    func files(_ found: ExitRecord?, task: Int?, user: ByteString) -> JobReport.Files {
        var names = PatternNames(name: request.name, user: user)
        let place = BatchID(id.text)
        names.array = place.map { "\($0.number)" } ?? id.text
        names.job = found?.rawNumber ?? names.array
        names.task = task.map { "\($0)" }
        names.host = found?.host
        func path(_ pattern: ByteString?) -> ByteString? {
            pattern.map { pattern in
                let name = names.fill(pattern)
                return name.absolute(in: request.directory)
            }
        }
        // Nothing was run of one that the batch system was not asked about.
        let stem = ending == nil ? stem : nil
        let output = path(request.output) ?? stem?.path("out", task: task) ?? "/dev/null"
        let error =
            path(request.error) ?? path(request.output) ?? stem?.path("err", task: task) ?? output
        return JobReport.Files(
            output: output, error: error, input: request.input.map { _ in request.inputPath },
            script: script, status: statusPath(task: task), function: function(task: task))
    }
}
