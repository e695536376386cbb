/// One submission to a batch system: a job, or an array of them.
package struct BatchOrder: Sendable {
    package var request: Request
    /// What is run: one command, or one for each task.
    package var tasks: [JobCommand] = []
    /// The indices of an array; nil for a single job.
    package var array: String?
    /// Options for the batch system, and what spells them.
    package var choices: Choices
    package var table: OptionTable
    /// Lines of the command's own script that are kept for the batch system.
    package var ownDirectives: [ByteString] = []
    /// Where scripts and exit records go; absolute.
    package var scriptDirectory: ByteString
    /// Where default outputs go; absolute.
    package var outputDirectory: ByteString
    /// A job file that is submitted as it is; nil for a script of ours.
    package var file: ByteString?
    package var usesLauncher = false
    /// It starts when the order before it has ended.
    package var waitsForPrevious = false
    package var token: String
    package var environment: [ByteString] = []
    /// Where csub runs.
    package var currentDirectory: ByteString

    package init(
        request: Request, choices: Choices, table: OptionTable, directory: ByteString,
        currentDirectory: ByteString
    ) {
        self.request = request
        self.choices = choices
        self.table = table
        scriptDirectory = directory
        outputDirectory = directory
        self.currentDirectory = currentDirectory
        token = Self.newToken()
    }

    /// A word that no other job has.
    static func newToken() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// How many jobs it makes.
    package var count: Int { array.flatMap { ArrayTasks($0)?.count } ?? 1 }
}

/// What an order is to Slurm: the scripts, and what sbatch is told.
package struct SlurmOrder {
    package let script: JobScript
    package let sbatch: SubmitOrder

    /// - Throws: `Failure` (64) for a value that Slurm has no way to read.
    package init(_ order: BatchOrder, stem: JobStem) throws(Failure) {
        var choices = order.choices
        let comment = choices.text(JobOptions.comment)
        choices.remove(JobOptions.comment.name)
        var layer = [
            Choice(JobOptions.jobName, .text(order.request.name), origin: .builtIn)
        ]
        if let array = order.array {
            layer.append(Choice(JobOptions.array, .text(ByteString(array)), origin: .builtIn))
        }
        if choices.last(JobOptions.chdir) != nil {
            // sbatch runs there itself, so that a relative one would be another.
            layer.append(Choice(JobOptions.chdir, .text(order.request.directory), origin: .builtIn))
        }
        let outputs = try BatchOutputs(
            order.request, stem, in: order.outputDirectory, isArray: order.array != nil)
        layer.append(Choice(JobOptions.output, .text(outputs.output), origin: .builtIn))
        if let error = outputs.error {
            layer.append(Choice(JobOptions.error, .text(error), origin: .builtIn))
        } else {
            choices.remove(JobOptions.error.name)
        }
        let needsParents = order.request.dependencies.contains { $0 != .singleton }
        if needsParents, choices.last(JobOptions.endsOnInvalidDependency) == nil {
            // Else a child of a failed job would wait for ever.
            layer.append(
                Choice(JobOptions.endsOnInvalidDependency, .text("yes"), origin: .builtIn))
        }
        choices.remove(JobOptions.depend.name)
        if !order.request.dependencies.isEmpty {
            layer.append(
                Choice(
                    JobOptions.depend, .dependencies(DependencyList(order.request.dependencies)),
                    origin: .builtIn))
        }
        choices.lay(layer)
        let directives = Directives(for: .slurm, table: order.table)
        var script = JobScript(
            stem: stem, token: order.token,
            directives: order.ownDirectives + (try directives.block(of: choices)),
            request: order.request, tasks: order.tasks, isArray: order.array != nil)
        script.usesLauncher = order.usesLauncher
        script.forwarded = Self.forwardedSignal(choices)
        script.packedOutput = outputs.packedOutput
        script.packedError = outputs.packedError
        self.script = script
        var sbatch = SubmitOrder(
            script: order.file ?? stem.path("sbatch"), token: order.token,
            directory: order.currentDirectory,
            environment: Self.environment(order.environment, choices))
        sbatch.comment = comment
        if order.file != nil { sbatch.options = try Self.options(order, directives) }
        self.sbatch = sbatch
    }

    /// What is said on sbatch's command line for a file that is not touched: what was chosen
    /// elsewhere than in that file, and what it depends on.
    private static func options(
        _ order: BatchOrder, _ directives: Directives
    ) throws(Failure) -> [ByteString] {
        var choices = Choices()
        var given: [Choice] = []
        for choice in order.choices.inOrder(of: .builtIn)
        where choice.origin == .commandLine && choice.row.name != JobOptions.depend.name
            && choice.row.name != JobOptions.comment.name
        {
            let isDirectory = choice.row.name == JobOptions.chdir.name
            given.append(
                isDirectory
                    ? Choice(choice.row, .text(order.request.directory), origin: choice.origin)
                    : choice)
        }
        if !order.request.dependencies.isEmpty {
            given.append(
                Choice(
                    JobOptions.depend, .dependencies(DependencyList(order.request.dependencies)),
                    origin: .commandLine))
            given.append(
                Choice(JobOptions.endsOnInvalidDependency, .text("yes"), origin: .builtIn))
        }
        choices.lay(given)
        return try directives.words(of: choices)
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

    /// Variables that stand for options of sbatch (sbatch(1), INPUT ENVIRONMENT VARIABLES) and count
    /// more to it than a script's lines. What csub decides must not be undone by them.
    static func environment(
        _ variables: [ByteString], _ choices: Choices
    ) -> [ByteString] {
        let always = [
            "SBATCH_WAIT=", "SBATCH_TEST_ONLY=", "SBATCH_ARRAY_INX=", "SBATCH_JOB_NAME=",
            "SBATCH_OUTPUT=", "SBATCH_ERROR=", "SBATCH_INPUT=", "SBATCH_DEPENDENCY=",
            "SBATCH_WRAP=", "SBATCH_COMMENT=", "SBATCH_PARSABLE=", "SBATCH_QUIET=",
        ]
        var dropped = always.map { ByteString($0) }
        for (row, names) in replaced {
            guard let choice = choices.last(row), choice.origin == .commandLine else { continue }
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
