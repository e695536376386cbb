/// A job of the local queue that is to be submitted again.
package struct FormerJob {
    package let id: JobID
    /// What is asked for this time; it waits for what the former job waited for, as far as that is not
    /// over and not among those that are submitted with it.
    package var request: Request
    /// What it waits for of those that are submitted with it, by their former IDs.
    package let parents: [Dependency]
    /// Where it stands in the order that was asked for.
    let place: Int
}

/// Submitting jobs again that depend on one another.
extension LocalQueue {
    /// The jobs of those IDs, parents before their children, whatever their order was.
    ///
    /// What a job waits for of the others is kept. A parent that is not among them counts as it is now,
    /// and one that was submitted again itself as its successor. With `dependents` come the jobs that
    /// were cancelled because of them. With `replacing` nothing is kept but what they wait for of
    /// one another.
    ///
    /// - Throws: `Failure` (1) for an ID without a job, and for a job whose parent did not end as it
    ///   had to.
    package func formerJobs(
        _ ids: [JobID], dependents: Bool, replacing: Bool
    ) throws(Failure) -> [FormerJob] {
        try spool.read { view throws(Failure) in
            var jobs: [Job] = []
            for id in ids {
                guard let number = id.localNumber,
                    let job = try view.job(number, view.mark(of: number))
                else {
                    throw Failure("cannot submit '\(id)' again: no such job", status: .failure)
                }
                jobs.append(job)
            }
            if dependents { jobs += try Self.dependents(of: jobs, in: view) }
            var plan = FormerJobPlan(jobs, replacing: replacing)
            // A parent has nearly always the lower number.
            for job in jobs.sorted(by: { $0.id.localNumber ?? 0 < $1.id.localNumber ?? 0 }) {
                try plan.add(job, in: view)
            }
            return plan.result
        }
    }

    /// The jobs that were cancelled because one of these, or of those, did not end as it had to, and
    /// that were not submitted again since.
    private static func dependents(
        of jobs: [Job], in view: Spool.View
    ) throws(Failure) -> [Job] {
        var cancelled: [Job] = []
        try view.forEachMark { number, mark throws(Failure) in
            guard mark.phase == .cancelled, !mark.isResubmitted,
                let job = try view.job(number, mark), case .dependency? = job.ending?.cause
            else { return }
            cancelled.append(job)
        }
        var known = Set(jobs.map(\.id))
        var found: [Job] = []
        // A child may have a lower number than its parent, once that was submitted again.
        while true {
            let more = cancelled.filter { job in
                !known.contains(job.id)
                    && job.request.allDependencies.contains { dependency in
                        if case .job(let id, _) = dependency { known.contains(id) } else { false }
                    }
            }
            if more.isEmpty { return found }
            found += more
            known.formUnion(more.map(\.id))
        }
    }
}

/// Puts jobs in an order in which parents come first.
private struct FormerJobPlan {
    private(set) var result: [FormerJob] = []
    private let jobs: [JobID: (place: Int, job: Job)]
    private let isReplacing: Bool
    /// Those that are in the result or on their way there.
    private var begun: Set<JobID> = []

    init(_ jobs: [Job], replacing: Bool) {
        self.jobs = Dictionary(
            jobs.enumerated().map { ($1.id, ($0, $1)) }, uniquingKeysWith: { first, _ in first })
        isReplacing = replacing
    }

    /// Adds a job behind those of its parents that are among the others.
    mutating func add(_ job: Job, in view: Spool.View) throws(Failure) {
        guard begun.insert(job.id).inserted else { return }
        var request = job.request
        var parents: [Dependency] = []
        var others: [Dependency] = []
        for dependency in request.allDependencies {
            guard case .job(let id, let condition) = dependency else {
                others.append(dependency)
                continue
            }
            let parent = try standIn(for: id, of: job.id, in: view)
            if let member = jobs[parent]?.job {
                try add(member, in: view)
                parents.append(.job(parent, condition))
            } else if !isReplacing {
                try check(parent, condition, of: job.id, in: view)
                others.append(.job(parent, condition))
            }
        }
        request.dependencies = isReplacing ? [] : others
        request.settled = []
        let place = jobs[job.id]?.place ?? 0
        result.append(FormerJob(id: job.id, request: request, parents: parents, place: place))
    }

    /// What stands for a parent now: itself, where it is submitted again too or never was, else the
    /// last of its successors.
    private func standIn(
        for parent: JobID, of child: JobID, in view: Spool.View
    ) throws(Failure) -> JobID {
        var id = parent
        while jobs[id] == nil, let number = id.localNumber {
            let mark = try view.mark(of: number)
            guard mark.isResubmitted, let next = try view.job(number, mark)?.successor,
                next != child
            else { break }
            id = next
        }
        return id
    }

    private func check(
        _ parent: JobID, _ condition: Dependency.Condition, of child: JobID, in view: Spool.View
    ) throws(Failure) {
        guard let number = parent.localNumber else { return }
        let mark = try view.mark(of: number)
        guard mark.phase != .absent, mark.hasEnded, !condition.isMet(byEndedIn: mark.state) else {
            return
        }
        throw Failure(cannotSubmit: child, because: parent)
    }
}

extension Failure {
    /// A job can't be submitted again without its parent.
    init(cannotSubmit child: JobID, because parent: JobID) {
        self.init(
            "cannot submit '\(child)' again: '\(parent)', which it depends on, did not end as it "
                + "had to", status: .failure,
            advice: "give '\(parent)' as well, or say with -d what it is to wait for")
    }
}
