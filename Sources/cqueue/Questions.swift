import JobCore

/// Questions about the queue as a whole.
struct Questions {
    private let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    /// What carries jobs out, and why; nil where that is not asked.
    func explanation(_ session: inout Session) throws(Failure) -> ExitStatus? {
        guard line.has(CqueueOptions.backends) else { return nil }
        let lines = try BackendChoice.explanation(
            asked: line.text(CommonOptions.backend), session.configuration())
        for line in lines { try session.output.line(line) }
        return .success
    }

    /// The answer to a question about the queue; nil where there is none.
    func answer(
        _ backends: Backends, _ session: inout Session
    ) throws(Failure) -> ExitStatus? {
        if line.has(CqueueOptions.check) {
            let findings = try backends.local().spool.check()
            for finding in findings { try session.output.line(finding) }
            return findings.isEmpty ? .success : .failure
        }
        if line.has(CqueueOptions.pause) || line.has(CqueueOptions.unpause) {
            try backends.local().setPaused(line.has(CqueueOptions.pause))
            return .success
        }
        guard line.has(CqueueOptions.canSubmit) else { return nil }
        let queue = try backends.chosen()
        let asked = line.number(CqueueOptions.maxQueueLength)
        guard let limit = try queue.longest(asked: asked) else { return .success }
        let active = JobFilter(states: JobState.active)
        return try queue.count(active) < limit ? .success : .failure
    }
}
