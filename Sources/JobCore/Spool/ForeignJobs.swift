/// The waiting jobs that a keeper can't run as they were submitted: in other namespaces, or with more
/// than it can give. They wait for a keeper that can.
struct ForeignJobs {
    private let spool: Spool
    private let origin: KeeperOrigin
    private var jobs: Set<Int> = []
    /// What was found out, by the key of surroundings.
    private var known: [ByteString: Bool] = [:]

    init(to origin: KeeperOrigin, in spool: Spool) {
        self.origin = origin
        self.spool = spool
    }

    var isAny: Bool { !jobs.isEmpty }

    func has(_ job: Int) -> Bool { jobs.contains(job) }

    /// Takes in a job that waits.
    ///
    /// - Returns: whether it is one of these.
    mutating func take(_ job: Int, _ request: Request) -> Bool {
        guard isForeign(request.surroundings) else { return false }
        jobs.insert(job)
        return true
    }

    /// It waits no more.
    mutating func forget(_ job: Int) { jobs.remove(job) }

    private mutating func isForeign(_ key: ByteString) -> Bool {
        if let result = known[key] { return result }
        // Where they can't be read, whoever starts the job tells why.
        let surroundings = try? spool.environments.surroundings(key)
        let result = surroundings.map { origin.obstacle(to: $0) != nil } ?? false
        if known.count > 1000 { known = [:] }
        known[key] = result
        return result
    }
}

/// Why waiting jobs can't be run by the keeper that is there, or was there last; each question about the
/// same surroundings is answered once.
struct Obstacles {
    private let spool: Spool
    private let origin: KeeperOrigin?
    private var known: [ByteString: String?] = [:]

    init(in spool: Spool) {
        self.spool = spool
        let latest = try? spool.latestOrigin()
        origin = latest.flatMap { $0.namespaces.boot == spool.bootID ? $0 : nil }
    }

    /// In words; nil where nothing is in the way.
    mutating func obstacle(to request: Request) -> String? {
        guard let origin else { return nil }
        if let result = known[request.surroundings] { return result }
        let surroundings = try? spool.environments.surroundings(request.surroundings)
        let result = surroundings.flatMap { origin.obstacle(to: $0) }
        known.updateValue(result, forKey: request.surroundings)
        return result
    }
}
