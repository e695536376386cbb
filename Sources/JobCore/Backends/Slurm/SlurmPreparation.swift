/// What an order becomes for Slurm.
extension Slurm {
    package func prepare(
        _ order: BatchOrder, under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        switch order.source {
        case .commands(let tasks): try prepare(order, tasks, under: stem)
        case .file(let path): try prepare(order, file: path, under: stem)
        case .former(let record): try prepare(order, again: record, under: stem)
        }
    }

    /// What a job script says in Slurm's words (sbatch(1), OUTPUT ENVIRONMENT VARIABLES).
    static let scriptWords: ScriptWords = {
        var words = ScriptWords(
            backend: .slurm, id: "$SLURM_JOB_ID", job: "$SLURM_JOB_ID",
            array: "${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}",
            task: "$SLURM_ARRAY_TASK_ID", taskID: "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID",
            host: "${SLURMD_NODENAME:-$HOSTNAME}",
            isFirstRun: "[ \"${SLURM_RESTART_COUNT:-0}\" = 0 ]", launcher: "srun")
        // Slurm itself looks there for jobs that ran out of memory (cgroup.conf(5)).
        words.ownGroup = "*/job_\"$SLURM_JOB_ID\"/*"
        return words
    }()

    private func prepared(
        _ record: BatchRecord, _ choices: Choices, in directory: ByteString
    ) -> PreparedJob {
        let environment = ExportRules.all.apply(to: Surroundings.environment())
        return PreparedJob(
            record: record, directory: directory,
            environment: Self.environment(environment, choices))
    }

    // MARK: Commands

    private func prepare(
        _ order: BatchOrder, _ tasks: [JobCommand], under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        let outputs = try SlurmOutputs(
            order.request, stem, in: order.outputDirectory, isArray: order.array != nil)
        var choices = Self.directiveChoices(order, outputs)
        Self.takeVariable(into: &choices)
        if !order.usesLauncher { Self.warnScript(&choices) }
        let directives = Directives(for: .slurm, table: order.table)
        var script = JobScript(
            stem: stem, token: order.token,
            directives: order.ownDirectives.filter { $0.hasPrefix("#SBATCH") }
                + (try directives.block(of: choices)),
            request: order.request, tasks: tasks, isArray: order.array != nil,
            words: Self.scriptWords)
        script.usesLauncher = order.usesLauncher
        script.forwarded = Self.forwardedSignal(choices)
        script.packedOutput = outputs.packedOutput
        script.packedError = outputs.packedError
        script.redirections = outputs.redirections
        script.directories = OutputWords.directories(
            of: [order.request.output, order.request.error], of: order.request, Self.scriptWords)
        let record = order.record(script: stem.path(traits.scriptKind), under: stem)
        var job = prepared(record, choices, in: order.currentDirectory)
        job.text = script.text
        job.inner = script.inner
        return job
    }

    /// What the script's lines say: what was chosen, with what csub decides.
    private static func directiveChoices(_ order: BatchOrder, _ outputs: SlurmOutputs) -> Choices {
        let request = order.request
        var choices = order.choices
        for row in [JobOptions.comment, JobOptions.depend] { choices.remove(row.name) }
        var layer = [Choice(JobOptions.jobName, .text(request.name), origin: .builtIn)]
        if let array = order.array {
            layer.append(Choice(JobOptions.array, .text(ByteString(array)), origin: .builtIn))
        }
        if choices.last(JobOptions.chdir) != nil {
            // sbatch runs there itself, so that a relative one would be another.
            layer.append(Choice(JobOptions.chdir, .text(request.directory), origin: .builtIn))
        }
        layer += outputs.choices
        if outputs.error == nil { choices.remove(JobOptions.error.name) }
        let needsParents = request.dependencies.contains { $0 != .singleton }
        if needsParents, choices.last(JobOptions.endsOnInvalidDependency) == nil {
            // Else a child of a failed job would wait for ever.
            layer.append(
                Choice(JobOptions.endsOnInvalidDependency, .text("yes"), origin: .builtIn))
        }
        if let dependencies = dependencyChoice(request, .builtIn) { layer.append(dependencies) }
        choices.lay(layer)
        return choices
    }

    private static func dependencyChoice(_ request: Request, _ origin: Origin) -> Choice? {
        if request.dependencies.isEmpty { return nil }
        let list = DependencyList(request.dependencies)
        return Choice(JobOptions.depend, .dependencies(list), origin: origin)
    }

    private static let warning = "SBATCH_SIGNAL"

    /// The variable of a warning counts more to sbatch than the script's lines, and less than its command
    /// line: the script has to know of it.
    private static func takeVariable(into choices: inout Choices) {
        guard let value = Surroundings.variable(warning), !value.isEmpty,
            choices.last(JobOptions.signal)?.origin != .commandLine
        else { return }
        choices.remove(JobOptions.signal.name)
        choices.lay([
            Choice(JobOptions.signal, .text(value), origin: .environment(warning))
        ])
    }

    /// A warning goes to the script, which hands it on: without `B:` only what srun started gets it.
    private static func warnScript(_ choices: inout Choices) {
        guard let choice = choices.last(JobOptions.signal), let text = choice.value.text.string
        else { return }
        let parts = text.split(separator: ":", maxSplits: 1)
        let flags = parts.count > 1 ? parts[0].uppercased() : ""
        guard let rest = parts.last, !flags.contains("B") else { return }
        choices.lay([
            Choice(choice.row, .text(ByteString(flags + "B:" + rest)), origin: choice.origin)
        ])
    }

    /// The signal of `--signal=B:USR1@60`, which only the script would get.
    private static func forwardedSignal(_ choices: Choices) -> String? {
        guard let text = choices.text(JobOptions.signal)?.string,
            let colon = text.firstIndex(of: ":"), text[..<colon].contains("B")
        else { return nil }
        let name = text[text.index(after: colon)...].prefix { $0 != "@" }
        return Signal.number(of: String(name)).map {
            String(Signal.name(of: $0).dropFirst(3))
        }
    }

    // MARK: A job file

    /// On the command line is what was chosen elsewhere than in the file, and what it depends on.
    private func prepare(
        _ order: BatchOrder, file: ByteString, under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        let request = order.request
        var given = order.choices.inOrder(of: .builtIn)
            .filter { choice in
                choice.origin == .commandLine
                    && ![JobOptions.depend.name, JobOptions.comment.name].contains(choice.row.name)
            }
            .map { choice in
                choice.row.name == JobOptions.chdir.name
                    ? Choice(choice.row, .text(request.directory), origin: choice.origin) : choice
            }
        if let dependencies = Self.dependencyChoice(request, .commandLine) {
            given.append(dependencies)
            given.append(
                Choice(JobOptions.endsOnInvalidDependency, .text("yes"), origin: .builtIn))
        }
        var choices = Choices()
        choices.lay(given)
        var job = prepared(
            order.record(script: file, under: stem), order.choices, in: order.currentDirectory)
        // What sbatch does without a word on it.
        let standard: ByteString =
            order.choices.text(JobOptions.array) == nil ? "slurm-%j.out" : "slurm-%A_%a.out"
        job.record.request.output = request.output ?? standard
        job.options = try Directives(for: .slurm, table: order.table).words(of: choices)
        job.record.options = job.options
        return job
    }

    // MARK: A job that was submitted before

    private func prepare(
        _ order: BatchOrder, again old: BatchRecord, under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        let request = order.request
        let directives = Directives(for: .slurm, table: order.table)
        let script = old.stem == nil ? old.script : stem.path(traits.scriptKind)
        var job = prepared(
            order.record(script: script, under: stem), order.choices, in: order.currentDirectory)
        if old.stem != nil {
            var outputs = Choices()
            outputs.lay(
                try SlurmOutputs(
                    request, stem, in: order.outputDirectory, isArray: order.array != nil
                ).choices)
            let named = try directives.lines(of: outputs)
            job.text = try old.script(renamedFor: job.record, Self.scriptWords) { line in
                if Self.over.contains(where: { line.hasPrefix("#SBATCH " + $0) }) { return nil }
                let kind = ["#SBATCH --output=", "#SBATCH --error="].first { line.hasPrefix($0) }
                return kind.flatMap { kind in named.first { $0.hasPrefix(kind) } } ?? line
            }
            job.inner = try old.innerScript()
        }
        var changes = order.choices
        for row in [JobOptions.comment, JobOptions.depend] { changes.remove(row.name) }
        job.record.options =
            old.options.filter { option in !Self.over.contains { option.hasPrefix($0) } }
            + (try directives.words(of: changes))
        var more = Choices()
        if let dependencies = Self.dependencyChoice(request, .commandLine) {
            more.lay([
                dependencies,
                Choice(JobOptions.endsOnInvalidDependency, .text("yes"), origin: .builtIn),
            ])
        }
        if let tasks = order.array {
            more.lay([Choice(JobOptions.array, .text(ByteString(tasks)), origin: .builtIn)])
        }
        job.options = job.record.options + (try directives.words(of: more))
        return job
    }

    /// What it waited for, when it was to begin and which tasks there were is over.
    private static let over: [ByteString] = ["--dependency=", "--begin=", "--hold", "--array="]

    // MARK: sbatch's environment

    /// Variables that stand for options of sbatch (sbatch(1), INPUT ENVIRONMENT VARIABLES) and count
    /// more to it than a script's lines. What csub decides must not be undone by them.
    private static func environment(
        _ variables: [ByteString], _ choices: Choices
    ) -> [ByteString] {
        let always = [
            "SBATCH_WAIT=", "SBATCH_TEST_ONLY=", "SBATCH_ARRAY_INX=", "SBATCH_JOB_NAME=",
            "SBATCH_OUTPUT=", "SBATCH_ERROR=", "SBATCH_INPUT=", "SBATCH_DEPENDENCY=",
            "SBATCH_WRAP=", "SBATCH_COMMENT=", "SBATCH_PARSABLE=", "SBATCH_QUIET=",
        ]
        var dropped = always.map { ByteString($0) }
        for (row, names) in replaced {
            guard let choice = choices.last(row) else { continue }
            switch choice.origin {
            case .commandLine, .environment: break
            default: continue
            }
            dropped += names.map { ByteString("SBATCH_\($0)=") }
        }
        return variables.filter { variable in !dropped.contains { variable.hasPrefix($0) } }
    }

    private static let replaced: [(row: OptionRow, names: [String])] = [
        (JobOptions.account, ["ACCOUNT"]), (JobOptions.begin, ["BEGIN"]),
        (JobOptions.features, ["CONSTRAINT"]), (JobOptions.exclusive, ["EXCLUSIVE"]),
        (JobOptions.export, ["EXPORT"]), (JobOptions.gpus, ["GPUS"]),
        (JobOptions.gres, ["GRES"]), (JobOptions.memory, ["MEM_PER_NODE", "MEM_PER_CPU"]),
        (JobOptions.memoryPerCore, ["MEM_PER_CPU", "MEM_PER_NODE"]),
        (JobOptions.partition, ["PARTITION"]), (JobOptions.qos, ["QOS"]),
        (JobOptions.requeue, ["REQUEUE", "NO_REQUEUE"]),
        (JobOptions.reservation, ["RESERVATION"]), (JobOptions.signal, ["SIGNAL"]),
        (JobOptions.time, ["TIMELIMIT"]), (JobOptions.hold, ["HOLD"]),
    ]
}
