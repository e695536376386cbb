import JobCore

/// The options of cqueue.
enum CqueueOptions {
    /// What can be done at a time: one of these.
    private static let deeds = [
        "ids", "long", "count", "stats", "json", "jsonl", "parsable", "stdout", "stderr", "script",
        "env", "path", "follow", "timeline", "timeline-svg", "tree", "graph", "batches", "cancel",
        "signal",
        "hold", "release", "requeue", "set", "top",
        "pause",
        "unpause",
        "check", "can-submit", "backends",
    ]
    /// What a table of columns is not.
    private static let otherForms = [
        "ids", "long", "count", "stats", "stdout", "stderr", "script", "env", "path", "follow",
        "timeline", "timeline-svg", "tree", "graph", "batches",
    ]
    /// What chooses jobs; questions about the whole queue choose none.
    private static let choices = [
        "user", "me", "all-users", "all", "state", "name", "label", "jobs", "partition", "account",
        "since",
    ]

    /// Operands that are jobs which have not ended.
    private static let waiting = OptionRow.OperandUse.of(.jobs(.unfinished))

    /// A flag for one of the things that can be done at a time.
    private static func deed(
        _ name: String, _ letter: Character? = nil, isUsual: Bool = false,
        on operands: OptionRow.OperandUse = .asUsual, help: String
    ) -> OptionRow {
        OptionRow(
            name, letter, isUsual: isUsual, excludes: deeds, operands: operands, help: help)
    }

    /// The same about the whole queue.
    private static func question(_ name: String, help: String) -> OptionRow {
        OptionRow(name, excludes: deeds + choices, operands: .none, help: help)
    }

    // MARK: Which jobs

    static let null = OptionRow("null", "0", help: "IDs end with NUL, in and out.")

    // MARK: What is shown

    static let ids = deed("ids", "I", isUsual: true, help: "IDs only.")
    static let long = deed("long", "l", isUsual: true, help: "Everything about each job.")
    static let count = deed("count", help: "How many.")
    static let stats = deed("stats", isUsual: true, help: "How many in each state.")
    static let json = deed("json", help: "One JSON document.")
    static let jsonl = deed("jsonl", help: "A JSON object a line.")
    static let parsable = deed("parsable", help: "Fields with '|' between, no heading.")
    static let format = OptionRow(
        "format", "o",
        type: .fields(WordSet(Field.names, also: Field.synonyms + JobMember.names + ["help"])),
        value: "FIELDS", isRepeatable: true, isUsual: true, excludes: otherForms,
        help: "Columns, or members of JSON, with commas between; 'help' lists them.")
    static let sort = OptionRow(
        "sort", "S", type: .sortKeys(WordSet(Field.names, also: Field.synonyms)), value: "KEYS",
        isRepeatable: true, isUsual: true,
        help: "Sorts by these fields; '-' before one turns its order around.")
    static let noHeader = OptionRow(
        "no-header", help: "No heading, and none between the outputs of several jobs.")
    static let stdout = deed(
        "stdout", isUsual: true, help: "What the jobs wrote to standard output.")
    static let stderr = deed("stderr", help: "What the jobs wrote to standard error.")
    static let tag = OptionRow(
        "tag", needs: ["stdout", "stderr"],
        help: "With --stdout or --stderr: each line begins with the job's ID and name, and a tab.")
    static let script = deed("script", help: "What the jobs run.")
    static let env = deed("env", help: "The jobs' environments, as env(1) has them.")
    static let path = deed("path", help: "The paths of the jobs' files.")
    static let follow = deed(
        "follow", isUsual: true, help: "What a job writes, as it writes it, until it ends.")
    static let batches = deed(
        "batches", isUsual: true,
        help: "A line for each batch: how many jobs are done, and the time left.")
    static let timeline = deed(
        "timeline", isUsual: true, help: "Jobs as bars over time, on their slots.")
    static let timelineSVG = OptionRow(
        "timeline-svg", type: .file, value: "FILE", excludes: deeds,
        help: "Writes that as a picture (SVG) for a browser; '-' for standard output.")
    static let tree = deed(
        "tree", isUsual: true, help: "What depends on what, and what failed first.")
    static let graph = deed("graph", help: "The same in DOT, for graphviz.")
    static let watch = OptionRow(
        "watch", "w", isUsual: true, excludes: deeds.filter { !watchable.contains($0) },
        help: "Shows it again and again, on a terminal, until q is pressed.")
    private static let watchable = ["long", "count", "stats", "timeline", "tree", "batches"]
    static let interval = OptionRow(
        "interval", type: .duration(atLeast: 100), value: "TIME", needs: ["watch"],
        help: "Seconds between, with --watch (2).")

    // MARK: What is done

    static let cancel = deed(
        "cancel", isUsual: true, on: waiting,
        help: "Ends them: SIGTERM, and SIGKILL after ten seconds.")
    static let signal = OptionRow(
        "signal", type: .signal, value: "SIGNAL", excludes: deeds, operands: waiting,
        help: "Sends this signal to those that run.")
    static let hold = deed(
        "hold", isUsual: true, on: waiting, help: "They don't start until they are released.")
    static let release = deed("release", isUsual: true, on: waiting, help: "Lets held ones start.")
    static let requeue = deed("requeue", help: "Lets a batch system run them again.")
    static let set = OptionRow(
        "set", type: .bytes, value: "KEY=VALUE", isRepeatable: true,
        excludes: deeds.filter { $0 != "set" }, operands: waiting,
        help: "Changes those that wait: priority=10,time=2h,cores=4,depend=L7.")
    static let top = deed("top", on: waiting, help: "Puts those that wait before all others.")
    static let pause = question("pause", help: "Starts no job of the local queue.")
    static let unpause = question("unpause", help: "Goes on starting jobs.")

    // MARK: The queue as a whole

    static let check = question(
        "check", help: "Looks for faults in the queue's files; changes nothing.")
    static let backends = question(
        "backends", help: "Tells what carries jobs out, why, and what was looked for.")
    static let canSubmit = question(
        "can-submit", help: "Ends with 0 if the queue is shorter than -m, else 1.")
    static let maxQueueLength = OptionRow(
        "max-queue-len", "m", type: .amount, value: "N", needs: ["can-submit"],
        help: "The length that --can-submit goes by; 0 for any.")

    /// Letters that squeue has with another meaning.
    private static let unassigned = [
        OptionRow(unassigned: "i", hint: "-I/--ids, or --interval with --watch"),
        OptionRow(unassigned: "A", hint: "--account or --all-users"),
    ]

    static let syntax = CommandSyntax(
        "cqueue", "List jobs, and act on what is listed.",
        usage: [
            "[options] [ID...]", "--cancel|--hold|--release|--signal SIG [options] [ID...]",
            "--follow ID", "--timeline|--timeline-svg FILE|--tree|--graph [options] [ID...]",
            "--pause|--unpause|--check|--can-submit|--backends",
        ],
        discussion:
            "Without an ID: my jobs that have not ended. '-' reads IDs from standard input.",
        groups: [
            OptionGroup(
                "Choosing",
                [
                    SelectionOptions.user, SelectionOptions.me, SelectionOptions.allUsers,
                    SelectionOptions.all, SelectionOptions.state, SelectionOptions.name,
                    SelectionOptions.label,
                    SelectionOptions.jobs, SelectionOptions.partition, SelectionOptions.account,
                    SelectionOptions.since,
                ]),
            OptionGroup("Freshness", [SelectionOptions.refresh, SelectionOptions.cached]),
            OptionGroup(
                "Showing",
                [
                    ids, long, count, stats, json, jsonl, parsable, format, sort, noHeader, stdout,
                    stderr, tag, script, env, path, follow, batches, timeline, timelineSVG, tree,
                    graph,
                    watch, interval,
                ]),
            OptionGroup(
                "Acting", [cancel, signal, hold, release, requeue, set, top, pause, unpause]),
            OptionGroup(
                "Other",
                [check, backends, canSubmit, maxQueueLength, CommonOptions.backend, null]),
            CommonOptions.group, OptionGroup("Not used", unassigned),
        ],
        operands: [Operand("ID", .jobs(.any), isOptional: true, isRepeated: true)],
        examples: [
            .init("cqueue -a -t failed", "my jobs that failed"),
            .init("cqueue -l last", "all about the last job"),
            .init("cqueue --follow L7", "what L7 writes, until it ends"),
            .init("cqueue -n 'sort*' -t pending -I | cqueue --cancel -", "cancel by name"),
            .init("cqueue --timeline --since 2h", "when the jobs of two hours waited and ran"),
            .init("cqueue -o id,name,elapsed -S -elapsed", "the longest first"),
        ])
}
