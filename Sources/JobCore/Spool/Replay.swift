/// The queue as its records tell it: history and journal read into marks and a head, and what of them
/// could not be read. It changes no file.
struct Replay {
    private let spool: Spool
    private(set) var head: JobTable.Head
    private(set) var marks: [Int: JobMark] = [:]
    /// What cannot be read, and what stands there.
    private(set) var damage: [(place: JobMark.Place, bytes: [UInt8])] = []
    /// What else is wrong with the files, for a person.
    private(set) var flaws: [String] = []
    /// Bytes of the journal that are known to be missing at its end.
    private(set) var missing = 0
    /// The table holds the marks below this number that are not in `marks`.
    private let tableEnd: Int

    /// Gets each record that is read, with the mark of its job before it, and what lies where.
    typealias Observer = (_ record: Record, _ mark: JobMark, _ place: JobMark.Place) -> Void

    /// Numbers so far beyond all others are a part of the damage.
    private static let farthest = 100_000

    /// Goes on where a sound table ends.
    init(of journal: Journal, in spool: Spool, behind head: JobTable.Head) throws(Failure) {
        self.spool = spool
        self.head = head
        tableEnd = head.next
        let end = try journal.endOfBatches(from: head.applied, to: journal.file.size())
        try read(journal, file: 0, from: head.applied, to: end)
        self.head.applied = end
        markUnknownNumbers(from: tableEnd)
    }

    /// Reads everything. What the table said last tells how much of the journal was on the disk, and
    /// that counts; behind it, whole batches do.
    init(
        of journal: Journal, in spool: Spool, word: JobTable.Word?,
        _ observe: Observer = { _, _, _ in }
    ) throws(Failure) {
        self.spool = spool
        tableEnd = 0
        head = JobTable.Head()
        let status = try journal.file.status()
        head.journal = status.inode
        try readHistory(observe)
        // What is there twice counts once, and the journal's first line tells of files that are gone.
        try noteFirstLine(of: journal)
        try noteMissingHistory()
        // Numbers only grow, whatever has become of the journal's end.
        head.next = max(head.next, word?.head.next ?? 1)
        let isOfThisJournal = word.map { $0.head.history == head.history } ?? false
        let saved = isOfThisJournal ? word?.head.applied ?? 0 : 0
        missing = max(0, saved - status.size)
        let end = try max(
            min(saved, status.size),
            journal.endOfBatches(from: min(saved, status.size), to: status.size))
        let done = try read(journal, file: 0, from: 0, to: end, observe).end
        if done < end {
            // The part of a line where the journal was cut.
            missing += end - done
            let rest = try journal.file.bytes(at: done, count: end - done)
            damage.append((JobMark.Place(file: 0, offset: done), rest))
        }
        head.applied = done
        markUnknownNumbers(from: 1)
    }

    /// Sees to it that each number has a mark, also one that nothing is known of.
    private mutating func markUnknownNumbers(from first: Int) {
        for job in stride(from: first, to: head.next, by: 1) where marks[job] == nil {
            marks[job] = JobMark()
        }
    }

    /// Whether something is wrong, so that a job may seem to wait that has run.
    var isDoubtful: Bool { missing > 0 || !damage.isEmpty || !flaws.isEmpty }

    func mark(of job: Int) throws(Failure) -> JobMark {
        if let mark = marks[job] { return mark }
        guard job > 0, job < tableEnd else { return JobMark() }
        guard let mark = try spool.table.mark(of: job) else { throw Spool.damagedTable }
        return mark
    }

    /// Takes in a record that lies at `place`.
    mutating func apply(_ record: Record, at place: JobMark.Place) throws(Failure) {
        var mark = try mark(of: record.job)
        guard head.apply(record, at: place, to: &mark) else { return }
        if record.job > 0 { marks[record.job] = mark }
    }

    /// Goes on with a journal that ends at `end`, in which the same lies at the same places.
    mutating func move(to journal: Journal, end: Int) throws(Failure) {
        head.journal = try journal.file.status().inode
        head.applied = end
    }

    // MARK: Reading

    /// The last line that was read, where the reading ended, and whether there are batches.
    private struct Last {
        var line: JournalLine?
        var offset = 0
        var hasBatches = false
        var end = 0
    }

    @discardableResult
    private mutating func read(
        _ source: Journal, file: UInt16, from start: Int, to end: Int,
        _ observe: Observer = { _, _, _ in }
    ) throws(Failure) -> Last {
        var last = Last()
        last.end = try source.scan(from: start, to: end) { offset, bytes throws(Failure) in
            damage.append((JobMark.Place(file: file, offset: offset), Array(bytes)))
            try note(damaged: bytes)
        } _: { line, offset, length throws(Failure) in
            let place = JobMark.Place(file: file, offset: offset)
            head.next = max(head.next, line.next, line.job + 1)
            (last.line, last.offset) = (line, offset)
            if line.isContinued { last.hasBatches = true }
            if !line.isExact { flaws.append("\(Self.text(place)) has a damaged length or end") }
            guard let record = Record(line) else { return }
            observe(record, try mark(of: record.job), place)
            try apply(record, at: place)
        }
        return last
    }

    /// A line that cannot be read may have been a hold, or a cancel, or the end of an attempt: the job
    /// it was about does not start by itself.
    private mutating func note(damaged bytes: ArraySlice<UInt8>) throws(Failure) {
        head.damagedLines += 1
        guard let job = JournalLine.job(ofDamaged: bytes), job > 0, job < head.next + Self.farthest
        else {
            // About the whole queue, or who knows whom: a pause, perhaps.
            if !JournalLine.isHarmless(damaged: bytes) { head.isPaused = true }
            return
        }
        head.next = max(head.next, job + 1)
        let old = try mark(of: job)
        guard old.phase == .pending || old.phase == .running else { return }
        var mark = old
        mark.isHeld = true
        head.recount(old, mark)
        marks[job] = mark
    }

    /// A place for a person: `the line at byte 70`.
    static func text(_ place: JobMark.Place) -> String {
        (place.file == 0 ? "" : "history/\(place.file), ") + "the line at byte \(place.offset)"
    }

    // MARK: History

    private mutating func readHistory(_ observe: Observer) throws(Failure) {
        let numbers = try spool.history.names().compactMap { $0.string.flatMap { Int($0) } }
        for number in numbers.sorted() where number > 0 && number < 0xFFFF {
            guard let file = try spool.historyFile(number) else { continue }
            head.history = max(head.history, number)
            let size = try file.file.size()
            let last = try read(file, file: UInt16(number), from: 0, to: size, observe)
            let isClosed =
                last.line.map { $0.kind == .close && $0.seal?.length == last.offset } ?? false
            // Files of older versions have no last line that tells.
            let isOld = last.line != nil && !last.hasBatches && last.end == size
            if !isClosed, !isOld { flaws.append("history/\(number): a part of it is missing") }
        }
        // A damaged line in the history was never a pause.
        head.isPaused = false
    }

    private mutating func noteFirstLine(of journal: Journal) throws(Failure) {
        guard let line = try journal.line(at: 0),
            case .queue(_, _, let history)? = Record(line)
        else { return }
        head.history = max(head.history, history)
    }

    private mutating func noteMissingHistory() throws(Failure) {
        for number in stride(from: 1, through: head.history, by: 1)
        where spool.history.status(of: ByteString("\(number)")) == nil {
            flaws.append("history/\(number): it is missing")
        }
    }
}
