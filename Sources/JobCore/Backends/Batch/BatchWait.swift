/// Waiting for a batch system's jobs to end.
///
/// What the jobs write themselves is looked at first and most often; the batch system is asked about
/// all of them at once, with growing gaps, and only while there is something to learn.
final class BatchWait: JobWait {
    private let queue: BatchQueue
    private let manner: WaitManner
    private var targets: [any WaitTarget]
    private var files = StatusFiles()
    private var late = LateFiles()
    private let began = Instant.now()
    /// Milliseconds between questions while something happens, and now.
    private let shortest: Int
    private var interval: Int
    private var nextQuestion: Instant
    private var outage: Outage
    private var remarks: [String] = []
    private var said: Set<String> = []
    private var running = 0

    init(for ids: [JobID], in queue: BatchQueue, _ manner: WaitManner) {
        self.queue = queue
        self.manner = manner
        targets = ids.map { id in
            if let record = queue.records.record(of: id) {
                return RecordedTarget(id, record, in: queue, manner)
            }
            return ForeignTarget(id, manner)
        }
        shortest = max(100, manner.interval ?? queue.settings.interval)
        interval = shortest
        nextQuestion = began
        outage = Outage(of: queue.name, most: manner.errors)
        for path in targets.compactMap(\.statusDirectory) { files.watch(path) }
    }

    var openJobs: [JobID] { late.ids + targets.map(\.id) }
    var openCount: Int { late.ids.count + targets.count }
    var runningCount: Int { running }
    /// Nobody drains the watch of exit records while only late files are waited for.
    var descriptors: [Int32] { targets.isEmpty ? [] : files.descriptor.map { [$0] } ?? [] }

    var nextLook: Instant? {
        let others = targets.isEmpty ? [] : [nextQuestion, files.nextLook]
        return (others + [late.nextLook].compactMap { $0 }).min()
    }

    func takeRemarks() -> [String] {
        defer { remarks = [] }
        return remarks
    }

    func takeEnded() throws(Failure) -> [JobEnd] {
        var ends = late.take()
        if targets.isEmpty { return ends }
        if files.isDue {
            let present = files.scan()
            for target in targets { target.read(present) }
            ends += try harvest()
        }
        let now = Instant.now()
        guard !targets.isEmpty, now >= nextQuestion else { return ends }
        do throws(Failure) {
            let hasChanged = try ask(now)
            outage.end()
            interval = hasChanged || manner.interval != nil ? shortest : longer(by: 3 / 2)
        } catch  where error.kind == .interrupted {
            return ends
        } catch {
            if let word = try outage.note(error) { remarks.append(word) }
            interval = longer(by: 2)
        }
        ends += try harvest()
        nextQuestion = Instant.now() + interval
        return ends
    }

    private func longer(by factor: Double) -> Int {
        min(Int(Double(interval) * factor), max(shortest, queue.settings.longestInterval))
    }

    /// Those that have ended, taken out of the open ones.
    private func harvest() throws(Failure) -> [JobEnd] {
        var ends: [JobEnd] = []
        var open: [any WaitTarget] = []
        var isNews = false
        for target in targets {
            guard let end = target.end() else {
                open.append(target)
                continue
            }
            // The list that others may read has it as it was before.
            if target.rows.isEmpty || target.rows.contains(where: { !$0.state.hasEnded }) {
                isNews = true
            }
            let missing = try missingFiles(of: end)
            if missing.isEmpty {
                ends.append(end)
            } else {
                late.hold(end, missing, for: manner.filesTimeout ?? queue.settings.filesTimeout)
            }
        }
        targets = open
        if isNews { queue.listing.noteNews() }
        return ends
    }

    /// Files that an ended job wrote and that are still to appear.
    private func missingFiles(of end: JobEnd) throws(Failure) -> [ByteString] {
        if manner.filesTimeout == 0 { return [] }
        var missing: [ByteString] = []
        for part in end.tasks.isEmpty ? [end] : end.tasks where part.hasBegun && part.state.hasEnded
        {
            guard let files = try queue.files(of: part.id) else { continue }
            missing += late.missing(files, asked: manner.filesTimeout != nil)
        }
        return missing
    }

    // MARK: Asking

    /// Asks the batch system, or reads what another process was told a moment ago.
    /// - Returns: whether anything is other than the last time.
    private func ask(_ now: Instant) throws(Failure) -> Bool {
        // Jobs that were submitted a moment ago may be missing in an older answer.
        let oldest = max(began, now + -interval + 50)
        let clusters = Set(targets.map { $0.place?.cluster })
        var index = JobIndex(try queue.rows(of: queue.me, on: clusters, since: oldest))
        let isForeign = targets.contains { target in
            target.isForeign && target.place.map { index.rows(of: $0).isEmpty } ?? false
        }
        if isForeign {
            index = JobIndex(try queue.rows(of: nil, on: clusters, since: oldest))
        }
        let before = targets.map(\.fingerprint)
        for target in targets { target.look(at: index, now) }
        running = targets.count { $0.isRunning }
        for target in targets { remark(on: target) }
        // What can't be told now has been in doubt all the same.
        defer {
            let limit = manner.uncertainty ?? queue.settings.uncertainty
            for target in targets { target.giveUp(after: limit, now) }
        }
        try askForDetails(now)
        try askAccounting(now)
        return before != targets.map(\.fingerprint)
    }

    /// Jobs that are listed as failed, and not how, or not at all.
    private func askForDetails(_ now: Instant) throws(Failure) {
        let ids = targets.flatMap(\.questions)
        if ids.isEmpty { return }
        // Each may be a question of its own: the others have to wait for the next time.
        let numbers = Set(ids.compactMap { BatchID($0.text)?.number }.unique.prefix(100))
        let asked = ids.filter { id in BatchID(id.text).map { numbers.contains($0.number) } ?? true
        }
        let index = JobIndex(try queue.system.details(of: asked))
        for target in targets { target.settle(by: index, asked: Set(asked), now) }
    }

    /// Jobs that are listed no more and wrote nothing, or are still unclear.
    private func askAccounting(_ now: Instant) throws(Failure) {
        let lost = targets.filter { $0.isLost }
        if lost.isEmpty { return }
        let history = JobIndex(
            try queue.system.history(of: lost.map(\.id), user: nil, since: nil) ?? [])
        let usual = queue.settings.filesTimeout
        for target in lost {
            target.settle(
                ofGone: history, now,
                patience: manner.filesTimeout ?? (files.areLocal ? 0 : usual), delay: usual)
        }
    }

    private func remark(on target: any WaitTarget) {
        guard let (key, text) = target.remark,
            said.insert("\(target.id) \(key)").inserted
        else {
            return
        }
        remarks.append("\(target.id): \(text)")
    }
}
