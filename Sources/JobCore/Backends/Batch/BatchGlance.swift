/// What is known of a batch system's jobs without asking it: the list that was kept last, csub's
/// records, and what the jobs themselves wrote.
package struct BatchGlance {
    private let queue: BatchQueue
    private let listed: SharedListing.Kept?
    /// How many jobs are looked at closely, each of which takes two files.
    private static let patience = 500

    package init(_ queue: BatchQueue) {
        self.queue = queue
        listed = queue.listing.kept(of: queue.me)
    }

    /// A job as far as it is known.
    package struct Sight: Sendable {
        package let id: JobID
        package let name: ByteString
        package let state: JobState
    }

    /// The newest jobs of mine in any of these states whose ID begins with `prefix`, the newest first.
    package func newestJobs(
        _ limit: Int, in states: Set<JobState>, beginning prefix: String
    ) -> [Sight] {
        var rows: [JobID: BatchJob] = [:]
        let listing = listed?.listing ?? []
        for row in queue.system.read(listing)
            .newestJobs(Self.patience, beginning: prefix)
        {
            // Tasks that wait together are named by their array.
            let isOne = row.place.tasks.map { $0.count == 1 } ?? true
            let id = isOne ? row.id : row.place.whole
            if id.text.hasPrefix(prefix), rows[id] == nil { rows[id] = row }
        }
        var ids = Set(rows.keys)
        ids.formUnion(queue.records.ids().filter { $0.text.hasPrefix(prefix) })
        let ordered = ids.map { id in (Self.age(of: id), id) }.sorted { $0.0 > $1.0 }
        var found: [Sight] = []
        var common: String?
        var seen = 0
        for (_, id) in ordered {
            // Those behind the newest only where their ID differs from what these have in common.
            let isEnough = found.count >= limit || seen >= Self.patience
            if isEnough, common.map({ id.text.hasPrefix($0) }) ?? true { continue }
            seen += 1
            guard let sight = sight(of: id, rows[id]), states.contains(sight.state) else {
                continue
            }
            found.append(sight)
            common = common.map { id.text.commonPrefix(with: $0) } ?? id.text
            if found.count >= limit, common == prefix { break }
        }
        return found
    }

    /// Numbers that grow with the time of submission.
    private static func age(of id: JobID) -> (Int, Int) {
        let place = BatchID(id.text)
        return (place?.number ?? id.unsentNumber ?? 0, place?.tasks?.indices.first ?? -1)
    }

    private func sight(of id: JobID, _ row: BatchJob?) -> Sight? {
        let record = queue.records.record(of: id)
        guard let name = record?.request.name ?? row?.name else { return nil }
        return Sight(id: id, name: name, state: state(of: id, row, record))
    }

    /// What the job's own side wrote counts more than a list that may be old; a job that a later list
    /// does not have is over, and how is not known here.
    private func state(of id: JobID, _ row: BatchJob?, _ record: BatchRecord?) -> JobState {
        if let record, let state = queue.recordedState(of: id, record) { return state }
        if let row { return row.state }
        if queue.records.isCancelled(id) { return .cancelled }
        guard let record, let listed else { return .pending }
        let age = Instant.now() - listed.asked
        let isOlder =
            WallTime.now().milliseconds - age < record.request.submitted.milliseconds
        return isOlder ? .pending : .unknown
    }

    /// The partitions that jobs of the kept lists are in.
    package var partitions: [ByteString] {
        queue.listing.allKept().flatMap { queue.system.read($0.listing).partitions }.unique
            .flatMap { $0.split(on: UInt8(ascii: ",")) }.filter { !$0.isEmpty }.unique
            .sorted { $0 < $1 }
    }
}
