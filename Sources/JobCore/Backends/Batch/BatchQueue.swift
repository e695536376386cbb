/// A batch system as a backend: what it lists, what its accounting knows, what csub recorded and what
/// the jobs themselves wrote, put together.
package final class BatchQueue: Backend {
    package let system: any BatchSystem
    package let settings: BatchSettings
    package let records: RecordStore
    package let traits: BatchTraits
    let listing: SharedListing
    /// For how long the clients may be waited for.
    let patience: Patience
    let say: @Sendable (Backends.Remark) -> Void
    /// The user's name, as the batch system has it.
    private(set) lazy var me: ByteString = Users.name(of: Machine.userID())

    /// `state` is where records and lists are kept; nil where no place for them is known.
    package init(
        _ system: any BatchSystem, _ settings: BatchSettings, _ patience: Patience,
        state: ByteString? = Surroundings.stateDirectory,
        say: @escaping @Sendable (Backends.Remark) -> Void
    ) throws(Failure) {
        self.system = system
        self.settings = settings
        self.say = say
        traits = system.traits
        records = try RecordStore(of: traits, state)
        self.patience = patience
        listing = try SharedListing(system, patience, state)
    }

    package var name: BackendName { traits.name }

    package func lastJobs() throws(Failure) -> [JobID] { records.last() }

    package func jobs(ofBatch name: String) throws(Failure) -> [JobID] {
        var wanted = ByteString(name)
        if let record = JobID(name).flatMap({ records.record(of: $0) }) {
            guard let batch = record.request.batch else { return [record.id] }
            wanted = batch
        }
        let all = try records.all().filter { records.successor(of: $0.id) == nil }
        let ofBatch = all.filter { $0.request.batch == wanted }
        let labelled = all.filter { $0.request.labels.contains { $0.key == wanted } }
        return (ofBatch.isEmpty ? labelled : ofBatch).map(\.id)
    }

    package func longest(asked: Int?) throws(Failure) -> Int? {
        try QueueLimit.longest(asked: asked, configured: settings.maxJobs)
    }

    package func changes() -> any QueueChanges { Pauses(length: settings.interval) }

    /// A batch system does not tell of changes: it is asked again after a pause.
    private struct Pauses: QueueChanges {
        /// In milliseconds.
        let length: Int

        func wait(
            or signals: SignalQueue, until deadline: Instant?, interval: Int?
        ) -> Int32? {
            let pause = max(100, interval ?? length)
            let rest = deadline.map { max(0, $0 - Instant.now()) } ?? pause
            _ = waitForInput(on: [signals.descriptor], timeout: min(pause, rest))
            return signals.next()
        }
    }

    // MARK: Looking

    /// What is listed of a user, or of all, on some clusters; nil is the usual one.
    func rows(
        of user: ByteString?, on clusters: Set<String?>, since oldest: Instant,
        mayAsk: Bool = true
    ) throws(Failure) -> [BatchJob] {
        var rows: [BatchJob] = []
        for cluster in clusters {
            let jobs = try listing.jobs(
                of: user, cluster: cluster, since: oldest, mayAsk: mayAsk
            ).jobs
            // Without a copy where one cluster is all.
            if rows.isEmpty { rows = jobs } else { rows += jobs }
        }
        return rows
    }

    /// The same, as fresh as that.
    func rows(
        of user: ByteString?, on clusters: Set<String?> = [nil], _ freshness: JobFilter.Freshness
    ) throws(Failure) -> [BatchJob] {
        let now = Instant.now()
        return switch freshness {
        case .usual:
            try rows(
                of: user, on: clusters,
                since: max(now + -settings.interval, listing.news ?? now + -settings.interval))
        case .now: try rows(of: user, on: clusters, since: now)
        case .kept: try rows(of: user, on: clusters, since: now, mayAsk: false)
        }
    }

    package func list(_ filter: JobFilter) throws(Failure) -> JobList {
        let book = try JobBook(self, filter)
        let list = try book.list()
        guard book.isDoubtful, filter.freshness == .usual else { return list }
        var fresh = filter
        fresh.freshness = .now
        return try JobBook(self, fresh).list()
    }

    package func counts(_ filter: JobFilter) throws(Failure) -> [JobState: Int] {
        try list(filter).counts
    }

    package func recorded(_ ids: [JobID]) throws(Failure) -> [JobReport] {
        ids.map { id in
            let record = records.record(of: id)
            var report = JobReport(
                id: id, backend: name, name: record?.request.name ?? "", user: me,
                queue: record?.queue ?? "", state: .unknown, nativeState: "",
                cores: record?.request.resources.cores ?? 1)
            report.input = record?.input(task: BatchID(id.text)?.tasks?.indices.first)
            return report
        }
    }

    package func report(of id: JobID) throws(Failure) -> JobReport? {
        var filter = JobFilter(states: Set(JobState.allCases))
        filter.ids = [id]
        filter.owners = .everybody
        return try list(filter).jobs.first
    }

    /// The jobs that an ID stands for: an array's tasks, or the job itself.
    func members(of id: JobID) -> [JobID] {
        guard let record = records.record(of: id), record.tasks != nil,
            let place = BatchID(id.text), let whole = BatchID(record.id.text)
        else { return [id] }
        return record.leaves.compactMap { $0 }
            .filter { index in place.tasks.map { $0.contains(index) } ?? true }
            .map { whole.task($0) }
    }

    /// An ID with all that the batch system writes of it, where csub knows the job.
    func fullID(_ id: JobID) -> JobID {
        guard let record = records.record(of: id), let whole = BatchID(record.id.text) else {
            return id
        }
        let tasks = BatchID(id.text)?.tasks
        return tasks.map { $0.count == 1 ? whole.task($0.indices[0]) : id } ?? record.id
    }

    /// The same IDs with no task of an array of csub's meant twice: `7_0` and `7` are `7_0` and
    /// `7_[1-3]`.
    func distinct(_ ids: [JobID]) -> [JobID] {
        var named: [JobID: Set<Int>] = [:]
        return ids.compactMap { id in
            guard let record = records.record(of: id), let all = record.tasks?.indices,
                let place = BatchID(id.text), let whole = BatchID(record.id.text)
            else { return id }
            let wanted = all.filter { place.tasks?.contains($0) ?? true }
            let new = wanted.filter { named[record.id, default: []].insert($0).inserted }
            if new.count == wanted.count { return id }
            return ArrayTasks(indices: new).map { whole.some($0) }
        }
    }

    /// Without asking the batch system: csub's record and the job's own tell them.
    package func files(of id: JobID) throws(Failure) -> JobReport.Files? {
        guard let record = records.record(of: id) else { return nil }
        let tasks = record.tasks == nil ? nil : BatchID(id.text)?.tasks
        let task = tasks?.indices.first
        return record.files(exitRecord(of: record, task: task), task: task, user: me)
    }

    package func unfinished() throws(Failure) -> [JobID] {
        var active = JobFilter(states: JobState.active)
        active.freshness = .now
        return try list(active).jobs.map(\.id)
    }

    /// What the job's own side wrote about it, or a task of it: in its file, or kept in csub's record.
    func exitRecord(of record: BatchRecord, task: Int?) -> ExitRecord? {
        if let path = record.statusPath(task: task), let found = ExitRecord.read(path),
            found.token == record.token
        {
            return found
        }
        return record.exits[task].flatMap { $0.token == record.token ? $0 : nil }
    }

    /// What accounting says of a job, or of a task: the row that can be of this job and of no earlier
    /// one of its number.
    func account(
        of id: JobID, _ record: BatchRecord?, in history: JobIndex
    ) -> BatchJob? {
        guard let place = BatchID(id.text) else { return nil }
        return history.rows(of: place).last { row in
            record.map { row.isPlausible(for: $0) } ?? true
        }
    }

    /// How a job ended that is listed no more and has written nothing: what accounting says, else
    /// what somebody of ours did to it, else nil.
    func ending(
        ofGone id: JobID, _ record: BatchRecord?, _ history: JobIndex
    ) -> Ending? {
        if let row = account(of: id, record, in: history), row.state.hasEnded {
            return Ending(failed: row, isTracked: record?.stem != nil)
        }
        guard let record else { return nil }
        if records.isCancelled(id) || records.isCancelled(record.id) {
            return Ending(.cancelled(nil), at: WallTime.now())
        }
        if let signal = records.signal(to: id) ?? records.signal(to: record.id) {
            return Ending(.process(.killed(by: signal)), at: WallTime.now())
        }
        return inherited(record, id)
    }

    /// The ending of a job, or of a task of it, that its parents' endings keep from ever starting.
    private func inherited(
        _ record: BatchRecord, _ id: JobID, below children: Set<JobID> = []
    ) -> Ending? {
        let children = children.union([record.id])
        for case .job(var parentID, let condition) in record.request.dependencies {
            guard let parent = records.record(of: parentID) else { continue }
            if condition == .aftercorr, let place = BatchID(parentID.text) {
                guard let task = BatchID(id.text)?.tasks?.indices.first else { continue }
                parentID = place.task(task)
            }
            // It is asked about when the child is gone, so that one that was cancelled is over.
            let isCancelled = records.isCancelled(parentID) || records.isCancelled(parent.id)
            var recorded = recordedState(of: parentID, parent) ?? (isCancelled ? .cancelled : nil)
            if recorded == nil, !children.contains(parent.id),
                inherited(parent, parentID, below: children) != nil
            {
                recorded = .cancelled
            }
            guard let state = recorded, state.hasEnded,
                !condition.isMet(byEndedIn: state)
            else { continue }
            return Ending(.dependency(parentID), at: WallTime.now())
        }
        return nil
    }

    /// The ending, with the job that failed first in place of the one that it depended on, as far as
    /// records tell.
    func firstCause(of ending: Ending) -> Ending {
        guard case .dependency(var first) = ending.cause else { return ending }
        var seen: Set<JobID> = []
        while seen.insert(first).inserted, let record = records.record(of: first),
            recordedState(of: first, record) ?? .cancelled == .cancelled,
            case .dependency(let next)? = (record.ending ?? inherited(record, first))?.cause
        {
            first = next
        }
        var result = ending
        result.cause = .dependency(first)
        return result
    }

    /// The state that records alone tell of a job, all tasks of an array taken together.
    func recordedState(of id: JobID, _ record: BatchRecord) -> JobState? {
        if let ending = record.ending { return ending.state }
        var result = JobState.complete
        let wanted = BatchID(id.text)?.tasks
        for task in record.leaves {
            if let wanted, let task, !wanted.contains(task) { continue }
            guard let found = exitRecord(of: record, task: task) else { return nil }
            let state = found.ending(limit: record.request.timeLimit).state
            if state != .complete { result = state }
        }
        return result
    }

    // MARK: Acting

    package func act(
        _ act: JobAct, on ids: [JobID]
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        var filter = JobFilter(states: Set(JobState.allCases))
        filter.ids = ids
        filter.owners = .everybody
        filter.freshness = .now
        let list = try list(filter)
        var refused = list.unknown.map { ($0, "no such job") }
        var live: [JobID] = []
        for id in ids where !list.unknown.contains(id) {
            let reports = list.jobs.filter { $0.isPart(of: id) }
            if case .requeue = act {
                live.append(id)
            } else if !reports.isEmpty, reports.allSatisfy(\.state.hasEnded) {
                refused.append((id, "it has ended"))
            } else if case .signal = act, !reports.contains(where: { $0.state == .running }) {
                refused.append((id, "it is not running"))
            } else if case .change = act,
                reports.contains(where: { $0.state != .pending && $0.state != .held })
            {
                refused.append((id, "it is running"))
            } else {
                live.append(id)
            }
        }
        if live.isEmpty { return refused }
        let named = Dictionary(
            live.map { (fullID($0), $0) }, uniquingKeysWith: { first, _ in first })
        var act = act
        if case .change(var wish) = act {
            if let dependencies = wish.dependencies {
                wish.dependencies = try resolved(dependencies)
            }
            for id in live {
                if let record = records.record(of: id), record.stem != nil {
                    wish.scripts[fullID(id)] = record.script
                }
            }
            act = .change(wish)
        }
        let failed = try system.act(act, on: live.map(fullID))
            .map { (id: named[$0.id] ?? $0.id, reason: $0.reason) }
        listing.forget()
        let missed = Set(failed.map(\.id))
        let done = live.filter { !missed.contains($0) }
        switch act {
        case .cancel: records.noteCancelled(done.flatMap(notedIDs))
        case .change(let wish): for id in done { records.note(wish, of: fullID(id)) }
        case .signal(let number) where traits.signalsEndScripts && Signal.endsProcesses(number):
            records.note(signal: number, to: done.flatMap(notedIDs))
        default: break
        }
        return refused + failed
    }

    /// What a note about an ID stands under: each task, or the array where all of it is meant.
    private func notedIDs(of id: JobID) -> [JobID] {
        guard let record = records.record(of: id) else { return [id] }
        guard let tasks = record.tasks, let wanted = BatchID(id.text)?.tasks,
            let whole = BatchID(record.id.text), !tasks.indices.allSatisfy(wanted.contains)
        else { return [record.id] }
        return wanted.indices.map { whole.task($0) }
    }

    // MARK: Waiting

    package func wait(for ids: [JobID], _ manner: WaitManner) throws(Failure) -> any JobWait {
        BatchWait(for: ids, in: self, manner)
    }
}

extension JobReport {
    /// Whether it is about that job, or about a task of it.
    func isPart(of id: JobID) -> Bool {
        if self.id == id { return true }
        guard let own = BatchID(self.id.text), let other = BatchID(id.text),
            own.isOfSameJob(as: other)
        else { return false }
        guard let wanted = other.tasks, let tasks = own.tasks else { return true }
        return tasks.overlaps(wanted)
    }
}
