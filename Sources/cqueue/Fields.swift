import JobCore

/// A fact of a job that can be a column, and by which a list can be sorted.
struct Field: Sendable {
    let name: String
    let synonym: String?
    let heading: String
    let help: String
    /// Whether a batch system's own list does not tell it.
    let isDetail: Bool
    let value: @Sendable (JobReport) -> FieldValue

    /// Whether it is a state, which has a colour.
    var isState: Bool { ["st", "state", "native_state"].contains(name) }
    /// Whether it is shortened where a terminal is too narrow.
    var isElastic: Bool {
        ["name", "reason", "command", "input", "workdir", "deps", "labels", "node_list"].contains(
            name)
    }
    /// Whether a terminal does without it where all jobs have the same.
    var isLeftOutWhereSame: Bool { ["user", "queue"].contains(name) }

    private init(
        _ name: String, also synonym: String? = nil, heading: String? = nil, isDetail: Bool = false,
        _ help: String, _ value: @escaping @Sendable (JobReport) -> FieldValue
    ) {
        self.name = name
        self.synonym = synonym
        self.heading = heading ?? name.uppercased()
        self.help = help
        self.isDetail = isDetail
        self.value = value
    }

    /// Every one, in the order in which `-o help` shows them.
    static let all: [Field] = [
        Field("id", heading: "JOBID", "the ID") { .id($0.id) },
        Field("name", "the name") { .text($0.name) },
        Field("user", also: "owner", "whose it is") { .text($0.user) },
        Field("backend", "what carries it out") { .word($0.backend.rawValue) },
        Field("queue", also: "partition", "the partition or queue") { .text($0.queue) },
        Field("account", "the account it is charged to") { FieldValue(text: $0.account) },
        Field("st", also: "code", "the code of the state") { .word($0.state.code) },
        Field("state", "the state") { .state($0.state) },
        Field("native_state", "the state in the scheduler's word") { .word($0.nativeState) },
        Field("reason", "why it waits, or how it ended") { .word($0.reason) },
        Field("disappeared", "yes if it left the queue without a trace") {
            .word($0.hasDisappeared ? "yes" : "no")
        },
        Field("cores", also: "threads", "the cores it has or asks for") { .number($0.cores) },
        Field("nodes", "the machines it has or asks for") { .number($0.nodes) },
        Field("node_list", "where it runs or ran") { .word($0.nodeList) },
        Field("memory", "the memory it asks for") { FieldValue(size: $0.memory) },
        Field("priority", "the priority") { FieldValue(number: $0.priority) },
        Field("workdir", also: "directory", "the directory it runs in") {
            FieldValue(text: $0.directory)
        },
        Field("command", isDetail: true, "what it runs") { report in
            .word(report.request?.command.summary ?? "")
        },
        Field("input", also: "input_line", "the line of input that csub --each made it of") {
            FieldValue(text: $0.input)
        },
        Field("batch", isDetail: true, "the batch that it is of, or its first job") { report in
            FieldValue(text: report.request == nil ? nil : report.batchTitle)
        },
        Field("labels", also: "label", isDetail: true, "what it is marked with") { report in
            .list(report.request?.labels.map(\.text) ?? [])
        },
        Field("deps", also: "dependencies", "the jobs it depends on") { .list($0.dependencies) },
        Field("begin", isDetail: true, "not started before") { FieldValue(moment: $0.begin) },
        Field("submit", also: "submitted", "when it was submitted") {
            FieldValue(moment: $0.submitted)
        },
        Field("start", also: "started", "when the last attempt began") {
            FieldValue(moment: $0.started)
        },
        Field("end", also: "ended", "when it ended") { FieldValue(moment: $0.ended) },
        Field("time", "as elapsed, 0:00 before it runs") { .time($0.elapsed ?? 0) },
        Field("elapsed", "how long the last attempt has run, or ran") {
            FieldValue(time: $0.elapsed)
        },
        Field("time_limit", "how long an attempt may run") { FieldValue(time: $0.timeLimit) },
        Field("tries", isDetail: true, "how many attempts it may have") {
            FieldValue(number: $0.request?.tries)
        },
        Field("attempts", isDetail: true, "how many attempts have begun") {
            .number($0.attempts)
        },
        Field("exitcode", isDetail: true, "the exit status of its command") {
            FieldValue(number: $0.ending?.exitCode)
        },
        Field("signal", isDetail: true, "the signal that killed its command") {
            FieldValue(number: $0.ending?.signal)
        },
        Field("exit_status", isDetail: true, "what cwait ends with for it") {
            FieldValue(number: $0.ending.map { Int($0.exitStatus.code) })
        },
        Field("user_time", isDetail: true, "seconds of processor time") {
            FieldValue(seconds: $0.ending?.knownUsage?.user)
        },
        Field("system_time", isDetail: true, "seconds of it in the kernel") {
            FieldValue(seconds: $0.ending?.knownUsage?.system)
        },
        Field(
            "maxrss", also: "max_rss", isDetail: true, "the largest resident size of a process"
        ) {
            FieldValue(size: $0.ending?.largestMemory)
        },
        Field("stdout", isDetail: true, "the file for its standard output") {
            FieldValue(text: $0.paths?.output)
        },
        Field("stderr", isDetail: true, "the file for its standard error") {
            FieldValue(text: $0.paths?.error)
        },
        Field("stdin", isDetail: true, "the file for its standard input") {
            FieldValue(text: $0.paths?.input)
        },
        Field("script", isDetail: true, "what the batch system was given") {
            FieldValue(text: $0.paths?.script)
        },
    ]

    /// The columns of a list where none are asked for.
    static let usual = ["id", "name", "user", "st", "time", "cores", "queue", "reason"]
        .compactMap { named(ByteString($0)) }

    /// The same for these jobs: with what `--each` made them of, where it made some.
    static func usual(for jobs: [JobReport]) -> [Field] {
        guard jobs.contains(where: { $0.input != nil }) else { return usual }
        return usual.dropLast() + [named("input"), usual.last].compactMap { $0 }
    }

    static let names = all.map(\.name)
    static let synonyms = all.compactMap(\.synonym)

    /// The one of this name, written with `-` or `_`, in any case; nil where there is none.
    static func named(_ name: ByteString) -> Field? {
        let word = name.lowercased.printable.replacing("-", with: "_")
        return all.first { $0.name == word || $0.synonym == word }
    }

    /// A line for each, with what it is.
    static var help: [UInt8] {
        var table = TextTable(headings: ["FIELD", "ALSO", "MEANING"])
        for field in all {
            table.add([field.name, field.synonym ?? "", field.help])
        }
        return table.text()
    }
}
