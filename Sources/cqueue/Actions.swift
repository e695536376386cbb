import ArgumentParser
import JobCore

/// What to do to the jobs.
struct ActionOptions: ParsableArguments {
    @Flag(name: .long, help: "End them: SIGTERM, and SIGKILL after ten seconds.")
    var cancel = false

    @Option(name: .long, help: "Send this signal to those that run.")
    var signal: SignalName?

    @Flag(name: .long, help: "Don't start them until they are released.")
    var hold = false

    @Flag(name: .long, help: "Let held ones start.")
    var release = false

    @Flag(name: .long, help: "Let a batch system run them again.")
    var requeue = false

    @Flag(name: .long, help: "Start no job of the local queue.")
    var pause = false

    @Flag(name: .long, help: "Go on starting jobs.")
    var unpause = false

    init() {}

    /// - Throws: `Failure` (64) for two things at once.
    func check(_ display: Display, _ other: OtherOptions) throws(Failure) {
        let acts = [cancel, signal != nil, hold, release, requeue, pause, unpause].count { $0 }
        let questions = [other.check, other.canSubmit, other.backends].count { $0 }
        guard acts + display.choices + questions <= 1 else {
            throw Failure("these options exclude each other", status: .usage)
        }
    }

    func act() throws(Failure) -> JobAct? {
        if cancel { return .cancel }
        if hold { return .hold }
        if release { return .release }
        if requeue { return .requeue }
        return signal.map { .signal($0.number) }
    }
}

/// `TERM`, `SIGTERM` or `15`.
struct SignalName: ExpressibleByArgument {
    let number: Int32

    init?(argument: String) {
        guard let number = Signal.number(of: argument) else { return nil }
        self.number = number
    }
}

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

    var separator: UInt8 { null ? 0 : UInt8(ascii: "\n") }
}
