/// What can be told of a job, whatever carries it out: a line of a list.
package struct JobReport: Sendable {
    package var id: JobID
    package var backend: BackendName
    package var name: ByteString
    package var user: ByteString
    /// The partition or queue.
    package var queue: ByteString
    package var state: JobState
    /// The state in the scheduler's own word.
    package var nativeState: String
    /// Why it waits, or how it ended; empty where there is nothing to say.
    package var reason = ""
    package var cores: Int
    package var nodes = 1
    /// Bytes; nil where nothing was asked for.
    package var memory: Int?
    /// Where it runs, as the scheduler lists machines.
    package var nodeList = ""
    package var account: ByteString?
    package var priority: Int?
    package var directory: ByteString?
    /// The numbers of the local jobs that a running one waits for; its cores are lent meanwhile, and
    /// `cores` is 0.
    package var waitsFor: NumberList?
    /// What it still waits for, or waited for: `afterok:L7`.
    package var dependencies: [ByteString] = []
    package var begin: WallTime?
    /// Milliseconds that one attempt may run.
    package var timeLimit: Int?
    package var attempts = 0
    package var submitted: WallTime?
    package var started: WallTime?
    package var ended: WallTime?
    /// Milliseconds that it has run, or ran.
    package var elapsed: Int?
    package var ending: Ending?
    /// What it was submitted again as, once it had ended; nil where it was not.
    package var successor: JobID?
    /// The scheduler forgot it, and nothing tells how it ended.
    package var hasDisappeared = false
    package var files: Files?
    /// The edition of a local job's default outputs; nil while it has not opened them.
    package var outputEdition: Int?
    /// Whether a job has opened its outputs, so that what is in them is its own; nil where nothing tells.
    package var hasOpenedOutputs: Bool?
    /// The line of input, or the lines, that `csub --each` made it of.
    package var input: ByteString?
    /// The variables that its command finds, `NAME=value` each; nil where nothing tells, or nobody
    /// asked (`JobFilter.hasEnvironment`).
    package var environment: [ByteString]?
    /// What was asked for, where it was submitted by csub.
    package var request: Request? {
        get { asked?.request }
        set { asked = newValue.map { Asked($0) } }
    }
    /// Apart, since it is large, and a list has thousands of them that nobody looks at.
    private var asked: Asked?

    private final class Asked: Sendable {
        let request: Request

        init(_ request: Request) { self.request = request }
    }

    /// The paths of a job's files, absolute.
    package struct Files: Sendable {
        package var output: ByteString
        package var error: ByteString
        package var input: ByteString?
        /// What was given to the batch system.
        package var script: ByteString?
        /// Where its ending is written.
        package var status: ByteString?
        /// What belongs to the call of a function.
        package var function: FunctionFiles?

        package init(
            output: ByteString, error: ByteString, input: ByteString? = nil,
            script: ByteString? = nil, status: ByteString? = nil, function: FunctionFiles? = nil
        ) {
            self.output = output
            self.error = error
            self.input = input
            self.script = script
            self.status = status
            self.function = function
        }
    }

    /// Has the reason tell of the successor, too.
    mutating func noteSuccessor() {
        guard let successor else { return }
        reason += (reason.isEmpty ? "" : "; ") + "resubmitted as \(successor)"
    }

    package init(
        id: JobID, backend: BackendName, name: ByteString, user: ByteString, queue: ByteString,
        state: JobState, nativeState: String, cores: Int
    ) {
        self.id = id
        self.backend = backend
        self.name = name
        self.user = user
        self.queue = queue
        self.state = state
        self.nativeState = nativeState
        self.cores = cores
    }
}
