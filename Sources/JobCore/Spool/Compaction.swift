extension Spool.Transaction {
    /// Moves the records of jobs that have ended to a file of the history, and puts a journal with
    /// the rest in the old one's place. Whatever moment we are killed at, each record is in the
    /// journal, or in the history, or in both: then it counts once, as its job's number says.
    ///
    /// - Precondition: nothing has been appended in this transaction.
    /// - Throws: `Failure`, of the kind `noSpace` where the disk would be left without the room that
    ///   is kept for endings; everything is as it was then.
    package mutating func compact() throws(Failure) {
        let number = head.history + 1
        guard number < 0xFFFE else { return }
        try spool.checkRoom(for: head.applied, "shorten the journal")
        let names = (live: Journal.copyName, dead: ByteString("\(number).new"))
        do throws(Failure) {
            try replaceJournal(names)
        } catch {
            spool.directory.remove(names.live)
            spool.history.remove(names.dead)
            throw error
        }
    }

    private mutating func replaceJournal(
        _ names: (live: ByteString, dead: ByteString)
    ) throws(Failure) {
        var new = head
        new.history += 1
        var live = try JournalCopy(in: spool.directory, name: names.live, number: 0)
        var dead = try JournalCopy(
            in: spool.history, name: names.dead, number: UInt16(new.history))
        try live.add(
            .queue(isPaused: head.isPaused, budget: head.budget, history: new.history),
            next: head.next)
        let marks = try sort(into: &live, &dead)
        try dead.close(next: head.next)
        try live.finish()
        try live.keepRoom()
        new.journal = try live.file.status().inode
        new.applied = live.size
        new.damagedLines = 0
        try spool.history.rename(names.dead, to: ByteString("\(new.history)"))
        try spool.history.file.sync()
        // From here on, a failure leaves a table that is made anew.
        try spool.table.write(head, isDirty: true)
        try spool.directory.rename(names.live, to: Journal.name)
        try spool.directory.file.sync()
        try spool.table.write(marks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        try spool.table.write(new, isDirty: false)
        settle(journal: Journal(live.file), head: new)
    }

    /// Copies the records of the journal, those of jobs that have ended to the one, all others to the
    /// other, and returns where they lie now.
    private func sort(
        into live: inout JournalCopy, _ dead: inout JournalCopy
    ) throws(Failure) -> [Int: JobMark] {
        let view = self.view
        let next = head.next
        var marks: [Int: JobMark] = [:]
        func copy(_ record: Record, of mark: JobMark) throws(Failure) {
            // What is told of a job whose other records are in the history goes on from them.
            var new = marks[record.job] ?? (mark.request.file > 0 ? mark : JobMark())
            let place =
                mark.hasEnded
                ? try dead.add(record, next: next) : try live.add(record, next: next)
            new.apply(record, at: place)
            marks[record.job] = new
        }
        /// Of all holds and releases the last counts.
        func settleHold(_ job: Int, _ mark: JobMark) throws(Failure) {
            guard let new = marks[job], new.phase == .pending, new.isHeld != mark.isHeld,
                !mark.hasEnded
            else { return }
            try copy(mark.isHeld ? .hold(job) : .release(job), of: mark)
        }
        try journal.scan(from: 0, to: head.applied) { line, _, _ throws(Failure) in
            guard line.job > 0, let record = Record(line) else { return }
            let mark = try view.mark(of: line.job)
            switch record {
            case .hold, .release: return
            case .start: try settleHold(record.job, mark)
            default: break
            }
            try copy(record, of: mark)
        }
        for job in marks.keys.sorted() {
            let mark = try view.mark(of: job)
            try settleHold(job, mark)
            // What the table knows of a job whose line cannot be read any more is written anew.
            guard let new = marks[job] else { continue }
            if mark.hasEnded, !new.hasEnded {
                try copy(
                    .end(job, attempt: Int(mark.attempt), mark.knownEnding, again: false), of: mark)
            } else if mark.phase == .running, new.phase != .running {
                let start = Job.Start(
                    at: WallTime.now(), instant: Instant.now(), boot: spool.bootID)
                try copy(.start(job, attempt: Int(mark.attempt), start), of: mark)
            }
        }
        return marks
    }
}

/// A file being filled with records: a journal, or one of the history.
struct JournalCopy {
    let file: File
    private let number: UInt16
    private(set) var size = 0
    private var lines = JournalLine.Writer()

    /// `number` is that of the file in the history, or 0.
    init(in directory: Directory, name: ByteString, number: UInt16) throws(Failure) {
        file = try directory.open(name, .replaceBoth)
        self.number = number
    }

    /// Adds a record and returns where it lies. A file of the history is one batch.
    @discardableResult
    mutating func add(_ record: Record, next: Int) throws(Failure) -> JobMark.Place {
        let place = JobMark.Place(file: number, offset: size + lines.bytes.count)
        record.write(to: &lines, next: next, isContinued: number > 0)
        if lines.bytes.count > 1 << 18 { try flush() }
        return place
    }

    /// Ends a file of the history with the line that tells whether all of it is there.
    mutating func close(next: Int) throws(Failure) {
        lines.begin(.close, job: 0, next: next, isContinued: false)
        lines.end()
        try finish()
    }

    private mutating func flush() throws(Failure) {
        let bytes = lines.takeBytes()
        try file.write(bytes, at: size)
        size += bytes.count
    }

    /// Sets the room for endings aside before the file takes the journal's place.
    func keepRoom() throws(Failure) {
        do throws(Failure) {
            try file.reserve(Spool.reserve, beyond: size)
        } catch {
            // Some file systems can set nothing aside.
            if error.kind == .noSpace { throw error }
        }
    }

    /// Puts everything on the disk.
    mutating func finish() throws(Failure) {
        try flush()
        try file.sync()
    }
}
