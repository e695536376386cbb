/// What csub's command line has beside the jobs' own options: where jobs come from, what is done
/// with them, and what every tool has.
package enum SubmitOptions {
    package static let profile = OptionRow(
        "profile", "P", type: .profile, value: "NAME", isRepeatable: true, isUsual: true,
        help: "Options of this profile; of several the last counts.")
    package static let option = OptionRow(
        "option", "O", type: .keywordValue, value: "KEY=VALUE", isRepeatable: true,
        help: "Any option by its keyword: --list-options has them.")
    package static let resourceList = OptionRow(
        "resource-list", "l", type: .resources, value: "LIST", isRepeatable: true,
        help: "As for qsub: nodes=2:ppn=4,mem=4gb,walltime=1:00:00.")
    package static let skip = OptionRow(
        "skip", type: .keyword, value: "KEY", isRepeatable: true,
        help: "Leaves an option out, whatever profiles say.")
    package static let each = OptionRow(
        "each", type: .bytes, value: "TEMPLATE", isUsual: true, operands: .of(.file),
        help: "One job for each line of stdin, or each word behind ':::'; {} is the line.")
    package static let null = OptionRow(
        "null", "0", needs: ["each"], help: "Input for --each ends with NUL, not newline.")
    package static let columnSeparator = OptionRow(
        "colsep", type: .bytes, value: "TEXT", needs: ["each"], excludes: ["chunk"],
        help: "With --each: lines have columns {1} {2} with TEXT between; \\t is a tab.")
    package static let chunk = OptionRow(
        "chunk", type: .count, value: "N", needs: ["each"],
        help: "With --each: a job for N lines; {} is all of them.")
    package static let maxRunning = OptionRow(
        "max-running", type: .count, value: "N", needs: ["each"],
        help: "With --each: at most N of the jobs run at once.")
    package static let file = OptionRow(
        "file", "f", isUsual: true, excludes: ["each"], operands: .of(.file),
        help: "The operands are job files: each is submitted as it is.")
    package static let track = OptionRow(
        "track", needs: ["file"],
        help: "With -f: a script of csub's runs the file and keeps its exit status.")
    package static let resubmit = OptionRow(
        "resubmit",
        excludes: ["each", "file", "test-only", "write", "check", "shell", "exec", "srun"],
        operands: .of(.jobs(.ended)),
        help: "The operands are IDs: each job is submitted again, as it was.")
    package static let withDependents = OptionRow(
        "with-dependents", needs: ["resubmit"],
        help: "With --resubmit: also jobs that were cancelled because of these.")
    package static let python = OptionRow(
        "python", type: .file, value: "MOD:FUNC", isUsual: true,
        excludes: ["function", "file", "resubmit", "shell", "exec", "srun", "source"],
        operands: .of(.file),
        help: "Calls a Python function; operands are its arguments.")
    package static let arguments = OptionRow(
        "args", type: .bytes, value: "JSON", needs: ["python"],
        help: "With --python: arguments before the operands, as a JSON array.")
    package static let keywords = OptionRow(
        "kwargs", type: .bytes, value: "JSON", needs: ["python"],
        help: "With --python: arguments by name, as a JSON object.")
    package static let imports = OptionRow(
        "import", type: .bytes, value: "MODULE", isRepeatable: true, needs: ["python"],
        help: "With --python: imports this before.")
    package static let pythonPath = OptionRow(
        "python-path", type: .directory, value: "DIR", isRepeatable: true, needs: ["python"],
        help: "With --python: looks for modules here first.")
    package static let function = OptionRow(
        "function", type: .bytes, value: "NAME", isUsual: true,
        excludes: ["file", "resubmit", "shell", "exec", "srun"], operands: .of(.file),
        help: "Calls a function that bash exported, likewise.")
    package static let source = OptionRow(
        "source", type: .file, value: "FILE", isRepeatable: true, excludes: ["file", "resubmit"],
        help: "Has bash read FILE before the command.")
    package static let launcher = OptionRow(
        "srun", help: "On Slurm: srun runs the command, on every node of the job.")
    package static let missingOK = OptionRow(
        "depend-missing-ok", help: "With -d: a job that nobody knows is left out.")
    package static let shell = OptionRow(
        "shell", excludes: ["exec"], help: "Reads a lone operand as text for a shell.")
    package static let exec = OptionRow("exec", help: "Reads a lone operand as a program's name.")
    package static let maxQueueLength = OptionRow(
        "max-queue-len", "m", type: .amount, value: "N",
        help: "Waits until the queue is shorter than N (0: never).")
    package static let noBlock = OptionRow(
        "no-block", help: "Ends with 75 instead of waiting for the queue.")
    package static let wait = OptionRow(
        "wait", "W", isUsual: true, help: "Waits for the jobs and ends as they do.")
    package static let get = OptionRow(
        "get", isUsual: true, needs: ["wait"], help: "With --wait: writes their output.")
    package static let result = OptionRow(
        "result", needs: ["wait"], excludes: ["get"],
        help: "With --wait: writes what their functions returned, as JSON.")
    package static let ifAbsent = OptionRow(
        "if-absent", nil, ["unique"],
        help: "Submits nothing where an unfinished job has that name; writes its ID.")
    package static let maxFails = OptionRow(
        "max-fails", type: .count, value: "N", needs: ["wait"],
        help: "With --wait: cancels the rest when N have not ended with 0.")
    package static let noID = OptionRow("no-id", help: "Writes no ID.")
    package static let json = OptionRow(
        "json",
        excludes: [
            "no-id", "get", "result", "dry-run", "write", "test-only", "check", "render",
            "list-options",
        ],
        help: "Writes a JSON document with the jobs' IDs, names and inputs in place of the IDs.")
    package static let batch = OptionRow(
        "batch", type: .batchName, value: "NAME",
        help: "Names what is submitted: @NAME stands for all its jobs where an ID may.")
    package static let backend = CommonOptions.backend
    package static let dryRun = OptionRow(
        "dry-run", isUsual: true,
        help: "Submits nothing; writes what would run, with -v where each value comes from.")
    package static let write = OptionRow(
        "write", help: "Submits nothing; writes the job scripts and their paths.")
    package static let testOnly = OptionRow(
        "test-only", help: "Submits nothing; tells what the batch system says to the jobs.")
    package static let check = OptionRow(
        "check", help: "Submits nothing; writes the options as they were read.")
    package static let render = OptionRow(
        "render", operands: .of(.keywordValue), help: "Writes the directives of KEY=VALUE operands."
    )
    package static let listOptions = OptionRow(
        "list-options", help: "Lists every option; --format says how.")
    package static let format = OptionRow(
        "format", type: .choice(["string", "table", "json"]), value: "FORM",
        needs: ["list-options"], help: "For --list-options: string, table or json.")
    /// `-q` means too much to too many here.
    package static let quiet = OptionRow("quiet", "Q", help: "Failures only on standard error.")

    /// Letters that mean different things to different people.
    private static let unassigned = [
        OptionRow(unassigned: "q", hint: "--qos, -p/--partition or -Q/--quiet"),
        OptionRow(unassigned: "n", hint: "--ntasks-per-node, -c/--cores or --dry-run"),
        OptionRow(unassigned: "w", hint: "-W/--wait, --nodelist or -D/--chdir"),
        OptionRow(unassigned: "S", hint: "'csub -' with a script that names its interpreter"),
        OptionRow(unassigned: "x", hint: "--exclude or --exec"),
        OptionRow(unassigned: "k", hint: "cqueue --cancel"),
        OptionRow(unassigned: "s", hint: "--shell"),
    ]

    /// Those that a script's own lines may have, too.
    static let ofScripts = [profile, option, resourceList, skip]

    /// All but the keywords of jobs.
    package static let all = ownGroups.flatMap(\.rows).filter { !$0.isKeyword }

    private static let ownGroups = [
        OptionGroup(
            "Where jobs come from",
            [
                each, null, columnSeparator, chunk, maxRunning, file, track, resubmit,
                withDependents, python, arguments, keywords, imports, pythonPath, function,
                source, launcher,
                missingOK, shell, exec,
            ]),
        OptionGroup(
            "Where options come from",
            [profile, option, resourceList, skip, CommonOptions.config, backend]),
        OptionGroup(
            "This run",
            [
                batch, maxQueueLength, noBlock, ifAbsent, noID, json, wait, maxFails, get, result,
                JobOptions.threads,
                dryRun, write,
                testOnly, check, render, listOptions, format,
            ]),
        OptionGroup(
            "Common",
            [CommonOptions.verbose, quiet]
                + CommonOptions.others.filter { $0.name != CommonOptions.config.name }),
        OptionGroup("Not used", unassigned),
    ]

    package static let syntax = CommandSyntax(
        "csub", "Submit jobs and write their IDs.",
        usage: [
            "[options] COMMAND [ARG...]", "[options] - < SCRIPT",
            "[options] --each TEMPLATE [::: INPUT...]",
            "[options] --python MOD:FUNC [ARG...]",
            "[options] --function NAME [ARG...]",
            "[options] -f FILE... [-- ARG...]",
            "[options] --resubmit ID... | -", "--list-options | --render KEY=VALUE...",
        ],
        discussion: """
            One COMMAND with blanks or shell characters is text for a shell; a COMMAND with \
            arguments is run as it is. Options end at COMMAND.
            """,
        groups: JobOptions.groups + ownGroups,
        operands: [Operand("COMMAND", .command, isOptional: true, isRepeated: true)],
        examples: [
            .init("csub -c 4 --mem 8G make -j 4", "a job with four cores and 8 GiB"),
            .init(
                "csub -t 2h 'sort big.txt | gzip > big.gz'", "text for a shell, two hours at most"),
            .init("csub -W --get ./simulate 42", "wait, and show what it wrote"),
            .init("ls *.bam | csub --each 'samtools index {}'", "a job for each line"),
            .init("csub -d L7,L8 ./report", "when L7 and L8 have ended with 0"),
        ], optionsEnd: .atOperand(unless: render.name))
}
