/// What csub's command line has beside the jobs' own options: where jobs come from, what is done
/// with them, and what every tool has.
package enum SubmitOptions {
    package static let profile = OptionRow(
        "profile", "P", value: "NAME", isRepeatable: true,
        help: "Options of this profile; of several the last counts.")
    package static let option = OptionRow(
        "option", "O", type: .bytes, value: "KEY=VALUE", isRepeatable: true,
        help: "Any option by its keyword: --list-options has them.")
    package static let resourceList = OptionRow(
        "resource-list", "l", value: "LIST", isRepeatable: true,
        help: "As for qsub: nodes=2:ppn=4,mem=4gb,walltime=1:00:00.")
    package static let skip = OptionRow(
        "skip", value: "KEY", isRepeatable: true,
        help: "Leaves an option out, whatever profiles say.")
    package static let each = OptionRow(
        "each", type: .bytes, value: "TEMPLATE",
        help: "One job for each line of stdin, or each word behind ':::'; {} is the line.")
    package static let null = OptionRow(
        "null", "0", type: .flag, help: "Input for --each ends with NUL, not newline.")
    package static let columnSeparator = OptionRow(
        "colsep", type: .bytes, value: "TEXT",
        help: "With --each: lines have columns {1} {2} with TEXT between; \\t is a tab.")
    package static let chunk = OptionRow(
        "chunk", type: .count, value: "N",
        help: "With --each: a job for N lines; {} is all of them.")
    package static let maxRunning = OptionRow(
        "max-running", type: .count, value: "N",
        help: "With --each: at most N of the jobs run at once.")
    package static let file = OptionRow(
        "file", "f", type: .flag,
        help: "The operands are job files: each is submitted as it is.")
    package static let track = OptionRow(
        "track", type: .flag,
        help: "With -f: a script of csub's runs the file and keeps its exit status.")
    package static let resubmit = OptionRow(
        "resubmit", type: .flag,
        help: "The operands are IDs: each job is submitted again, as it was.")
    package static let launcher = OptionRow(
        "srun", type: .flag, help: "On Slurm: srun runs the command, on every node of the job.")
    package static let missingOK = OptionRow(
        "depend-missing-ok", type: .flag, help: "With -d: a job that nobody knows is left out.")
    package static let shell = OptionRow(
        "shell", type: .flag, help: "Reads a lone operand as text for a shell.")
    package static let exec = OptionRow(
        "exec", type: .flag, help: "Reads a lone operand as a program's name.")
    package static let maxQueueLength = OptionRow(
        "max-queue-len", "m", type: .amount, value: "N",
        help: "Waits until the queue is shorter than N (0: never).")
    package static let noBlock = OptionRow(
        "no-block", type: .flag, help: "Ends with 75 instead of waiting for the queue.")
    package static let wait = OptionRow(
        "wait", "W", type: .flag, help: "Waits for the jobs and ends as they do.")
    package static let get = OptionRow(
        "get", type: .flag, help: "With --wait: writes their output.")
    package static let ifAbsent = OptionRow(
        "if-absent", nil, ["unique"], type: .flag,
        help: "Submits nothing where an unfinished job has that name; writes its ID.")
    package static let maxFails = OptionRow(
        "max-fails", type: .count, value: "N",
        help: "With --wait: cancels the rest when N have not ended with 0.")
    package static let noID = OptionRow(
        "no-id", type: .flag, help: "Writes no ID.")
    package static let backend = OptionRow(
        "backend", nil, ["qtype"], type: .choice(BackendName.words), value: "NAME",
        help: "What carries it out: auto, local, slurm, torque, pbs.")
    package static let dryRun = OptionRow(
        "dry-run", type: .flag,
        help: "Submits nothing; writes what would run, with -v where each value comes from.")
    package static let write = OptionRow(
        "write", type: .flag, help: "Submits nothing; writes the job scripts and their paths.")
    package static let testOnly = OptionRow(
        "test-only", type: .flag,
        help: "Submits nothing; tells what the batch system says to the jobs.")
    package static let check = OptionRow(
        "check", type: .flag, help: "Submits nothing; writes the options as they were read.")
    package static let render = OptionRow(
        "render", type: .flag, help: "Writes the directives of KEY=VALUE operands.")
    package static let listOptions = OptionRow(
        "list-options", type: .flag, help: "Lists every option; --format says how.")
    package static let format = OptionRow(
        "format", type: .choice(["string", "table", "json"]), value: "FORM",
        help: "For --list-options: string, table or json.")

    package static let verbose = OptionRow(
        "verbose", "v", type: .flag, isRepeatable: true,
        help: "Says more on standard error; twice: everything.")
    package static let quiet = OptionRow(
        "quiet", "Q", type: .flag, help: "Failures only on standard error.")
    package static let logLevel = OptionRow(
        "log-level", value: "LEVEL",
        help: "Says what is at least: debug, info, normal, warn, error, critical.")
    package static let logFile = OptionRow(
        "log-file", type: .bytes, value: "FILE",
        help: "Appends what is said to FILE; failures are said on standard error, too.")
    package static let logAlso = OptionRow(
        "log-also", type: .choice(["stdout", "stderr"]), value: "WHERE",
        help: "With --log-file: says all of it there as well: stdout, stderr.")
    package static let logFormat = OptionRow(
        "log-format", type: .choice(["plain", "cluster", "json"]), value: "FORM",
        help: "How it is said: plain, cluster (with time and level), json.")
    package static let color = OptionRow(
        "color", type: .choice(["auto", "always", "never"]), value: "WHEN",
        help: "Colours: auto, always, never.")
    package static let config = OptionRow(
        "config", type: .bytes, value: "FILE", help: "Reads this configuration.")
    package static let version = OptionRow(
        "version", "V", type: .flag, help: "Show the version.")
    package static let helpRow = OptionRow(
        "help", "h", type: .flag, help: "Show help information.")
    package static let completions = OptionRow(
        "generate-completion-script", value: "SHELL",
        help: "Writes completions for bash, zsh or fish.")

    /// Those that a script's own lines may have, too.
    static let ofScripts = [profile, option, resourceList, skip]

    package static let all = [
        profile, option, resourceList, skip, each, null, columnSeparator, chunk, maxRunning, file,
        track, resubmit, launcher, missingOK, shell, exec, maxQueueLength, noBlock, ifAbsent,
        noID, wait, maxFails, get, backend, dryRun,
        write, testOnly, check, render, listOptions, format, verbose, quiet, logLevel, logFile,
        logAlso,
        logFormat, color, config, version, helpRow, completions,
    ]

    /// Letters that mean different things to different people, and what they may have meant.
    package static let unassigned: [Character: String] = [
        "q": "--qos, -p/--partition or -Q/--quiet",
        "n": "--ntasks-per-node, -c/--cores or --dry-run",
        "w": "-W/--wait, --nodelist or -D/--chdir",
        "S": "'csub -' with a script that names its interpreter", "x": "--exclude or --exec",
        "k": "cqueue --cancel", "s": "--shell",
    ]
}

extension BackendName {
    /// Every word that `--backend` takes.
    static let words = ["auto", "local", "normal", "slurm", "torque", "pbs", "openpbs"]
}
