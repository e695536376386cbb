/// One fact in the journal.
package enum Record: Hashable, Sendable {
    indirect case submit(Int, Request)
    /// What a job that waits asks for from now on, in place of what it asked for.
    indirect case change(Int, Request)
    /// An attempt begins: decided, its cores taken.
    case start(Int, attempt: Int, Job.Start)
    /// An attempt ended; with `again`, the job waits for another one.
    case end(Int, attempt: Int, Ending, again: Bool)
    /// A running job waits for others from now on, or, with nil, no more. The start of its attempt
    /// is told once more: the latest record of a running job tells it.
    case wait(Int, attempt: Int, Waiting?, Job.Start)
    /// A job that has ended was submitted again, under that number. Its ending is told once more: the
    /// latest record of an ended job tells it.
    case resubmit(Int, attempt: Int, Ending, as: Int)
    case hold(Int)
    case release(Int)
    case cancel(Int, at: WallTime)
    /// No job starts until `unpause`.
    case pause, unpause
    /// What the jobs share from now on; 0 is what the machine has.
    case budget(Resources)
    /// The head of a journal that was shortened; `history` is the number of the newest file there.
    case queue(isPaused: Bool, budget: Resources, history: Int)
    /// So many bytes that had been in the journal were missing here, and what can be known of them
    /// follows.
    case cut(bytes: Int, at: WallTime)

    /// The number of the job it is about; 0 for the queue.
    package var job: Int {
        switch self {
        case .submit(let job, _), .change(let job, _), .start(let job, _, _),
            .end(let job, _, _, _), .hold(let job),
            .release(let job), .cancel(let job, _), .wait(let job, _, _, _),
            .resubmit(let job, _, _, _):
            job
        case .pause, .unpause, .budget, .queue, .cut: 0
        }
    }
}

extension Record {
    /// What a job asks for, where it tells that.
    var request: Request? {
        switch self {
        case .submit(_, let request), .change(_, let request): request
        default: nil
        }
    }

    /// Adds it to a batch of lines.
    func write(to lines: inout JournalLine.Writer, next: Int, isContinued: Bool) {
        func begin(_ kind: JournalLine.Kind) {
            lines.begin(kind, job: job, next: next, isContinued: isContinued)
        }
        switch self {
        case .submit(_, let request):
            begin(.submit)
            request.write(to: &lines)
        case .change(_, let request):
            begin(.change)
            request.write(to: &lines)
        case .start(_, let attempt, let start):
            begin(.start)
            lines.field("try", attempt)
            start.write(to: &lines)
        case .wait(_, let attempt, let waiting, let start):
            begin(.wait)
            lines.field("try", attempt)
            start.write(to: &lines)
            waiting?.write(to: &lines)
        case .end(_, let attempt, let ending, let again):
            begin(.end)
            lines.field("try", attempt)
            ending.write(to: &lines)
            if again { lines.field("again", 1) }
        case .resubmit(_, let attempt, let ending, let successor):
            begin(.resubmit)
            lines.field("try", attempt)
            ending.write(to: &lines)
            lines.field("as", successor)
        case .hold: begin(.hold)
        case .release: begin(.release)
        case .cancel(_, let at):
            begin(.cancel)
            lines.field("at", at.milliseconds)
        case .pause: begin(.pause)
        case .unpause: begin(.unpause)
        case .budget(let resources):
            begin(.budget)
            lines.field("cores", resources.cores)
            lines.field("mem", resources.memory)
        case .queue(let isPaused, let budget, let history):
            begin(.queue)
            if isPaused { lines.field("paused", 1) }
            lines.field("cores", budget.cores)
            lines.field("mem", budget.memory)
            if history > 0 { lines.field("history", history) }
        case .cut(let bytes, let at):
            begin(.cut)
            lines.field("bytes", bytes)
            lines.field("at", at.milliseconds)
        }
        lines.end()
    }

    /// What a line says; nil for a record of a kind, or with a value, that this version does not
    /// know.
    init?(_ line: JournalLine) {
        let job = line.job
        switch line.kind {
        case .submit:
            guard let request = Request(line) else { return nil }
            self = .submit(job, request)
        case .change:
            guard let request = Request(line) else { return nil }
            self = .change(job, request)
        case .start: self = .start(job, attempt: line.attempt, Job.Start(line))
        case .wait: self = .wait(job, attempt: line.attempt, Waiting(line), Job.Start(line))
        case .end:
            guard let ending = Ending(line) else { return nil }
            self = .end(
                job, attempt: line.attempt, ending, again: line.number(of: "again") != nil)
        case .resubmit:
            guard let ending = Ending(line), let successor = line.number(of: "as") else {
                return nil
            }
            self = .resubmit(job, attempt: line.attempt, ending, as: successor)
        case .hold: self = .hold(job)
        case .release: self = .release(job)
        case .cancel:
            self = .cancel(job, at: WallTime(milliseconds: line.number(of: "at") ?? 0))
        case .pause: self = .pause
        case .unpause: self = .unpause
        case .budget: self = .budget(Resources(line))
        case .queue:
            self = .queue(
                isPaused: line.number(of: "paused") != nil, budget: Resources(line),
                history: line.number(of: "history") ?? 0)
        case .cut:
            self = .cut(
                bytes: line.number(of: "bytes") ?? 0,
                at: WallTime(milliseconds: line.number(of: "at") ?? 0))
        case .close, .other: return nil
        }
    }
}

extension Resources {
    fileprivate init(_ line: JournalLine) {
        self.init(cores: line.number(of: "cores") ?? 0, memory: line.number(of: "mem") ?? 0)
    }
}

extension JournalLine {
    /// The number of the attempt that a record is about.
    fileprivate var attempt: Int { number(of: "try") ?? 0 }
}

extension Request {
    /// Its fields in a line.
    func write(to lines: inout JournalLine.Writer) {
        lines.field("name", name)
        switch command {
        case .arguments(let words):
            for word in words { lines.field("arg", word) }
        case .shell(let text):
            lines.field("shell", text)
        case .script(let text, let arguments):
            lines.field("script", text)
            for word in arguments { lines.field("arg", word) }
        }
        lines.field("dir", directory)
        if submitDirectory != directory { lines.field("from", submitDirectory) }
        lines.field("env", surroundings)
        lines.field("at", submitted.milliseconds)
        if resources.cores != 1 { lines.field("cores", resources.cores) }
        if resources.memory != 0 { lines.field("mem", resources.memory) }
        if priority != 0 { lines.field("priority", priority) }
        for dependency in dependencies { lines.field("after", dependency.text) }
        for dependency in settled { lines.field("settled", dependency.text) }
        if isHeld { lines.field("held", 1) }
        if let group {
            lines.field("group", group.first)
            lines.field("atonce", group.limit)
        }
        if let firstOfSubmission { lines.field("with", firstOfSubmission) }
        if let begin { lines.field("begin", begin.milliseconds) }
        if let timeLimit { lines.field("limit", timeLimit) }
        if tries != 1 { lines.field("tries", tries) }
        if isRequeued { lines.field("requeue", 1) }
        if let output { lines.field("out", output) }
        if let error { lines.field("err", error) }
        if let input { lines.field("in", input) }
        if let prologue { lines.field("prologue", prologue) }
        if suffix != Request.standardSuffix { lines.field("suffix", suffix) }
        if let batch { lines.field("batchname", batch) }
        for label in labels { lines.field("label", label.text) }
        if let inputLine { lines.field("line", inputLine) }
        for input in inputs { lines.field("input", input.name + "=" + input.value) }
    }

    init?(_ line: JournalLine) {
        var words: [ByteString] = []
        var (shell, script): (ByteString?, ByteString?) = (nil, nil)
        var from: ByteString?
        var group = JobGroup(limit: 0)
        self.init(
            name: "", command: .arguments([]), directory: "", submitDirectory: "", surroundings: "",
            submitted: WallTime(milliseconds: 0))
        var result = self
        line.forEachField { key, value in
            func text() -> ByteString { JournalLine.decode(value) }
            func number() -> Int { JournalLine.number(value) ?? 0 }
            switch key {
            case "name": result.name = text()
            case "arg": words.append(text())
            case "shell": shell = text()
            case "script": script = text()
            case "dir": result.directory = text()
            case "from": from = text()
            case "env": result.surroundings = text()
            case "at": result.submitted = WallTime(milliseconds: number())
            case "cores": result.resources.cores = number()
            case "mem": result.resources.memory = number()
            case "priority": result.priority = number()
            case "after": Dependency(written: text()).map { result.dependencies.append($0) }
            case "settled": Dependency(written: text()).map { result.settled.append($0) }
            case "held": result.isHeld = true
            case "group": group.first = number()
            case "atonce": group.limit = number()
            case "with": result.firstOfSubmission = number()
            case "begin": result.begin = WallTime(milliseconds: number())
            case "limit": result.timeLimit = number()
            case "tries": result.tries = number()
            case "requeue": result.isRequeued = true
            case "out": result.output = text()
            case "err": result.error = text()
            case "in": result.input = text()
            case "line": result.inputLine = text()
            case "batchname": result.batch = text()
            case "label": JobLabel(text()).map { result.labels.append($0) }
            case "input": InputVariable(written: text()).map { result.inputs.append($0) }
            case "prologue": result.prologue = text()
            case "suffix": result.suffix = text()
            default: break
            }
        }
        if let script {
            result.command = .script(script, arguments: words)
        } else if let shell {
            result.command = .shell(shell)
        } else {
            guard !words.isEmpty else { return nil }
            result.command = .arguments(words)
        }
        if group.first > 0, group.limit > 0 { result.group = group }
        result.submitDirectory = from ?? result.directory
        self = result
    }
}

extension Dependency {
    fileprivate init?(written text: ByteString) {
        if text == "singleton" {
            self = .singleton
            return
        }
        let parts = text.split(on: UInt8(ascii: ":"))
        guard parts.count == 2, let word = parts[0].string, let name = parts[1].string,
            let condition = Condition(rawValue: word), let id = JobID(name)
        else { return nil }
        self = .job(id, condition)
    }
}

extension InputVariable {
    fileprivate init?(written text: ByteString) {
        guard let equals = text.bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        self.init(
            name: ByteString(text.bytes[..<equals]),
            value: ByteString(text.bytes[(equals + 1)...]))
    }
}

extension Ending {
    fileprivate func write(to lines: inout JournalLine.Writer) {
        func write(_ end: ProcessEnd?) {
            switch end {
            case .exited(let status): lines.field("exit", Int(status))
            case .killed(let signal): lines.field("signal", Int(signal))
            case nil: break
            }
        }
        switch cause {
        case .process(let end): write(end)
        case .notStarted(let status, let reason):
            lines.field("cause", "notstarted")
            lines.field("exit", Int(status.code))
            lines.field("why", reason)
        case .cancelled(let end):
            lines.field("cause", "cancelled")
            write(end)
        case .timeLimit(let end):
            lines.field("cause", "timeout")
            write(end)
        case .dependency(let parent):
            lines.field("cause", "dependency")
            lines.field("why", ByteString(parent.text))
        case .system(let state, let end):
            lines.field("cause", "system")
            lines.field("why", ByteString(state.rawValue))
            write(end)
        case .lost(let reason):
            lines.field("cause", "lost")
            lines.field("why", reason)
        case .outputLost(let end, let reason):
            lines.field("cause", "output")
            write(end)
            lines.field("why", reason)
        case .void(let reason):
            lines.field("cause", "void")
            if !reason.isEmpty { lines.field("why", reason) }
        }
        lines.field("at", at.milliseconds)
        lines.field("ms", elapsed)
        lines.field("user", usage.user)
        lines.field("sys", usage.system)
        lines.field("rss", usage.peakMemory)
        if let outputEdition, outputEdition > 0 { lines.field("outputs", outputEdition) }
    }

    fileprivate init?(_ line: JournalLine) {
        var (cause, why) = (ByteString(""), ByteString(""))
        var end: ProcessEnd?
        var status: Int32 = 0
        self.init(.void(reason: ""), at: WallTime(milliseconds: 0))
        var result = self
        line.forEachField { key, value in
            func number() -> Int { JournalLine.number(value) ?? 0 }
            switch key {
            case "cause": cause = JournalLine.decode(value)
            case "why": why = JournalLine.decode(value)
            case "exit":
                status = Int32(clamping: number())
                end = .exited(status)
            case "signal": end = .killed(by: Int32(clamping: number()))
            case "at": result.at = WallTime(milliseconds: number())
            case "ms": result.elapsed = number()
            case "user": result.usage.user = number()
            case "sys": result.usage.system = number()
            case "rss": result.usage.peakMemory = number()
            case "outputs": result.outputEdition = number()
            default: break
            }
        }
        switch cause {
        case "":
            guard let end else { return nil }
            result.cause = .process(end)
        case "notstarted": result.cause = .notStarted(ExitStatus(status), reason: why)
        case "cancelled": result.cause = .cancelled(end)
        case "timeout": result.cause = .timeLimit(end)
        case "dependency":
            guard let parent = JobID(why.printable) else { return nil }
            result.cause = .dependency(parent)
        case "system":
            guard let state = JobState(rawValue: why.printable) else { return nil }
            result.cause = .system(state, end)
        case "lost": result.cause = .lost(reason: why)
        case "output":
            guard let end else { return nil }
            result.cause = .outputLost(end, reason: why)
        case "void": result.cause = .void(reason: why)
        default: return nil
        }
        self = result
    }
}
