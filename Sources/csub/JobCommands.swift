import JobCore

/// What each job runs, and the input it was made of.
struct JobCommands {
    let all: [JobCommand]
    /// The name of jobs that a template makes.
    let commonName: ByteString?

    /// The script in a job file, as one command.
    /// - Throws: `Failure` (66) for a file that can't be read, (65) for one that is no script.
    init(file: ByteString, arguments: [ByteString]) throws(Failure) {
        let source = try File(open: file, .read, kind: .noInput)
        let script = try ScriptText(
            ByteString(try source.readAll(limit: 4 << 20)), name: "'\(file.printable)'")
        commonName = file.lastComponent
        all = [JobCommand(.script(script.text, arguments: arguments))]
    }

    /// The name of a job where nobody gave one.
    func name(of index: Int) -> ByteString {
        commonName ?? (all.isEmpty ? "job" : all[index].command.defaultName)
    }

    /// - Throws: `Failure` (64) for operands that make no command, (65, 66) for bad input.
    init(_ line: ParsedLine, _ session: borrowing Session) throws(Failure) {
        let each = line.text(SubmitOptions.each)
        commonName = each.map { Command.shell($0).defaultName }
        if let each {
            let grouping = try Self.grouping(line)
            let template = try Template(each, grouping)
            var all: [JobCommand] = []
            for (index, input) in grouping.inputs(try Self.lines(line, session)).enumerated() {
                all.append(try template.command(for: input, number: index + 1))
            }
            self.all = all
        } else {
            all = [JobCommand(try Self.command(line, session))]
        }
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
