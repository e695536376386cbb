import ArgumentParser
import JobCore

/// Submit jobs and write their IDs.
@main
struct Csub: Tool {
    static let name = "csub"
    static let usage = "csub [options] COMMAND [ARG...] | - | --each TEMPLATE [::: INPUT...]"
    static let configuration = CommandConfiguration(
        commandName: "csub",
        abstract: "Submit jobs and write their IDs.",
        usage: """
            csub [options] COMMAND [ARG...]
            csub [options] - < SCRIPT
            csub [options] --each TEMPLATE [::: INPUT...]
            """,
        discussion: """
            One COMMAND with blanks or shell characters is text for a shell; a COMMAND with \
            arguments is run as it is. Options end at COMMAND.
            """)

    @Option(SubmitOptions.jobName) var jobName: ByteString?
    @Option(SubmitOptions.cores) var cores: Count?
    @Option(SubmitOptions.memory) var memory: Memory?
    @Option(SubmitOptions.time) var time: TimeLimit?
    @Option(SubmitOptions.depend) var depend: [Dependencies] = []
    @Option(SubmitOptions.begin) var begin: Begin?
    @Flag(SubmitOptions.hold) var hold = false
    @Option(SubmitOptions.output) var output: ByteString?
    @Option(SubmitOptions.error) var error: ByteString?
    @Option(SubmitOptions.input) var input: ByteString?
    @Option(SubmitOptions.chdir) var chdir: ByteString?
    @Option(SubmitOptions.export) var export: ByteString?
    @Option(SubmitOptions.priority) var priority: Int = 0
    @Option(SubmitOptions.tries) var tries: Count?
    @Flag(SubmitOptions.requeue) var requeue = false
    @Option(SubmitOptions.each) var each: ByteString?
    @Flag(SubmitOptions.null) var null = false
    @Flag(SubmitOptions.shell) var shell = false
    @Flag(SubmitOptions.exec) var exec = false
    @Option(SubmitOptions.maxQueueLength) var maxQueueLength: Number?
    @Flag(SubmitOptions.noBlock) var noBlock = false
    @Flag(SubmitOptions.wait) var wait = false
    @Flag(SubmitOptions.get) var get = false
    @Option(SubmitOptions.threads) var threads: Number?
    @Flag(SubmitOptions.dryRun) var dryRun = false
    @Flag(SubmitOptions.quiet) var quiet = false
    @OptionGroup var version: VersionOption

    @Argument(help: "The command and its arguments.") var words: [ByteString] = []

    static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString] {
        let line = try SubmitLine(arguments)
        return line.options + ["--"] + line.operands
    }

    /// With --wait it ends as the jobs do, and its own failures have one number, as for cwait.
    static func usageStatus(for arguments: [ByteString]) -> ExitStatus {
        let options = arguments.prefix { $0.hasPrefix("-") }
        let waits = options.contains {
            $0 == "--wait" || (!$0.hasPrefix("--") && $0.contains(UInt8(ascii: "W")))
        }
        return waits ? .cannotWait : .usage
    }

    var failureStatus: ExitStatus? { wait ? .cannotWait : nil }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        if version.isAsked { return try session.showVersion() }
        session.isQuiet = quiet
        let submission = try Submission(self, session)
        if dryRun {
            try submission.show(in: &session)
            return .success
        }
        let queue = try LocalQueue()
        if let threads { try queue.setCores(threads.value) }
        let requests = try submission.requests(for: queue, session)
        if requests.isEmpty { return .success }
        let ids = try submit(requests, to: queue, session)
        // With --get standard output is the jobs'.
        if !get { try write(ids, to: &session) }
        guard wait else { return .success }
        var waiter = JobWaiter()
        waiter.replays = get
        return try waiter.wait(for: ids, in: queue, session: &session)
    }

    /// Submits, when the queue is short enough.
    private func submit(
        _ requests: [Request], to queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) -> [JobID] {
        let limit = try LocalQueue.longest(asked: maxQueueLength?.value)
        guard let limit else { return try queue.submit(requests, limit: nil) ?? [] }
        guard requests.count <= limit else {
            throw Failure(
                "cannot submit \(requests.count) jobs: the queue may have \(limit)",
                status: .usage)
        }
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        var hasSaidSo = false
        while true {
            let ids = try queue.submit(requests, limit: limit)
            if let ids { return ids }
            if noBlock {
                throw Failure("the queue is full: it may have \(limit) jobs", status: .tryLater)
            }
            if !hasSaidSo { session.notice("the queue is full (\(limit) jobs); waiting") }
            hasSaidSo = true
            if let signal = try queue.waitForChange(or: signals) {
                Messages.say("csub: nothing was submitted")
                Signal.die(of: signal)
            }
        }
    }

    /// The jobs are there: where their IDs can't be written, that is said.
    private func write(_ ids: [JobID], to session: inout Session) throws(Failure) {
        Signal.ignore(Signal.pipe)
        do throws(Failure) {
            for id in ids { try session.output.line(id.text) }
            try session.output.flush()
        } catch {
            let which = ids.count == 1 ? "\(ids[0]) was" : "\(ids[0]) to \(ids[ids.count - 1]) were"
            throw Failure(
                "\(which) accepted, but could not be printed: \(error.message)",
                status: error.status)
        }
    }
}
