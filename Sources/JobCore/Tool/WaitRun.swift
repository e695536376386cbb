/// The state of one waiting, over all backends.
struct WaitRun {
    let backends: Backends
    private let ids: [JobID]
    private var waits: [any JobWait] = []
    private var ended: [JobID: JobEnd] = [:]
    /// Those that did not end with 0, but for what was cancelled for others.
    private var failed: [JobEnd] = []
    var failures = FailedJobs()
    private var hasSuccess = false
    private var missing = 0
    private var replayed: Set<JobID> = []
    private var nextPlace = 0
    /// The job at which the waiting ends, though there may be others.
    var last: JobEnd?
    /// Whether what was left has been cancelled because others had failed.
    var hasCancelled = false
    /// Whether cwait itself could not do all that it was asked: its own status counts then, whatever the
    /// jobs' are.
    var hasFailedItself = false

    init(_ ids: [JobID], _ backends: Backends, _ manner: WaitManner) throws(Failure) {
        self.backends = backends
        self.ids = ids
        // While nobody waits for this process: the first entry takes longest.
        ended.reserveCapacity(ids.count)
        for (backend, ids) in try backends.sorted(ids) {
            waits.append(try backend.wait(for: ids, manner))
        }
    }

    // MARK: What is open

    var openJobs: [JobID] { waits.flatMap(\.openJobs) }
    var openCount: Int { waits.reduce(0) { $0 + $1.openCount } }
    var runningCount: Int { waits.reduce(0) { $0 + $1.runningCount } }
    /// Whether there is nothing more to wait for.
    var isOver: Bool { last != nil || ended.count == ids.count }
    /// How many jobs there are.
    var total: Int { ids.count - missing }

    func backend(of id: JobID) throws(Failure) -> any Backend {
        try backends.named(backends.owner(of: id))
    }

    mutating func takeEnded() throws(Failure) -> [JobEnd] {
        var result: [JobEnd] = []
        for index in waits.indices { result += try waits[index].takeEnded() }
        return result
    }

    mutating func takeRemarks() throws(Failure) -> [String] {
        var result: [String] = []
        for index in waits.indices { result += try waits[index].takeRemarks() }
        return result
    }

    /// Sleeps until there may be news, but no longer than so many milliseconds.
    func sleep(until deadline: Instant?, or signals: SignalQueue, atMost longest: Int?) {
        let now = Instant.now()
        let moments =
            waits.compactMap(\.nextLook)
            + [deadline, longest.map { now + $0 }]
            .compactMap { $0 }
        _ = waitForInput(
            on: [signals.descriptor] + waits.flatMap(\.descriptors),
            timeout: moments.min().map { max(0, $0 - now) })
    }

    // MARK: What has ended

    mutating func note(_ end: JobEnd) {
        ended[end.id] = end
        if end.isNoJob { missing += 1 }
        // An ending that nobody knows is never a success, by no rule.
        if end.isNoJob || end.state == .unknown { hasFailedItself = true }
        if end.status == .success {
            hasSuccess = true
        } else if !end.isNoJob, !hasCancelled || end.state != .cancelled {
            failed.append(end)
        }
    }

    var failureCount: Int { failed.count }

    /// Those that have ended, in the order in which they were named.
    var endsInOrder: [JobEnd] { ids.compactMap { ended[$0] }.filter { !$0.isNoJob } }

    /// The next job in the order in which they were named, if it has ended.
    mutating func nextInOrder() -> JobEnd? {
        guard nextPlace < ids.count, let end = ended[ids[nextPlace]] else { return nil }
        nextPlace += 1
        return end
    }

    /// False where its output was written before.
    mutating func begin(replayOf id: JobID) -> Bool { replayed.insert(id).inserted }

    /// How to end: by a rule, or with nil as the last job did.
    func result(_ rule: ExitRule?) -> ExitStatus {
        guard !hasFailedItself else { return .cannotWait }
        let worst = failed.max { $0.status.code < $1.status.code }?.status ?? .success
        return switch rule {
        case nil: last?.status ?? worst
        case .worst: worst
        case .any: hasSuccess ? .success : worst
        case .first: failed.first?.status ?? .success
        case .count: ExitStatus(Int32(min(failed.count, 101)))
        }
    }
}
