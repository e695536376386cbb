/// What a job can ask for: the keywords of profiles, of `-O` and of the command line, in the order
/// of the help and of a job script's directives.
///
/// Sources: sbatch(1); qsub(1B) of Torque 6 and of OpenPBS 23.
package enum JobOptions {
    package static let jobName = OptionRow(
        keyword: "job-name", "J", ["name"], type: .bytes, value: "NAME", isUsual: true,
        slurm: "--job-name={}", torque: "-N {}", pbs: "-N {}",
        help: "Name of the job; else the command's.")
    package static let label = OptionRow(
        keyword: "label", nil, ["labels"], type: .label, value: "LABEL", isRepeatable: true,
        help: "Marks it with KEY or KEY=VALUE: cqueue and cwait choose jobs by that.")

    // MARK: Resources

    package static let nodes = OptionRow(
        keyword: "nodes", "N", type: .count, value: "N", standard: "1",
        slurm: "--nodes={} --ntasks-per-node=1", torque: .inNodes, pbs: .inNodes,
        help: "Machines it holds (1).")
    package static let tasksPerNode = OptionRow(
        keyword: "ntasks-per-node", type: .count, value: "N", slurm: "--ntasks-per-node={}",
        local: .ignored, help: "Tasks that srun starts on each node (1).")
    package static let cores = OptionRow(
        keyword: "cores", "c", ["cpus-per-task", "cpus"], type: .count, value: "N", standard: "1",
        isUsual: true, slurm: "--cpus-per-task={}", torque: .inNodes, pbs: .inNodes,
        help: "Cores it holds, on each node (1).")
    package static let memory = OptionRow(
        keyword: "mem", nil, ["memory"], type: .memory, value: "SIZE", isUsual: true,
        slurm: "--mem={}", torque: "-l mem={}mb", pbs: .inNodes,
        help: "Memory it holds: 4000 (MiB), 512K, 16G, 0 (all), none.")
    package static let memoryPerCore = OptionRow(
        keyword: "mem-per-cpu", type: .memory, value: "SIZE", slurm: "--mem-per-cpu={}",
        torque: "-l pmem={}mb", pbs: .inNodes,
        help: "Memory for each of its cores, instead of --mem.")
    package static let gpus = OptionRow(
        keyword: "gpus", "G", type: .amount, value: "N", isUsual: true, slurm: "--gpus={}",
        torque: .inNodes, pbs: .inNodes, local: .refused("the local queue has no GPUs to give"),
        help: "GPUs it holds.")
    package static let gres = OptionRow(
        keyword: "gres", type: .list, value: "LIST", slurm: "--gres={}",
        local: .refused("the local queue has no such resources to give"),
        help: "Other resources: gpu:a100:2.")
    package static let time = OptionRow(
        keyword: "time", "t", ["walltime"], type: .time, value: "TIME", isUsual: true,
        slurm: "--time={}", torque: "-l walltime={}", pbs: "-l walltime={}",
        help: "Ends it after this long: 90 (minutes), 90s, 2h, 1-12:00:00.")

    // MARK: Where

    package static let partition = OptionRow(
        keyword: "partition", "p", ["queue"], type: .partition, value: "NAME", isUsual: true,
        slurm: "--partition={}", torque: "-q {}", pbs: "-q {}", local: .ignored,
        help: "Partition or queue of the batch system.")
    package static let account = OptionRow(
        keyword: "account", "A", value: "NAME", isUsual: true, slurm: "--account={}",
        torque: "-A {}", pbs: "-A {}", local: .ignored, help: "Account to be charged.")
    package static let qos = OptionRow(
        keyword: "qos", value: "NAME", slurm: "--qos={}", torque: "-l qos={}", local: .ignored,
        help: "Quality of service.")
    package static let features = OptionRow(
        keyword: "features", "C", ["constraint"], type: .list, value: "LIST",
        slurm: .init("--constraint={}", joiner: "&"), torque: .inNodes, pbs: .inNodes,
        local: .ignored, help: "Features that its nodes must have.")
    package static let exclusive = OptionRow(
        keyword: "exclusive", type: .flag, slurm: "--exclusive",
        torque: "-l naccesspolicy=singlejob", pbs: "-l place=excl",
        help: "Has its nodes to itself; locally, all cores.")
    package static let nodeList = OptionRow(
        keyword: "nodelist", type: .list, value: "LIST", slurm: "--nodelist={}", local: .ignored,
        help: "Runs on these nodes.")
    package static let exclude = OptionRow(
        keyword: "exclude", type: .list, value: "LIST", slurm: "--exclude={}", local: .ignored,
        help: "Does not run on these nodes.")
    package static let reservation = OptionRow(
        keyword: "reservation", value: "NAME", slurm: "--reservation={}", torque: "-l advres={}",
        local: .ignored, help: "Uses this reservation.")
    package static let licenses = OptionRow(
        keyword: "licenses", type: .list, value: "LIST", slurm: "--licenses={}", local: .ignored,
        help: "Licences it holds: matlab:2.")

    // MARK: When

    package static let depend = OptionRow(
        keyword: "depend", "d", ["depends", "dependency", "dependencies", "after"],
        type: .dependencies, value: "IDS", isRepeatable: true, isUsual: true,
        slurm: "--dependency={}", torque: "-W depend={}", pbs: "-W depend={}",
        help: "Starts after these jobs: L7, afterany:L7:L8, singleton; - reads them from stdin.")
    package static let begin = OptionRow(
        keyword: "begin", "b", type: .moment, value: "TIME", isUsual: true, slurm: "--begin={}",
        torque: "-a {}", pbs: "-a {}",
        help: "Starts not before: 16:00, now+1hour, 2026-12-24T18:00.")
    package static let deadline = OptionRow(
        keyword: "deadline", type: .moment, value: "TIME", slurm: "--deadline={}", local: .ignored,
        help: "Is removed if it can't end before.")
    package static let array = OptionRow(
        keyword: "array", "a", type: .array, value: "SPEC", isUsual: true, excludes: ["each"],
        slurm: "--array={}", torque: "-t {}", pbs: "-J {}",
        local: .refused("the local queue has no arrays: --each makes many jobs"),
        help: "Many jobs of one script: 0-15, 1,3,5-7, 0-99%10.")
    package static let hold = OptionRow(
        keyword: "hold", "H", type: .flag, slurm: "--hold", torque: "-h", pbs: "-h",
        help: "Waits until it is released.")
    package static let endsOnInvalidDependency = OptionRow(
        keyword: "kill-on-invalid-dep", type: .choice(["yes", "no"]), value: "yes|no",
        slurm: "--kill-on-invalid-dep={}", local: .ignored,
        help: "Ends it when what it waits for can't happen.")
    package static let priority = OptionRow(
        keyword: "priority", type: .number(-1_000_000...1_000_000), value: "N", standard: "0",
        slurm: "--priority={}", torque: "-p {}", pbs: "-p {}", help: "Higher starts first (0).")
    package static let nice = OptionRow(
        keyword: "nice", type: .number(-1_000_000...1_000_000), value: "N", slurm: "--nice={}",
        help: "Lowers its priority by N.")
    package static let tries = OptionRow(
        keyword: "tries", type: .count, value: "N", standard: "1", isUsual: true,
        help: "Runs it up to N times until it ends with 0 (1).")
    package static let requeue = OptionRow(
        keyword: "requeue", type: .flag, slurm: .init("--requeue", off: "--no-requeue"),
        torque: .init("-r y", off: "-r n"), pbs: .init("-r y", off: "-r n"),
        help: "Runs it again if its ending is lost.")

    package static let noRequeue = OptionRow(
        keyword: "no-requeue", type: .flag, slurm: "--no-requeue", torque: "-r n", pbs: "-r n",
        local: .ignored, help: "Does not run it again, whatever the batch system does by itself.")

    // MARK: Files and environment

    package static let output = OptionRow(
        keyword: "output", "o", ["outfile", "stdout"], type: .file, value: "FILE", isUsual: true,
        slurm: "--output={}", torque: "-o {}", pbs: "-o {}",
        help: "Its standard output; %j is the ID, %x the name; .gz and .bz2 compress.")
    package static let error = OptionRow(
        keyword: "error", "e", ["errfile", "stderr"], type: .file, value: "FILE", isUsual: true,
        slurm: "--error={}", torque: "-e {}", pbs: "-e {}",
        help: "Its standard error; else as the output, or NAME.N.cluster.err.")
    package static let input = OptionRow(
        keyword: "input", "i", type: .file, value: "FILE", slurm: "--input={}",
        help: "Its standard input.")
    package static let chdir = OptionRow(
        keyword: "chdir", "D", ["dir", "cwd", "runpath"], type: .directory, value: "DIR",
        isUsual: true, slurm: "--chdir={}", torque: "-d {}", help: "Runs there.")
    package static let scriptDirectory = OptionRow(
        keyword: "script-dir", nil, ["filedir", "path", "scriptpath", "scriptdir", "filepath"],
        type: .directory, value: "DIR",
        help: "Its own files go there: NAME.N.cluster.out and the like.")
    package static let outputDirectory = OptionRow(
        keyword: "out-dir", nil, ["outpath"], type: .directory, value: "DIR",
        help: "Its default outputs go there, and not to --script-dir.")
    package static let suffix = OptionRow(
        keyword: "suffix", value: "TEXT", standard: "cluster",
        help: "What stands for cluster in their names.")
    package static let export = OptionRow(
        keyword: "export", nil, ["env"], type: .export, value: "RULES", slurm: "--export={}",
        torque: "-v {}", pbs: "-v {}",
        help: "Its environment: ALL, NONE, VAR, VAR=VALUE, comma between.")
    package static let modules = OptionRow(
        keyword: "modules", type: .list, value: "LIST", isRepeatable: true,
        help: "Environment modules that are loaded before it runs.")
    package static let prologue = OptionRow(
        keyword: "prologue", type: .bytes, value: "CMD", isRepeatable: true,
        help: "Shell text before it: conda activate x. It ends with 126 if that fails.")

    // MARK: For the batch system's own use

    package static let signal = OptionRow(
        keyword: "signal", type: .warning, value: "SIG@SEC", slurm: "--signal={}", local: .ignored,
        help: "Sends a signal before its time is up.")
    package static let comment = OptionRow(
        keyword: "comment", value: "TEXT", slurm: "--comment={}", local: .ignored, help: "A remark."
    )
    package static let mailUser = OptionRow(
        keyword: "mail-user", value: "ADDRESS", slurm: "--mail-user={}", torque: "-M {}",
        pbs: "-M {}", local: .ignored, help: "Who is told of what happens to it.")
    /// Those of sbatch(1).
    private static let mailTypes = [
        "NONE", "BEGIN", "END", "FAIL", "REQUEUE", "ALL", "INVALID_DEPEND", "STAGE_OUT",
        "TIME_LIMIT", "TIME_LIMIT_90", "TIME_LIMIT_80", "TIME_LIMIT_50", "ARRAY_TASKS",
    ]
    package static let mailType = OptionRow(
        keyword: "mail-type", type: .choices(mailTypes), value: "LIST", slurm: "--mail-type={}",
        torque: "-m {}", pbs: "-m {}", local: .ignored,
        help: "What of: BEGIN, END, FAIL, ALL, NONE.")
    package static let native = OptionRow(
        keyword: "native", value: "OPTION", isRepeatable: true, slurm: "{}", torque: "{}",
        pbs: "{}", local: .ignored, help: "An option of sbatch or qsub, as it is.")

    // MARK: Of the local queue alone

    package static let threads = OptionRow(
        keyword: "threads", type: .amount, value: "N",
        help: "Cores that the local queue's jobs share from now on (0: all).")

    // MARK: Keywords of profiles alone

    package static let imports = OptionRow(
        keyword: "imports", nil, ["import"], type: .list, value: "LIST", isOnCommandLine: false,
        local: .idle("the command is no Python function"),
        help: "Python modules that a submitted function imports.")
    package static let systemPaths = OptionRow(
        keyword: "syspaths", nil, ["syspath", "paths", "python-path"], type: .list, value: "LIST",
        isOnCommandLine: false, local: .idle("the command is no Python function"),
        help: "Directories for a submitted function's sys.path.")
    package static let cleansFiles = OptionRow(
        keyword: "clean-files", nil, ["delete-files", "cleanfiles", "delfiles"], type: .flag,
        isOnCommandLine: false, local: .idle("only cclean removes files"),
        help: "Removes the job's scripts when its output was fetched.")
    package static let cleansOutputs = OptionRow(
        keyword: "clean-outputs", nil,
        ["delete-outputs", "cleanoutputs", "cleanouts", "deloutputs", "delouts"], type: .flag,
        isOnCommandLine: false, local: .idle("only cclean removes files"),
        help: "Removes the job's outputs when they were fetched.")

    /// Those that a job script or csub's record makes use of, whatever the batch system knows.
    package static let usedByScripts = [
        chdir, tries, scriptDirectory, outputDirectory, suffix, modules, prologue, output, error,
        input, label,
    ]

    /// The option that can't hold together with this one.
    static func rival(of row: OptionRow) -> OptionRow? {
        switch row.name {
        case memory.name: memoryPerCore
        case memoryPerCore.name: memory
        case requeue.name: noRequeue
        case noRequeue.name: requeue
        default: nil
        }
    }

    /// Those of csub's command line as its help has them, but for `threads`.
    static let groups = [
        OptionGroup(
            "Resources",
            [
                jobName, label, nodes, cores, memory, memoryPerCore, gpus, gres, time, tasksPerNode,
                exclusive,
            ]),
        OptionGroup(
            "Where",
            [
                partition, account, qos, features, nodeList, exclude, reservation, licenses,
            ]),
        OptionGroup(
            "When",
            [
                depend, begin, deadline, array, hold, endsOnInvalidDependency, priority, nice,
                tries, requeue, noRequeue,
            ]),
        OptionGroup(
            "Files and environment",
            [
                output, error, input, chdir, scriptDirectory, outputDirectory, suffix, export,
                modules, prologue,
            ]),
        OptionGroup("For the batch system", [signal, comment, mailUser, mailType, native]),
    ]

    /// All of them in the order of a job script's directives, those of profiles alone among them.
    package static let all = [
        jobName, label, nodes, tasksPerNode, cores, memory, memoryPerCore, gpus, gres, time,
        partition,
        account, qos, features, exclusive, nodeList, exclude, reservation, licenses, depend, begin,
        deadline, array, hold, endsOnInvalidDependency, priority, nice, tries, requeue, noRequeue,
        output,
        error, input, chdir, scriptDirectory, outputDirectory, suffix, export, modules, prologue,
        signal, comment, mailUser, mailType, native, threads, imports,
        systemPaths, cleansFiles, cleansOutputs,
    ]
}
