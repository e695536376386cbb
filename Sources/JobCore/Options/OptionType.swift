/// The kind of an option's value: what it is checked by, wherever the text comes from, and what a
/// shell offers for it.
package enum OptionType: Hashable, Sendable {
    /// Nothing on the command line; true or false in a profile.
    case flag
    case number(ClosedRange<Int>)
    /// How long a job may run; 0, as for sbatch(1), is as long as it likes.
    case time
    /// How long a tool waits, in milliseconds at least; a bare number is seconds.
    case duration(atLeast: Int)
    case memory
    /// A number of bytes; a bare number is bytes.
    case byteCount
    /// A moment that a job waits for.
    case moment
    /// A moment that has passed.
    case pastMoment
    /// One line of text.
    case text
    /// Any bytes but none: a name, text for a shell.
    case bytes
    /// The same, and it may be empty.
    case anyBytes
    /// A path that does not depend on where one is.
    case path
    case file
    case directory
    /// Words with commas between.
    case list
    case dependencies
    case export
    /// `0-15`, `1,3,5-7%2`.
    case array
    /// `USR1@60`, `B:TERM@120` (sbatch(1), `--signal`).
    case warning
    /// `TERM`, `SIGTERM` or `15`; its value is the number.
    case signal
    case choice(WordSet)
    /// Some of these words, in any case, with commas between.
    case choices([String])
    /// States of a job with commas between; only of jobs that have not ended, or of any.
    case states(StateScope)
    /// Names of facts of a job, with commas between.
    case fields(WordSet)
    /// The same with `-` before one for the largest first.
    case sortKeys(WordSet)
    /// IDs of jobs with commas between.
    case jobs(JobScope)
    /// Users with commas between: `me`, `all`, names or numbers.
    case users
    case partition
    /// Partitions with commas between.
    case partitions
    /// The name of a profile.
    case profile
    /// `KEY=VALUE` of a job's option.
    case keywordValue
    /// The KEY of a job's option, or several with commas between.
    case keyword
    /// The SECTION.KEY of a setting, or a SECTION.
    case setting
    /// The value of the setting that the operand before it names.
    case settingValue
    /// What qsub(1B) takes for `-l`.
    case resources
    /// `KEY` or `KEY=VALUE`, by which jobs are chosen.
    case label
    /// The name of a batch.
    case batchName
    /// A command and its arguments, which have completions of their own.
    case command

    /// Which states a list may have.
    package enum StateScope: Sendable {
        case any
        /// Those of a job that has not ended.
        case unfinished
    }

    /// Which jobs are meant, and so which IDs a shell offers.
    package enum JobScope: Sendable {
        case any, unfinished, ended
    }

    /// A whole number from 1.
    package static let count = OptionType.number(1...1_000_000)
    /// A whole number from 0.
    package static let amount = OptionType.number(0...1_000_000_000)

    /// The seed's word for it.
    package var name: String {
        switch self {
        case .flag: "bool"
        case .number: "int"
        case .time, .duration: "time"
        case .memory, .byteCount: "size"
        case .moment, .pastMoment: "moment"
        case .text, .bytes, .anyBytes, .path, .file, .directory, .export, .array, .warning, .signal,
            .choice, .partition, .profile, .keywordValue, .setting, .settingValue, .resources,
            .label, .batchName, .command:
            "str"
        case .list, .choices, .dependencies, .states, .fields, .sortKeys, .jobs, .users,
            .partitions, .keyword:
            "list"
        }
    }

    /// What an error says that it takes.
    package var expected: String {
        switch self {
        case .flag: "true or false"
        case .number(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .time:
            "a time such as 90 (minutes), 90s, 2h, 1:30:00, 1-12:00:00, 0 (no limit) or none"
        case .duration(let least):
            "a time such as 90 (seconds), 0.5, 90s, 2h or 1:30:00"
                + (least > 0
                    ? ", \(DurationText.seconds(milliseconds: least)) seconds at least" : "")
        case .memory: "a size such as 4000 (MiB), 512K, 16G, or none"
        case .byteCount: "a number of bytes such as 4096, 512K, 1.5G"
        case .moment: "a moment such as 16:00, now+1hour, 2026-12-24T18:00"
        case .pastMoment:
            "a moment that has passed, such as 2h, 1d12h, today, 08:00, 2026-11-22, "
                + "2026-11-22T08:00"
        case .text, .partition: "one line of text, not empty"
        case .profile: "the name of a profile"
        case .bytes, .file, .directory: "text without a NUL, and not empty"
        case .anyBytes, .settingValue, .command: "text without a NUL"
        case .path: "a path from / or ~/"
        case .list, .partitions: "words with commas between"
        case .users: "me, all, names or numbers of users, with commas between"
        case .dependencies: "L7,L8, afterany:L7:L8, singleton, each:L7:L8, or -"
        case .export: "ALL, NONE, VAR or VAR=VALUE, with commas between"
        case .array: "an array such as 0-15, 1,3,5-7 or 0-99%10"
        case .warning: "a signal such as USR1@60 or B:TERM@120, the seconds 65535 at most"
        case .signal: "a signal such as TERM, SIGUSR1 or 15"
        case .choice(let set): "one of \(set.words.joined(separator: ", "))"
        case .choices(let words): "some of \(words.joined(separator: ", "))"
        case .states(.any): "a state such as pending, running, failed, active or done"
        case .states(.unfinished): "a state of a job that has not ended, such as running or held"
        case .fields, .sortKeys: "a field ('cqueue -o help' lists them)"
        case .jobs: "IDs such as L7, L7-L9 or 123, with commas between"
        case .keywordValue: "KEY=VALUE"
        case .keyword: "an option ('csub --list-options' has them)"
        case .setting: "SECTION.KEY"
        case .batchName: "a name of letters, digits, '.', '_', '+' and '-', unlike an ID"
        case .label: "KEY or KEY=VALUE, in one line"
        case .resources: "a list such as nodes=2:ppn=4,mem=4gb,walltime=1:00:00"
        }
    }

    /// The words that a value is made of, where these are all that there are.
    package var words: [String]? {
        switch self {
        case .choice(let set), .fields(let set), .sortKeys(let set): set.all
        case .choices(let words): words
        case .states(.any): JobState.words
        case .states(.unfinished): JobState.words.filter { JobState.isActive($0) }
        case .signal: Signal.allNames
        default: nil
        }
    }
}

/// A closed set of words that a value may be.
package struct WordSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// Those that are shown and offered.
    package let words: [String]
    /// Those that are taken, too.
    package let also: [String]
    /// Whether letters of either case are the same.
    package let ignoresCase: Bool

    package init(_ words: [String], also: [String] = [], ignoresCase: Bool = false) {
        self.words = words
        self.also = also
        self.ignoresCase = ignoresCase
    }

    package init(arrayLiteral words: String...) { self.init(words) }

    package var all: [String] { words + also }

    func contains(_ word: String) -> Bool {
        let word = ignoresCase ? word.lowercased() : word
        return words.contains(word) || also.contains(word)
    }
}
