extension Spool {
    /// A change in the making, under the exclusive lock.
    package struct Transaction {
        let spool: Spool
        private(set) var journal: Journal
        package internal(set) var head: JobTable.Head
        private var records: [Record] = []
        private var changed = ChangedMarks()
        /// Stands for the journal in places of records that are not written yet.
        private static let thisBatch: UInt16 = .max
        /// What `head` was when nothing had been changed yet.
        private var before: JobTable.Head

        init(spool: Spool, journal: Journal, head: JobTable.Head) {
            self.spool = spool
            self.journal = journal
            self.head = head
            before = head
        }

        /// Goes on with a journal that has taken the old one's place.
        mutating func settle(journal: Journal, head: JobTable.Head) {
            self.journal = journal
            self.head = head
            before = head
        }

        package var view: View { View(spool: spool, journal: journal, head: head) }

        /// The number for one more job.
        package mutating func newJob() -> Int {
            defer { head.next += 1 }
            return head.next
        }

        /// The mark of a job, with what this change does to it.
        package func mark(of job: Int) throws(Failure) -> JobMark {
            if let mark = changed[job] { return mark }
            return job > 0 && job < before.next ? try view.mark(of: job) : JobMark()
        }

        /// The edition of default outputs that a job has opened, with what this change tells of it.
        func outputEdition(of job: Int) throws(Failure) -> Int? {
            for case .end(job, _, let ending, _) in records.reversed() {
                return ending.outputEdition
            }
            return try view.job(job, mark(of: job))?.outputEdition
        }

        /// Cancels a job that can never start, since a parent did not end as it had to.
        package mutating func cancel(_ job: Int, because parent: JobID) throws(Failure) {
            let ending = Ending(.dependency(parent), at: WallTime.now())
            try append(.end(job, attempt: 0, ending, again: false))
        }

        /// Adds a record, where it changes anything.
        ///
        /// - Returns: false where it comes too late: the job has ended, or is so already.
        @discardableResult
        package mutating func append(_ record: Record) throws(Failure) -> Bool {
            var mark = try mark(of: record.job)
            // Where the line will lie is known when it is written.
            let place = JobMark.Place(file: Self.thisBatch, offset: records.count)
            guard head.apply(record, at: place, to: &mark) else { return false }
            if record.job > 0 { changed[record.job] = mark }
            records.append(record)
            return true
        }

        /// Makes the records count: journal first, then the table.
        mutating func commit() throws(Failure) {
            guard !records.isEmpty else {
                if head != before { try spool.table.write(head, isDirty: false) }
                return
            }
            let batch = RecordBatch(records, next: head.next, at: head.applied)
            if head.next > before.next {
                let room = try batch.bytes.count + spool.table.growth(next: head.next)
                try spool.checkRoom(for: room, "submit")
            }
            try spool.table.makeRoom(next: head.next)
            try journal.append(batch.bytes, at: head.applied)
            func settle(_ place: inout JobMark.Place) {
                guard place.file == Self.thisBatch else { return }
                place = JobMark.Place(file: 0, offset: batch.offsets[place.offset])
            }
            var marks = changed.sorted
            for index in marks.indices {
                settle(&marks[index].mark.request)
                settle(&marks[index].mark.latest)
            }
            head.applied += batch.bytes.count
            do throws(Failure) {
                try spool.table.write(before, isDirty: true)
                try spool.table.write(marks)
                try spool.table.write(head, isDirty: false)
            } catch {
                // What is in the journal counts; the table will be made anew.
            }
            records = []
            changed = ChangedMarks()
        }
    }
}

/// What a change has made of the marks of jobs so far.
private struct ChangedMarks {
    /// Most changes are about one job or two. The first dictionary of a process takes longer to make than
    /// all else that a submission computes of its record.
    private var few: [(job: Int, mark: JobMark)] = []
    private var many: [Int: JobMark] = [:]

    private static let most = 8

    subscript(job: Int) -> JobMark? {
        get { few.first { $0.job == job }?.mark ?? (many.isEmpty ? nil : many[job]) }
        set {
            guard let mark = newValue else { return }
            if let index = few.firstIndex(where: { $0.job == job }) {
                few[index].mark = mark
            } else if many.isEmpty, few.count < Self.most {
                few.append((job, mark))
            } else {
                many[job] = mark
            }
        }
    }

    /// In the order of jobs.
    var sorted: [(job: Int, mark: JobMark)] {
        (few + many.map { (job: $0.key, mark: $0.value) }).sorted { $0.job < $1.job }
    }
}
