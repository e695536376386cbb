/// The completions of a tool for a shell, written from its syntax: options and closed sets of words
/// stand in the script, and what depends on the moment the script asks the tool for (`CandidateKind`).
package struct Completions {
    let syntax: CommandSyntax

    package init(_ syntax: CommandSyntax) { self.syntax = syntax }

    /// The script for `bash`, `zsh` or `fish`.
    package func script(for shell: String) -> String {
        let text =
            switch shell {
            case "bash": bash
            case "zsh": zsh
            default: fish
            }
        return text.replacing("TOOL", with: syntax.tool)
    }

    /// What a line may be: the tool itself, or one of its verbs.
    var commands: [CommandSyntax] { syntax.verbs.isEmpty ? [syntax] : syntax.verbs }

    /// The options that are offered, each once.
    var rows: [OptionRow] { Self.shown(syntax.rows) }

    /// Those of one command.
    static func shown(_ rows: [OptionRow]) -> [OptionRow] {
        var seen: Set<String> = []
        return rows.filter { !$0.isHidden && seen.insert($0.name).inserted }
    }

    /// The options of a line on which no verb stands yet: those of all verbs, and of the one that
    /// holds then.
    var rowsWithoutVerb: [OptionRow] {
        let common = syntax.groups.flatMap(\.rows)
        let usual = syntax.defaultVerb.flatMap { syntax.verb($0) }?.rows ?? []
        return Self.shown((common + usual).filter(\.isOnCommandLine))
    }

    /// The options that change what the operands are, with what is offered for them then.
    var operandRows: [(row: OptionRow, offer: Offer)] {
        rows.compactMap { row in
            switch row.operands {
            case .asUsual: nil
            case .none: (row, .nothing)
            case .of(let type): (row, Offer(operand: type))
            }
        }
    }

    /// The words of the verbs by what stands before them: `""` has `config`, and `config` has `get`.
    var verbWords: [(before: String, words: [VerbWord])] {
        var result: [(before: String, words: [VerbWord])] = [("", [])]
        for verb in syntax.verbs {
            var words = verb.verb.split(separator: " ").map { String($0) }
            let last = words.removeLast()
            let before = words.joined(separator: " ")
            if !before.isEmpty, !result.contains(where: { $0.before == before }) {
                result[0].words.append(VerbWord(before, "Get, set and list settings."))
                result.append((before, []))
            }
            if let index = result.firstIndex(where: { $0.before == before }) {
                result[index].words.append(VerbWord(last, verb.abstract))
            }
        }
        return result
    }

    /// A word of a verb, and what it does.
    struct VerbWord {
        let word: String
        let help: String

        init(_ word: String, _ help: String) {
            self.word = word
            self.help = help
        }
    }

    /// Whether options end at the first operand, and the name of the option beside which they don't.
    var stop: String? {
        if case .atOperand(let exception) = syntax.optionsEnd { exception } else { nil }
    }

    /// A text as one word of a shell's script.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
