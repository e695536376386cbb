/// The file `table`: the mark of every job, by its number, derived from the journal and thrown
/// away whenever in doubt: head and marks each have a sum of their own, a mark's with the job's
/// number in it, so that zeros, a part of the file or another job's mark are none. It answers "which state has L12" and "how many" without the journal, so
/// that a submission costs the same behind a hundred thousand others.
///
/// Its head says how far into the journal it goes. That is the point up to which the journal
/// counts: what lies beyond was written by somebody who was killed before it was on the disk.
package struct JobTable {
    let file: File
    /// Only to tell one boot from another.
    private let boot: UInt64

    init(file: File, bootID: ByteString) {
        self.file = file
        boot = fingerprint(bootID.bytes)
    }

    /// Room on the disk is taken in steps of this many bytes.
    private static let step = 1 << 20

    // MARK: Head

    /// What a table said last, even one that is not to be believed any more.
    struct Word {
        let head: Head
        /// This boot's, and not left half written: all that it says holds. Otherwise it held at some
        /// time: what it calls ended has ended, and what it calls written to the journal was.
        let isCurrent: Bool
    }

    /// The head, where it is sound, with what it is worth.
    func word() throws(Failure) -> Word? {
        guard let written = Head.read(try file.bytes(at: 0, count: Head.size)) else { return nil }
        return Word(head: written.head, isCurrent: written.boot == boot && !written.isDirty)
    }

    /// The head, or nil where the table is from another boot, was left half written, or is not one.
    package func head() throws(Failure) -> Head? {
        try word().flatMap { $0.isCurrent ? $0.head : nil }
    }

    /// Writes the head; with `isDirty`, as one that nobody may believe until it is written again.
    func write(_ head: Head, isDirty: Bool) throws(Failure) {
        try file.write(head.bytes(boot: boot, isDirty: isDirty), at: 0)
    }

    // MARK: Marks

    /// The mark of a job that has a number already; nil where it is damaged or not there.
    package func mark(of job: Int) throws(Failure) -> JobMark? {
        let bytes = try file.bytes(at: Self.offset(of: job), count: JobMark.size)
        guard bytes.count == JobMark.size else { return nil }
        return bytes.withUnsafeBytes { JobMark($0, of: job) }
    }

    /// The marks of `count` jobs from `first` on; nil where one is damaged or not there.
    package func marks(from first: Int, count: Int) throws(Failure) -> [JobMark]? {
        let bytes = try file.bytes(at: Self.offset(of: first), count: count * JobMark.size)
        guard bytes.count == count * JobMark.size else { return nil }
        var result: [JobMark] = []
        result.reserveCapacity(count)
        let isSound = bytes.withUnsafeBytes { space in
            for index in 0..<count {
                let start = index * JobMark.size
                let place = UnsafeRawBufferPointer(rebasing: space[start..<(start + JobMark.size)])
                guard let mark = JobMark(place, of: first + index) else { return false }
                result.append(mark)
            }
            return true
        }
        return isSound ? result : nil
    }

    /// Bytes by which the file grows where jobs below `next` are to have marks.
    func growth(next: Int) throws(Failure) -> Int {
        let size = try file.size()
        let needed = Self.offset(of: next)
        return needed > size ? (needed / Self.step + 1) * Self.step - size : 0
    }

    /// Makes sure that the marks of all jobs below `next` have their room on the disk, so that
    /// endings can be written when it is full.
    func makeRoom(next: Int) throws(Failure) {
        let growth = try growth(next: next)
        if growth > 0 { try file.allocate(file.size() + growth) }
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
            mark.write(to: &bytes, of: job)
        }
        if !bytes.isEmpty { try file.write(bytes, at: Self.offset(of: first)) }
    }

    private static func offset(of job: Int) -> Int { Head.size + (job - 1) * JobMark.size }
}
