import JobCore

/// What a command line asks to submit.
struct Submission {
    private let options: Csub
    private let directory: ByteString
    private let submitDirectory: ByteString
    private let now = Session.now()
    /// What each job runs, and the line of input it was made of.
    private let commands: [(command: Command, line: ByteString?)]
    private let surroundings: Surroundings
    private let dependencies: [Dependency]

    /// - Throws: `Failure` (64) for options that don't go together, (65, 66) for bad input.
    init(_ options: Csub, _ session: borrowing Session) throws(Failure) {
        self.options = options
        submitDirectory = try currentDirectory()
        directory =
            options.chdir.map { [submitDirectory] dir in
                dir.hasPrefix("/") ? dir : submitDirectory + "/" + dir
            } ?? submitDirectory
        try Self.checkInput(of: options)
        if options.shell, options.exec {
            throw Failure("--shell and --exec exclude each other", status: .usage)
        }
        if options.get, !options.wait {
            throw Failure("--get goes with --wait", status: .usage)
        }
        var surroundings = Surroundings.current()
        surroundings.environment =
            try ExportRules(options.export).apply(to: surroundings.environment)
        self.surroundings = surroundings
        dependencies = try Self.dependencies(options, session)
        commands = try Self.commands(options, session)
    }

    /// Standard input has one reader.
    private static func checkInput(of options: Csub) throws(Failure) {
        let readsIDs = options.depend.contains { $0.isStandardInput }
        let readsScript = options.each == nil && options.words.first == "-"
        let readsLines = options.each != nil && !options.words.contains(":::")
        if readsIDs, readsScript || readsLines {
            throw Failure("-d - and the jobs can't both read standard input", status: .usage)
        }
        if options.null, options.each == nil {
            throw Failure("-0 goes with --each", status: .usage)
        }
    }

    private static func dependencies(
        _ options: Csub, _ session: borrowing Session
    ) throws(Failure) -> [Dependency] {
        var result: [Dependency] = []
        for option in options.depend {
            if option.isStandardInput {
                let ids = try session.jobIDs(from: ["-"]) { () throws(Failure) in nil }
                guard !ids.isEmpty else {
                    throw Failure("-d -: no job IDs on standard input", status: .badData)
                }
                result += ids.map { .job($0, .afterok) }
            }
            result += option.dependencies
        }
        return result
    }

    private static func commands(
        _ options: Csub, _ session: borrowing Session
    ) throws(Failure) -> [(Command, ByteString?)] {
        if let each = options.each {
            let template = try Template(each)
            let lines = try inputs(options, session)
            return lines.enumerated().map { index, line in
                (template.command(for: line, number: index + 1), line)
            }
        }
        guard let first = options.words.first else {
            throw Failure("no command", status: .usage)
        }
        if first == "-" {
            let text = ByteString(try session.readInput(limit: 4 << 20))
            guard !text.isEmpty else {
                throw Failure("the script on standard input is empty", status: .badData)
            }
            guard !text.contains(0) else {
                throw Failure("the script on standard input has a NUL in it", status: .badData)
            }
            return [(.script(text, arguments: Array(options.words.dropFirst())), nil)]
        }
        guard !first.isEmpty else { throw Failure("the command is empty", status: .usage) }
        if options.shell {
            let text = options.words.map(\.bytes).joined(separator: [0x20])
            return [(.shell(ByteString(Array(text))), nil)]
        }
        if options.words.count == 1, !options.exec, Shell.isShellText(first) {
            return [(.shell(first), nil)]
        }
        return [(.arguments(options.words), nil)]
    }

    /// The words behind `:::`, else the lines of standard input.
    private static func inputs(
        _ options: Csub, _ session: borrowing Session
    ) throws(Failure) -> [ByteString] {
        if let first = options.words.first {
            guard first == ":::" else {
                throw Failure(
                    "'\(first.printable)': with --each, inputs stand behind ':::'", status: .usage)
            }
            return Array(options.words.dropFirst())
        }
        let separator: UInt8 = options.null ? 0 : UInt8(ascii: "\n")
        let bytes = try session.readInput()
        var lines = ByteString(bytes).split(on: separator)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        if !options.null, bytes.contains(0) {
            throw Failure("standard input has a NUL in it: use -0", status: .badData)
        }
        return lines
    }

    // MARK: Requests

    /// The requests, with what they ask for held against what there is.
    func requests(
        for queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> [Request] {
        if commands.isEmpty { return [] }
        let resources = try resources(within: queue, session)
        try checkDirectory()
        warnOfMissingPrograms(session)
        let key = try queue.spool.store(surroundings)
        var common = request(key: key, resources: resources)
        common.dependencies = try dependencies.map { dependency throws(Failure) in
            guard case .job(let id, let condition) = dependency, id.text == "last" else {
                return dependency
            }
            guard let last = try queue.lastJob() else {
                throw Failure("cannot depend on 'last': there is no last job", status: .failure)
            }
            return .job(last, condition)
        }
        let limitName = options.each.map { Command.shell($0).defaultName }
        return commands.map { command, line in
            var request = common
            request.command = command
            request.name = options.jobName ?? limitName ?? command.defaultName
            request.inputLine = line
            return request
        }
    }

    private func request(key: ByteString, resources: Resources) -> Request {
        var request = Request(
            name: "", command: .arguments([]), directory: directory,
            submitDirectory: submitDirectory, surroundings: key, submitted: now)
        request.resources = resources
        request.priority = options.priority
        request.isHeld = options.hold
        request.begin = options.begin.map { $0.moment(now: now) }
        request.timeLimit = options.time?.milliseconds
        request.tries = options.tries?.value ?? 1
        request.isRequeued = options.requeue
        request.output = options.output
        request.error = options.error
        request.input = options.input
        return request
    }

    /// Cores beyond what there is are cut, with a warning; memory that can't be is refused.
    private func resources(
        within queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> Resources {
        var wish = Resources(
            cores: options.cores?.value ?? 1, memory: options.memory?.bytes ?? 0)
        guard wish != Resources() else { return wish }
        let share = try queue.share()
        if wish.cores > share.cores {
            session.notice("warning: \(wish.cores) cores asked for, limiting to \(share.cores)")
            wish.cores = share.cores
        }
        guard wish.memory <= share.memory else {
            throw Failure(
                "cannot give \(MemorySize.text(wish.memory)) of memory: there is "
                    + MemorySize.text(share.memory), status: .failure)
        }
        return wish
    }

    private func checkDirectory() throws(Failure) {
        if options.chdir != nil { _ = try Directory(open: directory) }
    }

    private func warnOfMissingPrograms(_ session: borrowing Session) {
        guard case .arguments(let words) = commands[0].command else { return }
        let candidates = searchPath(for: words[0], inPathOf: surroundings.environment)
        let isThere = candidates.contains { candidate in
            isExecutable(candidate.hasPrefix("/") ? candidate : directory + "/" + candidate)
        }
        if !isThere {
            session.notice("warning: '\(words[0].printable)' is not an executable program here")
        }
    }

    // MARK: Dry run

    private func variables(of line: ByteString?) -> ByteString {
        guard let line else { return "" }
        let settings = Template.variables(for: line).map {
            $0.name + "=" + Shell.quote($0.value) + " "
        }
        return settings.reduce("export ", +) + "; "
    }

    /// Writes what would run as shell text, a line or more for each job.
    func show(in session: inout Session) throws(Failure) {
        for (command, line) in commands {
            var words: [ByteString]
            if case .script(let text, _) = command, text.hasPrefix("#!") {
                try session.output.write(text)
                continue
            }
            switch command {
            case .arguments(let given): words = given
            case .shell(let text): words = ["bash", "-c", text]
            case .script(let text, let arguments):
                words = ["bash", "-c", text, "bash"] + arguments
            }
            words.insert("exec", at: 0)
            let run = Shell.quote(words)
            try session.output.write(
                "(cd " + Shell.quote(directory) + " || exit 126; " + variables(of: line) + run
                    + ")\n")
        }
    }
}
