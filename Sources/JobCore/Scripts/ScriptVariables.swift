/// What a job gets from its submitter, as lines of its script: for a batch system whose client hands it on
/// incompletely. qsub takes quotes and commas of a value for its own, and that of OpenPBS 23.06 sends
/// nothing for `-V`.
///
/// The lines have marks of their own, so that a new script that is made of the old one can have others.
enum ScriptVariables {
    /// The line of a script behind which they come.
    static let place: ByteString = "# Here comes what the job was submitted with: mask, variables."

    /// The script with these lines, in place of any that it has.
    static func set(_ surroundings: Surroundings, in script: ByteString) -> ByteString {
        let newline = UInt8(ascii: "\n")
        var lines = script.split(on: newline)
        guard let index = lines.firstIndex(of: place) else { return script }
        let rest = lines[(index + 1)...].drop { line in marks.contains { line.hasPrefix($0) } }
        let mask = String(surroundings.fileMask, radix: 8)
        lines[(index + 1)...] =
            [mark + ByteString("umask ") + ByteString(mask)]
            + surroundings.environment.compactMap(line) + rest
        return ByteString.joined(lines, by: "\n")
    }

    private static let mark: ByteString = "command "
    private static let marks: [ByteString] = [mark + "umask ", export, function]
    private static let export: ByteString = "export -- "
    private static let function: ByteString = "eval -- "

    /// The line that sets a variable; nil for what the shell does not let anybody set, or would take
    /// for its own.
    private static func line(_ variable: ByteString) -> ByteString? {
        let name = variable.variableName
        let value = ByteString(variable.bytes.dropFirst(name.count + 1))
        if name.isVariableName {
            if ofShell.contains(name) { return nil }
            let word = Shell.quoteOnOneLine(value)
            // A batch system may have given the job a directory of its own.
            return export + name + "=" + (name == "TMPDIR" ? "${TMPDIR:-" + word + "}" : word)
        }
        // A function of the shell's (bash(1), FUNCTIONS).
        guard name.hasPrefix("BASH_FUNC_"), name.hasSuffix("%%"), value.hasPrefix("() {") else {
            return nil
        }
        let called = ByteString(name.bytes.dropFirst("BASH_FUNC_".utf8.count).dropLast(2))
        guard !called.isEmpty, !Shell.isShellText(called) else { return nil }
        let text = called + " " + value + "\nexport -f -- " + called
        return function + Shell.quoteOnOneLine(text)
    }

    private static let ofShell: Set<ByteString> = [
        "_", "BASHOPTS", "BASH_VERSINFO", "EUID", "HOSTNAME", "IFS", "OLDPWD", "PPID", "PWD",
        "SHELLOPTS", "SHLVL", "UID",
    ]
}
