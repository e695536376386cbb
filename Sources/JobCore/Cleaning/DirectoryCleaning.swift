/// Cleaning a directory: files that are called as jobs' files are.
///
/// What is ours is told by a record of its job, or by its own first lines: a script and an exit record
/// of ours say so, and prove what stands beside them under the same name. Names prove nothing.
extension Cleaner {
    /// Takes in what is in a directory. `admits` chooses among jobs that are known; files of others
    /// stay then.
    package mutating func take(
        directory path: ByteString, admits: ((JobReport) -> Bool)?
    ) throws(Failure) {
        let place = try Leftover.Place(path)
        guard let directory = try place.open() else { return }
        let named = try directory.names().compactMap { name in
            LeftoverName(name, suffix: manner.suffix).map { (name: name, parsed: $0) }
        }
        let found = named.filter {
            manner.wants($0.parsed.kind) && $0.parsed.isPossible(for: manner.backend)
        }.compactMap { Found($0.name, $0.parsed, in: directory) }
        if found.isEmpty { return }
        var marks = found
        if manner.onlyEmpty {
            // Scripts and exit records, which are not asked for, prove outputs.
            marks += named.filter(\.parsed.kind.isMarked)
                .compactMap { Found($0.name, $0.parsed, in: directory) }
                .filter { $0.mark != nil }
        }
        var claims = try recordedClaims(marks, in: place, admits)
        for (name, claim) in familyClaims(marks, isChosen: admits == nil) where claims[name] == nil
        {
            claims[name] = claim
        }
        for file in found { try take(file, claims[file.name], place, directory) }
    }

    /// A file whose name is that of a job's file.
    struct Found {
        let name: ByteString
        let parsed: LeftoverName
        let status: FileStatus
        /// Nil for one that says nothing of itself.
        let mark: WrittenMark?

        /// Nil where there is none any more.
        init?(_ name: ByteString, _ parsed: LeftoverName, in directory: Directory) {
            guard let status = directory.status(of: name) else { return nil }
            (self.name, self.parsed, self.status) = (name, parsed, status)
            mark =
                parsed.kind.isMarked && status.obstacle == nil
                ? WrittenMark(of: name, status, in: directory) : nil
        }
    }

    private mutating func take(
        _ file: Found, _ claim: Claim?, _ place: Leftover.Place, _ directory: Directory
    ) throws(Failure) {
        let isSafe = claim.map { $0.isRecorded && $0.life != .ended } ?? false
        if let claim, isSafe || !manner.every {
            return try take(claim, file.name, file.status, place, directory)
        }
        var obstacle = file.status.obstacle
        if obstacle == nil, !manner.every { obstacle = .unproven }
        if obstacle == nil, manner.onlyEmpty, file.status.size > 0 { obstacle = .notEmpty }
        if obstacle == nil, let job = try liveJob(with: file.status) { obstacle = .live(job) }
        if obstacle == nil, let claim {
            // How its job ended is kept, whoever asks for the file.
            return try take(claim.forced, file.name, file.status, place, directory)
        }
        plan.add(
            Leftover(
                place: place, name: file.name, kind: file.parsed.kind, status: file.status,
                verdict: obstacle.map { .stays($0) } ?? .goes))
    }

    // MARK: What is recorded

    /// What records tell of files in a directory, by name. An output that was given its name by a person
    /// goes only with its job.
    private mutating func recordedClaims(
        _ found: [Found], in place: Leftover.Place, _ admits: ((JobReport) -> Bool)?
    ) throws(Failure) -> [ByteString: Claim] {
        var places: [ByteString: Bool] = [:]
        func isHere(_ path: ByteString) -> Bool {
            let parent = path.parent
            if let known = places[parent] { return known }
            let isHere = File.status(of: parent)?.identity == place.identity
            places[parent] = isHere
            return isHere
        }
        var result: [ByteString: Claim] = [:]
        for claim in try localClaims(found, admits) where claim.hasOwnName && isHere(claim.path) {
            result[claim.path.lastComponent] = claim
        }
        let tokens = Set(found.compactMap { $0.mark?.token })
        for queue in try backends.usedBatchQueues(manner.backend) {
            let records = try queue.records.all().filter { record in
                // A directory may have been given another name since.
                tokens.contains(record.token) || record.stem.map { isHere($0.path("out")) } ?? false
                    || isHere(record.request.submitDirectory + "/")
            }
            note(records, of: queue)
            for claim in try queue.claims(of: records, isChosen: { admits?($0) ?? true })
            where claim.hasOwnName && (isHere(claim.path) || tokens.contains(claim.token ?? "")) {
                result[claim.path.lastComponent] = claim
            }
            // What is being submitted, or was when csub was killed.
            let pending = found.filter {
                $0.mark.map { queue.records.isPending($0.token) } ?? false
            }
            let units = Set(pending.map(\.parsed.unit))
            for file in found where units.contains(file.parsed.unit) {
                result[file.name] = Claim(
                    path: file.name, kind: file.parsed.kind, job: BatchRecord.unnamed,
                    life: .uncertain, isChosen: false)
            }
        }
        return result
    }

    private func localClaims(
        _ found: [Found], _ admits: ((JobReport) -> Bool)?
    ) throws(Failure) -> [Claim] {
        guard manner.backend == nil || manner.backend == .local, try backends.hasLocalQueue()
        else { return [] }
        let kinds: [Leftover.Kind] = [.output, .function]
        var numbers = Set(
            found.filter { kinds.contains($0.parsed.kind) }.flatMap(\.parsed.localNumbers))
        if numbers.isEmpty { return [] }
        let queue = try backends.local()
        func jobs() throws(Failure) -> [JobReport] {
            var filter = JobFilter(states: Set(JobState.allCases))
            filter.ids = numbers.sorted().map { JobID(local: $0) }
            filter.isDetailed = true
            return try queue.list(filter).jobs
        }
        var found = try jobs()
        // A function's script goes with all jobs of its submission.
        let known = numbers
        for job in found {
            guard let sharing = job.request?.function?.sharing, sharing > 1 else { continue }
            let first = job.request?.firstOfSubmission ?? job.id.localNumber ?? 0
            numbers.formUnion(first..<(first + sharing))
        }
        if numbers != known { found = try jobs() }
        return queue.claims(found) { admits?($0) ?? true }
    }

    // MARK: What stands beside

    /// What the exit records in a directory prove of the files that have the same name but for their
    /// ending, where no record tells of them.
    private func familyClaims(_ found: [Found], isChosen: Bool) -> [ByteString: Claim] {
        var exits: [ByteString: ExitRecord] = [:]
        var scripts: [ByteString: String] = [:]
        for file in found {
            if let exit = file.mark?.exit { exits[file.parsed.unit] = exit }
            if file.parsed.kind == .script { scripts[file.parsed.unit] = file.mark?.token }
        }
        var result: [ByteString: Claim] = [:]
        for file in found {
            let (unit, kind) = (file.parsed.unit, file.parsed.kind)
            guard let exit = exits[unit], kind != .function, let job = JobID(exit.job) else {
                continue
            }
            // Without its script nothing tells that what runs in turn is ours, and which backend's it is.
            if kind == .innerScript || manner.backend != nil, scripts[unit] != exit.token {
                continue
            }
            result[file.name] = Claim(
                path: file.name, kind: kind, job: job,
                life: exit.isTerminated ? .uncertain : .ended, isChosen: isChosen,
                isRecorded: false, token: exit.token,
                times: kind == .output ? (exit.started, exit.ended) : (nil, exit.ended))
        }
        return result
    }
}

extension Claim {
    /// The same for whoever asks for every file.
    fileprivate var forced: Claim {
        var claim = self
        claim.isForced = true
        return claim
    }
}
