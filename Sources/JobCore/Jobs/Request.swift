/// What is to be run.
package enum Command: Hashable, Sendable {
    /// A program and its arguments, as they are.
    case arguments([ByteString])
    /// Text for a shell.
    case shell(ByteString)
    /// A script that came on standard input, and the arguments behind it; its first line may name
    /// an interpreter.
    case script(ByteString, arguments: [ByteString])
    /// A function of Python's: the script that calls it, and what that gets as its own arguments.
    case call(ByteString, arguments: [ByteString])

    /// The text of what is run as a file of its own; nil for any other command.
    var fileText: ByteString? {
        switch self {
        case .script(let text, _), .call(let text, _): text
        case .arguments, .shell: nil
        }
    }

    /// What a list shows.
    package var summary: String {
        switch self {
        case .arguments(let words): words.map(\.printable).joined(separator: " ")
        case .shell(let text): text.printable
        case .script(_, let words): (["(script)"] + words.map(\.printable)).joined(separator: " ")
        case .call(_, let words): (["(function)"] + words.map(\.printable)).joined(separator: " ")
        }
    }

    /// The job's name where its submitter gave none.
    package var defaultName: ByteString {
        switch self {
        case .arguments(let words): DefaultName(words).text
        case .shell(let text): DefaultName(shell: text).text
        case .script: "script"
        case .call: "function"
        }
    }
}

/// Jobs of one submission of which so many may run at once (`--max-running`).
package struct JobGroup: Hashable, Sendable {
    /// The number of its first job.
    package var first: Int
    package var limit: Int

    package init(first: Int = 0, limit: Int) {
        self.first = first
        self.limit = limit
    }
}

/// The files of a job that calls a function of Python's; absolute.
package struct FunctionFiles: Hashable, Sendable {
    /// What calls it. The jobs of one submission have one in common.
    package var script: ByteString
    /// Where what it returned is written, or why it returned nothing.
    package var result: ByteString
    /// How many jobs have that script.
    package var sharing: Int

    package init(script: ByteString, result: ByteString, sharing: Int = 1) {
        self.script = script
        self.result = result
        self.sharing = sharing
    }
}

/// What the user asked for.
package struct Request: Hashable, Sendable {
    package var name: ByteString
    package var command: Command
    /// Where the command runs.
    package var directory: ByteString
    /// Where csub ran, or where it said that default output files go.
    package var submitDirectory: ByteString
    /// The key of the environment and limits that the job runs with, in the spool.
    package var surroundings: ByteString
    package var resources = Resources()
    package var priority = 0
    package var dependencies: [Dependency] = []
    /// Dependencies that it was submitted with and does not wait for: they were met by then, or could
    /// never be.
    package var settled: [Dependency] = []
    package var isHeld = false
    /// The jobs that it was submitted with, where not all of them may run at once.
    package var group: JobGroup?
    /// Not started before.
    package var begin: WallTime?
    /// Milliseconds that one attempt may run.
    package var timeLimit: Int?
    /// Attempts in all, where one ends with another status than 0 or by a signal.
    package var tries = 1
    /// Run again if its ending was lost.
    package var isRequeued = false
    /// Shell text before the command.
    package var prologue: ByteString?
    /// What stands in the names of its files.
    package var suffix = Request.standardSuffix
    /// Patterns; nil for `NAME.N.cluster.out` and `.err`.
    package var output: ByteString?
    package var error: ByteString?
    package var input: ByteString?
    /// The line of input that `--each` made this job of.
    package var inputLine: ByteString?
    /// Variables for the parts of its input that its template has places for.
    package var inputs: [InputVariable] = []
    package var submitted: WallTime
    /// The batch that it is of, where that has a name.
    package var batch: ByteString?
    /// What it is marked with; each key once.
    package var labels: [JobLabel] = []
    /// Of a local job that calls a function, the files that belong to that.
    package var function: FunctionFiles?
    /// The number of the first local job of its submission, where that had several.
    package var firstOfSubmission: Int?

    /// The line of input that `--each` made this job of, or its lines, one below the other.
    package var madeOf: ByteString? {
        JobCommand(command, line: inputLine, inputs: inputs).input
    }

    package static let standardSuffix: ByteString = "cluster"

    /// All dependencies that it was submitted with.
    package var allDependencies: [Dependency] { dependencies + settled }

    /// Its standard input, as an absolute path.
    package var inputPath: ByteString {
        guard let input else { return "/dev/null" }
        return input.absolute(in: directory)
    }

    package init(
        name: ByteString, command: Command, directory: ByteString, submitDirectory: ByteString,
        surroundings: ByteString, submitted: WallTime
    ) {
        self.name = name
        self.command = command
        self.directory = directory
        self.submitDirectory = submitDirectory
        self.surroundings = surroundings
        self.submitted = submitted
    }
}
