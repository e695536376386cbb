extension Spool {
    /// Makes the table speak of the whole journal again, under the exclusive lock: after a process
    /// was killed while it wrote, after a restart of the machine, or when the table is lost.
    ///
    /// What was written but perhaps not saved is saved now, and counts. A batch that is not whole
    /// is cut off: nobody was told of it.
    func recover(_ journal: Journal) throws(Failure) -> JobTable.Head {
        try journal.file.syncData()
        let status = try journal.file.status()
        var rebuild = Rebuild(spool: self, journal: journal, inode: status.inode)
        if let head = try table.head(), head.journal == status.inode, head.applied <= status.size {
            try rebuild.resume(from: head, size: status.size)
        } else {
            // Numbers only grow, whatever has become of the journal's end.
            if let head = try table.head() { rebuild.head.next = head.next }
            try rebuild.start(size: status.size)
        }
        return try rebuild.finish(size: status.size)
    }

    /// A reading of the journal that ends in a sound table.
    private struct Rebuild {
        let spool: Spool
        let journal: Journal
        var head = JobTable.Head()
        var marks: [Int: JobMark] = [:]
        /// Whether the table holds the marks that are not in `marks`.
        var hasTable = false

        init(spool: Spool, journal: Journal, inode: UInt64) {
            self.spool = spool
            self.journal = journal
            head.journal = inode
        }

        /// Goes on where a sound table ends.
        mutating func resume(from head: JobTable.Head, size: Int) throws(Failure) {
            self.head = head
            hasTable = true
            try read(journal, file: 0, from: head.applied, to: size)
        }

        /// Reads everything: the history, then the journal.
        mutating func start(size: Int) throws(Failure) {
            let numbers = try spool.history.names().compactMap { $0.string.flatMap { Int($0) } }
            for number in numbers.sorted() where number > 0 && number < 0xFFFF {
                guard let file = try spool.historyFile(number) else { continue }
                head.history = max(head.history, number)
                try read(file, file: UInt16(number), from: 0, to: try file.file.size())
            }
            head.endedJobs = 0
            try read(journal, file: 0, from: 0, to: size)
        }

        private mutating func read(
            _ source: Journal, file: UInt16, from start: Int, to end: Int
        ) throws(Failure) {
            let boundary = try wholeBatches(of: source, from: start, to: end)
            var damage: [(Int, [UInt8])] = []
            try source.scan(from: start, to: boundary) { offset, bytes throws(Failure) in
                damage.append((offset, Array(bytes)))
                try note(damaged: bytes, at: offset, file: file)
            } _: { line, offset, _ throws(Failure) in
                head.next = max(head.next, line.next, line.job + 1)
                guard let record = Record(line) else { return }
                try apply(record, at: JobMark.Place(file: file, offset: offset))
            }
            for (offset, bytes) in damage {
                let place = JobMark.Place(file: file, offset: offset)
                spool.keep(damaged: bytes, from: place, of: head.journal)
            }
            if file == 0 { head.applied = boundary }
        }

        /// Where the last batch ends of which every record is there.
        private func wholeBatches(
            of source: Journal, from start: Int, to end: Int
        ) throws(Failure) -> Int {
            var boundary = start
            try source.scan(from: start, to: end) { offset, bytes in
                boundary = offset + bytes.count
            } _: { line, offset, length in
                if !line.isContinued { boundary = offset + length }
            }
            return boundary
        }

        private mutating func mark(of job: Int) throws(Failure) -> JobMark {
            if let mark = marks[job] { return mark }
            return hasTable ? try spool.table.mark(of: job) ?? JobMark() : JobMark()
        }

        private mutating func apply(_ record: Record, at place: JobMark.Place) throws(Failure) {
            switch record {
            case .pause: head.isPaused = true
            case .unpause: head.isPaused = false
            case .budget(let budget): head.budget = budget
            case .queue(let isPaused, let budget):
                head.isPaused = isPaused
                head.budget = budget
            default:
                var mark = try mark(of: record.job)
                let old = mark
                guard mark.apply(record, at: place) else { return }
                if mark.hasEnded, !old.hasEnded { head.endedJobs += 1 }
                head.recount(old, mark)
                marks[record.job] = mark
            }
        }

        /// A line that cannot be read may have been a hold, or a cancel: the job it was about does
        /// not start by itself.
        private mutating func note(
            damaged bytes: ArraySlice<UInt8>, at offset: Int, file: UInt16
        ) throws(Failure) {
            head.damagedLines += 1
            // A number far beyond all others is part of the damage.
            guard let job = JournalLine.job(ofDamaged: bytes), job > 0, job < head.next + 1_000_000
            else {
                // About the whole queue, or who knows whom: a pause, perhaps.
                if !JournalLine.isHarmless(damaged: bytes) { head.isPaused = true }
                return
            }
            if job >= head.next { head.next = job + 1 }
            var mark = try mark(of: job)
            if mark.phase == .pending {
                let old = mark
                mark.isHeld = true
                head.recount(old, mark)
                marks[job] = mark
            }
        }

        mutating func finish(size: Int) throws(Failure) -> JobTable.Head {
            if size > head.applied { try journal.file.truncate(to: head.applied) }
            let sorted = marks.sorted { $0.key < $1.key }.map { (job: $0.key, mark: $0.value) }
            if hasTable {
                try spool.table.write(head, isDirty: true)
            } else {
                try spool.table.clear()
            }
            try spool.table.makeRoom(next: head.next)
            try spool.table.write(sorted)
            try spool.table.write(head, isDirty: false)
            return head
        }
    }
}
