import JobCore

/// What would run, as text for a shell.
struct DryRun {
    let directory: ByteString
    let prologue: ByteString?
    let backend: BackendName
    /// The lines for the batch system; none for the local queue.
    let directives: [ByteString]
    /// Lines of the script, counted from 1, with directives that were skipped.
    let mutedLines: [Int]

    /// One job.
    func text(of job: JobCommand) -> ByteString {
        let command = job.command
        if case .script(let text, _) = command, text.hasPrefix("#!"), prologue == nil {
            return backend == .local ? text : withDirectives(text)
        }
        let words = ["exec"] + arguments(of: command)
        let body =
            "(cd " + Shell.quote(directory) + " || exit 126; " + variables(of: job)
            + Shell.quote(words) + ")\n"
        guard backend != .local else { return body }
        return withDirectives("#!/bin/bash\n" + body)
    }

    private func arguments(of command: Command) -> [ByteString] {
        let words: [ByteString]
        switch command {
        case .arguments(let given): words = given
        case .shell(let text): words = ["bash", "-c", text]
        case .script(let text, let arguments): words = ["bash", "-c", text, "bash"] + arguments
        }
        return prologue.map { Prologue.arguments($0, then: words) } ?? words
    }

    /// The lines stand behind the script's own directives: they have all of those that count, and
    /// to sbatch and qsub the last word on an option is the one that counts. What was skipped is
    /// made a comment.
    private func withDirectives(_ script: ByteString) -> ByteString {
        var lines = script.split(on: UInt8(ascii: "\n"))
        for number in mutedLines { lines[number - 1] = "#" + lines[number - 1] }
        let isHead = { (line: ByteString) in line.trimmed.isEmpty || line.trimmed.hasPrefix("#") }
        let own = lines.prefix(while: isHead).lastIndex { $0.hasPrefix("#") } ?? 0
        lines.insert(contentsOf: directives, at: own + 1)
        return ByteString.joined(lines, by: "\n")
    }

    private func variables(of job: JobCommand) -> ByteString {
        let settings = job.variables.map { $0.name + "=" + Shell.quote($0.value) + " " }
        if settings.isEmpty { return "" }
        return settings.reduce("export ", +) + "; "
    }
}
