/// A file that a record of ours names: what it is to which job, and how that job stands.
struct Claim {
    /// Absolute.
    let path: ByteString
    let kind: Leftover.Kind
    var job: JobID
    var life: Life
    /// Whether it is asked for, if the job has ended.
    var isChosen: Bool
    /// Whether csub gave it its name, which no other job's file has.
    var hasOwnName = true
    /// Whether csub or the local queue recorded it; else the files beside it tell of its job.
    var isRecorded = true
    /// Every file of such a name was asked for: that the job has ended is enough.
    var isForced = false
    /// What stands in the job's script and in its exit records; nil where it has none.
    var token: String?
    /// When the job wrote it: not before and not after.
    var times: (first: WallTime?, last: WallTime?)

    enum Life: Equatable {
        case live, ended
        /// Nobody tells whether it has ended.
        case uncertain
    }

    /// How far the clocks of those who write a file and of those who record it may be apart, in
    /// milliseconds.
    private static let slack = 60_000

    /// Why a file of that name stays; nil where it is what the record tells of, of a job that has ended.
    func obstacle(_ status: FileStatus, _ name: ByteString, in directory: Directory)
        -> Leftover.Obstacle?
    {
        if life == .live { return .live(job) }
        if let obstacle = status.obstacle { return obstacle }
        if isForced { return nil }
        if life == .uncertain { return .uncertain }
        if !isChosen { return .notChosen }
        let changed = status.modified / 1_000_000
        let isEarly = times.first.map { changed < $0.milliseconds - Self.slack } ?? false
        let isLate = times.last.map { changed > $0.milliseconds + Self.slack } ?? false
        if isEarly || isLate { return .changed }
        guard kind.isMarked else { return nil }
        let mark = WrittenMark(of: name, status, in: directory)
        return mark != nil && mark?.token == token ? nil : .changed
    }
}

/// The files of jobs of the local queue.
extension LocalQueue {
    /// What they have written, and what calls the functions of those that do.
    func claims(_ jobs: [JobReport], isChosen: (JobReport) -> Bool) -> [Claim] {
        var claims: [Claim] = []
        var scripts: [ByteString: (claim: Claim, missing: Int)] = [:]
        for job in jobs {
            guard let request = job.request else { continue }
            let life: Claim.Life =
                job.state == .unknown ? .uncertain : job.state.hasEnded ? .ended : .live
            claims += outputClaims(job, request, life, isChosen(job))
            guard let function = request.function else { continue }
            var script =
                scripts[function.script]
                ?? (
                    Claim(
                        path: function.script, kind: .function, job: job.id, life: life,
                        isChosen: true, times: (nil, request.submitted)), function.sharing
                )
            // It is live with any of its jobs, and goes with all of them.
            script.missing -= 1
            if !isChosen(job) { script.claim.isChosen = false }
            if life == .live || script.claim.life == .ended {
                script.claim.life = life
                script.claim.job = job.id
            }
            scripts[function.script] = script
        }
        return claims
            + scripts.values.map { claim, missing in
                var claim = claim
                if missing > 0 { claim.isChosen = false }
                return claim
            }
    }

    private func outputClaims(
        _ job: JobReport, _ request: Request, _ life: Claim.Life, _ isChosen: Bool
    ) -> [Claim] {
        guard let files = job.paths, job.hasOpenedOutputs == true else { return [] }
        func claim(_ path: ByteString, hasOwnName: Bool) -> Claim {
            Claim(
                path: path, kind: .output, job: job.id, life: life, isChosen: isChosen,
                hasOwnName: hasOwnName, times: (job.started, job.ended))
        }
        var claims: [Claim] = []
        let isDefault = request.output == nil
        // Only its record tells which number a default name has got.
        let hasNumber = job.outputEdition != nil
        if !isDefault || hasNumber { claims.append(claim(files.output, hasOwnName: isDefault)) }
        let isErrorDefault = isDefault && request.error == nil
        if files.error != files.output, !isErrorDefault || hasNumber {
            claims.append(claim(files.error, hasOwnName: isErrorDefault))
        }
        if let function = request.function {
            claims.append(claim(function.result, hasOwnName: true))
        }
        return claims
    }
}

/// The files of jobs that csub gave to a batch system.
extension BatchQueue {
    /// The scripts, exit records and outputs of recorded jobs, however their states are now.
    /// - Throws: `Failure` where the batch system can't be asked.
    func claims(
        of records: [BatchRecord], isChosen: (JobReport) -> Bool
    ) throws(Failure) -> [Claim] {
        if records.isEmpty { return [] }
        var filter = JobFilter(states: Set(JobState.allCases))
        filter.ids = records.map(\.id)
        filter.owners = .everybody
        filter.isDetailed = true
        filter.freshness = .now
        var reports: [JobID: [JobReport]] = [:]
        for report in try list(filter).jobs {
            if let record = self.records.record(of: report.id) {
                reports[record.id, default: []].append(report)
            }
        }
        return records.flatMap { claims(of: $0, reports[$0.id] ?? [], isChosen) }
    }

    private func claims(
        of record: BatchRecord, _ reports: [JobReport], _ isChosen: (JobReport) -> Bool
    ) -> [Claim] {
        // Nothing was written for one that was never given to the batch system.
        if record.ending != nil { return [] }
        var claims: [Claim] = []
        var lives: [Int?: (life: Claim.Life, isChosen: Bool)] = [:]
        for report in reports {
            let life: Claim.Life =
                report.state == .unknown ? .uncertain : report.state.hasEnded ? .ended : .live
            let wanted = record.tasks == nil ? nil : BatchID(report.id.text)?.tasks
            for task in record.leaves where task.map({ wanted?.contains($0) ?? true }) ?? true {
                let chosen = isChosen(report)
                lives[task] = (life, chosen)
                claims += self.claims(of: record, task, report, life, chosen)
            }
        }
        let all = record.leaves.map { lives[$0] ?? (.uncertain, false) }
        guard let stem = record.stem else { return claims }
        let inner = stem.innerPath(of: record.request.command)
        let innerKind: Leftover.Kind = inner == stem.callScript ? .function : .innerScript
        let life: Claim.Life =
            all.contains { $0.life == .live }
            ? .live : all.allSatisfy { $0.life == .ended } ? .ended : .uncertain
        for (path, kind) in [
            (stem.path(traits.scriptKind), Leftover.Kind.script),
            (inner, innerKind),
        ] {
            claims.append(
                Claim(
                    path: path, kind: kind, job: record.id, life: life,
                    isChosen: all.allSatisfy(\.isChosen), token: record.token,
                    times: (nil, record.request.submitted)))
        }
        return claims
    }

    /// What a job that is no array has written, or a task of one.
    private func claims(
        of record: BatchRecord, _ task: Int?, _ report: JobReport, _ life: Claim.Life,
        _ isChosen: Bool
    ) -> [Claim] {
        var claims: [Claim] = []
        let found = exitRecord(of: record, task: task)
        func claim(_ path: ByteString, _ kind: Leftover.Kind, hasOwnName: Bool = true) {
            claims.append(
                Claim(
                    path: path, kind: kind, job: report.id, life: life, isChosen: isChosen,
                    hasOwnName: hasOwnName, token: record.token,
                    times: (found?.started ?? report.started, found?.ended ?? report.ended)))
        }
        if let path = record.statusPath(task: task) { claim(path, .exitRecord) }
        if let path = record.function(task: task)?.result { claim(path, .output) }
        let isDefault = record.stem != nil && record.request.output == nil
        // One that was never started has opened no file of somebody else's.
        guard isDefault || found != nil || report.started != nil || life != .ended else {
            return claims
        }
        let files = record.files(found, task: task, user: me)
        claim(files.output, .output, hasOwnName: isDefault)
        if files.error != files.output {
            claim(
                files.error, .output, hasOwnName: isDefault && record.request.error == nil)
        }
        return claims
    }
}
