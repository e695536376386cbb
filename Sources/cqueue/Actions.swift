import JobCore

/// What is done to jobs.
struct Action {
    private let act: JobAct

    /// What the options ask for; nil where that is nothing.
    init?(_ line: ParsedLine) {
        let acts: [(OptionRow, JobAct)] = [
            (CqueueOptions.cancel, .cancel), (CqueueOptions.hold, .hold),
            (CqueueOptions.release, .release), (CqueueOptions.requeue, .requeue),
        ]
        if let (_, act) = acts.first(where: { line.has($0.0) }) {
            self.act = act
        } else if let number = line.number(CqueueOptions.signal) {
            act = .signal(Int32(number))
        } else {
            return nil
        }
    }

    /// Whether whoever asks for it is asked in turn where it is to be done to many jobs.
    private var asks: Bool {
        if case .cancel = act { Terminal.hasSomebody } else { false }
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
            if isChosen { ids = list.jobs.map(\.id) + list.unknown }
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
