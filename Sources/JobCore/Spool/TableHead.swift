extension JobTable {
    /// What stands at the table's beginning: the queue but for its jobs.
    package struct Head: Hashable, Sendable {
        /// The journal's inode, and how many of its bytes are in the table.
        package var journal: UInt64 = 0
        package var applied = 0
        /// The next free job number.
        package var next = 1
        package var isPaused = false
        /// What somebody set; 0 is what the machine has.
        package var budget = Resources(cores: 0)
        /// What the runner shares out, as it last said, and what of it is free.
        package var total = Resources(cores: 0)
        package var free = Resources(cores: 0)
        /// The job that free cores are kept for, or 0.
        package var reserved = 0
        /// How many jobs the runner's and the keeper's descriptors are for, as it last said; 0 where none
        /// has said it.
        package var places = 0
        /// The last runner left because there was nothing to do.
        package var isAbandoned = false
        /// How many jobs are in each state, in the order of `states`.
        package var counts = [Int](repeating: 0, count: states.count)
        /// Places in the journal where something cannot be read, or is missing.
        package var damagedLines = 0
        /// The number of the newest file in `history`: it tells one journal from the next.
        package var history = 0

        package init() {}

        /// The states that a local job can be in, in the order of their counts.
        private static let states: [JobState] = [
            .held, .pending, .running, .complete, .failed, .cancelled, .timeout, .unknown,
        ]

        /// Jobs in each of those states that there are any in.
        package func counts(of states: Set<JobState>) -> [JobState: Int] {
            zip(Self.states, counts).reduce(into: [:]) { result, entry in
                if states.contains(entry.0), entry.1 > 0 { result[entry.0] = entry.1 }
            }
        }

        /// Jobs in any of those states.
        package func count(of states: Set<JobState>) -> Int {
            counts(of: states).values.reduce(0, +)
        }
    }
}

extension JobTable.Head {
    /// Takes in a record that lies at `place`: the one place where a record changes the queue. `mark`
    /// is that of the job it is about, which changes with it, or any for a record about the queue.
    ///
    /// - Returns: false where the record comes too late to change anything.
    mutating func apply(
        _ record: Record, at place: JobMark.Place, to mark: inout JobMark
    ) -> Bool {
        switch record {
        case .pause:
            guard !isPaused else { return false }
            isPaused = true
        case .unpause:
            guard isPaused else { return false }
            isPaused = false
        case .budget(let budget): self.budget = budget
        case .queue(let isPaused, let budget, let history):
            self.isPaused = isPaused
            self.budget = budget
            self.history = max(self.history, history)
        case .cut: damagedLines += 1
        case .submit, .change, .start, .wait, .end, .resubmit, .hold, .release, .cancel:
            let old = mark
            guard mark.apply(record, at: place) else { return false }
            recount(old, mark)
            next = max(next, record.job + 1)
        }
        return true
    }

    /// Takes note that a job's mark has changed.
    mutating func recount(_ old: JobMark, _ new: JobMark) {
        if old.phase != .absent { counts[Self.index(old.state)] -= 1 }
        if new.phase != .absent { counts[Self.index(new.state)] += 1 }
    }

    private static func index(_ state: JobState) -> Int { states.firstIndex(of: state) ?? 0 }
}

// MARK: As bytes

extension JobTable.Head {
    static let size = 256
    private static let magic: UInt64 = 0x3262_6174_736A_6263  // "cbjstab2", in this order on disk

    /// A head as it stood in a table.
    struct Written {
        var head = JobTable.Head()
        /// Stands for the start of the machine in which it was written.
        var boot: UInt64
        /// Somebody had begun to change the table.
        var isDirty: Bool
    }

    /// Reads a head; nil where it is not as it was written.
    static func read(_ bytes: [UInt8]) -> Written? {
        guard bytes.count == size else { return nil }
        let words = bytes.withUnsafeBytes { space in
            stride(from: 0, to: size, by: 8).map {
                UInt64(littleEndian: space.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
            }
        }
        guard words[0] == magic, words[words.count - 1] == sum(words.dropLast()) else { return nil }
        var written = Written(boot: words[1], isDirty: words[2] != 0)
        written.head.take(words)
        return written
    }

    private mutating func take(_ words: [UInt64]) {
        journal = words[3]
        applied = Int(clamping: words[4])
        next = Int(clamping: words[5])
        isPaused = words[6] != 0
        budget = Resources(cores: Int(clamping: words[7]), memory: Int(clamping: words[8]))
        total = Resources(cores: Int(clamping: words[9]), memory: Int(clamping: words[10]))
        free = Resources(
            cores: Int(truncatingIfNeeded: words[11]), memory: Int(truncatingIfNeeded: words[12]))
        reserved = Int(clamping: words[13])
        damagedLines = Int(clamping: words[14])
        history = Int(clamping: words[15])
        isAbandoned = words[16] != 0
        for index in counts.indices { counts[index] = Int(clamping: words[17 + index]) }
        places = Int(clamping: words[17 + counts.count])
    }

    /// The head as it stands in a table.
    func bytes(boot: UInt64, isDirty: Bool) -> [UInt8] {
        var words: [UInt64] = [
            Self.magic, boot, isDirty ? 1 : 0, journal, UInt64(clamping: applied),
            UInt64(clamping: next), isPaused ? 1 : 0, UInt64(clamping: budget.cores),
            UInt64(clamping: budget.memory), UInt64(clamping: total.cores),
            UInt64(clamping: total.memory), UInt64(bitPattern: Int64(free.cores)),
            UInt64(bitPattern: Int64(free.memory)), UInt64(clamping: reserved),
            UInt64(clamping: damagedLines), UInt64(clamping: history), isAbandoned ? 1 : 0,
        ]
        words += counts.map { UInt64(clamping: $0) }
        words.append(UInt64(clamping: places))
        words += [UInt64](repeating: 0, count: Self.size / 8 - 1 - words.count)
        words.append(Self.sum(words[...]))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        for word in words {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Mixes the words so that a changed bit of any of them shows.
    private static func sum(_ words: ArraySlice<UInt64>) -> UInt64 {
        words.reduce(0x517C_C1B7_2722_0A95) { sum, word in
            let mixed = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
            return mixed ^ (mixed >> 32)
        }
    }
}
