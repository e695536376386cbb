import JobCore

/// Jobs over time: when each waited and ran, and on which slot.
struct Timeline {
    /// One job's course, in milliseconds since 1970.
    struct Span {
        let job: JobReport
        /// When it was submitted, as far as that is known.
        let submitted: Int
        /// When its last attempt began; nil for one that has not run.
        let started: Int?
        /// When it ended; of one that has not, now.
        let end: Int
        /// The slot that it runs or ran on, from 0; nil for one that has not run.
        var slot: Int?

        /// When it waited no more.
        var waitedUntil: Int { started ?? end }
    }

    /// In the order in which they began; behind them those that have not run, as they were submitted.
    private(set) var spans: [Span]
    /// How many jobs ran side by side at most.
    private(set) var slots = 0
    /// The moments at both ends.
    let beginning: Int
    let end: Int

    init(_ jobs: [JobReport], now: WallTime = Session.now()) {
        let spans = jobs.map { Span($0, now: Self.sane(now)) }
        let places = spans.indices.sorted { left, right in
            let (one, other) = (spans[left], spans[right])
            let (first, second) = (one.started ?? .max, other.started ?? .max)
            return (first, one.submitted, left) < (second, other.submitted, right)
        }
        self.spans = places.map { spans[$0] }
        beginning = spans.map(\.submitted).min() ?? Self.sane(now)
        end = max(beginning + 1, spans.map(\.end).max() ?? 0)
        takeSlots()
    }

    /// A moment between 1970 and the year 9999, with which one can reckon.
    fileprivate static func sane(_ time: WallTime) -> Int {
        min(max(0, time.milliseconds), 253_402_300_799_999)
    }

    /// Gives each job that ran the first slot that was free when it began.
    private mutating func takeSlots() {
        let ends = spans.indices.filter { spans[$0].started != nil && spans[$0].hasEnded }
            .sorted { spans[$0].end < spans[$1].end }
        var next = ends.startIndex
        // The lowest last.
        var free: [Int] = []
        for index in spans.indices {
            guard let started = spans[index].started else { break }
            while next < ends.endIndex, spans[ends[next]].end <= started,
                let slot = spans[ends[next]].slot
            {
                free.insert(slot, at: free.place(of: slot))
                next += 1
            }
            if let slot = free.popLast() {
                spans[index].slot = slot
            } else {
                spans[index].slot = slots
                slots += 1
            }
        }
    }

    /// `2026-11-22 09:30:05` and `to 10:15:00`.
    var period: [String] {
        let (from, to) = (TimeScale.moment(beginning), TimeScale.moment(end))
        return [from, "to " + (to.hasPrefix(from.prefix(10)) ? String(to.dropFirst(11)) : to)]
    }

    /// Those that ran, by their slot, each in the order in which they ran.
    var bySlot: [[Span]] {
        var rows: [[Span]] = Array(repeating: [], count: slots)
        for span in spans {
            if let slot = span.slot { rows[slot].append(span) }
        }
        return rows
    }

    /// How many jobs waited at each of so many moments, evenly over the whole time.
    func waiting(at count: Int) -> [Int] {
        var changes = Array(repeating: 0, count: count + 1)
        let length = Double(end - beginning)
        func place(_ time: Int) -> Int {
            let place = Double(time - beginning) / length * Double(count) + 0.5
            return min(count, max(0, Int(place)))
        }
        for span in spans {
            changes[place(span.submitted)] += span.job.taskCount
            changes[place(span.waitedUntil)] -= span.job.taskCount
        }
        var sum = 0
        return changes.dropLast().map { change in
            sum += change
            return sum
        }
    }
}

extension Timeline.Span {
    fileprivate init(_ job: JobReport, now: Int) {
        self.job = job
        let ended = job.ended.map(Timeline.sane)
        let elapsed = min(max(0, job.elapsed ?? 0), now)
        var started = job.started.map(Timeline.sane)
        if !job.hasRun { started = nil }
        if job.hasRun, started == nil, elapsed > 0 { started = max(0, (ended ?? now) - elapsed) }
        let submitted = job.submitted.map(Timeline.sane) ?? started ?? ended ?? now
        // Clocks of several machines may differ.
        self.submitted = min(submitted, started ?? submitted, now)
        self.started = started
        let latest = max(self.submitted, started ?? 0)
        end = job.state.hasEnded ? max(ended ?? latest + elapsed, latest) : max(now, latest)
    }

    var hasEnded: Bool { job.state.hasEnded }
}

extension JobReport {
    /// Whether it has begun, as far as that is known: a batch system has a beginning also for those that
    /// were cancelled while they waited.
    fileprivate var hasRun: Bool {
        switch state {
        case .held, .pending: false
        case .cancelled: (elapsed ?? 0) > 0
        default: true
        }
    }

    /// How many jobs it tells of: tasks that wait together are as many as they are.
    var taskCount: Int {
        let tasks = backend == .local ? nil : BatchID(id.text)?.tasks
        return tasks?.count ?? 1
    }
}

extension [Int] {
    /// Where a number belongs in a list with the largest first.
    fileprivate func place(of number: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
