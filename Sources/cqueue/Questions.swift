import ArgumentParser
import JobCore

/// Questions about the queue, and what every tool has.
struct OtherOptions: ParsableArguments {
    @Flag(name: .long, help: "Look for faults in the queue's files; changes nothing.")
    var check = false

    @Flag(name: .long, help: "Tell what carries jobs out, why, and what was looked for.")
    var backends = false

    @Flag(
        name: .customLong("can-submit"), help: "End with 0 if the queue is shorter than -m, else 1."
    )
    var canSubmit = false

    @Option(
        name: [.customShort("m", allowingJoined: true), .customLong("max-queue-len")],
        help: "The length that --can-submit goes by; 0 for any.")
    var maxQueueLength: Int?

    @Flag(name: [.customShort("0"), .customLong("null")], help: "IDs end with NUL, in and out.")
    var null = false

    init() {}

    /// Whether it is about the queue, and not about jobs.
    var isAboutQueue: Bool { check || canSubmit || backends }

    var separator: UInt8 { null ? 0 : UInt8(ascii: "\n") }

    func showBackends(
        _ asked: ByteString?, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        let lines = try BackendChoice.explanation(asked: asked, session.configuration())
        for line in lines { try session.output.line(line) }
        return .success
    }

    /// The answer to a question about the queue; nil where there is none.
    func answer(
        _ backends: Backends, _ session: inout Session
    ) throws(Failure) -> ExitStatus? {
        if check {
            let findings = try backends.local().spool.check()
            for finding in findings { try session.output.line(finding) }
            return findings.isEmpty ? .success : .failure
        }
        guard canSubmit else { return nil }
        let queue = try backends.chosen()
        guard let limit = try queue.longest(asked: maxQueueLength) else { return .success }
        let active = JobFilter(states: JobState.active)
        return try queue.count(active) < limit ? .success : .failure
    }
}
