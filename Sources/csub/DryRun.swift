import JobCore

/// What would run on this machine, as text for a shell.
struct DryRun {
    let directory: ByteString
    let prologue: ByteString?
    /// The file of the script that calls a function.
    var callScript: ByteString?

    /// One job.
    func text(of job: JobCommand) -> ByteString {
        let command = job.command
        if case .script(let text, _) = command, text.hasPrefix("#!"), prologue == nil {
            return text
        }
        let words = ["exec"] + arguments(of: command)
        return "(cd " + Shell.quote(directory) + " || exit 126; " + variables(of: job)
            + Shell.quote(words) + ")\n"
    }

    private func arguments(of command: Command) -> [ByteString] {
        let words: [ByteString]
        switch command {
        case .arguments(let given): words = given
        case .shell(let text): words = ["bash", "-c", text]
        case .script(let text, let arguments): words = ["bash", "-c", text, "bash"] + arguments
        case .call(_, let arguments):
            words = [PythonCall.interpreter, callScript ?? ""] + arguments
        }
        return prologue.map { Prologue.arguments($0, then: words) } ?? words
    }

    private func variables(of job: JobCommand) -> ByteString {
        let settings = job.variables.map { $0.name + "=" + Shell.quote($0.value) + " " }
        if settings.isEmpty { return "" }
        return settings.reduce("export ", +) + "; "
    }
}
