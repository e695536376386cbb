import JobCore

/// What is done to jobs.
struct Action {
    private let act: JobAct

    /// What the options ask for; nil where that is nothing.
    /// - Throws: `Failure` (64) for a change that no job can have.
    init?(_ line: ParsedLine) throws(Failure) {
        let acts: [(OptionRow, JobAct)] = [
            (CqueueOptions.cancel, .cancel), (CqueueOptions.hold, .hold),
            (CqueueOptions.release, .release), (CqueueOptions.requeue, .requeue),
            (CqueueOptions.top, .change(.first)),
        ]
        if let (_, act) = acts.first(where: { line.has($0.0) }) {
            self.act = act
        } else if let number = line.number(CqueueOptions.signal) {
            act = .signal(Int32(number))
        } else if line.has(CqueueOptions.set) {
            act = .change(try JobChange(line.texts(CqueueOptions.set), now: Session.now()))
        } else {
            return nil
        }
    }

    /// Whether whoever asks for it is asked in turn where it is to be done to many jobs.
    private var asks: Bool {
        if case .cancel = act { Terminal.hasSomebody } else { false }
    }

    /// Whether it can be done to a job in that state.
    private func concerns(_ state: JobState) -> Bool {
        switch act {
        case .cancel: !state.hasEnded
        case .hold, .release, .change: state == .pending || state == .held
        case .signal: state == .running
        case .requeue: true
        }
    }

    /// Does it to the selection, on each backend in as few steps as it can.
    func perform(on query: Query, _ session: borrowing Session) throws(Failure) -> ExitStatus {
        guard query.selection.isNarrowed else {
            throw Failure(misuse: "which jobs? Name IDs, or choose with --name, --state, --user")
        }
        var ids = query.ids
        let isChosen = ids.isEmpty || query.selection.filters
        if isChosen || asks {
            let list = try query.list()
            // What was chosen is passed over where there is nothing to do; what was named is told of.
            let jobs = query.ids.isEmpty ? list.jobs.filter { concerns($0.state) } : list.jobs
            if isChosen { ids = jobs.map(\.id) + list.unknown }
            let count = list.counts.filter { !$0.key.hasEnded }.values.reduce(0, +)
            if asks, count > 10, !Terminal.confirms("Cancel \(count) jobs?") {
                throw Failure("nothing was cancelled", status: .failure)
            }
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
