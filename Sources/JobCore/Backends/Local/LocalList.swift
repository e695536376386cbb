/// Choosing jobs, and saying why one waits.
extension LocalQueue {
    package func list(_ filter: JobFilter) throws(Failure) -> JobList {
        let user = Users.name(of: Machine.userID())
        let (now, boot) = (Instant.now(), spool.bootID)
        let states = isMeant(filter.owners, user) ? filter.states : []
        return try spool.read { view throws(Failure) in
            var list = JobList()
            list.damagedLines = view.head.damagedLines
            let wall = WallTime.now()
            var obstacles = Obstacles(in: spool)
            var causes = FirstCauses()
            var environments = JobEnvironments(in: spool)
            func take(_ number: Int, _ mark: JobMark) throws(Failure) {
                guard states.contains(mark.state),
                    filter.lets(state: mark.state, isResubmitted: mark.isResubmitted)
                else { return }
                let found =
                    try filter.isDetailed
                    ? view.jobWithOutputs(number, mark) : view.job(number, mark)
                guard let job = found else {
                    list.damaged.append(JobID(local: number))
                    return
                }
                let request = job.request
                guard
                    filter.lets(
                        name: request.name, queue: "local", account: nil, labels: request.labels,
                        submitted: request.submitted)
                else { return }
                var report = JobReport(job, user: user, now: now, boot: boot)
                // A list has a hundred thousand of them, and a line shows nothing of it.
                if filter.isDetailed { report.request = job.request }
                if let ending = job.ending {
                    report.reason = try causes.firstCause(of: ending, in: view).remark ?? ""
                } else {
                    report.reason = try Self.reason(for: job, mark, view, wall, &obstacles)
                }
                if filter.hasEnvironment { report.environment = environments.environment(of: job) }
                report.noteSuccessor()
                report.waitsFor = try job.waiting?.openJobs(in: view)
                list.jobs.append(report)
            }
            if filter.ids.isEmpty, states == [.running] {
                // Each has a file: no need to look at all the others.
                for number in try runningCandidates() where number < view.head.next {
                    try take(number, view.mark(of: number))
                }
            } else if filter.ids.isEmpty {
                try view.forEachMark { number, mark throws(Failure) in try take(number, mark) }
            } else {
                for id in filter.ids {
                    guard let number = id.localNumber, number < view.head.next else {
                        list.unknown.append(id)
                        continue
                    }
                    try take(number, view.mark(of: number))
                }
            }
            return list
        }
    }

    /// Without reading a single record where the states alone decide.
    package func counts(_ filter: JobFilter) throws(Failure) -> [JobState: Int] {
        guard filter.isOfStatesAlone else { return try list(filter).counts }
        guard isMeant(filter.owners, Users.name(of: Machine.userID())) else { return [:] }
        return try spool.read { view throws(Failure) in
            guard filter.skipsResubmitted else { return view.head.counts(of: filter.states) }
            var counts: [JobState: Int] = [:]
            try view.forEachMark { _, mark in
                if mark.phase != .absent,
                    filter.lets(state: mark.state, isResubmitted: mark.isResubmitted)
                {
                    counts[mark.state, default: 0] += 1
                }
            }
            return counts
        }
    }

    package func report(of id: JobID) throws(Failure) -> JobReport? {
        guard let job = try job(id) else { return nil }
        var report = JobReport(
            job, user: Users.name(of: Machine.userID()), now: Instant.now(), boot: spool.bootID)
        report.request = job.request
        return report
    }

    /// Whether jobs of this user are meant: the local queue has no others.
    private func isMeant(_ owners: JobFilter.Owners, _ me: ByteString) -> Bool {
        if case .named(let names) = owners { names.contains(me) } else { true }
    }

    /// The jobs that may be running, by number.
    private func runningCandidates() throws(Failure) -> [Int] {
        let numbers = try spool.jobs.names().compactMap { AttemptName(fileName: $0)?.job }
        return Set(numbers).sorted()
    }

    private static func reason(
        for waiting: Waiting, _ view: Spool.View
    ) throws(Failure) -> String {
        if waiting.isReturning { return "waits for its cores" }
        let open = try waiting.openJobs(in: view)
        guard let first = open.numbers.first(where: { _ in true }) else { return "waits" }
        let more = open.count - 1
        return "waits for \(JobID(local: first))" + (more > 0 ? " and \(more) more" : "")
    }

    private static func reason(
        for job: Job, _ mark: JobMark, _ view: Spool.View, _ wall: WallTime,
        _ obstacles: inout Obstacles
    ) throws(Failure) -> String {
        if mark.phase == .running {
            if mark.isBeingCancelled { return "being cancelled" }
            return try job.waiting.map { waiting throws(Failure) in
                try Self.reason(for: waiting, view)
            } ?? ""
        }
        guard mark.phase == .pending else { return "its record is damaged" }
        if mark.isHeld { return "held" }
        for dependency in job.request.dependencies {
            guard case .job(let id, let condition) = dependency, let parent = id.localNumber else {
                continue
            }
            let mark = try view.mark(of: parent)
            let isStarted = condition == .after && mark.phase == .running
            if !mark.hasEnded || mark.phase == .absent, !isStarted { return "dependency \(id)" }
        }
        if let begin = job.request.begin, begin > wall { return "begins \(begin.local)" }
        let head = view.head
        if head.isPaused { return "the queue is paused" }
        if let obstacle = obstacles.obstacle(to: job.request) { return obstacle }
        if let hindrance = job.hindrance { return "cannot start yet: \(hindrance.printable)" }
        if job.request.dependencies.contains(.singleton) { return "singleton" }
        let needed = job.request.resources
        if head.total.cores == 0 { return "" }
        if needed.cores > head.free.cores {
            return "\(max(0, head.free.cores)) of \(head.total.cores) cores free"
        }
        if needed.memory > head.free.memory {
            return "\(MemorySize.text(max(0, head.free.memory))) of "
                + "\(MemorySize.text(head.total.memory)) memory free"
        }
        if let limit = job.request.group?.limit { return "at most \(limit) at once" }
        if head.reserved != 0, head.reserved != job.id.localNumber {
            return "reserved for \(JobID(local: head.reserved))"
        }
        return ""
    }
}

extension Waiting {
    /// Those of the jobs that have not ended.
    fileprivate func openJobs(in view: Spool.View) throws(Failure) -> NumberList {
        var open: [Int] = []
        for job in jobs.numbers where try !view.mark(of: job).hasEnded { open.append(job) }
        return NumberList(open)
    }
}

extension JobReport {
    /// A job of the local queue, but for its request; `now` and `boot` tell how long it has run.
    init(_ job: Job, user: ByteString, now: Instant, boot: ByteString) {
        let request = job.request
        self.init(
            id: job.id, backend: .local, name: request.name, user: user, queue: "local",
            state: job.state, nativeState: job.state.rawValue, cores: request.resources.cores)
        memory = request.resources.memory == 0 ? nil : request.resources.memory
        priority = request.priority
        directory = request.directory
        dependencies = request.dependencies.map(\.text)
        begin = request.begin
        timeLimit = request.timeLimit
        attempts = job.attempts
        submitted = request.submitted
        started = job.started?.at
        ended = job.ending?.at
        elapsed = job.elapsed(now: now, boot: boot)
        ending = job.ending
        successor = job.successor
        // Its cores are lent meanwhile.
        if job.waiting != nil { cores = 0 }
        outputEdition = job.outputEdition
        hasOpenedOutputs = job.hasOpenedOutputs
        input = request.madeOf
    }
}
