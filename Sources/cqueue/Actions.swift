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
        try display.check()
        let acts = [cancel, signal != nil, hold, release, requeue, pause, unpause].count { $0 }
        let questions = [other.check, other.canSubmit, other.backends].count { $0 }
        guard acts + display.choices + questions <= 1 else {
            throw Failure("these options exclude each other", status: .usage)
        }
    }

    /// Whether it is about the queue, and not about jobs.
    var isAboutQueue: Bool { pause || unpause }

    func act() throws(Failure) -> JobAct? {
        if cancel { return .cancel }
        if hold { return .hold }
        if release { return .release }
        if requeue { return .requeue }
        return signal.map { .signal($0.number) }
    }

    /// Does it to the selection, on each backend in as few steps as it can.
    func perform(
        _ act: JobAct, on query: Query, _ session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        guard query.selection.isNarrowed else {
            throw Failure(
                "which jobs? Name IDs, or choose with --name, --state, --user", status: .usage)
        }
        var ids = query.ids
        if ids.isEmpty || query.selection.filters {
            let list = try query.list()
            ids = list.jobs.map(\.id) + list.unknown
        }
        if case .cancel = act, ids.count > 10, !Terminal.confirms("Cancel \(ids.count) jobs?") {
            throw Failure("nothing was cancelled", status: .failure)
        }
        var isWhole = true
        for (backend, ids) in try query.backends.sorted(ids) {
            for (id, reason) in try backend.act(act, on: ids) {
                session.log.error("cannot \(act.verb) '\(id)': \(reason)")
                isWhole = false
            }
        }
        return isWhole ? .success : .failure
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
