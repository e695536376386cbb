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

    /// Does it to the selection, on each backend in as few steps as it can.
    func perform(on query: Query, _ session: borrowing Session) throws(Failure) -> ExitStatus {
        guard query.selection.isNarrowed else {
            throw Failure(misuse: "which jobs? Name IDs, or choose with --name, --state, --user")
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
