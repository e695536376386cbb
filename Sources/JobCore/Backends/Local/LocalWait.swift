/// Waiting for local jobs to end.
package struct LocalWait {
    /// What one job's end is to the one who waits.
    package struct End {
        package var id: JobID
        package var status: ExitStatus
        package var state: JobState
    }

    private let queue: LocalQueue
    private let follower: Follower
    /// Jobs that have not ended, with their last mark.
    private var open: [Int: JobMark] = [:]
    private var ended: [End] = []

    /// Begins to wait for those.
    package init(for ids: [JobID], in queue: LocalQueue) throws(Failure) {
        self.queue = queue
        var open: [Int: JobMark] = [:]
        var ended: [End] = []
        follower = try queue.spool.read { view throws(Failure) in
            for id in ids {
                guard let number = id.localNumber else { continue }
                let mark = try view.mark(of: number)
                if mark.hasEnded {
                    ended.append(End(number, mark))
                } else {
                    open[number] = mark
                }
            }
            return Follower(spool: queue.spool, from: view.head)
        }
        self.open = open
        self.ended = ended
        if !open.isEmpty {
            let isAbandoned = try queue.spool.read { view throws(Failure) in view.head.isAbandoned }
            if !isAbandoned { try queue.spool.ensureRunner() }
        }
    }

    package var isOver: Bool { open.isEmpty && ended.isEmpty }
    package var openJobs: [JobID] { open.keys.sorted().map { JobID(local: $0) } }
    package var openCount: Int { open.count }
    package var runningCount: Int { open.values.count { $0.phase == .running } }
    /// Whether only somebody's `cqueue --release` can make the rest go on.
    package var isHeld: Bool { !open.isEmpty && open.values.allSatisfy(\.isHeld) }

    /// Those that have ended since the last call, in the order they did.
    package mutating func takeEnded() throws(Failure) -> [End] {
        if ended.isEmpty, !open.isEmpty { try catchUp() }
        defer { ended = [] }
        return ended
    }

    /// Sleeps until there may be more.
    package func sleep(timeout: Int?, or descriptors: [Int32]) throws(Failure) {
        try follower.sleep(timeout: timeout, or: descriptors)
    }

    private mutating func catchUp() throws(Failure) {
        switch try follower.news() {
        case .records(let records):
            for record in records {
                guard var mark = open[record.job],
                    mark.apply(record, at: JobMark.Place())
                else { continue }
                note(record.job, mark)
            }
        case .replaced:
            let spool = queue.spool
            let numbers = open.keys.sorted()
            let marks = try spool.read { view throws(Failure) in
                var marks: [(Int, JobMark)] = []
                for number in numbers { marks.append((number, try view.mark(of: number))) }
                return marks
            }
            for (number, mark) in marks { note(number, mark) }
        }
    }

    private mutating func note(_ number: Int, _ mark: JobMark) {
        if mark.hasEnded {
            open[number] = nil
            ended.append(End(number, mark))
        } else {
            open[number] = mark
        }
    }
}

extension LocalWait.End {
    fileprivate init(_ number: Int, _ mark: JobMark) {
        id = JobID(local: number)
        state = mark.state
        status =
            mark.phase == .absent ? .cannotWait : ExitStatus(Int32(mark.exitStatus))
    }
}
