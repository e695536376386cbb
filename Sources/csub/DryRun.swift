import JobCore

/// What would run, as text for a shell.
struct DryRun {
    let directory: ByteString
    let prologue: ByteString?
    let backend: BackendName
    /// The lines for the batch system; none for the local queue.
    let directives: [ByteString]

    /// One job.
    func text(of command: Command, line: ByteString?) -> ByteString {
        if case .script(let text, _) = command, text.hasPrefix("#!"), prologue == nil {
            return backend == .local ? text : withDirectives(text)
        }
        let words = ["exec"] + arguments(of: command)
        let body =
            "(cd " + Shell.quote(directory) + " || exit 126; " + variables(of: line)
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

    /// The lines stand between the script's first line and everything else.
    private func withDirectives(_ script: ByteString) -> ByteString {
        let lines = script.split(on: UInt8(ascii: "\n"))
        return ByteString.joined([lines[0]] + directives + lines.dropFirst(), by: "\n")
    }

    private func variables(of line: ByteString?) -> ByteString {
        guard let line else { return "" }
        let settings = Template.variables(for: line).map {
            $0.name + "=" + Shell.quote($0.value) + " "
        }
        return settings.reduce("export ", +) + "; "
    }
}
