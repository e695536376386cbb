/// What `--help` and `--help-all` show of a command.
package struct HelpText {
    private let syntax: CommandSyntax
    /// Characters of a line.
    private static let width = 80
    /// Where the help of an option begins.
    private static let margin = 26

    package init(_ syntax: CommandSyntax) { self.syntax = syntax }

    /// A screen: the usual options, and examples.
    package var usual: String {
        var text = head
        let rows = shownGroups.flatMap(\.rows).filter(\.isUsual)
        text += "\nUsual options:\n" + rows.map { item($0, isShort: true) }.joined()
        text += examples
        return text + "\n" + foot(isShort: true)
    }

    /// Everything, in groups.
    package var all: String {
        var text = head
        if !syntax.discussion.isEmpty { text += "\n" + Self.wrapped(syntax.discussion) }
        for group in shownGroups {
            text += "\n\(group.title):\n" + group.rows.map { item($0, isShort: false) }.joined()
        }
        return text + examples + "\n" + foot(isShort: false)
    }

    /// The groups with what is shown of them.
    private var shownGroups: [OptionGroup] {
        syntax.groups.map { group in
            OptionGroup(group.title, group.rows.filter { $0.isOnCommandLine && !$0.isHidden })
        }.filter { !$0.rows.isEmpty }
    }

    private var head: String {
        var text = "\(syntax.name): \(syntax.abstract)\n\n"
        for (index, line) in syntax.usage.enumerated() {
            text += (index == 0 ? "usage: " : "       ") + "\(syntax.name) \(line)\n"
        }
        if !syntax.verbs.isEmpty {
            text += "\nVerbs:\n"
            for verb in syntax.verbs { text += Self.entry(verb.verb, verb.abstract) }
        }
        return text
    }

    private var examples: String {
        if syntax.examples.isEmpty { return "" }
        var text = "\nExamples:\n"
        let column = (syntax.examples.map(\.line.count).max() ?? 0) + 4
        for example in syntax.examples {
            let gap = String(repeating: " ", count: column - 2 - example.line.count)
            let line = "  \(example.line)\(gap)# \(example.meaning)"
            text +=
                line.count <= Self.width
                ? line + "\n" : "  \(example.line)\n      # \(example.meaning)\n"
        }
        return text
    }

    private func foot(isShort: Bool) -> String {
        var parts = ["'man \(syntax.tool)' says more"]
        if isShort { parts.insert("'\(syntax.name) --help-all' has every option", at: 0) }
        if !syntax.verbs.isEmpty {
            parts.insert("'\(syntax.name) VERB --help' has the options of a verb", at: 0)
        }
        let last = parts.removeLast()
        let others = parts.isEmpty ? "" : parts.joined(separator: ", ") + ", and "
        return Self.wrapped(others + last + ".")
    }

    private func item(_ row: OptionRow, isShort: Bool) -> String {
        var names = row.spellings
        if isShort {
            let main = row.spelling
            names = names.filter { $0 == main || $0 == row.letter.map { "-\($0)" } }
        }
        let value = row.value.map { " \($0)" } ?? ""
        // Long names stand below one another.
        let indent = names[0].hasPrefix("--") ? "    " : ""
        return Self.entry(indent + names.joined(separator: ", ") + value, row.help)
    }

    /// A name, and what it means beside it, or below where the name is long.
    private static func entry(_ name: String, _ help: String) -> String {
        var lines = lines(of: help, width: width - margin)
        let start = "  " + name
        let gap = margin - start.count
        let first: String
        if gap >= 2 {
            first = start + String(repeating: " ", count: gap) + lines.removeFirst()
        } else {
            first = start
        }
        let indent = String(repeating: " ", count: margin)
        return ([first] + lines.map { indent + $0 }).joined(separator: "\n") + "\n"
    }

    private static func wrapped(_ text: String) -> String {
        lines(of: text, width: width - 1).map { $0 + "\n" }.joined()
    }

    /// The words of a text in lines of so many characters at most; one line at least.
    private static func lines(of text: String, width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension CommandSyntax {
    /// The first way to call it, for whoever called it wrongly.
    package var usageLine: String { "\(name) \(usage.first ?? "")" }
}
