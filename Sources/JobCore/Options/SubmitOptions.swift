/// One option of csub: its names, and whether a value follows.
package struct OptionRow: Sendable {
    /// The long name, without dashes.
    package let name: String
    package let letter: Character?
    package let aliases: [String]
    /// What stands for the value in the help; nil for a flag.
    package let value: String?
    package let help: String

    init(
        _ name: String, _ letter: Character? = nil, aliases: [String] = [], value: String? = nil,
        help: String
    ) {
        self.name = name
        self.letter = letter
        self.aliases = aliases
        self.value = value
        self.help = help
    }
}

/// The options of csub, in the order of its help. The command line is cut by this table, and the
/// parser, the man page and the completions are held against it.
package enum SubmitOptions {
    package static let jobName = OptionRow(
        "job-name", "J", aliases: ["name"], value: "NAME",
        help: "Name of the job; else the command's.")
    package static let cores = OptionRow(
        "cores", "c", aliases: ["cpus-per-task", "cpus"], value: "N", help: "Cores it holds (1).")
    package static let memory = OptionRow(
        "mem", value: "SIZE", help: "Memory it holds: 4000 (MiB), 512K, 16G, none.")
    package static let time = OptionRow(
        "time", "t", aliases: ["walltime"], value: "TIME",
        help: "Ends it after this long: 90 (minutes), 90s, 2h, 1-12:00:00.")
    package static let depend = OptionRow(
        "depend", "d", aliases: ["dependency", "after"], value: "IDS",
        help: "Starts after these jobs: L7, afterany:L7:L8, singleton; - reads them from stdin.")
    package static let begin = OptionRow(
        "begin", "b", value: "TIME",
        help: "Starts not before: 16:00, now+1hour, 2026-12-24T18:00.")
    package static let hold = OptionRow("hold", "H", help: "Waits until it is released.")
    package static let output = OptionRow(
        "output", "o", value: "FILE", help: "Its standard output; %j is the ID, %x the name.")
    package static let error = OptionRow(
        "error", "e", value: "FILE",
        help: "Its standard error; else as the output, or NAME.N.cluster.err.")
    package static let input = OptionRow("input", "i", value: "FILE", help: "Its standard input.")
    package static let chdir = OptionRow(
        "chdir", "D", aliases: ["dir", "cwd"], value: "DIR", help: "Runs there.")
    package static let export = OptionRow(
        "export", value: "RULES", help: "Its environment: ALL, NONE, VAR, VAR=VALUE, comma between."
    )
    package static let priority = OptionRow(
        "priority", value: "N", help: "Higher starts first (0).")
    package static let tries = OptionRow(
        "tries", value: "N", help: "Runs it up to N times until it ends with 0 (1).")
    package static let requeue = OptionRow(
        "requeue", help: "Runs it again if its ending is lost.")
    package static let each = OptionRow(
        "each", value: "TEMPLATE",
        help: "One job for each line of stdin, or each word behind ':::'; {} is the line.")
    package static let null = OptionRow(
        "null", "0", help: "Input for --each ends with NUL, not newline.")
    package static let shell = OptionRow("shell", help: "Reads a lone operand as text for a shell.")
    package static let exec = OptionRow("exec", help: "Reads a lone operand as a program's name.")
    package static let maxQueueLength = OptionRow(
        "max-queue-len", "m", value: "N",
        help: "Waits until the queue is shorter than N (0: never).")
    package static let noBlock = OptionRow(
        "no-block", help: "Ends with 75 instead of waiting for the queue.")
    package static let wait = OptionRow(
        "wait", "W", help: "Waits for the jobs and ends as they do.")
    package static let get = OptionRow("get", help: "With --wait: writes their output.")
    package static let threads = OptionRow(
        "threads", value: "N", help: "Cores that the local queue's jobs share from now on (0: all)."
    )
    package static let dryRun = OptionRow(
        "dry-run", help: "Submits nothing; writes what would run.")
    package static let quiet = OptionRow("quiet", "Q", help: "No notices on standard error.")
    package static let version = OptionRow("version", "V", help: "Shows the version.")
    package static let helpRow = OptionRow("help", "h", help: "Shows this help.")
    static let completions = OptionRow(
        "generate-completion-script", value: "SHELL",
        help: "Writes completions for bash, zsh or fish.")

    package static let all = [
        jobName, cores, memory, time, depend, begin, hold, output, error, input, chdir, export,
        priority, tries, requeue, each, null, shell, exec, maxQueueLength, noBlock, wait, get,
        threads, dryRun, quiet, version, helpRow, completions,
    ]

    /// Letters that mean different things to different people, and what they may have meant.
    package static let unassigned: [Character: String] = [
        "q": "--qos, --partition or -Q/--quiet", "n": "-c/--cores or --dry-run",
        "w": "-W/--wait or -D/--chdir", "l": "-c/--cores, --mem or -t/--time",
        "S": "'csub -' with a script that names its interpreter", "x": "--exec",
        "k": "cqueue --cancel", "s": "--shell",
        "a": "--each", "N": "-J/--job-name",
    ]

    static func row(named name: String) -> OptionRow? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }

    static func row(letter: Character) -> OptionRow? { all.first { $0.letter == letter } }
}

/// A command line cut at its first operand, since what stands behind belongs to the job.
package struct SubmitLine {
    /// Options as `--name` or `--name=value`, whatever their spelling was.
    package private(set) var options: [ByteString] = []
    package private(set) var operands: [ByteString] = []

    /// - Throws: `Failure` (64) for a letter that is not used on purpose, or a missing value.
    package init(_ arguments: [ByteString]) throws(Failure) {
        var rest = arguments[...]
        while let word = rest.first {
            if word == "--" {
                rest.removeFirst()
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else { break }
            rest.removeFirst()
            if word.hasPrefix("--") {
                try takeLong(word, &rest)
            } else {
                try takeLetters(word, &rest)
            }
        }
        operands = Array(rest)
    }

    private mutating func takeLong(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
        let name = ByteString(word.bytes[2..<(equals ?? word.count)])
        guard let row = name.string.flatMap({ SubmitOptions.row(named: $0) }) else {
            throw Failure("unknown option '--\(name.printable)'", status: .usage)
        }
        guard row.value != nil else {
            guard equals == nil else {
                throw Failure("--\(row.name) takes no value", status: .usage)
            }
            options.append(ByteString("--" + row.name))
            return
        }
        if let equals {
            add(row, ByteString(word.bytes[(equals + 1)...]))
        } else {
            add(row, try value(of: row, "--" + row.name, &rest))
        }
    }

    private mutating func takeLetters(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        var letters = word.bytes.dropFirst()
        while let byte = letters.popFirst() {
            let letter = Character(Unicode.Scalar(byte))
            guard let row = SubmitOptions.row(letter: letter) else {
                if let hint = SubmitOptions.unassigned[letter] {
                    throw Failure("-\(letter) is not used here: \(hint)?", status: .usage)
                }
                throw Failure("unknown option '-\(ByteString([byte]).printable)'", status: .usage)
            }
            if row.value == nil {
                options.append(ByteString("--" + row.name))
            } else if letters.isEmpty {
                add(row, try value(of: row, "-\(letter)", &rest))
            } else {
                add(row, ByteString(letters))
                return
            }
        }
    }

    private func value(
        of row: OptionRow, _ spelling: String, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) -> ByteString {
        guard let value = rest.popFirst() else {
            throw Failure("\(spelling) needs a value: \(row.value ?? "")", status: .usage)
        }
        return value
    }

    private mutating func add(_ row: OptionRow, _ value: ByteString) {
        options.append(ByteString("--" + row.name + "=") + value)
    }
}
