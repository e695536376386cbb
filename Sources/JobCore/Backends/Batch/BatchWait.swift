/// Waiting for a batch system's jobs to end.
///
/// What the jobs write themselves is looked at first and most often; the batch system is asked about
/// all of them at once, with growing gaps, and only while there is something to learn.
final class BatchWait: JobWait {
    let unknown: [JobID] = []
    private let queue: BatchQueue
    private let manner: WaitManner
    private var targets: [WaitTarget]
    private var files: StatusFiles
    private let began = Instant.now()
    private var interval: Int
    private var nextQuestion: Instant
    private var failures = 0
    private var failingSince: Instant?
    private var lastComplaint: Instant?
    private var remarks: [String] = []
    private var said: Set<String> = []
    private var running = 0

    init(for ids: [JobID], in queue: BatchQueue, _ manner: WaitManner) {
        self.queue = queue
        self.manner = manner
        targets = ids.map { WaitTarget($0, queue.records.record(of: $0)) }
        interval = max(100, manner.interval ?? queue.settings.interval)
        nextQuestion = began
        files = StatusFiles()
        for target in targets { files.watch(target) }
    }

    var openJobs: [JobID] { targets.map(\.id) }
    var openCount: Int { targets.count }
    var runningCount: Int { running }
    var descriptors: [Int32] { files.descriptor.map { [$0] } ?? [] }
    var nextLook: Instant? { targets.isEmpty ? nil : min(nextQuestion, files.nextLook) }

    func takeRemarks() -> [String] {
        defer { remarks = [] }
        return remarks
    }

    func takeEnded() throws(Failure) -> [JobEnd] {
        if targets.isEmpty { return [] }
        var ends: [JobEnd] = []
        if files.isDue {
            let present = files.scan()
            for target in targets { target.read(present, queue) }
            ends += harvest()
        }
        let now = Instant.now()
        guard !targets.isEmpty, now >= nextQuestion else { return ends }
        do throws(Failure) {
            let hasChanged = try ask(now)
            (failures, failingSince) = (0, nil)
            interval =
                hasChanged
                ? max(100, manner.interval ?? queue.settings.interval)
                : min(interval * 3 / 2, max(interval, queue.settings.longestInterval))
        } catch {
            try complain(error, now)
        }
        ends += harvest()
        nextQuestion = Instant.now() + interval
        return ends
    }

    /// Those that have ended, taken out of the open ones.
    private func harvest() -> [JobEnd] {
        var ends: [JobEnd] = []
        var open: [WaitTarget] = []
        for target in targets {
            if let end = target.end(queue, manner) {
                ends.append(end)
            } else {
                open.append(target)
            }
        }
        targets = open
        return ends
    }

    // MARK: Asking

    /// Asks the batch system, or reads what another process was told a moment ago.
    /// - Returns: whether anything is other than the last time.
    private func ask(_ now: Instant) throws(Failure) -> Bool {
        // An answer from before somebody handed us these jobs may not have them yet.
        let oldest = max(began, now + -interval + 50)
        let clusters = Set(targets.map { $0.place?.cluster })
        var index = JobIndex(try queue.rows(of: queue.me, on: clusters, since: oldest))
        let isForeign = targets.contains { target in
            target.record == nil && target.place.map { index.rows(of: $0).isEmpty } ?? false
        }
        if isForeign {
            index = JobIndex(try queue.rows(of: nil, on: clusters, since: oldest))
        }
        let before = targets.map(\.fingerprint)
        for target in targets { target.look(at: index, queue) }
        try askForDetails()
        try askAccounting(now)
        running = targets.count { $0.isRunning }
        for target in targets { remark(on: target) }
        return before != targets.map(\.fingerprint)
    }

    /// Jobs that are listed as failed, and not how.
    private func askForDetails() throws(Failure) {
        let ids = targets.flatMap(\.inDoubt)
        if ids.isEmpty { return }
        let index = JobIndex(try queue.system.details(of: ids))
        for target in targets where !target.inDoubt.isEmpty { target.settle(by: index) }
    }

    /// Jobs that are listed no more and wrote nothing.
    private func askAccounting(_ now: Instant) throws(Failure) {
        let lost = targets.filter { $0.isLost }
        if lost.isEmpty { return }
        let history = try queue.system.history(of: lost.map(\.id), user: nil, since: nil) ?? []
        for target in lost {
            target.settle(
                ofGone: history, queue, now, appearance: manner.appearance,
                filesTimeout: files.areLocal
                    ? 0 : manner.filesTimeout ?? queue.settings.filesTimeout)
        }
    }

    private func remark(on target: WaitTarget) {
        guard let (key, text) = target.remark(queue.system),
            said.insert("\(target.id) \(key)").inserted
        else {
            return
        }
        remarks.append("\(target.id): \(text)")
    }

    /// A batch system that does not answer has not ended anybody's job.
    private func complain(_ failure: Failure, _ now: Instant) throws(Failure) {
        failures += 1
        failingSince = failingSince ?? now
        if let most = manner.errors, failures >= most {
            throw Failure(
                "\(queue.name.title) did not answer \(failures) times: \(failure.message)",
                status: .cannotWait)
        }
        interval = min(max(interval, 500) * 2, queue.settings.longestInterval)
        guard lastComplaint.map({ now - $0 >= 60_000 }) ?? true else { return }
        lastComplaint = now
        remarks.append("\(queue.name.title) does not answer, still waiting: \(failure.message)")
    }
}
