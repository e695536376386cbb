/// One option: its names, the kind of its value, and what goes with it. Of a keyword of jobs also how
/// each batch system spells it.
///
/// Rows relate to one another by name, so that each can be declared by itself.
package final class OptionRow: Sendable {
    /// The long name, without dashes, or a letter where it has no other; in profiles and for `-O`,
    /// `_` may stand for `-`.
    package let name: String
    package let letter: Character?
    /// Other names for it: long options too, and keywords in profiles. One of a single character is
    /// a letter.
    package let synonyms: [String]
    package let type: OptionType
    /// What stands for the value in the help; nil for a flag.
    package let value: String?
    /// What holds where nobody says anything; nil for nothing.
    package let standard: String?
    /// What it does, in a line.
    package let help: String
    /// Whether several values count, and not the last alone.
    package let isRepeatable: Bool
    /// Whether the command line has it too, and not only profiles and `-O`.
    package let isOnCommandLine: Bool
    /// Whether the short help has it.
    package let isUsual: Bool
    /// Whether no help, page or completion has it.
    package let isHidden: Bool
    /// Names of options one of which it can't do without; empty where it stands alone.
    package let needs: [String]
    /// Names of options that it can't stand beside; its own name among them means nothing.
    package let excludes: [String]
    /// What it makes of the operands.
    package let operands: OperandUse
    /// Of a letter that means different things to different people, and so nothing here: what they
    /// may have meant. Nil for an option.
    package let hint: String?
    /// Whether it is a keyword of jobs, which profiles and `-O` know.
    package let isKeyword: Bool
    /// Its directive in a job script of each batch system.
    package let slurm: Spelling
    package let torque: Spelling
    package let pbs: Spelling
    /// What the local queue makes of it.
    package let local: LocalUse

    /// What an option makes of the operands that stand beside it.
    package enum OperandUse: Sendable, Hashable {
        /// They stay what they are.
        case asUsual
        /// There are none.
        case none
        /// They are of another kind.
        case of(OptionType)
    }

    /// An option's directive: text with `{}` where the value goes.
    package struct Spelling: Sendable, Hashable {
        package let template: String
        /// What stands between the words of a list.
        package let joiner: String
        /// What a flag is that was turned off; empty where that needs no word.
        package let off: String

        package init(_ template: String, joiner: String = ",", off: String = "") {
            self.template = template
            self.joiner = joiner
            self.off = off
        }

        /// The batch system has nothing like it.
        package static let absent = Spelling("")
        /// It is part of the one line that asks for nodes (`-l nodes=2:ppn=4`).
        package static let inNodes = Spelling("-l nodes")
        package var isAbsent: Bool { template.isEmpty }
    }

    package enum LocalUse: Sendable, Hashable {
        case used
        /// It has no meaning on one machine: a note at debug level says so.
        case ignored
        /// It asks for what the local queue does not have; the reason.
        case refused(String)
        /// It is about something this job is not; a note says so, and why.
        case idle(String)
    }

    /// An option of a tool.
    package init(
        _ name: String, _ letter: Character? = nil, _ synonyms: [String] = [],
        type: OptionType = .flag, value: String? = nil, isRepeatable: Bool = false,
        isUsual: Bool = false, isHidden: Bool = false, needs: [String] = [],
        excludes: [String] = [], operands: OperandUse = .asUsual, help: String
    ) {
        self.name = name
        self.letter = letter ?? (name.utf8.count == 1 ? name.first : nil)
        self.synonyms = synonyms
        self.type = type
        self.value = value
        self.help = help
        self.isRepeatable = isRepeatable
        self.isUsual = isUsual
        self.isHidden = isHidden
        self.needs = needs
        self.excludes = excludes
        self.operands = operands
        standard = nil
        isOnCommandLine = true
        hint = nil
        isKeyword = false
        (slurm, torque, pbs, local) = (.absent, .absent, .absent, .used)
    }

    /// A keyword of jobs, which csub's command line has as an option.
    init(
        keyword name: String, _ letter: Character? = nil, _ synonyms: [String] = [],
        type: OptionType = .text, value: String? = nil, standard: String? = nil,
        isRepeatable: Bool = false, isOnCommandLine: Bool = true, isUsual: Bool = false,
        excludes: [String] = [],
        slurm: Spelling = .absent, torque: Spelling = .absent, pbs: Spelling = .absent,
        local: LocalUse = .used, help: String
    ) {
        self.name = name
        self.letter = letter
        self.synonyms = synonyms
        self.type = type
        self.value = value
        self.standard = standard
        self.help = help
        self.isRepeatable = isRepeatable
        self.isOnCommandLine = isOnCommandLine
        self.isUsual = isUsual
        self.excludes = excludes
        self.slurm = slurm
        self.torque = torque
        self.pbs = pbs
        self.local = local
        isHidden = false
        needs = []
        operands = .asUsual
        hint = nil
        isKeyword = true
    }

    /// A letter that is left out on purpose. `hint` is what may have been meant, without a question
    /// mark.
    package init(unassigned letter: Character, hint: String) {
        name = String(letter)
        self.letter = letter
        self.hint = hint
        synonyms = []
        type = .flag
        (value, standard, help) = (nil, nil, "")
        (isRepeatable, isOnCommandLine, isUsual, isHidden) = (false, true, false, true)
        (needs, excludes, operands, isKeyword) = ([], [], .asUsual, false)
        (slurm, torque, pbs, local) = (.absent, .absent, .absent, .used)
    }

    package func spelling(for backend: BackendName) -> Spelling {
        switch backend {
        case .local: .absent
        case .slurm: slurm
        case .torque: torque
        case .pbs: pbs
        }
    }

    /// Whether it goes by this name.
    func answers(to word: String) -> Bool { name == word || synonyms.contains(word) }

    /// Whether it goes by this letter.
    func answers(toLetter letter: Character) -> Bool {
        self.letter == letter
            || synonyms.contains { $0.utf8.count == 1 && $0.first == letter }
    }

    /// What it is called in messages: `--mem`, or `-f` where it has no long name.
    package var spelling: String { Self.spelling(of: name) }

    /// Everything it is called on a command line, letters first.
    package var spellings: [String] {
        let letters = (letter.map { [String($0)] } ?? []) + synonyms.filter { $0.utf8.count == 1 }
        let names = ([name] + synonyms).filter { $0.utf8.count > 1 }
        return (letters + names).map { Self.spelling(of: $0) }
    }

    /// A name with its dashes.
    package static func spelling(of name: String) -> String {
        (name.utf8.count == 1 ? "-" : "--") + name
    }
}

extension OptionRow.Spelling: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
