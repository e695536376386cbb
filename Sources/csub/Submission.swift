import JobCore

/// What a command line asks to submit.
struct Submission {
    let choices: Choices
    let line: ParsedLine
    let precedence: Precedence
    let directory: ByteString
    /// Where default output files go.
    let filesDirectory: ByteString
    /// Where scripts and the like go.
    let scriptDirectory: ByteString
    let commands: JobCommands
    let surroundings: Surroundings
    let dependencies: AskedDependencies
    /// The job file it is of (`-f`), absolute.
    let file: ByteString?
    /// Lines of the script that only the batch system understands.
    let nativeLines: [ByteString]
    private let now = Session.now()

    /// - Throws: `Failure` (64) for options that don't go together, (65, 66) for bad input, (78)
    ///   for a wrong value in a file.
    init(
        _ line: ParsedLine, _ precedence: Precedence, file: ByteString? = nil,
        arguments: [ByteString] = [], _ session: inout Session
    ) throws(Failure) {
        self.line = line
        self.precedence = precedence
        try Self.checkInput(of: line)
        if let file {
            commands = try JobCommands(file: file, arguments: arguments)
        } else {
            commands = try JobCommands(line, session)
        }
        let directives = try ScriptDirectives(commands.script ?? "", now: now)
        for (option, number) in directives.ignored {
            session.log.info("script, line \(number): \(option) is left to the batch system")
        }
        nativeLines = Self.lines(of: commands.script, numbers: directives.ignored.map(\.line))
        choices = try precedence.choices(line: line.choices, script: directives.choices)
        let here = try currentDirectory()
        func absolute(_ path: ByteString) -> ByteString {
            path.absolute(in: here)
        }
        self.file = file.map(absolute)
        directory = choices.text(JobOptions.chdir).map(absolute) ?? here
        let files =
            choices.text(JobOptions.outputDirectory) ?? choices.text(JobOptions.scriptDirectory)
        filesDirectory = files.map(absolute) ?? here
        scriptDirectory = choices.text(JobOptions.scriptDirectory).map(absolute) ?? here
        surroundings = Surroundings.current(by: choices.export(JobOptions.export) ?? .all)
        dependencies = try AskedDependencies(choices, session)
        try commands.checkFunction(in: surroundings.environment)
        let size = surroundings.environment.reduce(0) { $0 + $1.count + 9 }
        let space = Processes.argumentSpace
        for (index, command) in commands.all.enumerated() {
            try command.checkSize(index + 1, besides: size, in: space)
        }
        if !dependencies.ofEach.isEmpty, !line.has(SubmitOptions.each) {
            throw Failure(misuse: "-d each: goes with --each")
        }
    }

    private static func lines(of script: ByteString?, numbers: [Int]) -> [ByteString] {
        guard let script, !numbers.isEmpty else { return [] }
        let lines = script.split(on: UInt8(ascii: "\n"))
        return numbers.unique.map { lines[$0 - 1].trimmed }
    }

    /// Standard input has one reader.
    private static func checkInput(of line: ParsedLine) throws(Failure) {
        let isEach = line.has(SubmitOptions.each)
        let readsIDs = line.choices.contains { choice in
            if case .dependencies(let list) = choice.value { list.reading != nil } else { false }
        }
        let readsScript = !isEach && line.operands.first == "-"
        let readsLines = isEach && !line.operands.contains(":::")
        if readsIDs, readsScript || readsLines {
            throw Failure(misuse: "-d - and the jobs can't both read standard input")
        }
    }

    /// Refuses parents that are not one for each job.
    func check(parents: [JobID]) throws(Failure) {
        guard parents.isEmpty || parents.count == commands.all.count else {
            throw Failure(
                "-d each: names \(parents.count) jobs for \(commands.all.count)", status: .usage)
        }
    }

    // MARK: Requests

    /// The requests, with what they ask for held against what there is.
    func requests(
        for queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> [Request] {
        if commands.all.isEmpty { return [] }
        try checkMeaning(session)
        let resources = try queue.resources(choices, Resources(), session)
        try prepareFiles()
        if let text = commands.script, prologue == nil {
            try ScriptText.checkProgram(
                of: text, name: file.map { "'\($0.printable)'" } ?? "the script on standard input",
                inPathOf: surroundings.environment)
        }
        if !warnOfJobFile(session) { warnOfMissingPrograms(session) }
        let key = try queue.spool.store(try surroundings.withPlace())
        var common = request(key: key, resources: resources)
        let (ofAll, parents) = try dependencies.resolved(in: queue)
        common.dependencies = ofAll
        try check(parents: parents)
        let name = choices.text(JobOptions.jobName) ?? commands.commonName
        return commands.all.enumerated().map { index, job in
            var request = common
            request.take(job)
            request.name = name ?? job.command.defaultName
            if !parents.isEmpty { request.dependencies.append(.job(parents[index], .afterok)) }
            return request
        }
    }

    /// What is asked for, of everything but the command.
    func request(key: ByteString, resources: Resources) -> Request {
        var request = Request(
            name: "", command: .arguments([]), directory: directory,
            submitDirectory: filesDirectory, surroundings: key, submitted: now)
        request.apply(choices)
        request.resources = resources
        request.batch = line.text(SubmitOptions.batch)
        request.group = line.number(SubmitOptions.maxRunning).map { JobGroup(limit: $0) }
        request.prologue = prologue
        return request
    }

    var prologue: ByteString? {
        Prologue.text(
            modules: choices.words(JobOptions.modules),
            commands: choices.texts(JobOptions.prologue))
    }

    /// Refuses what the local queue can't give, and tells of what means nothing to it.
    /// - Throws: `Failure` (1) for what this queue will never have.
    func checkMeaning(_ session: borrowing Session) throws(Failure) {
        try LocalQueue.checkMeaning(of: choices, precedence.configuration.table, session)
        try checkDirectories()
    }

    func checkDirectories() throws(Failure) {
        for row in [JobOptions.chdir, JobOptions.scriptDirectory, JobOptions.outputDirectory]
        where choices.text(row) != nil {
            let path = row.name == JobOptions.chdir.name ? directory : filesDirectory
            _ = try Directory(open: path)
        }
    }

    private func warnOfMissingPrograms(_ session: borrowing Session) {
        // A prologue may be what brings the program.
        let program: ByteString
        switch commands.all[0].command {
        case .arguments(let words): program = words[0]
        case .call: program = PythonCall.interpreter
        case .shell, .script: return
        }
        guard prologue == nil else { return }
        let candidates = searchPath(for: program, inPathOf: surroundings.environment)
        let isThere = candidates.contains { candidate in
            isExecutable(candidate.absolute(in: directory))
        }
        if !isThere {
            session.log.warn("'\(program.printable)' is not an executable program here")
        }
    }

    // MARK: Dry run

    /// Writes what would run: shell text, a line or more for each job. Where each value comes from is said at -v.
    func show(in session: inout Session) throws(Failure) {
        try checkDirectories()
        for choice in choices.inOrder(of: precedence.configuration.table) {
            session.log.info(
                "\(choice.row.name)=\(choice.value.text.printable): \(choice.origin.text)")
        }
        var run = dryRun
        if commands.callScript != nil {
            run.callScript = try JobStem.next(
                name: commands.name(of: 0), suffix: suffix, in: scriptDirectory
            ).callScript
        }
        for job in commands.all {
            if case .script(let text, let arguments) = job.command, !arguments.isEmpty,
                text.hasPrefix("#!")
            {
                session.log.notice("arguments: \(Shell.quote(arguments).printable)")
            }
            try session.output.write(run.text(of: job))
        }
        if let script = commands.callScript { try session.output.write(script) }
    }

    /// The same into a file for each job, `NAME.N.cluster`, whose path is written.
    func writeScripts(in session: inout Session) throws(Failure) {
        try checkDirectories()
        var run = dryRun
        let name = choices.text(JobOptions.jobName) ?? commands.commonName
        for job in commands.all {
            let (stem, file) = try JobStem.take(
                name: name ?? job.command.defaultName, suffix: suffix, kind: "sh",
                in: scriptDirectory)
            if let script = commands.callScript, run.callScript == nil {
                let file = try File(
                    open: stem.callScript, .createNew, permissions: 0o600, status: .cannotCreate)
                try file.write(script.bytes)
                run.callScript = stem.callScript
            }
            let text = run.text(of: job)
            try file.write((text.hasPrefix("#!") ? text : "#!/bin/bash\n" + text).bytes)
            try file.makeExecutable()
            try session.output.write(stem.path("sh") + "\n")
        }
    }

    private var suffix: ByteString { choices.text(JobOptions.suffix) ?? Request.standardSuffix }
    private var dryRun: DryRun { DryRun(directory: directory, prologue: prologue) }
}
