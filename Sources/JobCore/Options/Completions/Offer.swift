/// What a shell offers for a value or an operand.
struct Offer: Equatable {
    let source: Source
    /// Whether several may stand there, with commas between.
    let isList: Bool

    enum Source: Equatable {
        case nothing
        case words([String])
        case files, directories
        /// A command, and then what that command's own completion offers.
        case command
        /// `me`, `all`, and the users of this machine.
        case users
        /// `ALL`, `NONE`, and the variables of the environment.
        case variables
        /// What the tool itself tells.
        case candidates(CandidateKind)
    }

    static let nothing = Offer(from: .nothing)

    private init(from source: Source, isList: Bool = false) {
        self.source = source
        self.isList = isList
    }

    /// For a kind of value.
    init(_ type: OptionType) {
        switch type {
        case .choice(let set): self.init(from: .words(set.words))
        case .choices(let words): self.init(from: .words(words), isList: true)
        case .states(.any): self.init(from: .words(JobState.names), isList: true)
        case .states(.unfinished):
            self.init(from: .words(JobState.names.filter { JobState.isActive($0) }), isList: true)
        case .fields(let set), .sortKeys(let set): self.init(from: .words(set.words), isList: true)
        case .signal, .warning: self.init(from: .words(Signal.allNames))
        case .file: self.init(from: .files)
        case .directory, .path: self.init(from: .directories)
        case .command: self.init(from: .command)
        case .users: self.init(from: .users, isList: true)
        case .export: self.init(from: .variables, isList: true)
        case .dependencies: self.init(from: .candidates(.dependencies), isList: true)
        case .jobs(.any): self.init(from: .candidates(.jobs), isList: true)
        case .jobs(.unfinished): self.init(from: .candidates(.unfinishedJobs), isList: true)
        case .jobs(.ended): self.init(from: .candidates(.endedJobs), isList: true)
        case .profile: self.init(from: .candidates(.profiles))
        case .keyword: self.init(from: .candidates(.keywords), isList: true)
        case .keywordValue: self.init(from: .candidates(.keywordValues))
        case .setting: self.init(from: .candidates(.settings))
        case .settingValue: self.init(from: .candidates(.settingValues))
        case .partition: self.init(from: .candidates(.partitions))
        case .partitions: self.init(from: .candidates(.partitions), isList: true)
        case .flag, .number, .time, .duration, .memory, .byteCount, .moment, .pastMoment, .text,
            .bytes, .anyBytes, .list, .array, .resources, .label, .batchName:
            self.init(from: .nothing)
        }
    }

    /// For an operand, which is one word: several stand beside one another.
    init(operand type: OptionType) { self.init(from: Offer(type).source) }
}
