/// How a tool, or a verb of one, is called: its options, its operands, and what its help says. It is
/// the one definition that the command line is read by, and that help, pages and completions are
/// written from.
package struct CommandSyntax: Sendable {
    /// The tool, and behind a blank the verb: `cprofile config set`.
    package let name: String
    /// What it does, in a line with a full stop.
    package let abstract: String
    /// Ways to call it, without the name.
    package let usage: [String]
    /// What else its help says, in sentences.
    package let discussion: String
    package let groups: [OptionGroup]
    package let operands: [Operand]
    /// Verbs that the first operand chooses among; empty for a tool that has none.
    package let verbs: [CommandSyntax]
    /// The verb where no operand is one.
    package let defaultVerb: String?
    /// Command lines for the help, with what each does.
    package let examples: [Example]
    /// Where options end.
    package let optionsEnd: OptionsEnd
    /// Whether systems have another program of that name, which has completions of its own.
    package let hasNamesake: Bool

    /// An example of the help.
    package struct Example: Sendable {
        package let line: String
        package let meaning: String

        package init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// Where options end, `--` aside.
    package enum OptionsEnd: Sendable {
        /// Options and operands may stand in any order.
        case nowhere
        /// At the first operand; where the option of that name was given, nowhere.
        case atOperand(unless: String)
    }

    package init(
        _ name: String, _ abstract: String, usage: [String], discussion: String = "",
        groups: [OptionGroup], operands: [Operand] = [], verbs: [CommandSyntax] = [],
        defaultVerb: String? = nil, examples: [Example] = [], optionsEnd: OptionsEnd = .nowhere,
        hasNamesake: Bool = false
    ) {
        self.name = name
        self.abstract = abstract
        self.usage = usage
        self.discussion = discussion
        self.groups = groups
        self.operands = operands
        self.verbs = verbs
        self.defaultVerb = defaultVerb
        self.examples = examples
        self.optionsEnd = optionsEnd
        self.hasNamesake = hasNamesake
    }

    /// The tool's name alone.
    package var tool: String { String(name.prefix { $0 != " " }) }

    /// What stands behind the tool's name; empty for the tool itself.
    package var verb: String { String(name.dropFirst(tool.count).drop { $0 == " " }) }

    /// Its options, and those of its verbs.
    package var rows: [OptionRow] {
        groups.flatMap(\.rows).filter(\.isOnCommandLine) + verbs.flatMap(\.rows)
    }

    /// The option of a long name, which is exact.
    package func row(named name: String) -> OptionRow? {
        guard name.utf8.count > 1 else { return nil }
        return row { $0.answers(to: name) }
    }

    /// The option of a letter, or why there is none.
    package func row(letter: Character) -> OptionRow? {
        row { $0.answers(toLetter: letter) }
    }

    private func row(where isMeant: (OptionRow) -> Bool) -> OptionRow? {
        for group in groups {
            if let row = group.rows.first(where: { $0.isOnCommandLine && isMeant($0) }) {
                return row
            }
        }
        for verb in verbs {
            if let row = verb.row(where: isMeant) { return row }
        }
        return nil
    }

    /// Whether it has an option of this name.
    func has(_ row: OptionRow) -> Bool {
        groups.contains { $0.rows.contains { $0.name == row.name } }
    }

    /// The verb of this name.
    package func verb(_ name: String) -> CommandSyntax? { verbs.first { $0.verb == name } }
}

/// Options that belong together.
package struct OptionGroup: Sendable {
    package let title: String
    package let rows: [OptionRow]

    package init(_ title: String, _ rows: [OptionRow]) {
        self.title = title
        self.rows = rows
    }
}

/// What stands on a command line beside the options.
package struct Operand: Sendable {
    /// What stands for it in the usage: `ID`.
    package let name: String
    /// What a shell offers for it.
    package let type: OptionType
    package let isOptional: Bool
    package let isRepeated: Bool
    /// Whether a word with a dash before it, which is no option, is taken for it.
    package let takesDashes: Bool

    package init(
        _ name: String, _ type: OptionType, isOptional: Bool = false, isRepeated: Bool = false,
        takesDashes: Bool = false
    ) {
        self.name = name
        self.type = type
        self.isOptional = isOptional
        self.isRepeated = isRepeated
        self.takesDashes = takesDashes
    }
}
