import JobCore

/// The jobs that a command line asks for, on the backend that carries them out.
protocol AskedJobs {
    var backends: Backends { get }

    /// `--dry-run`: what would run.
    func show(in session: inout Session) throws(Failure)
    /// `--write`: the same in files, whose paths are written.
    func writeScripts(in session: inout Session) throws(Failure)
    /// `--test-only`: whether they would be taken.
    func test(_ session: borrowing Session) throws(Failure) -> ExitStatus
    /// The IDs of the jobs that are there now, once the queue has room for them.
    func submit(as tool: Csub, _ session: borrowing Session) throws(Failure) -> [JobID]
}

/// On this machine.
struct LocalJobs: AskedJobs {
    let backends: Backends
    private let submissions: [Submission]

    init(_ submissions: [Submission], _ backends: Backends) {
        self.submissions = submissions
        self.backends = backends
    }

    func show(in session: inout Session) throws(Failure) {
        for submission in submissions { try submission.show(in: &session) }
    }

    func writeScripts(in session: inout Session) throws(Failure) {
        for submission in submissions { try submission.writeScripts(in: &session) }
    }

    func test(_ session: borrowing Session) throws(Failure) -> ExitStatus {
        for submission in submissions { try submission.checkMeaning(session) }
        return .success
    }

    func submit(as tool: Csub, _ session: borrowing Session) throws(Failure) -> [JobID] {
        let queue = try backends.local()
        try setThreads(submissions[0].choices, of: queue, session)
        var requests = try submissions[0].requests(for: queue, session)
        for submission in submissions.dropFirst() {
            requests += try submission.requests(for: queue, session)
        }
        return try tool.submit(requests, in: backends, session)
    }

    /// The cores of the whole queue are changed by who asks for it, and not by a script or a profile.
    private func setThreads(
        _ choices: Choices, of queue: LocalQueue, _ session: borrowing Session
    ) throws(Failure) {
        guard let threads = choices.number(JobOptions.threads),
            let origin = choices.last(JobOptions.threads)?.origin
        else { return }
        guard origin == .commandLine else {
            session.log.info("threads has no effect there: \(origin.text)")
            return
        }
        try queue.setCores(threads)
    }
}
