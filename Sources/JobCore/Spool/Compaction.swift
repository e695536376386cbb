extension JobTable.Head {
    /// Whether more of the journal is about jobs that have ended than about others, and it is
    /// large enough, in bytes, for that to matter.
    var isWorthCompacting: Bool { applied > 4 << 20 && endedJobs * 2 > next - firstJob }
}

extension Spool.Transaction {
    /// Moves the records of jobs that have ended to a file of the history, and puts a journal with
    /// the rest in the old one's place. Whatever moment we are killed at, each record is in the
    /// journal, or in the history, or in both: then it counts once, as its job's number says.
    ///
    /// - Precondition: nothing has been appended in this transaction.
    package mutating func compact() throws(Failure) {
        let number = head.history + 1
        guard number < 0xFFFE else { return }
        var live = try Copy(in: spool.directory, name: "journal.new", number: 0)
        var dead = try Copy(
            in: spool.history, name: ByteString("\(number).new"), number: UInt16(number))
        try live.add(.queue(isPaused: head.isPaused, budget: head.budget), next: head.next)
        let view = self.view
        var marks: [Int: JobMark] = [:]
        func copy(_ record: Record, of mark: JobMark) throws(Failure) {
            var new = marks[record.job] ?? JobMark()
            let next = record.job + 1
            let place =
                mark.hasEnded
                ? try dead.add(record, next: next) : try live.add(record, next: next)
            new.apply(record, at: place)
            marks[record.job] = new
        }
        try journal.scan(from: 0, to: head.applied) { line, _, _ throws(Failure) in
            guard line.job > 0, let record = Record(line) else { return }
            try copy(record, of: view.mark(of: line.job))
        }
        // What the table knows of a job whose line cannot be read any more is written anew.
        for (job, new) in marks {
            let mark = try view.mark(of: job)
            if mark.isHeld, !new.isHeld { try copy(.hold(job), of: mark) }
            if mark.hasEnded, !new.hasEnded {
                let ending = Ending(
                    .process(.exited(Int32(mark.exitStatus))), at: WallTime.now())
                try copy(.end(job, attempt: Int(mark.attempt), ending, again: false), of: mark)
            }
        }
        try dead.finish()
        try live.finish()
        try spool.history.rename(ByteString("\(number).new"), to: ByteString("\(number)"))
        try spool.history.file.sync()
        try spool.table.write(head, isDirty: true)
        try spool.directory.rename("journal.new", to: Journal.name)
        try spool.directory.file.sync()
        head.journal = try live.file.status().inode
        head.applied = live.size
        head.history = number
        head.endedJobs = 0
        head.firstJob = marks.filter { !$0.value.hasEnded }.keys.min() ?? head.next
        head.damagedLines = 0
        try spool.table.write(marks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        try spool.table.write(head, isDirty: false)
        settle(journal: Journal(live.file))
    }

    /// A file being filled with records.
    private struct Copy {
        let file: File
        let number: UInt16
        var size = 0
        private var lines = JournalLine.Writer()

        init(in directory: Directory, name: ByteString, number: UInt16) throws(Failure) {
            file = try directory.open(name, .replaceBoth)
            self.number = number
        }

        /// Adds a record and returns where it lies.
        @discardableResult
        mutating func add(_ record: Record, next: Int) throws(Failure) -> JobMark.Place {
            let place = JobMark.Place(file: number, offset: size + lines.bytes.count)
            record.write(to: &lines, next: next, isContinued: false)
            if lines.bytes.count > 1 << 18 { try flush() }
            return place
        }

        private mutating func flush() throws(Failure) {
            try file.write(lines.bytes, at: size)
            size += lines.bytes.count
            lines = JournalLine.Writer()
        }

        mutating func finish() throws(Failure) {
            try flush()
            try file.sync()
        }
    }
}
