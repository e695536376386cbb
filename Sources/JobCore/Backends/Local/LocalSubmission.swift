/// Putting jobs into the local queue.
extension LocalQueue {
    /// What is put into the queue: a request, and what it has to do with others.
    private struct Entry {
        var request: Request
        /// The job that it is made of, where it is submitted again.
        var former: JobID?
        /// What it waits for of the jobs that are submitted with it, by the jobs that those are made of.
        var parents: [Dependency] = []
        /// Where its ID stands among the others.
        var place = 0
    }

    /// Puts all requests into the queue or none, in one write. They are on the disk, with their
    /// environments, when this returns.
    ///
    /// With `ifAbsent`, in place of those whose name an unfinished job has there are the IDs of all
    /// unfinished jobs of that name. With `willWait` the caller waits for the jobs.
    ///
    /// - Returns: nil where the queue is full.
    /// - Throws: `Failure`: 75 where the disk is full; 1 for a parent that does not exist; 125 where
    ///   the caller would wait for its own job.
    package func submit(
        _ requests: [Request], limit: Int?, ifAbsent: Bool = false, willWait: Bool = false
    ) throws(Failure) -> [JobID]? {
        // A million of them need not be there twice.
        try submit(
            requests.lazy.map { Entry(request: $0) }, limit: limit, ifAbsent: ifAbsent,
            willWait: willWait)
    }

    /// The same for jobs that were there before. Each that has ended tells from then on what it was
    /// submitted again as. The IDs come in the order in which the former ones were given.
    package func submit(
        again jobs: [FormerJob], limit: Int?, ifAbsent: Bool, willWait: Bool
    ) throws(Failure) -> [JobID]? {
        try submit(
            jobs.map { job in
                Entry(
                    request: job.request, former: job.id, parents: job.parents, place: job.place)
            },
            limit: limit, ifAbsent: ifAbsent, willWait: willWait)
    }

    private func submit(
        _ entries: some Collection<Entry>, limit: Int?, ifAbsent: Bool, willWait: Bool
    ) throws(Failure) -> [JobID]? {
        try spool.prepareKeeper()
        let (ids, doubt) = try spool.submit { change throws(Failure) -> [JobID]? in
            if willWait { try refuse(entries.map(\.request), in: change.view) }
            var present: [ByteString: [JobID]] = [:]
            if ifAbsent {
                present = try Self.unfinished(
                    named: Set(entries.map(\.request.name)), change.view)
            }
            if let limit {
                let active = try length(in: change.view)
                let wanted = entries.count { present[$0.request.name] == nil }
                if wanted > 0, active + wanted > limit { return nil }
            }
            return try add(entries, present, to: &change)
        }
        if ids != nil, let doubt { tell(doubt) }
        return ids
    }

    static func unfinished(
        named names: Set<ByteString>, _ view: Spool.View
    ) throws(Failure) -> [ByteString: [JobID]] {
        var found: [ByteString: [JobID]] = [:]
        try view.forEachMark { number, mark throws(Failure) in
            guard !mark.hasEnded, let name = try view.job(number, mark)?.request.name,
                names.contains(name)
            else { return }
            found[name, default: []].append(JobID(local: number))
        }
        return found
    }

    /// Adds a job for each entry whose name is not among those that are present.
    private func add(
        _ entries: some Collection<Entry>, _ present: [ByteString: [JobID]], to change: inout Spool.Transaction
    ) throws(Failure) -> [JobID] {
        var present = present
        var ids: [JobID] = []
        ids.reserveCapacity(entries.count)
        /// For each ID where it stands among the others.
        var places: [Int] = []
        /// Of each group, by the number of its former first job, the first one now.
        var groups: [Int: Int] = [:]
        var successors: [JobID: JobID] = [:]
        let first = change.head.next
        for var entry in entries {
            entry.request.firstOfSubmission = entries.count > 1 ? first : nil
            if !present.isEmpty, let found = present[entry.request.name] {
                ids += found
                places += found.map { _ in entry.place }
                if let former = entry.former { successors[former] = found.first }
                present[entry.request.name] = []
                continue
            }
            if let group = entry.request.group {
                let first = groups[group.first] ?? change.head.next
                groups[group.first] = first
                entry.request.group?.first = first
            }
            for case .job(let former, let condition) in entry.parents {
                guard let parent = successors[former] else { continue }
                entry.request.dependencies.append(.job(parent, condition))
            }
            let id = try add(&entry.request, to: &change)
            ids.append(id)
            places.append(entry.place)
            guard let former = entry.former else { continue }
            successors[former] = id
            try link(former, to: id, in: &change)
        }
        if successors.isEmpty { return ids }
        return zip(places, ids).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
    }

    /// Adds one, with its dependencies settled.
    private func add(
        _ request: inout Request, to change: inout Spool.Transaction
    ) throws(Failure) -> JobID {
        let failedParent = try Self.settle(request.dependencies, of: &request, in: change)
        let number = change.newJob()
        try change.append(.submit(number, request))
        if let failedParent { try change.cancel(number, because: failedParent) }
        return JobID(local: number)
    }

    /// Has a job wait for those of its dependencies that are open, and takes note of the others.
    /// - Returns: a parent that keeps it from ever starting.
    /// - Throws: `Failure` (1) for a parent that does not exist.
    static func settle(
        _ dependencies: [Dependency], of request: inout Request, in change: Spool.Transaction
    ) throws(Failure) -> JobID? {
        var failedParent: JobID?
        var open: [Dependency] = []
        for dependency in dependencies {
            guard case .job(let id, let condition) = dependency else {
                open.append(dependency)
                continue
            }
            guard condition != .aftercorr else {
                throw Failure(
                    "the local queue has no arrays for aftercorr: -d each: is for --each",
                    status: .usage)
            }
            guard let parent = id.localNumber, parent < change.head.next else {
                throw Failure("cannot depend on '\(id)': no such job", status: .failure)
            }
            let mark = try change.mark(of: parent)
            if !mark.hasEnded || mark.phase == .absent {
                open.append(dependency)
                continue
            }
            request.settled.append(dependency)
            if !condition.isMet(byEndedIn: mark.state) { failedParent = id }
        }
        request.dependencies = open
        return failedParent
    }

    /// Has an ended job tell what it was submitted again as.
    private func link(
        _ former: JobID, to successor: JobID, in change: inout Spool.Transaction
    ) throws(Failure) {
        guard let number = former.localNumber, let other = successor.localNumber else { return }
        let mark = try change.mark(of: number)
        guard mark.hasEnded else { return }
        let ending = try change.view.job(number, mark)?.ending ?? mark.knownEnding
        try change.append(.resubmit(number, attempt: Int(mark.attempt), ending, as: other))
    }
}
