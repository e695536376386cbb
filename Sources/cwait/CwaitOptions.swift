import JobCore

/// The options of cwait.
enum CwaitOptions {
    // MARK: What is waited for

    /// Ways to choose jobs, of which one holds.
    private static let ways = ["all", "user", "slot"]

    static let all = OptionRow(
        "all", "a", isUsual: true, excludes: ways, operands: .none,
        help: "All of my jobs that have not ended.")
    static let user = OptionRow(
        "user", "u", type: .users, value: "USER", isRepeatable: true, isUsual: true,
        excludes: ways, operands: .none,
        help: "All jobs of these users that have not ended: me, all, a name or a number.")
    static let label = OptionRow(
        "label", type: .label, value: "LABEL", isRepeatable: true, excludes: ["slot"],
        operands: .none,
        help: "All of my jobs, or of --user's, that are marked with this and have not ended.")
    static let state = OptionRow(
        "state", type: .states(.unfinished), value: "STATE", excludes: ["get"],
        help: "Waits until the jobs are in this state, or have ended: running, held.")
    static let slot = OptionRow(
        "slot", excludes: ways, operands: .none,
        help: "Waits until the queue has room for one more job.")
    static let maxQueueLength = OptionRow(
        "max-queue-len", "m", type: .amount, value: "N", needs: ["slot"],
        help: "With --slot: until it is shorter than N.")
    static let allowEmpty = OptionRow(
        "allow-empty", "r", isUsual: true, help: "No IDs on standard input is fine.")
    static let null = OptionRow("null", "0", help: "IDs end with NUL, in and out.")

    // MARK: How long, and how often

    static let timeout = OptionRow(
        "timeout", "t", type: .duration(atLeast: 0), value: "TIME", isUsual: true,
        help: "Gives up after this long, with 124: 90, 90s, 2h.")
    static let interval = OptionRow(
        "interval", "i", type: .duration(atLeast: 0), value: "TIME",
        help: "Time between two questions to a batch system.")
    static let grace = OptionRow(
        "grace", type: .duration(atLeast: 0), value: "TIME",
        help: "Waits this long once more when all is over.")
    static let filesTimeout = OptionRow(
        "files-timeout", type: .duration(atLeast: 0), value: "TIME",
        help: "Time that the files of an ended job may take to appear.")
    static let appear = OptionRow(
        "appear", type: .duration(atLeast: 0), value: "TIME",
        help: "Time that a job that nobody knows may take to appear (30s).")
    static let uncertain = OptionRow(
        "uncertain", type: .duration(atLeast: 0), value: "TIME",
        help: "Gives up a job that was suspended or queued again for so long.")
    static let maxErrors = OptionRow(
        "max-errors", type: .count, value: "N",
        help: "Gives up when a batch system does not answer N times in a row.")
    static let vanishedOK = OptionRow(
        "vanished-ok", help: "A job that left the queue without a trace counts as 0.")

    // MARK: When it is over, and how it ends

    static let any = OptionRow(
        "any", isUsual: true, excludes: ["fail-fast", "exit"],
        help: "Stops at the first job that ends, and writes its ID.")
    static let failFast = OptionRow(
        "fail-fast", isUsual: true, help: "Stops at the first job that does not end with 0.")
    static let cancelRest = OptionRow(
        "cancel-rest", isUsual: true, needs: ["fail-fast", "any"],
        help: "With --fail-fast or --any: cancels the others then.")
    static let cancelOnInterrupt = OptionRow(
        "cancel-on-interrupt", help: "Cancels the jobs when a signal stops the waiting.")
    static let exit = OptionRow(
        "exit", type: .choice(["worst", "any", "first", "count"]), value: "RULE",
        help: "The exit status: worst or first failure, 0 for any success, or a count.")
    static let notify = OptionRow(
        "notify", type: .bytes, value: "COMMAND",
        help: "Runs this by sh at the end, with IDS and STATUS.")

    // MARK: What is written

    static let print = OptionRow(
        "print", "p", isUsual: true,
        help: "Writes each ID as its job ends; --ok and --failed choose.")
    static let ok = OptionRow("ok", help: "Writes the IDs of those that ended with 0.")
    static let failed = OptionRow(
        "failed", isUsual: true, help: "Writes the IDs of those that did not end with 0.")
    static let get = OptionRow(
        "get", "g", isUsual: true, excludes: ["print", "ok", "failed"],
        help: "Writes what the jobs have written, to standard output and standard error.")
    static let result = OptionRow(
        "result", excludes: ["get", "print", "ok", "failed", "state", "slot"],
        help: "Writes what the jobs' functions have returned, as JSON, one a line.")
    static let json = OptionRow(
        "json", needs: ["get"],
        help: "With --get: as one JSON document, with how they ended.")
    static let progress = OptionRow(
        "progress", type: .choice(["auto", "always", "never"]), value: "WHEN",
        help: "Says how far the jobs are: auto is on a terminal.")

    static let syntax = CommandSyntax(
        "cwait", "Wait until jobs have ended, and end as they did.", usage: ["[options] [ID...]"],
        discussion: """
            Without an ID they are read from standard input. The exit status is 0 if every job \
            ended with 0, else the highest of theirs.
            """,
        groups: [
            OptionGroup(
                "Choosing",
                [
                    all, user, label, state, slot, maxQueueLength, allowEmpty, null,
                    CommonOptions.backend,
                ]),
            OptionGroup(
                "How long",
                [
                    timeout, interval, grace, filesTimeout, appear, uncertain, maxErrors,
                    vanishedOK,
                ]),
            OptionGroup(
                "Stopping", [any, failFast, cancelRest, cancelOnInterrupt, exit, notify]),
            OptionGroup("Showing", [print, ok, failed, get, json, result, progress]),
            CommonOptions.group,
        ],
        operands: [Operand("ID", .jobs(.unfinished), isOptional: true, isRepeated: true)],
        examples: [
            .init("csub make | cwait && ./install", "install if make ended with 0"),
            .init("cwait -t 2h L7 L8", "two hours at most, else 124"),
            .init("cwait --get last", "what the last job wrote"),
            .init("cwait --fail-fast --cancel-rest L1-L9", "one failure ends them all"),
            .init("cwait -a -p --failed", "IDs of my jobs that fail from now on"),
        ])
}
