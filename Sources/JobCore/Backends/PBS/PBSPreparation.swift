/// What an order becomes for PBS.
///
/// The script opens its outputs itself: the server copies those that it spools only at the job's end,
/// in Torque not to a directory with a blank in its name, and where there is none the job ends with 0
/// all the same. It starts in the user's home, so that the command changes its directory.
extension PBS {
    package func prepare(
        _ order: BatchOrder, under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        try checkDependencies(order.request)
        return switch order.source {
        case .commands(let tasks): try prepare(order, tasks, under: stem)
        case .file(let path): try prepare(order, file: path, under: stem)
        case .former(let record): try prepare(order, again: record, under: stem)
        }
    }

    /// What a job script says in PBS's words (qsub(1B), ENVIRONMENT VARIABLES).
    var scriptWords: ScriptWords {
        let number: ByteString = "${PBS_JOBID%%[!0-9]*}"
        return ScriptWords(
            backend: name, id: "$PBS_JOBID", job: number, array: number,
            task: dialect == .torque ? "$PBS_ARRAYID" : "$PBS_ARRAY_INDEX", taskID: "$PBS_JOBID",
            host: "$HOSTNAME", isFirstRun: "false", launcher: nil)
    }

    /// qsub's options for all jobs: the script's shell, no mail that nobody asked for, the variables
    /// and the token among them.
    private func prepared(
        _ record: BatchRecord, _ choices: Choices, in directory: ByteString
    ) -> PreparedJob {
        let rules = choices.export(JobOptions.export)
        let (names, all) = (rules?.names ?? [], Surroundings.environment())
        // What is named has its value there, which no option could quote; qsub needs the others itself.
        let given = (rules?.apply(to: []) ?? []) + ["CSUB_TOKEN=" + ByteString(record.token)]
        let kept = ExportRules.all.apply(to: all).filter { variable in
            !given.contains { variable.hasPrefix($0.variableName + "=") }
        }
        let own = all.filter { variable in Self.ofClients.contains(variable.variableName) }
        var job = PreparedJob(record: record, directory: directory, environment: kept + own + given)
        // One that has no value would be refused.
        let set = Set(job.environment.map(\.variableName))
        let list = names.filter { set.contains($0) } + ["CSUB_TOKEN"]
        job.options = ["-v", ByteString.joined(list, by: ",")]
        return job
    }

    /// For a script of ours, which sets its variables and opens its outputs itself.
    private func setOwnScript(of job: inout PreparedJob, _ order: BatchOrder) {
        job.surroundings = order.surroundings
        job.options = ["-S", "/bin/bash", "-o", "/dev/null", "-j", "oe", "-v", "CSUB_TOKEN"]
    }

    /// Variables that tell the clients where their server is.
    private static let ofClients: Set<ByteString> = [
        "PBS_DEFAULT", "PBS_SERVER", "PBS_CONF_FILE", "PBS_EXEC", "PBS_HOME",
    ]

    // MARK: Commands

    private func prepare(
        _ order: BatchOrder, _ tasks: [JobCommand], under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        guard !order.usesLauncher else {
            throw Failure("--srun: \(name.title) has no such program", status: .usage)
        }
        let request = order.request
        var choices = order.choices
        let ours = [
            JobOptions.comment, JobOptions.depend, JobOptions.output, JobOptions.error,
            JobOptions.input, JobOptions.chdir, JobOptions.export,
        ]
        for row in ours { choices.remove(row.name) }
        var layer = [Choice(JobOptions.jobName, .text(request.name), origin: .builtIn)]
        if let array = order.array {
            layer.append(Choice(JobOptions.array, .text(ByteString(array)), origin: .builtIn))
        }
        choices.lay(layer)
        var script = JobScript(
            stem: stem, token: order.token,
            directives: order.ownDirectives.filter { $0.hasPrefix("#PBS") }
                + (try Directives(for: name, table: order.table).block(of: choices)),
            request: request, tasks: tasks, isArray: order.array != nil, words: scriptWords)
        script.preamble = ScriptVariables.place + "\n"
        setOutputs(of: &script, order, stem)
        var job = prepared(
            order.record(script: stem.path(traits.scriptKind), under: stem), order.choices,
            in: order.currentDirectory)
        job.text = script.text
        job.inner = script.inner
        setOwnScript(of: &job, order)
        if choices.last(JobOptions.mailType) == nil { job.options += ["-m", "n"] }
        job.options += dependencies(request)
        return job
    }

    private func setOutputs(of script: inout JobScript, _ order: BatchOrder, _ stem: JobStem) {
        let request = order.request
        let outputs = JobStem(
            directory: order.outputDirectory, name: stem.name, suffix: stem.suffix)
        func standard(_ kind: ByteString) -> ByteString {
            JobScript.path(kind, outputs, isArray: order.array != nil, scriptWords)
        }
        func path(_ pattern: ByteString) -> ByteString {
            OutputWords.path(pattern, of: request, scriptWords)
        }
        var output = "> " + standard("out")
        if let pattern = request.output {
            output = "> " + path(pattern)
            if let packer = OutputWords.packer(of: pattern) {
                script.packedOutput = (path(pattern), packer)
                output = ""
            }
        }
        var error = request.output == nil ? " 2> " + standard("err") : " 2>&1"
        if let pattern = request.error {
            error = " 2> " + path(pattern)
            if let packer = OutputWords.packer(of: pattern) {
                script.packedError = (path(pattern), packer)
                error = ""
            }
        }
        script.directories = OutputWords.directories(
            of: [request.output, request.error], of: request, scriptWords)
        script.redirections = "< " + Shell.quote(request.inputPath) + " " + output + error
    }

    // MARK: A job file

    /// On the command line is what was chosen elsewhere than in the file, and what it depends on.
    private func prepare(
        _ order: BatchOrder, file: ByteString, under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        if case .script(_, let arguments) = order.request.command, !arguments.isEmpty {
            throw Failure(
                "-f: \(name.title) gives a job file no arguments: --track runs it with them",
                status: .usage)
        }
        let kept = [
            JobOptions.depend, JobOptions.comment, JobOptions.export, JobOptions.chdir,
            JobOptions.input,
        ].map(\.name)
        var choices = Choices()
        choices.lay(
            order.choices.inOrder(of: .builtIn).filter { choice in
                choice.origin == .commandLine && !kept.contains(choice.row.name)
            })
        var job = prepared(
            order.record(script: file, under: stem), order.choices, in: order.currentDirectory)
        // What the server does without a word on it.
        let name = order.choices.text(JobOptions.jobName) ?? file.lastComponent
        let number: ByteString = order.array == nil ? "%A" : dialect == .torque ? "%A-%a" : "%A.%a"
        let standard = PatternNames.fill(name: name, in: "%x")
        job.record.request.output = order.request.output ?? standard + ".o" + number
        job.record.request.error = order.request.error ?? standard + ".e" + number
        let words = try arguments(choices, order.table)
        job.record.options = words
        job.options += words + dependencies(order.request)
        return job
    }

    // MARK: A job that was submitted before

    private func prepare(
        _ order: BatchOrder, again old: BatchRecord, under stem: JobStem
    ) throws(Failure) -> PreparedJob {
        let script = old.stem == nil ? old.script : stem.path(traits.scriptKind)
        var job = prepared(
            order.record(script: script, under: stem), order.choices, in: order.currentDirectory)
        if let from = old.stem {
            let isArray = order.array != nil
            let named = ["out", "err"].map { (kind: ByteString) in
                func word(_ stem: JobStem, _ directory: ByteString) -> ByteString {
                    let outputs = JobStem(
                        directory: directory, name: stem.name, suffix: stem.suffix)
                    return JobScript.path(kind, outputs, isArray: isArray, scriptWords)
                }
                return (
                    word(from, old.request.submitDirectory), word(stem, order.outputDirectory)
                )
            }
            job.text = try old.script(renamedFor: job.record, scriptWords) { line in
                if Self.over.contains(where: { line.hasPrefix("#PBS " + $0) }) { return nil }
                guard line.hasPrefix("exec < ") else { return line }
                return named.reduce(line) { $0.replacing($1.0, with: $1.1) }
            }
            job.inner = try old.innerScript()
            setOwnScript(of: &job, order)
        }
        var changes = order.choices
        for row in [JobOptions.comment, JobOptions.depend, JobOptions.export] {
            changes.remove(row.name)
        }
        job.record.options = old.options + (try arguments(changes, order.table))
        job.options += job.record.options + dependencies(order.request)
        if let tasks = order.array {
            var array = Choices()
            array.lay([Choice(JobOptions.array, .text(ByteString(tasks)), origin: .builtIn)])
            job.options += try arguments(array, order.table)
        }
        if order.choices.last(JobOptions.mailType) == nil { job.options += ["-m", "n"] }
        return job
    }

    /// When it was to begin and which tasks there were is over.
    private static let over: [ByteString] = ["-W depend=", "-a ", "-h", "-t ", "-J "]

    // MARK: Words

    /// Options and their values as words of qsub's.
    private func arguments(
        _ choices: Choices, _ table: OptionTable
    ) throws(Failure) -> [ByteString] {
        try Directives(for: name, table: table).words(of: choices).flatMap { option in
            let letter = ByteString(option.bytes.prefix { $0 != 0x20 })
            let value = ByteString(option.bytes.dropFirst(letter.count + 1))
            return value.isEmpty ? [letter] : [letter, value]
        }
    }

    /// `-W depend=afterok:12.server:13.server,afterany:14.server`. Torque has words of their own for
    /// arrays: it takes the others, and never lets the job go.
    func dependencies(_ request: Request) -> [ByteString] {
        var parts: [(condition: String, ids: [String])] = []
        for case .job(let id, let condition) in request.dependencies {
            var word = condition.rawValue
            if dialect == .torque, id.text.contains("[]") {
                word = condition == .after ? "afterstartarray" : word + "array"
            }
            if parts.last?.condition == word {
                parts[parts.count - 1].ids.append(id.text)
            } else {
                parts.append((word, [id.text]))
            }
        }
        if parts.isEmpty { return [] }
        let list = parts.map { ([$0.condition] + $0.ids).joined(separator: ":") }
        return ["-W", ByteString("depend=" + list.joined(separator: ","))]
    }

    func checkDependencies(_ request: Request) throws(Failure) {
        for dependency in request.dependencies {
            guard case .job(let id, let condition) = dependency, condition != .aftercorr else {
                throw Failure(
                    "depend: '\(dependency.text.printable)' can't be said to \(name.title)",
                    status: .usage)
            }
            if dialect == .openPBS, BatchID(id.text)?.tasks != nil {
                throw Failure(
                    "depend: '\(id)' is one task of an array, for which no job of OpenPBS can wait",
                    status: .usage)
            }
        }
    }
}
