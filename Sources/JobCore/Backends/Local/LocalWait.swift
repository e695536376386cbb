/// Waiting for local jobs to end, or to reach a state before.
package struct LocalWait: JobWait {
    private let queue: LocalQueue
    private let goal: Set<JobState>
    private let follower: Follower
    /// Jobs that have not ended, with their last mark.
    private var open: [Int: JobMark] = [:]
    /// Those that have ended, or are where they are wanted.
    private var ended: [(number: Int, mark: JobMark)] = []
    /// Those that never were.
    private var unknown: [JobID] = []
    private var causes = FirstCauses()
    private var lastLook = Instant.now()
    private var hasSaidPaused = false
    private var hasSaidHeld = false

    /// Begins to wait for those.
    /// - Throws: `Failure` (125) where this process runs within one of them, or what it is asked to
    ///   wait for can end only after its own job has.
    package init(
        for ids: [JobID], in queue: LocalQueue, _ manner: WaitManner
    ) throws(Failure) {
        self.queue = queue
        goal = manner.goal
        var marks: [(number: Int, mark: JobMark)] = []
        var unknown: [JobID] = []
        follower = try queue.spool.read { view throws(Failure) in
            for id in ids {
                if let number = id.localNumber, number < view.head.next {
                    marks.append((number, try view.mark(of: number)))
                } else {
                    unknown.append(id)
                }
            }
            return Follower(spool: queue.spool, from: view.head)
        }
        self.unknown = unknown
        for (number, mark) in marks { note(number, mark) }
        if !open.isEmpty {
            let numbers = open.keys.sorted()
            if queue.spool.mayBeWithinJob {
                try queue.spool.read { view throws(Failure) in try queue.refuse(numbers, in: view) }
            }
            let isAbandoned = try queue.spool.read { view throws(Failure) in view.head.isAbandoned }
            if !isAbandoned { try queue.spool.attend() }
        }
    }

    package var openJobs: [JobID] { open.keys.sorted().map { JobID(local: $0) } }
    package var openCount: Int { open.count }
    package var runningCount: Int { open.values.count { $0.phase == .running } }
    package var descriptors: [Int32] { follower.descriptors }
    package var nextLook: Instant? { open.isEmpty ? nil : lastLook + follower.longestSleep }

    package mutating func takeEnded() throws(Failure) -> [JobEnd] {
        if ended.isEmpty, !open.isEmpty {
            let now = Instant.now()
            try follower.wake(byNews: now - lastLook < follower.longestSleep)
            lastLook = now
            try catchUp()
        }
        defer { (ended, unknown) = ([], []) }
        var result = unknown.map { id in
            JobEnd(id: id, status: .cannotWait, state: .unknown, hasBegun: false, isNoJob: true)
        }
        for (number, mark) in ended { result.append(try end(number, mark)) }
        return result
    }

    package mutating func takeRemarks() throws(Failure) -> [String] {
        var remarks: [String] = []
        if !hasSaidPaused, !open.isEmpty {
            hasSaidPaused = true
            if try queue.isPaused() {
                remarks.append("the queue is paused: 'cqueue --unpause' lets jobs start")
            }
        }
        if !hasSaidHeld, !open.isEmpty, open.values.allSatisfy(\.isHeld) {
            hasSaidHeld = true
            remarks.append("held: \(openJobs.summary); 'cqueue --release' lets them start")
        }
        return remarks
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
        if mark.hasEnded || goal.contains(mark.state) {
            open[number] = nil
            ended.append((number, mark))
        } else {
            open[number] = mark
        }
    }

    private mutating func end(_ number: Int, _ mark: JobMark) throws(Failure) -> JobEnd {
        let id = JobID(local: number)
        guard mark.hasEnded else {
            return JobEnd(
                id: id, status: .success, state: mark.state, hasBegun: mark.phase == .running)
        }
        let status: ExitStatus =
            mark.phase == .absent ? .cannotWait : ExitStatus(Int32(mark.exitStatus))
        var end = JobEnd(id: id, status: status, state: mark.state, hasBegun: true)
        guard status != .success else { return end }
        try queue.spool.read { view throws(Failure) in
            guard let job = try view.job(number, view.mark(of: number)), let ending = job.ending
            else {
                end.remark = "unknown: its record is damaged"
                end.hasBegun = false
                return
            }
            end.hasBegun = job.hasBegun
            end.name = job.request.name
            end.remark = try causes.firstCause(of: ending, in: view).remark
        }
        return end
    }
}
