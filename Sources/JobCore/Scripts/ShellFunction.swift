/// Commands that bash(1) has to know something for: a function that was exported, or files that it reads
/// before.
package enum ShellFunction {
    /// What runs these words in bash, so that the first may be a function of its, behind the files that it
    /// reads; absolute paths.
    package static func command(_ words: [ByteString], sources: [ByteString] = []) -> Command {
        .arguments(["bash", "-c", reading(sources) + #""$@""#, "bash"] + words)
    }

    /// The same command behind files that bash reads before; itself where there are none.
    package static func command(_ command: Command, sources: [ByteString]) -> Command {
        if sources.isEmpty { return command }
        return switch command {
        case .arguments(let words): self.command(words, sources: sources)
        case .shell(let text): .shell(reading(sources) + text)
        case .script, .call: command
        }
    }

    /// What a file's last command ends with is no fault of the file.
    private static func reading(_ sources: [ByteString]) -> ByteString {
        sources.reduce("") { text, path in
            let (word, message) = (Shell.quote(path), "csub: cannot read '" + path + "'")
            return text + "test -r " + word + " || { echo " + Shell.quote(message)
                + " >&2; exit 126; }\n. " + word + "\n"
        }
    }

    /// The names of the functions that variables have for bash (`export -f`).
    package static func exported(in environment: [ByteString]) -> [ByteString] {
        let (start, end): (ByteString, ByteString) = ("BASH_FUNC_", "%%")
        let variables = environment.filter { $0.hasPrefix(start) }.map(\.variableName)
        return variables.filter { $0.hasSuffix(end) }.map { variable in
            ByteString(variable.bytes.dropFirst(start.count).dropLast(end.count))
        }
    }
}
