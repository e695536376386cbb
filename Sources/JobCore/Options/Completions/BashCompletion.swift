extension Completions {
    var bash: String {
        let name = syntax.tool
        let values = rows.filter { $0.value != nil }.map { row in
            "        \(row.spellings.joined(separator: "|")))\n"
                + "            \(Self.bashReply(for: row.type))\n            return ;;\n"
        }.joined()
        let options = rows.flatMap(\.spellings).filter { $0.hasPrefix("--") }
        return """
            _\(name)() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
                COMPREPLY=()
                case $prev in
            \(values)    esac
                if [[ $cur == -* ]]; then
                    COMPREPLY=($(compgen -W '\(options.joined(separator: " "))' -- "$cur"))
                    return
                fi
                \(verbs.isEmpty ? Self.bashReply(for: syntax.operands.first?.type ?? .text)
                    : "COMPREPLY=($(compgen -W '\(verbs.joined(separator: " "))' -- \"$cur\"))")
            }
            complete -F _\(name) \(name)

            """
    }

    private static func bashReply(for type: OptionType) -> String {
        let action: String
        switch type {
        case .file: action = "-f"
        case .directory: action = "-d"
        case .command: action = "-c"
        default: action = "-W '\(words(of: type).joined(separator: " "))'"
        }
        return "COMPREPLY=($(compgen \(action) -- \"$cur\"))"
    }
}
