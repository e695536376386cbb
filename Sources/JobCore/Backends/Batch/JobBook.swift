/// A batch system's jobs as a list: rows and records laid side by side.
final class JobBook {
    private let queue: BatchQueue
    private let filter: JobFilter
    private let index: JobIndex
    /// Whether a job is listed as one that waits, and has written how it ended: it waits again, or was
    /// listed before it began.
    private(set) var isDoubtful = false

    init(_ queue: BatchQueue, _ filter: JobFilter) throws(Failure) {
        self.queue = queue
        var filter = filter
        filter.ids = queue.distinct(filter.ids)
        self.filter = filter
        let clusters = Set(filter.ids.map { BatchID($0.text)?.cluster })
        var jobs = try Self.rows(queue, filter, clusters)
        if !filter.ids.isEmpty {
            // Somebody else's, if it is not among mine and csub did not submit it.
            let own = JobIndex(jobs)
            let isForeign = filter.ids.contains { id in
                queue.records.record(of: id) == nil
                    && BatchID(id.text).map { own.rows(of: $0).isEmpty } ?? false
            }
            if isForeign { jobs = try queue.rows(of: nil, on: clusters, filter.freshness) }
        }
        index = JobIndex(jobs)
    }

    private static func rows(
        _ queue: BatchQueue, _ filter: JobFilter, _ clusters: Set<String?>
    ) throws(Failure) -> [BatchJob] {
        if !filter.ids.isEmpty {
            // One that never was given to it needs no question.
            if filter.ids.allSatisfy({ $0.unsentNumber != nil }) { return [] }
            return try queue.rows(of: queue.me, on: clusters, filter.freshness)
        }
        switch filter.owners {
        case .me: return try queue.rows(of: queue.me, filter.freshness)
        case .named(let names) where names.count == 1:
            return try queue.rows(of: names[0], filter.freshness)
        case .named, .everybody: return try queue.rows(of: nil, filter.freshness)
        }
    }

    // MARK: All jobs

    func list() throws(Failure) -> JobList {
        if !filter.ids.isEmpty { return try named() }
        var list = JobList()
        list.jobs.reserveCapacity(index.jobs.count)
        // Records of which rows told, those of arrays with their rows.
        var seen: [JobID: [BatchJob]] = [:]
        for row in index.jobs where isOwned(row.user) {
            if row.state.hasEnded, !wantsEnded { continue }
            // Without a look at the disk where the batch system's word is enough.
            // The tasks of an array share a record, which tells their inputs.
            let record =
                needsRecords || row.place.tasks?.count == 1 && row.comment.contains("cjobs:")
                ? queue.records.record(of: row.id).flatMap { row.belongs(to: $0) ? $0 : nil } : nil
            if let record {
                seen[record.id, default: []] += record.tasks == nil ? [] : [row]
                // What tells of several tasks comes with all that is known of the array.
                if wantsEnded, record.tasks != nil, !row.isOfOneTask { continue }
            }
            take(report(row, record), into: &list)
        }
        guard wantsEnded, filter.owners != .named([]), isOwned(queue.me) else { return list }
        try addEnded(to: &list, seen)
        let order = list.jobs.map { report in
            let place = BatchID(report.id.text)
            return (place?.number ?? 0, place?.tasks?.indices.first ?? 0)
        }
        list.jobs = zip(order, list.jobs).sorted { $0.0 < $1.0 }.map(\.1)
        return list
    }

    private var needsRecords: Bool {
        filter.isDetailed || !filter.names.isEmpty || !filter.labels.isEmpty || wantsEnded
    }
    private var wantsEnded: Bool { filter.states.contains { $0.hasEnded } }

    private func isOwned(_ user: ByteString) -> Bool {
        switch filter.owners {
        case .everybody: true
        case .me: user == queue.me
        case .named(let names): names.contains(user)
        }
    }

    private func take(_ report: JobReport, into list: inout JobList) {
        var report = report
        if report.state.hasEnded {
            report.successor = queue.records.successor(of: report.id)
        }
        guard filter.lets(report) else { return }
        report.noteSuccessor()
        list.jobs.append(report)
    }

    /// Jobs that are listed no more: those that csub recorded, then those that accounting knows.
    private func addEnded(
        to list: inout JobList, _ seen: [JobID: [BatchJob]]
    ) throws(Failure) {
        let history =
            filter.freshness == .kept
            ? [] : try queue.system.history(of: [], user: queue.me, since: filter.since) ?? []
        let accounts = JobIndex(history)
        var known = Set(index.jobs.map { $0.place.number })
        for record in try queue.records.all() {
            if let since = filter.since, record.request.submitted < since { continue }
            BatchID(record.id.text).map { _ = known.insert($0.number) }
            guard let rows = seen[record.id] else {
                for task in record.leaves { take(report(record, task, accounts), into: &list) }
                continue
            }
            if record.tasks == nil { continue }
            for source in sources(of: record, rows, nil).sources {
                switch source {
                case .row(let row):
                    if !rows.contains(where: { $0.id == row.id && $0.isOfOneTask }) {
                        take(report(row, record), into: &list)
                    }
                case .exitRecord(let task), .missing(let task):
                    take(report(record, task, accounts), into: &list)
                }
            }
        }
        for row in history where !known.contains(row.place.number) && isOwned(row.user) {
            take(report(row, nil), into: &list)
        }
    }

    // MARK: Jobs by ID

    private func named() throws(Failure) -> JobList {
        var list = JobList()
        var missing: [JobID] = []
        for id in filter.ids {
            let record = queue.records.record(of: id)
            guard let place = BatchID(id.text) else {
                if let record { take(report(record, nil, JobIndex([])), into: &list) }
                if record == nil { list.unknown.append(id) }
                continue
            }
            let rows = index.rows(of: place).filter { row in
                record.map { row.belongs(to: $0) } ?? true
            }
            guard let record, record.tasks != nil else {
                for row in rows {
                    let some = place.tasks.map { row.narrowed(to: $0) } ?? row
                    take(report(some, record), into: &list)
                }
                if rows.isEmpty { missing.append(id) }
                continue
            }
            let sources = sources(of: record, rows, place.tasks)
            if sources.sources.isEmpty { list.unknown.append(id) }
            for source in sources.sources {
                switch source {
                case .row(let row): take(report(row, record), into: &list)
                case .exitRecord(let task):
                    take(report(record, task, JobIndex([])), into: &list)
                case .missing: break
                }
            }
            if !sources.missing.isEmpty { missing.append(id) }
        }
        if missing.isEmpty { return list }
        let asks = filter.freshness != .kept
        let history =
            asks ? try queue.system.history(of: missing, user: nil, since: nil) ?? [] : []
        let accounts = JobIndex(history)
        // A list may leave out what is there: nobody is unknown who was not asked about by himself.
        let lost = missing.flatMap { lostJobs(of: $0, accounts) }
        let details = JobIndex(
            asks && !lost.isEmpty ? try queue.system.details(of: lost) : [])
        for id in missing { take(missing: id, accounts, details, into: &list) }
        return list
    }

    /// The jobs, or tasks of one that csub recorded, of which nobody has told how they ended.
    private func lostJobs(of id: JobID, _ history: JobIndex) -> [JobID] {
        missingTasks(of: id).filter { record, task, id in
            record.ending == nil && queue.exitRecord(of: record, task: task) == nil
                && queue.ending(ofGone: id, record, history) == nil
        }.map(\.id)
    }

    /// The job, or the tasks of one that csub recorded, that the batch system does not list.
    private func missingTasks(
        of id: JobID
    ) -> [(record: BatchRecord, task: Int?, id: JobID)] {
        guard let record = queue.records.record(of: id), let place = BatchID(id.text) else {
            return []
        }
        guard record.tasks != nil, let whole = BatchID(record.id.text) else {
            return [(record, nil, record.id)]
        }
        let rows = index.rows(of: place).filter { $0.belongs(to: record) }
        return sources(of: record, rows, place.tasks).missing.map { (record, $0, whole.task($0)) }
    }

    /// A job, or tasks of one, that the batch system does not list.
    private func take(
        missing id: JobID, _ history: JobIndex, _ details: JobIndex, into list: inout JobList
    ) {
        guard queue.records.record(of: id) != nil else {
            let rows = BatchID(id.text).map { history.rows(of: $0) } ?? []
            for row in rows { take(report(row, nil), into: &list) }
            if rows.isEmpty { list.unknown.append(id) }
            return
        }
        for (record, task, id) in missingTasks(of: id) {
            let told = BatchID(id.text).map { details.rows(of: $0) } ?? []
            if let row = told.first(where: { $0.belongs(to: record) }) {
                take(
                    report(task.map { row.narrowed(to: ArrayTasks($0)) } ?? row, record),
                    into: &list)
            } else {
                take(report(record, task, history), into: &list)
            }
        }
    }

    private func sources(
        of record: BatchRecord, _ rows: [BatchJob], _ wanted: ArrayTasks?
    ) -> TaskSources {
        TaskSources(record, rows, wanted) { queue.exitRecord(of: record, task: $0) != nil }
    }

    // MARK: Reports

    /// A row of the batch system, with what csub knows of the job.
    private func report(_ row: BatchJob, _ record: BatchRecord?) -> JobReport {
        var report = JobReport(
            id: row.id, backend: queue.name, name: record?.request.name ?? row.name,
            user: row.user, queue: row.partition, state: row.state,
            nativeState: row.nativeState, cores: row.cores)
        report.nodes = row.nodes
        report.memory = row.memory
        report.nodeList = row.nodeList
        report.account = row.account.isEmpty ? nil : row.account
        report.directory = row.directory
        report.dependencies = row.dependency.isEmpty ? [] : [ByteString(row.dependency)]
        report.timeLimit = row.timeLimit
        report.submitted = row.submitted
        report.elapsed = row.elapsed
        report.reason = row.state.hasEnded ? "" : row.reason
        if row.state != .pending, row.state != .held { report.started = row.started }
        guard record != nil || row.state.hasEnded else { return report }
        if row.state == .pending { report.begin = record?.request.begin }
        let task = record?.tasks == nil ? nil : row.place.tasks.flatMap { $0.count == 1 ? $0 : nil }
        let index = task?.indices.first
        let found = record.flatMap { queue.exitRecord(of: $0, task: index) }
        if found != nil, row.state == .pending || row.state == .held { isDoubtful = true }
        if record?.tasks == nil || index != nil {
            complete(
                &report, Standing(found, limit: record?.request.timeLimit, row), record, found,
                index)
        } else {
            report.request = record?.request
            guard let ending = Ending(row) else { return report }
            report.ending = ending
            report.ended = ending.at
            report.reason = ending.summary
        }
        return report
    }

    /// A job, or a task, of which only csub's record tells, and maybe accounting.
    private func report(
        _ record: BatchRecord, _ task: Int?, _ history: JobIndex
    ) -> JobReport {
        let place = BatchID(record.id.text)
        let id =
            task.flatMap { task in
                place.map { $0.task(task) }
            } ?? record.id
        let request = record.request
        var report = JobReport(
            id: id, backend: queue.name, name: request.name, user: queue.me,
            queue: record.queue ?? "", state: .unknown, nativeState: "",
            cores: request.resources.cores)
        report.nodes = record.nodes
        report.memory = record.memory
        report.account = record.account
        report.directory = request.directory
        report.timeLimit = request.timeLimit
        report.submitted = request.submitted
        let found = queue.exitRecord(of: record, task: task)
        var standing = Standing(found, limit: request.timeLimit, nil)
        if let ending = record.ending {
            standing = .ended(ending)
        } else if case .gone = standing,
            let ending = queue.ending(ofGone: id, record, history)
        {
            standing = .ended(ending)
        }
        complete(&report, standing, record, found, task)
        return report
    }

    private func complete(
        _ report: inout JobReport, _ standing: Standing, _ record: BatchRecord?,
        _ found: ExitRecord?, _ task: Int?
    ) {
        if let found {
            report.started = found.started
            report.attempts = found.attempt
        }
        switch standing {
        case .active: break
        case .ended(let ending):
            report.state = ending.state
            report.ending = ending
            report.ended = ending.at
            report.elapsed = found == nil ? report.elapsed : ending.elapsed
            report.reason = queue.firstCause(of: ending).remark ?? ""
        case .endedSomehow(let row):
            report.ended = row.ended
            report.reason = row.reason
            guard filter.isDetailed, let details = try? queue.system.details(of: [row.id]) else {
                break
            }
            let better = JobIndex(details).rows(of: row.place).first ?? row
            report.ending = Ending(failed: better, isTracked: record?.stem != nil)
            report.reason = report.ending?.summary ?? row.reason
        case .gone:
            report.state = .unknown
            report.hasDisappeared = true
            report.reason = "it left the queue, and nothing tells how it ended"
        }
        report.request = record?.request
        report.input = record?.input(task: task)
        if filter.hasEnvironment, let record {
            report.environment = queue.records.environment(
                of: record, task: task, report.id, tryNumber: max(1, report.attempts))
        }
        report.files = record?.files(found, task: task, user: report.user)
    }
}
