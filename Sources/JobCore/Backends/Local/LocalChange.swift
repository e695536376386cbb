/// Changing what local jobs ask for that wait.
extension LocalQueue {
    /// Changes each job, in one write.
    /// - Returns: for each ID that it could not be done to, why not.
    func change(
        _ wish: JobChange, _ ids: [JobID]
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        let share = try share()
        var wish = wish
        if let dependencies = wish.dependencies {
            wish.dependencies = try resolved(dependencies)
        }
        let asked = wish
        let (refused, doubt) = try spool.submit { change throws(Failure) in
            var refused: [(id: JobID, reason: String)] = []
            // Of those that are to be first each keeps its place among them.
            let top = asked.isFirst ? try Self.highestPriority(apartFrom: ids, change.view) : nil
            for id in ids {
                if let reason = try Self.change(id, asked, top: top, share, in: &change) {
                    refused.append((id, reason))
                }
            }
            return refused
        }
        if let doubt { tell(doubt) }
        return refused
    }

    /// - Returns: why it can't be changed so; nil where it is.
    /// - Throws: `Failure` (1) for a parent that does not exist.
    private static func change(
        _ id: JobID, _ wish: JobChange, top: Int?, _ share: Resources,
        in change: inout Spool.Transaction
    ) throws(Failure) -> String? {
        guard let number = id.localNumber, number < change.head.next else {
            return "no such job"
        }
        let mark = try change.mark(of: number)
        if mark.hasEnded { return mark.phase == .absent ? "no such job" : "it has ended" }
        if mark.phase == .running { return "it is running" }
        guard var request = try change.view.job(number, mark)?.request else {
            return "its record is damaged"
        }
        if let cores = wish.cores, cores > share.cores {
            return "the queue has \(share.cores) cores"
        }
        request.apply(wish)
        if let top { request.priority = max(request.priority, top) }
        var failedParent: JobID?
        if let dependencies = wish.dependencies {
            request.settled = []
            failedParent = try settle(dependencies, of: &request, in: change)
            let parents = request.dependencies.compactMap { dependency in
                if case .job(let id, _) = dependency { id.localNumber } else { nil }
            }
            let isSingleton = request.dependencies.contains(.singleton)
            guard !isSingleton else { return "singleton is for csub" }
            if !parents.isEmpty {
                let behind = try change.view.jobs(blockedBehind: [number])
                guard behind.isDisjoint(with: parents), !parents.contains(number) else {
                    return "it would wait for itself"
                }
            }
        }
        try change.append(.change(number, request))
        if let failedParent { try change.cancel(number, because: failedParent) }
        return nil
    }

    /// A priority above that of all other jobs that wait.
    private static func highestPriority(
        apartFrom ids: [JobID], _ view: Spool.View
    ) throws(Failure) -> Int {
        let own = Set(ids.compactMap(\.localNumber))
        var highest: Int?
        try view.forEachMark { number, mark throws(Failure) in
            guard mark.phase == .pending, !own.contains(number),
                let priority = try view.job(number, mark)?.request.priority
            else { return }
            highest = max(highest ?? priority, priority)
        }
        return highest.map { min($0 + 1, 1_000_000) } ?? 0
    }
}
