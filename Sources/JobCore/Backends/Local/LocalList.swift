/// Choosing jobs, and saying why one waits.
extension LocalQueue {
    /// Which jobs a list shows.
    package struct Filter {
        package var states: Set<JobState>
        /// Only these, where there are any.
        package var ids: [JobID] = []
        package var names: [ByteString] = []

        package init(states: Set<JobState>) { self.states = states }
    }

    /// What a list is made of.
    package struct Listing {
        package var jobs: [Entry] = []
        /// Asked for by ID, and never there.
        package var unknown: [JobID] = []
        /// Jobs whose record cannot be read.
        package var damaged: [JobID] = []
        /// Lines of the journal that cannot be read.
        package var damagedLines = 0
        package var head: JobTable.Head
    }

    package struct Entry {
        package var job: Job
        /// Why it waits, or how it ended.
        package var reason: String
    }

    /// The jobs that a filter lets through, by number.
    package func list(_ filter: Filter) throws(Failure) -> Listing {
        try spool.read { view throws(Failure) in
            var listing = Listing(head: view.head)
            listing.damagedLines = view.head.damagedLines
            let wall = WallTime.now()
            func take(_ number: Int, _ mark: JobMark) throws(Failure) {
                guard filter.states.contains(mark.state) else { return }
                guard let job = try view.job(number, mark) else {
                    listing.damaged.append(JobID(local: number))
                    return
                }
                let name = job.request.name
                guard filter.names.isEmpty || filter.names.contains(where: { name.matches($0) })
                else { return }
                let reason = try Self.reason(for: job, mark, view, wall)
                listing.jobs.append(Entry(job: job, reason: reason))
            }
            if filter.ids.isEmpty, filter.states == [.running] {
                // Each has a file: no need to look at all the others.
                for number in try runningCandidates() where number < view.head.next {
                    try take(number, view.mark(of: number))
                }
            } else if filter.ids.isEmpty {
                try view.forEachMark { number, mark throws(Failure) in try take(number, mark) }
            } else {
                for id in filter.ids {
                    guard let number = id.localNumber, number < view.head.next else {
                        listing.unknown.append(id)
                        continue
                    }
                    try take(number, view.mark(of: number))
                }
            }
            return listing
        }
    }

    /// How many jobs are in each of these states, without reading a single record.
    package func count(_ states: Set<JobState>) throws(Failure) -> Int {
        try spool.read { view throws(Failure) in view.head.count(of: states) }
    }

    /// The jobs that may be running, by number.
    private func runningCandidates() throws(Failure) -> [Int] {
        let numbers = try spool.jobs.names().compactMap { AttemptFile.read(name: $0)?.job }
        return Set(numbers).sorted()
    }

    private static func reason(
        for job: Job, _ mark: JobMark, _ view: Spool.View, _ wall: WallTime
    ) throws(Failure) -> String {
        if let ending = job.ending { return ending.state == .complete ? "" : ending.summary }
        if mark.phase == .running { return mark.isBeingCancelled ? "being cancelled" : "" }
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
        if head.reserved != 0, head.reserved != job.id.localNumber {
            return "reserved for \(JobID(local: head.reserved))"
        }
        return ""
    }
}
