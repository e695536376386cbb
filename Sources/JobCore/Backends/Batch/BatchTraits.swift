/// What tells one batch system from another for those who only read its jobs and records.
package struct BatchTraits: Sendable {
    package var name: BackendName
    /// What stands in the name of a job script, `NAME.N.cluster.KIND`.
    package var scriptKind: ByteString
    /// Whether its IDs have the name of a server behind them, which people may leave out.
    package var hasServers = false
    /// Whether a task of an array can wait for the same task of another one.
    package var linksTasks = false
    /// Whether a signal ends the job's script, too, before it can tell of its command's end.
    package var signalsEndScripts = false
    /// How a person finds a job by its token, for which `{}` stands.
    package var search: String
    /// What tells its clients which cluster is meant, where that is not the only one: variables with
    /// their values, and the place of a client.
    package var cluster: [ByteString] = []

    package init(_ name: BackendName, scriptKind: ByteString, search: String) {
        self.name = name
        self.scriptKind = scriptKind
        self.search = search
    }
}

/// What a batch system listed, whose bytes can be kept.
package protocol BatchListing {
    /// All jobs, in the order in which they are listed.
    var jobs: [BatchJob] { get }

    /// Of these jobs only the newest whose ID begins with `prefix`, and no more than `limit` rows; in
    /// any order.
    func newestJobs(_ limit: Int, beginning prefix: String) -> [BatchJob]

    /// The partitions that they are in, some of them maybe several times.
    var partitions: [ByteString] { get }
}

extension BatchListing {
    package func newestJobs(_ limit: Int, beginning prefix: String) -> [BatchJob] {
        let found = jobs.filter { $0.id.text.hasPrefix(prefix) }
        return Array(found.sorted { $0.place.number > $1.place.number }.prefix(limit))
    }

    package var partitions: [ByteString] { jobs.map(\.partition) }
}
