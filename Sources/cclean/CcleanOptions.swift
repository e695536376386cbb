import JobCore

/// The options of cclean.
enum CcleanOptions {
    /// What chooses among jobs.
    private static let choices = [
        "all", "state", "name", "label", "user", "partition", "account", "since", "failed", "ok",
        "older-than",
    ]

    // MARK: Which jobs

    static let all = OptionRow(
        "all", "a", isUsual: true, help: "All of my jobs that have ended.")
    static let state = OptionRow(
        "state", "t", type: .states(.any), value: "STATE", isRepeatable: true, isUsual: true,
        help: "Jobs that ended in these states: failed, cancelled, CD, TO, bad, done.")
    static let name = SelectionOptions.name(nil)
    static let failed = OptionRow(
        "failed", isUsual: true, excludes: ["ok", "state"],
        help: "Jobs that did not end with 0.")
    static let ok = OptionRow(
        "ok", isUsual: true, excludes: ["failed", "state"], help: "Jobs that ended with 0.")
    static let olderThan = OptionRow(
        "older-than", type: .pastMoment, value: "TIME", isUsual: true,
        help: "Jobs that ended before then: 30d, yesterday, 2026-11-22.")
    static let null = OptionRow("null", "0", help: "IDs and paths end with NUL, in and out.")

    // MARK: Which files

    static let outputs = OptionRow(
        "outputs", "o", isUsual: true, help: "Removes what the jobs have written, too.")
    static let empty = OptionRow(
        "empty", isUsual: true, excludes: ["spool"],
        help: "Removes outputs in which there is nothing, and no other file.")
    static let spool = OptionRow(
        "spool", isUsual: true, excludes: ["dir"],
        help: "Removes csub's records of a batch system's jobs, too.")
    static let directory = OptionRow(
        "dir", "D", type: .directory, value: "DIR", isRepeatable: true, isUsual: true,
        excludes: ["jobs", "user"], operands: .of(.directory),
        help: "Removes what jobs have left in DIR, outputs too, without going below it.")
    static let suffix = OptionRow(
        "suffix", "s", type: .bytes, value: "TEXT", needs: ["dir"],
        help: "What stands in the names of the files, with --dir (cluster).")
    static let every = OptionRow(
        "every", needs: ["dir"], excludes: choices,
        help: "With --dir: every file with such a name, whoever made it.")

    // MARK: How

    static let dryRun = OptionRow(
        "dry-run", "n", isUsual: true, excludes: ["confirm"],
        help: "Writes the paths, and removes nothing.")
    static let confirm = OptionRow(
        "confirm", "i", isUsual: true, excludes: ["force"], help: "Asks first.")
    static let force = OptionRow(
        "force", "f", ["yes"], isUsual: true, excludes: ["confirm"], help: "Never asks.")

    static let syntax = CommandSyntax(
        "cclean", "Remove what ended jobs have left.",
        usage: ["[options] [ID...]", "--dir DIR [options]"],
        discussion: """
            Removes the scripts and exit records of jobs, and writes the paths. Files of jobs that \
            have not ended stay. Without an ID, and without a choice, IDs are read from standard \
            input.
            """,
        groups: [
            OptionGroup(
                "Choosing",
                [
                    all, state, failed, ok, olderThan, name, SelectionOptions.label,
                    SelectionOptions.user,
                    SelectionOptions.partition, SelectionOptions.account, SelectionOptions.since,
                    SelectionOptions.jobs, CommonOptions.backend, null,
                ]),
            OptionGroup("Files", [outputs, empty, spool, directory, suffix, every]),
            OptionGroup("Acting", [dryRun, confirm, force]),
            CommonOptions.group,
        ],
        operands: [Operand("ID", .jobs(.ended), isOptional: true, isRepeated: true)],
        examples: [
            .init("csub make | cwait -p --ok | cclean -o", "tidy up behind a success"),
            .init("cclean -n -o --older-than 30d", "what a month's age would remove"),
            .init("cclean -D results", "what jobs have left in a directory"),
            .init("cclean --empty --all", "empty outputs of all my jobs"),
        ])
}
