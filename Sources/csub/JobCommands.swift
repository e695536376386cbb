import JobCore

/// What each job runs, and the input it was made of.
struct JobCommands {
    let all: [JobCommand]
    /// The name of jobs that a template makes.
    let commonName: ByteString?
    private let function: AskedFunction?
    private let sources: [ByteString]

    /// The script in a job file, as one command.
    /// - Throws: `Failure` (66) for a file that can't be read, (65) for one that is no script.
    init(file: ByteString, arguments: [ByteString]) throws(Failure) {
        let source = try File(open: file, .read, kind: .noInput)
        let script = try ScriptText(
            ByteString(try source.readAll(limit: 4 << 20)), name: "'\(file.printable)'")
        commonName = file.lastComponent
        (function, sources) = (nil, [])
        all = [JobCommand(.script(script.text, arguments: arguments))]
    }

    /// The name of a job where nobody gave one.
    func name(of index: Int) -> ByteString {
        commonName ?? (all.isEmpty ? "job" : all[index].command.defaultName)
    }

    /// - Throws: `Failure` (64) for operands that make no command, (65, 66) for bad input.
    init(_ line: ParsedLine, _ session: borrowing Session) throws(Failure) {
        let function = try AskedFunction(line)
        let sources = try Self.sources(line)
        self.function = function
        self.sources = sources
        if line.has(SubmitOptions.each) {
            all = try Self.commands(forEachOf: line, function, sources, session)
        } else if let function {
            all = [JobCommand(function.command(line.operands, sources: sources))]
        } else {
            let command = try Self.command(line, session)
            guard sources.isEmpty || line.operands.first != "-" else {
                throw Failure(misuse: "--source is not for a script, which can read files itself")
            }
            all = [JobCommand(ShellFunction.command(command, sources: sources))]
            commonName = sources.isEmpty ? nil : command.defaultName
            return
        }
        commonName =
            function?.jobName
            ?? line.text(SubmitOptions.each).map { Command.shell($0).defaultName }
    }

    /// A job for each input.
    private static func commands(
        forEachOf line: ParsedLine, _ function: AskedFunction?, _ sources: [ByteString],
        _ session: borrowing Session
    ) throws(Failure) -> [JobCommand] {
        let text = line.text(SubmitOptions.each) ?? ""
        let grouping = try grouping(line)
        let template =
            if let function {
                try function.template(text, grouping)
            } else {
                try Template(text, grouping)
            }
        let exported = ShellFunction.exported(in: Surroundings.environment())
        var all: [JobCommand] = []
        for (index, input) in grouping.inputs(try lines(line, session)).enumerated() {
            var job = try template.command(for: input, number: index + 1)
            job.command = Self.command(job.command, function, sources, exported)
            all.append(job)
        }
        return all
    }

    /// What a template's command becomes: the call of a function, where one was asked for or where a shell
    /// would find one before a program.
    private static func command(
        _ command: Command, _ function: AskedFunction?, _ sources: [ByteString],
        _ exported: [ByteString]
    ) -> Command {
        guard case .arguments(let words) = command else {
            return ShellFunction.command(command, sources: sources)
        }
        if let function {
            return function.command(Array(words.dropFirst()), sources: sources)
        }
        return exported.contains(words[0])
            ? ShellFunction.command(words, sources: sources)
            : ShellFunction.command(command, sources: sources)
    }

    /// The files that bash reads before the command, absolute.
    /// - Throws: `Failure` (66) for one that is not there.
    private static func sources(_ line: ParsedLine) throws(Failure) -> [ByteString] {
        let here = try currentDirectory()
        return try line.texts(SubmitOptions.source).map { path throws(Failure) in
            guard File.isThere(path) else { throw Failure.noFile(path, for: "--source") }
            return path.absolute(in: here)
        }
    }

    /// Refuses a function that the jobs would not find in their variables.
    /// - Throws: `Failure` (64).
    func checkFunction(in environment: [ByteString]) throws(Failure) {
        try function?.check(in: environment, sources: sources)
    }

    /// How the lines become jobs.
    private static func grouping(_ line: ParsedLine) throws(Failure) -> InputGrouping {
        if let text = line.text(SubmitOptions.columnSeparator) {
            guard let separator = InputGrouping.separator(text) else {
                throw Failure(
                    "--colsep: '\(text.printable)' is no text that can stand between columns: only "
                        + "\\t and \\\\ have a backslash", status: .usage)
            }
            return .columns(separator)
        }
        return line.number(SubmitOptions.chunk).map { .chunks($0) } ?? .lines
    }

    /// What calls the function of Python's, where they do.
    var callScript: ByteString? {
        if case .call(let text, _)? = all.first?.command { text } else { nil }
    }

    /// The script that came on standard input.
    var script: ByteString? {
        if case .script(let text, _)? = all.first?.command { text } else { nil }
    }

    private static func command(
        _ line: ParsedLine, _ session: borrowing Session
    ) throws(Failure) -> Command {
        let words = line.operands
        guard let first = words.first else {
            throw Failure(
                misuse: "no command",
                advice: "csub - reads a script from standard input, csub -f FILE submits a job file"
            )
        }
        if first == "-" {
            tellOfTerminal("a script", session)
            let script = try ScriptText(
                ByteString(try session.readInput(limit: 4 << 20)),
                name: "the script on standard input")
            return .script(script.text, arguments: Array(words.dropFirst()))
        }
        guard !first.isEmpty else { throw Failure("the command is empty", status: .usage) }
        if line.has(SubmitOptions.shell) { return .shell(ByteString.joined(words, by: " ")) }
        if words.count == 1, !line.has(SubmitOptions.exec), Shell.isShellText(first) {
            return .shell(first)
        }
        return .arguments(words)
    }

    /// A person may not know that it is their turn.
    private static func tellOfTerminal(_ what: String, _ session: borrowing Session) {
        guard File.isTerminal(0) else { return }
        session.log.notice("reading \(what) from the terminal; Ctrl-D ends it")
    }

    /// The words behind `:::`, else the lines of standard input.
    private static func lines(
        _ line: ParsedLine, _ session: borrowing Session
    ) throws(Failure) -> [ByteString] {
        if let first = line.operands.first {
            guard first == ":::" else {
                throw Failure(
                    misuse: "'\(first.printable)': with --each, inputs stand behind ':::'")
            }
            return Array(line.operands.dropFirst())
        }
        let isNull = line.has(SubmitOptions.null)
        tellOfTerminal("lines for --each", session)
        let bytes = try session.readInput()
        var lines = ByteString(bytes).split(on: isNull ? 0 : UInt8(ascii: "\n"))
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        if !isNull, bytes.contains(0) {
            throw Failure("standard input has a NUL in it: use -0", status: .badData)
        }
        return lines
    }
}
