/// The completions of a tool for a shell, written from its syntax.
package struct Completions {
    let syntax: CommandSyntax

    package init(_ syntax: CommandSyntax) { self.syntax = syntax }

    /// The script for `bash`, `zsh` or `fish`.
    package func script(for shell: String) -> String {
        switch shell {
        case "bash": bash
        case "zsh": zsh
        default: fish
        }
    }

    /// The options that are offered, each once.
    var rows: [OptionRow] {
        var seen: Set<String> = []
        return syntax.rows.filter { !$0.isHidden && seen.insert($0.name).inserted }
    }

    /// The first words of the verbs.
    var verbs: [String] {
        syntax.verbs.map { String($0.verb.prefix { $0 != " " }) }.unique
    }

    /// The words that a value may be.
    static func words(of type: OptionType) -> [String] {
        switch type {
        case .choice(let set): set.words
        case .states: JobState.names
        case .fields(let set), .sortKeys(let set): set.words
        default: type.words ?? []
        }
    }

    /// A text as one word of a shell's script.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
