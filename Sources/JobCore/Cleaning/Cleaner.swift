/// Makes the plan: which files of which jobs go.
package struct Cleaner {
    package internal(set) var plan = CleaningPlan()
    /// Directories that can't be looked at.
    package internal(set) var failures: [Failure] = []
    let backends: Backends
    let manner: Manner
    /// The files of jobs that have not ended, once somebody asks.
    private var live: LiveFiles?
    /// The same of the local queue's jobs alone.
    private var ownLive: LiveFiles?
    private var places: [ByteString: (place: Leftover.Place, directory: Directory)?] = [:]
    /// What knows the jobs of a batch system's that claims are about, by their tokens.
    private var records: [String: (queue: BatchQueue, record: BatchRecord)] = [:]

    /// What is asked for.
    package struct Manner: Sendable {
        /// Outputs, too.
        package var outputs = false
        /// Outputs in which there is nothing, and no other file.
        package var onlyEmpty = false
        /// In a directory, whatever is called as a job's files are.
        package var every = false
        /// csub's records of the jobs, too.
        package var prunes = false
        /// What stands in the names of jobs' files.
        package var suffix = Request.standardSuffix
        /// Jobs of one backend only.
        package var backend: BackendName?

        package init() {}

        func wants(_ kind: Leftover.Kind) -> Bool {
            kind == .output ? outputs || onlyEmpty : !onlyEmpty
        }
    }

    package init(_ backends: Backends, _ manner: Manner) {
        self.backends = backends
        self.manner = manner
    }

    // MARK: The files of jobs

    /// Takes in what jobs left; of those that have not ended nothing goes. A list that is detailed has
    /// them.
    /// - Returns: the jobs that were not submitted by csub.
    package mutating func take(
        _ jobs: [JobReport], evenUnknown: Bool
    ) throws(Failure) -> [JobID] {
        let local = jobs.filter { $0.backend == .local }
        var claims: [Claim] = []
        if !local.isEmpty { claims = try backends.local().claims(local) { _ in true } }
        var foreign: [JobID] = []
        for name in BackendName.allCases where name != .local {
            let reports = jobs.filter { $0.backend == name }
            if reports.isEmpty { continue }
            let queue = try backends.batch(name)
            let records = reports.map { queue.records.record(of: $0.id) }
            foreign += zip(reports, records).filter { $1 == nil }.map(\.0.id)
            let chosen = Set(reports.map(\.id))
            let known = Dictionary(
                records.compactMap { $0 }.map { ($0.id, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            .values.sorted { $0.request.submitted < $1.request.submitted }
            let found = settled(
                try queue.claims(of: known) { chosen.contains($0.id) }, evenUnknown)
            note(known, of: queue)
            if manner.prunes { try prune(known, found, of: queue) }
            claims += found
        }
        for claim in settled(claims, evenUnknown)
        where manner.wants(claim.kind) && claim.isChosen {
            try take(claim)
        }
        return foreign
    }

    /// The same where a job of which nothing is known counts as one that has ended.
    private func settled(_ claims: [Claim], _ evenUnknown: Bool) -> [Claim] {
        guard evenUnknown else { return claims }
        return claims.map { claim in
            var claim = claim
            if claim.life == .uncertain { claim.life = .ended }
            return claim
        }
    }

    /// Takes down whose records these are, so that they can keep how the jobs ended.
    mutating func note(_ records: [BatchRecord], of queue: BatchQueue) {
        for record in records { self.records[record.token] = (queue, record) }
    }

    /// Takes in a file by the path that its record tells.
    private mutating func take(_ claim: Claim) throws(Failure) {
        guard let (place, directory) = place(of: claim.path.parent) else { return }
        let name = claim.path.lastComponent
        guard let status = directory.status(of: name) else { return }
        // What a device or a pipe swallowed has left nothing.
        if claim.kind == .output, !claim.hasOwnName, !status.isRegular, !status.isLink { return }
        try take(claim, name, status, place, directory)
    }

    /// Takes in a file that a claim is about.
    mutating func take(
        _ claim: Claim, _ name: ByteString, _ status: FileStatus, _ place: Leftover.Place,
        _ directory: Directory
    ) throws(Failure) {
        var obstacle = claim.obstacle(status, name, in: directory)
        if obstacle == nil, manner.onlyEmpty, status.size > 0 { obstacle = .notEmpty }
        if obstacle == nil, claim.kind == .output {
            obstacle = try sharing(status, claim, name, in: directory)
        }
        plan.add(
            Leftover(
                place: place, name: name, kind: claim.kind, status: status,
                verdict: obstacle.map { .stays($0) } ?? .goes))
        guard obstacle == nil, claim.kind == .exitRecord, !manner.prunes,
            let known = claim.token.flatMap({ records[$0] }),
            let exit = WrittenMark(of: name, status, in: directory)?.exit
        else { return }
        plan.keep(exit, of: known.record.task(of: exit), known.record, in: known.queue.records)
    }

    /// Why an output stays that another job may have, too; nil where none has.
    private mutating func sharing(
        _ status: FileStatus, _ claim: Claim, _ name: ByteString, in directory: Directory
    ) throws(Failure) -> Leftover.Obstacle? {
        if !claim.hasOwnName { return try liveJob(with: status).map { .live($0) } }
        // The local queue and a batch system's jobs may come to the same default name. A batch system
        // need not be asked for that: its job has a script beside it.
        if claim.job.localNumber == nil {
            if ownLive == nil { ownLive = try LiveFiles(backends, .local) }
            return ownLive?.jobs[status.identity].map { .live($0) }
        }
        let unit = LeftoverName(name, suffix: manner.suffix)?.unit
        let scripts: [ByteString] = [".sbatch", ".qsub"]
        let isShared =
            unit.map { unit in
                scripts.contains { directory.status(of: unit + "." + manner.suffix + $0) != nil }
            } ?? false
        return isShared ? .uncertain : nil
    }

    /// The job that has not ended and has that file, under whatever name.
    mutating func liveJob(with status: FileStatus) throws(Failure) -> JobID? {
        if live == nil { live = try LiveFiles(backends, manner.backend) }
        return live?.jobs[status.identity]
    }

    /// A directory that may be asked for again; nil where it can't be opened, which is noted unless it
    /// is not there.
    private mutating func place(
        of path: ByteString
    ) -> (place: Leftover.Place, directory: Directory)? {
        if let known = places[path] { return known }
        do throws(Failure) {
            let place = try Leftover.Place(path)
            let found = try place.open().map { (place, $0) }
            // Many have no more than one, and descriptors are few.
            if places.count > 100 { places = [:] }
            places[path] = .some(found)
            return found
        } catch {
            if error.kind != .missing { failures.append(error) }
            places[path] = .some(nil)
            return nil
        }
    }

    // MARK: Records

    /// Takes in csub's records of jobs of which all was asked for and has ended. The record of a job
    /// stays while another one that has not ended depends on it, and that of the last `C7`, so that
    /// its number is not given again.
    private mutating func prune(
        _ records: [BatchRecord], _ claims: [Claim], of queue: BatchQueue
    ) throws(Failure) {
        let place = try Leftover.Place(queue.records.path)
        guard let directory = try place.open() else { return }
        let open = Dictionary(grouping: claims, by: \.token)
        let needed = try Set(
            queue.unfinished().compactMap { queue.records.record(of: $0) }
                .flatMap(\.request.dependencies).compactMap { dependency in
                    if case .job(let id, _) = dependency {
                        queue.records.record(of: id)?.id
                    } else {
                        nil
                    }
                })
        let lastUnsent = queue.records.ids().compactMap(\.unsentNumber).max()
        for record in records {
            // One of which there is no file was chosen as a whole, unless it is an array.
            let isOver =
                record.ending != nil
                || open[record.token]?.allSatisfy { $0.life == .ended && $0.isChosen }
                    ?? (record.tasks == nil)
            guard isOver, !needed.contains(record.id),
                record.id.unsentNumber == nil || record.id.unsentNumber != lastUnsent
            else { continue }
            for name in queue.records.names(of: record.id) {
                guard let status = directory.status(of: name) else { continue }
                plan.add(
                    Leftover(
                        place: place, name: name, kind: .record, status: status,
                        verdict: status.obstacle.map { .stays($0) } ?? .goes))
            }
        }
    }
}

/// The files of all jobs that have not ended, by what they are: a name may be one of several.
struct LiveFiles {
    private(set) var jobs: [FileIdentity: JobID] = [:]

    /// Those of one backend's jobs, or of all that have any.
    init(_ backends: Backends, _ only: BackendName?) throws(Failure) {
        var active = JobFilter(states: JobState.active)
        active.isDetailed = true
        active.freshness = .now
        if only == nil || only == .local, try backends.hasLocalQueue() {
            let queue = try backends.local()
            let reports = try queue.list(active).jobs
            for claim in queue.claims(reports, isChosen: { _ in true }) {
                add(claim.path, claim.job)
            }
            for report in reports { report.paths?.input.map { add($0, report.id) } }
        }
        for queue in try backends.usedBatchQueues(only) {
            let reports = try queue.list(active).jobs
            let records = Set(reports.compactMap { queue.records.record(of: $0.id)?.id })
                .compactMap { queue.records.record(of: $0) }
            for claim in try queue.claims(of: records, isChosen: { _ in true })
            where claim.life != .ended {
                add(claim.path, claim.job)
            }
            for record in records {
                add(record.request.inputPath, record.id)
                add(record.script, record.id)
            }
        }
    }

    private mutating func add(_ path: ByteString, _ job: JobID) {
        if let status = File.status(of: path), status.isRegular { jobs[status.identity] = job }
    }
}

extension Backends {
    /// Whether there is a local queue; it is not made by asking.
    func hasLocalQueue() throws(Failure) -> Bool {
        try Spool(forGlance: LocalSettings(configuration)) != nil
    }

    /// The batch systems for whose jobs csub has records.
    func usedBatchQueues(_ only: BackendName?) throws(Failure) -> [BatchQueue] {
        var queues: [BatchQueue] = []
        for name in BackendName.allCases where name != .local && (only ?? name) == name {
            let queue = try batch(name)
            if !queue.records.ids().isEmpty { queues.append(queue) }
        }
        return queues
    }
}
