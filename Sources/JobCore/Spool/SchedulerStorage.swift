extension Scheduler {
    /// The jobs of one name, in the order they were added.
    struct Family {
        let name: ByteString
        var jobs: [Int] = []
        var head = 0

        /// The first that has not ended, of those that are known already.
        func first(in tasks: TaskStore) -> Int? {
            jobs[head...].first { tasks[$0].map { $0.phase != .ended } ?? false }
        }
    }

    /// Jobs of which so many may run at once. A job that could start holds a place, or is parked until
    /// one is free; one that runs keeps its place.
    struct Group {
        let limit: Int
        /// Those that have not ended.
        var members = 0
        private var placed: Set<Int> = []
        private var parked = Lane(rank: Rank(priority: 0))

        init(limit: Int) { self.limit = limit }

        /// Gives the job a place, or parks it.
        mutating func takePlace(_ job: Int) -> Bool {
            guard placed.count >= limit else {
                placed.insert(job)
                return true
            }
            parked.insert(job)
            return false
        }

        /// Takes the job's place away, or the job from those that are parked.
        /// - Returns: the job that has the place now.
        mutating func leavePlace(_ job: Int) -> Int? {
            guard placed.remove(job) != nil else {
                parked.remove(job)
                return nil
            }
            guard placed.count < limit, parked.head < parked.jobs.count else { return nil }
            let next = parked.jobs[parked.head]
            parked.remove(next)
            placed.insert(next)
            return next
        }

        /// Gives a parked job the place of the last of those that may be parked for it.
        /// - Returns: that one; nil where there is none.
        mutating func takePlace(_ job: Int, of mayBeParked: (Int) -> Bool) -> Int? {
            guard let last = placed.filter(mayBeParked).max() else { return nil }
            placed.remove(last)
            parked.insert(last)
            parked.remove(job)
            placed.insert(job)
            return last
        }

        /// Gives a running job a place.
        /// - Returns: the last of those that only wait, where it had to be parked for that.
        mutating func givePlace(to job: Int, before isWaiting: (Int) -> Bool) -> Int? {
            let last = placed.count < limit ? nil : placed.filter(isWaiting).max()
            if let last {
                placed.remove(last)
                parked.insert(last)
            }
            placed.insert(job)
            return last
        }
    }

    /// Who starts first: the higher priority, and of one priority what a running job waits for.
    struct Rank: Hashable, Comparable {
        var priority: Int
        var isWaitedFor = false

        static func < (left: Rank, right: Rank) -> Bool {
            (left.priority, left.isWaitedFor ? 1 : 0) < (right.priority, right.isWaitedFor ? 1 : 0)
        }
    }

    /// The ready jobs of one rank, by number.
    struct Lane {
        let rank: Rank
        var jobs: [Int] = []
        /// Jobs before this index have left.
        var head = 0

        mutating func insert(_ job: Int) {
            guard let last = jobs.last, last > job, head < jobs.count else {
                jobs.append(job)
                return
            }
            jobs.insert(job, at: position(of: job))
        }

        mutating func remove(_ job: Int) {
            let index = position(of: job)
            guard index < jobs.count, jobs[index] == job else { return }
            if index == head {
                head += 1
                if head > 1024, head * 2 > jobs.count {
                    jobs.removeFirst(head)
                    head = 0
                }
            } else {
                jobs.remove(at: index)
            }
        }

        /// The first index whose job is not below `job`.
        private func position(of job: Int) -> Int {
            var (low, high) = (head, jobs.count)
            while low < high {
                let middle = (low + high) / 2
                if jobs[middle] < job { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}

/// Tasks by number, side by side: numbers are dense, and the oldest leave first.
struct TaskStore {
    private var first = 1
    private var slots: [Scheduler.Task?] = []
    /// How many have ended since the last look, and how many may before the next.
    private var ended = 0
    private var patience = 64

    subscript(job: Int) -> Scheduler.Task? {
        get {
            let index = job - first
            return slots.indices.contains(index) ? slots[index] : nil
        }
        set {
            let index = job - first
            if slots.indices.contains(index) { slots[index] = newValue }
        }
    }

    mutating func insert(_ job: Int, _ task: Scheduler.Task) {
        if slots.isEmpty { first = job }
        guard job >= first else { return }
        while slots.count <= job - first { slots.append(nil) }
        slots[job - first] = task
    }

    /// Forgets the oldest that have ended, now and then.
    mutating func trim() {
        ended += 1
        guard ended > patience else { return }
        let count = slots.prefix { $0?.phase ?? .ended == .ended }.count
        slots.removeFirst(count)
        first += count
        ended = 0
        patience = max(64, slots.count / 2)
    }
}
