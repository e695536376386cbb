import JobCore

/// The jobs that the options choose, asked for whenever they are to be looked at.
struct Query {
    let selection: Selection
    /// Those that were named.
    let ids: [JobID]
    let backends: Backends
    var isDetailed = false
    var hasEnvironment = false
    let order: Order

    /// From each backend that it concerns, in the order that was asked for.
    func list() throws(Failure) -> JobList {
        var list = try unsorted()
        order.sort(&list.jobs)
        return list
    }

    private func unsorted() throws(Failure) -> JobList {
        var filter = selection.filter(ids)
        filter.isDetailed = isDetailed
        filter.hasEnvironment = hasEnvironment
        guard !ids.isEmpty else { return try backends.chosen().list(filter) }
        var list = JobList()
        for (backend, ids) in try backends.sorted(ids) {
            filter.ids = ids
            let part = try backend.list(filter)
            list.jobs += part.jobs
            list.unknown += part.unknown
            list.damaged += part.damaged
            list.damagedLines += part.damagedLines
        }
        return list
    }

    /// How many there are in each state, and what could not be listed.
    func counts() throws(Failure) -> (counts: [JobState: Int], list: JobList) {
        if ids.isEmpty {
            return (try backends.chosen().counts(selection.filter([])), JobList())
        }
        let list = try unsorted()
        return (list.counts, list)
    }
}

extension JobList {
    /// Whether nothing at all was found, and nothing is to be complained of.
    var isEmpty: Bool { jobs.isEmpty && unknown.isEmpty && damaged.isEmpty }

    /// Says what could not be listed.
    func report(_ session: borrowing Session) -> ExitStatus {
        for id in unknown { session.log.error("'\(id)': no such job") }
        for id in damaged { session.log.error("\(id): its record is damaged") }
        if damaged.isEmpty, damagedLines > 0 {
            let lines = damagedLines == 1 ? "a line" : "\(damagedLines) lines"
            session.log.error("\(lines) of the queue's journal can't be read")
        }
        let isWhole = unknown.isEmpty && damaged.isEmpty && damagedLines == 0
        return isWhole ? .success : .failure
    }
}
