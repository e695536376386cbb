/// One option: its names, what it takes, and how each batch system spells it.
package struct OptionRow: Sendable {
    /// The long name, without dashes; in profiles and for `-O`, `_` may stand for `-`.
    package let name: String
    package let letter: Character?
    /// Other names for it: long options too, and keywords in profiles.
    package let synonyms: [String]
    package let type: OptionType
    /// What stands for the value in the help; nil for a flag.
    package let value: String?
    /// What holds where nobody says anything; nil for nothing.
    package let standard: String?
    package let help: String
    /// Whether several values count, and not the last alone.
    package let isRepeatable: Bool
    /// Whether the command line has it too, and not only profiles and `-O`.
    package let isOnCommandLine: Bool
    /// Its directive in a job script of each batch system.
    package let slurm: Spelling
    package let torque: Spelling
    package let pbs: Spelling
    /// What the local queue makes of it.
    package let local: LocalUse

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

    init(
        _ name: String, _ letter: Character? = nil, _ synonyms: [String] = [],
        type: OptionType = .text, value: String? = nil, standard: String? = nil,
        isRepeatable: Bool = false, isOnCommandLine: Bool = true, slurm: Spelling = .absent,
        torque: Spelling = .absent,
        pbs: Spelling = .absent, local: LocalUse = .used, help: String
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
        self.slurm = slurm
        self.torque = torque
        self.pbs = pbs
        self.local = local
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
}

extension OptionRow.Spelling: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
