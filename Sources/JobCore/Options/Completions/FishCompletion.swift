extension Completions {
    var fish: String {
        let start = "complete -c \(syntax.tool)"
        var lines = ["\(start) -f"]
        for row in rows {
            let names = row.spellings.map {
                $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst())"
            }
            let value = row.value == nil ? "" : " -r" + Self.fishValue(of: row.type)
            lines.append(
                "\(start) \(names.joined(separator: " "))\(value) -d \(Self.quoted(row.help))")
        }
        if verbs.isEmpty {
            lines.append(start + Self.fishValue(of: syntax.operands.first?.type ?? .text))
        } else {
            lines.append("\(start) -n __fish_use_subcommand -a '\(verbs.joined(separator: " "))'")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func fishValue(of type: OptionType) -> String {
        switch type {
        case .file: " -F"
        case .directory: " -a '(__fish_complete_directories)'"
        case .command: " -a '(__fish_complete_subcommand)'"
        default: words(of: type).isEmpty ? "" : " -a '\(words(of: type).joined(separator: " "))'"
        }
    }
}
