/// The file `table`: the mark of every job, by its number, derived from the journal and thrown
/// away whenever in doubt. It answers "which state has L12" and "how many" without the journal, so
/// that a submission costs the same behind a hundred thousand others.
///
/// Its head says how far into the journal it goes. That is the point up to which the journal
/// counts: what lies beyond was written by somebody who was killed before it was on the disk.
package struct JobTable {
    /// What stands at the file's beginning.
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
        /// The last runner left because there was nothing to do.
        package var isAbandoned = false
        /// How many jobs are in each state, in the order of `statesOfTable`.
        package var counts = [Int](repeating: 0, count: statesOfTable.count)
        /// Lines of the journal that cannot be read.
        package var damagedLines = 0
        /// Jobs of this journal that have ended.
        package var endedJobs = 0
        /// The lowest number that may be in the journal.
        package var firstJob = 1
        /// The number of the newest file in `history`.
        package var history = 0

        package init() {}

        /// Jobs in each of those states that there are any in.
        package func counts(of states: Set<JobState>) -> [JobState: Int] {
            zip(statesOfTable, counts).reduce(into: [:]) { result, entry in
                if states.contains(entry.0), entry.1 > 0 { result[entry.0] = entry.1 }
            }
        }

        /// Jobs in any of those states.
        package func count(of states: Set<JobState>) -> Int {
            counts(of: states).values.reduce(0, +)
        }

        /// Takes note that a job's mark has changed.
        mutating func recount(_ old: JobMark, _ new: JobMark) {
            if old.phase != .absent { counts[Self.index(old.state)] -= 1 }
            if new.phase != .absent { counts[Self.index(new.state)] += 1 }
        }

        private static func index(_ state: JobState) -> Int {
            statesOfTable.firstIndex(of: state) ?? 0
        }
    }

    let file: File
    private let boot: UInt64

    init(file: File, bootID: ByteString) {
        self.file = file
        // Only to tell one boot from another.
        boot = fingerprint(bootID.bytes)
    }

    private static let magic: UInt64 = 0x3162_6174_736A_6263  // "cbjstab1", in this order on disk
    private static let headSize = 256
    /// Words of eight bytes that the head uses; the last is their checksum.
    private static let wordCount = 20 + statesOfTable.count
    /// Room on the disk is taken in steps of this many bytes.
    private static let step = 1 << 20

    // MARK: Head

    /// The head, or nil where the table is from another boot, was left half written, or is not one.
    package func head() throws(Failure) -> Head? {
        let bytes = try file.bytes(at: 0, count: Self.headSize)
        guard bytes.count == Self.headSize else { return nil }
        let words = bytes.withUnsafeBytes { space in
            (0..<Self.wordCount).map {
                UInt64(littleEndian: space.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
        }
        guard words[0] == Self.magic, words[1] == boot, words[2] == 0,
            words[Self.wordCount - 1] == Self.sum(words.dropLast())
        else { return nil }
        var head = Head()
        head.journal = words[3]
        head.applied = Int(clamping: words[4])
        head.next = Int(clamping: words[5])
        head.isPaused = words[6] != 0
        head.budget = Resources(cores: Int(clamping: words[7]), memory: Int(clamping: words[8]))
        head.total = Resources(cores: Int(clamping: words[9]), memory: Int(clamping: words[10]))
        head.free = Resources(
            cores: Int(truncatingIfNeeded: words[11]), memory: Int(truncatingIfNeeded: words[12]))
        head.reserved = Int(clamping: words[13])
        head.damagedLines = Int(clamping: words[14])
        head.endedJobs = Int(clamping: words[15])
        head.history = Int(clamping: words[16])
        head.firstJob = Int(clamping: words[17])
        head.isAbandoned = words[18] != 0
        for index in head.counts.indices { head.counts[index] = Int(clamping: words[19 + index]) }
        return head
    }

    /// Writes the head; with `isDirty`, as one that nobody may believe until it is written again.
    func write(_ head: Head, isDirty: Bool) throws(Failure) {
        var words: [UInt64] = [
            Self.magic, boot, isDirty ? 1 : 0, head.journal, UInt64(clamping: head.applied),
            UInt64(clamping: head.next), head.isPaused ? 1 : 0, UInt64(clamping: head.budget.cores),
            UInt64(clamping: head.budget.memory), UInt64(clamping: head.total.cores),
            UInt64(clamping: head.total.memory),
            UInt64(bitPattern: Int64(head.free.cores)),
            UInt64(bitPattern: Int64(head.free.memory)), UInt64(clamping: head.reserved),
            UInt64(clamping: head.damagedLines), UInt64(clamping: head.endedJobs),
            UInt64(clamping: head.history),
            UInt64(clamping: head.firstJob), head.isAbandoned ? 1 : 0,
        ]
        words += head.counts.map { UInt64(clamping: $0) }
        words.append(Self.sum(words[...]))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headSize)
        for word in words {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes += [UInt8](repeating: 0, count: Self.headSize - bytes.count)
        try file.write(bytes, at: 0)
    }

    private static func sum(_ words: ArraySlice<UInt64>) -> UInt64 {
        words.reduce(0x517C_C1B7_2722_0A95) { sum, word in
            let mixed = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
            return mixed ^ (mixed >> 32)
        }
    }

    // MARK: Marks

    /// The mark of one job; nil where it is damaged.
    package func mark(of job: Int) throws(Failure) -> JobMark? {
        let bytes = try file.bytes(at: Self.offset(of: job), count: JobMark.size)
        guard bytes.count == JobMark.size else { return JobMark() }
        return bytes.withUnsafeBytes { JobMark($0) }
    }

    /// The marks of the jobs from `first` on, `count` of them at most; nil where one is damaged.
    package func marks(from first: Int, count: Int) throws(Failure) -> [JobMark]? {
        let bytes = try file.bytes(at: Self.offset(of: first), count: count * JobMark.size)
        let whole = bytes.count / JobMark.size
        var result: [JobMark] = []
        result.reserveCapacity(count)
        let isSound = bytes.withUnsafeBytes { space in
            for index in 0..<whole {
                let start = index * JobMark.size
                guard let mark = JobMark(.init(rebasing: space[start..<(start + JobMark.size)]))
                else { return false }
                result.append(mark)
            }
            return true
        }
        guard isSound else { return nil }
        while result.count < count { result.append(JobMark()) }
        return result
    }

    /// Makes sure that the marks of all jobs below `next` have their room on the disk, so that
    /// endings can be written when it is full.
    func makeRoom(next: Int) throws(Failure) {
        let needed = Self.offset(of: next)
        let size = try file.size()
        guard needed > size else { return }
        try file.allocate((needed / Self.step + 1) * Self.step)
    }

    /// Writes marks, neighbours in one piece.
    func write(_ marks: [(job: Int, mark: JobMark)]) throws(Failure) {
        var bytes: [UInt8] = []
        var first = 0
        for (job, mark) in marks {
            if !bytes.isEmpty, job != first + bytes.count / JobMark.size {
                try file.write(bytes, at: Self.offset(of: first))
                bytes.removeAll(keepingCapacity: true)
            }
            if bytes.isEmpty { first = job }
            mark.write(to: &bytes)
        }
        if !bytes.isEmpty { try file.write(bytes, at: Self.offset(of: first)) }
    }

    /// Forgets every mark, keeping the room they had.
    func clear() throws(Failure) {
        let size = try file.size()
        var offset = 0
        while offset < size {
            let count = min(Self.step, size - offset)
            try file.write([UInt8](repeating: 0, count: count), at: offset)
            offset += count
        }
    }

    private static func offset(of job: Int) -> Int { headSize + (job - 1) * JobMark.size }
}

/// The states that a local job can be in, in the order of their counts in the table's head.
private let statesOfTable: [JobState] = [
    .held, .pending, .running, .complete, .failed, .cancelled, .timeout, .unknown,
]
