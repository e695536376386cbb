extension Completions {
    var zsh: String {
        let options = rows.flatMap { row in
            row.spellings.map { name in
                let help = row.help.replacing("[", with: "\\[").replacing("]", with: "\\]")
                    .replacing(":", with: "\\:")
                let value = row.value.map {
                    ":\($0.lowercased().replacing(":", with: "\\:")):"
                        + Self.zshAction(for: row.type)
                }
                return "    " + Self.quoted("*\(name)[\(help)]\(value ?? "")")
            }
        }
        let operand =
            verbs.isEmpty
            ? Self.zshAction(for: syntax.operands.first?.type ?? .text)
            : "(\(verbs.joined(separator: " ")))"
        return """
            #compdef \(syntax.tool)
            _arguments -s \\
            \(options.joined(separator: " \\\n")) \\
                \(Self.quoted("*:operand:\(operand)"))

            """
    }

    private static func zshAction(for type: OptionType) -> String {
        switch type {
        case .file: "_files"
        case .directory: "_files -/"
        case .command: "_normal"
        default: words(of: type).isEmpty ? " " : "(\(words(of: type).joined(separator: " ")))"
        }
    }
}
