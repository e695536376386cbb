import JobCore

/// What stands for a job among those that depend on one another; the tasks of an array have one.
struct ChainKey: Hashable {
    private let name: String

    /// Who names no server of PBS's means any, so that its name does not count.
    init(_ id: JobID) {
        guard id.localNumber == nil, let place = BatchID(id.text) else {
            name = id.text
            return
        }
        name = "\(place.number)" + (place.cluster.map { ";\($0)" } ?? "")
    }
}

extension JobReport {
    /// The jobs that it was submitted to wait for, also those that had ended by then, in the
    /// order of their IDs.
    var parents: [(id: JobID, condition: Dependency.Condition)] {
        (request?.allDependencies ?? []).compactMap { dependency in
            if case .job(let id, let condition) = dependency { (id, condition) } else { nil }
        }.sorted { FieldValue.id($0.id).precedes(.id($1.id)) }
    }
}
