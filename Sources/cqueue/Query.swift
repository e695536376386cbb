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
        return try backends.list(filter, ids)
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
}
