import JobCore

/// The function that a command line has each job call: one of Python's, or one of bash's.
enum AskedFunction {
    case python(PythonCall)
    case shell(ByteString)

    /// Nil where none is named.
    /// - Throws: `Failure` (64, 66) as `PythonCall.init`.
    init?(_ line: ParsedLine) throws(Failure) {
        if let target = line.text(SubmitOptions.python) {
            self = .python(
                try PythonCall(
                    target, arguments: line.text(SubmitOptions.arguments),
                    keywords: line.text(SubmitOptions.keywords),
                    imports: line.texts(SubmitOptions.imports),
                    paths: line.texts(SubmitOptions.pythonPath), in: currentDirectory()))
        } else if let name = line.text(SubmitOptions.function) {
            self = .shell(name)
        } else {
            return nil
        }
    }

    var name: ByteString {
        switch self {
        case .python(let call): call.function
        case .shell(let name): name
        }
    }

    /// The name of its jobs: of `Model.fit` what stands behind the last dot.
    var jobName: ByteString {
        let last: ByteString? =
            if case .python(let call) = self {
                call.function.split(on: UInt8(ascii: ".")).last
            } else {
                name
            }
        return Command.arguments([last ?? ""]).defaultName
    }

    /// Its call with these arguments, which are strings.
    func command(_ arguments: [ByteString], sources: [ByteString]) -> Command {
        switch self {
        case .python(let call): .call(call.script, arguments: arguments)
        case .shell(let name): ShellFunction.command([name] + arguments, sources: sources)
        }
    }

    /// Refuses a function of bash's that was not exported to here. What a file defines that is read before
    /// nobody knows.
    /// - Throws: `Failure` (64).
    func check(in environment: [ByteString], sources: [ByteString]) throws(Failure) {
        guard case .shell(let name) = self, sources.isEmpty,
            !ShellFunction.exported(in: environment).contains(name)
        else { return }
        throw Failure(
            "there is no exported function '\(name.printable)'", status: .usage,
            advice:
                "in bash: export -f \(Shell.quote(name).printable); or --source names the file that "
                + "has it")
    }

    /// A template of `--each` whose words are the arguments, behind one word.
    /// - Throws: `Failure` (64) for one that is more than words.
    func template(_ text: ByteString, _ grouping: InputGrouping) throws(Failure) -> Template {
        let template = try Template("x " + text, grouping)
        guard template.isWords else {
            throw Failure(
                "the template of --each gives the arguments of '\(name.printable)', and has no "
                    + "characters of the shell's", status: .usage)
        }
        return template
    }
}
