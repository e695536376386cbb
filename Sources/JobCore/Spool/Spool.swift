/// The local queue's directory: who may use it, how it is locked, and what is in it.
///
///     format      "cjobs-spool 1"
///     journal     what happened; append-only
///     lock        flock: exclusive to write the journal, shared to read it
///     table       the state of each job, derived from the journal
///     runner      a lock that keeper and runner own while they are there
///     env/        environments and limits, each stored once under its hash
///     jobs/       a file for each running attempt: its guard's lock, and who is who
///     history/    records of jobs that have ended, moved there from the journal
///     bad/        lines of the journal that cannot be read
///
/// One host, one user: the directory is 0700 and its files 0600, whatever the umask.
package final class Spool: Sendable {
    package let path: ByteString
    package let directory: Directory
    let jobs: Directory
    let environments: Directory
    let history: Directory
    let table: JobTable
    private let lockFile: File
    package let bootID: ByteString

    /// The descriptors that a forked process goes on with.
    var descriptors: [Int32] {
        [
            directory.descriptor, jobs.descriptor, environments.descriptor, history.descriptor,
            table.file.descriptor,
        ]
    }

    /// Whether it still exists; somebody may have removed it.
    var isThere: Bool { directory.status(of: Self.formatName) != nil }

    static let formatName: ByteString = "format"
    static let format = "cjobs-spool 1\n"

    /// Where the queue is: `$CJOBS_SPOOL`, else a directory of this host's in the user's state.
    package static func defaultPath() throws(Failure) -> ByteString {
        if let path = Surroundings.variable("CJOBS_SPOOL"), !path.isEmpty {
            return path.hasPrefix("/") ? path : try currentDirectory() + "/" + path
        }
        let state: ByteString
        if let base = Surroundings.variable("XDG_STATE_HOME"), base.hasPrefix("/") {
            state = base
        } else if let home = Surroundings.variable("HOME"), home.hasPrefix("/") {
            state = home + "/.local/state"
        } else {
            throw Failure(
                "cannot tell where the queue is: neither CJOBS_SPOOL nor HOME is set",
                status: .configuration)
        }
        return state + "/cjobs/spool." + Machine.hostName()
    }

    /// Opens the queue; makes it where there is none.
    ///
    /// - Throws: `Failure`: 77 for a directory that is not only ours, 78 for one of a newer
    ///   format or on a network file system, 73 and others where it cannot be made.
    package convenience init() throws(Failure) { try self.init(path: Spool.defaultPath()) }

    package init(path: ByteString) throws(Failure) {
        self.path = path
        directory = try Spool.openDirectory(path)
        try Spool.checkOwner(of: directory.file, path)
        let hasFormat = try Spool.checkFormat(in: directory)
        if !hasFormat { try Spool.furnish(directory) }
        lockFile = try directory.open("lock", .create)
        jobs = try Directory(directory.open("jobs", .directory))
        environments = try Directory(directory.open("env", .directory))
        history = try Directory(directory.open("history", .directory))
        bootID = Machine.bootID()
        table = JobTable(file: try directory.open("table", .create), bootID: bootID)
    }

    /// The same queue for a process that was forked from one that had it open. A lock of flock(2)
    /// belongs to the open file, and would keep parent and child from nothing.
    private init(forkedFrom other: Spool) throws(Failure) {
        path = other.path
        directory = other.directory
        lockFile = try directory.open("lock", .create)
        jobs = other.jobs
        environments = other.environments
        history = other.history
        bootID = other.bootID
        table = other.table
    }

    func reopenedAfterFork() throws(Failure) -> Spool { try Spool(forkedFrom: self) }

    private static func openDirectory(_ path: ByteString) throws(Failure) -> Directory {
        do throws(Failure) {
            return try Directory(open: path)
        } catch  where error.isMissingFile {
            try makeDirectories(path)
            return try Directory(open: path)
        }
    }

    private static func checkOwner(of file: File, _ path: ByteString) throws(Failure) {
        let status = try file.status()
        guard status.owner == Machine.userID() else {
            throw Failure(
                "cannot use '\(path.printable)': it belongs to another user", status: .notPermitted)
        }
        guard status.permissions & 0o077 == 0 else {
            throw Failure(
                "cannot use '\(path.printable)': others may enter it", status: .notPermitted,
                advice: "chmod 700 \(Shell.quote(path).printable) keeps them out")
        }
    }

    /// Whether a format of ours is there.
    private static func checkFormat(in directory: Directory) throws(Failure) -> Bool {
        guard let file = try directory.openIfPresent(formatName, .read) else { return false }
        let text = String(decoding: try file.readAll(limit: 4096), as: UTF8.self)
        guard text != format else { return true }
        let words = text.split(whereSeparator: \.isWhitespace)
        if words.count == 2, words[0] == "cjobs-spool", let number = Int(words[1]), number > 1 {
            throw Failure(
                "cannot use '\(directory.file.name.printable)': its format is \(number), and this "
                    + "version knows 1", status: .configuration)
        }
        throw Failure(
            "cannot use '\(directory.file.name.printable)': its file 'format' is not a queue's",
            status: .configuration)
    }

    /// Makes what a new queue needs, the format last. Several may do so at once.
    private static func furnish(_ directory: Directory) throws(Failure) {
        if Surroundings.variable("CJOBS_NETWORK_SPOOL") != "allow",
            let kind = Machine.networkFileSystem(of: directory.file)
        {
            throw Failure(
                "cannot use '\(directory.file.name.printable)': it is on a network file system "
                    + "(\(kind)), where locks are not to be trusted", status: .configuration,
                advice: "set CJOBS_SPOOL to a directory on a local disk")
        }
        let names = try directory.names()
        let ours: Set<ByteString> = [
            "lock", "jobs", "env", "history", "bad", "journal", "table", "runner", "format",
            "runner.log",
        ]
        guard names.allSatisfy({ ours.contains($0) || $0.hasSuffix(".tmp") }) else {
            throw Failure(
                "cannot use '\(directory.file.name.printable)' for the queue: it has other files "
                    + "in it", status: .configuration)
        }
        for name: ByteString in ["jobs", "env", "history", "bad"] { try directory.make(name) }
        let lock = try directory.open("lock", .create)
        try lock.lock(.exclusive)
        defer { lock.unlock() }
        if directory.status(of: formatName) == nil {
            _ = try directory.open(Journal.name, .create)
            try directory.store(Array(format.utf8), as: formatName)
        }
    }

    // MARK: Locking

    /// Looks at the queue while nobody changes it.
    package func read<Result>(
        _ body: (View) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        for _ in 0..<3 {
            do throws(Failure) {
                let result = try Signals.deferred { () throws(Failure) -> Result? in
                    try lockFile.lock(.shared)
                    defer { lockFile.unlock() }
                    let journal = try openJournal()
                    guard let head = try soundHead(of: journal) else { return nil }
                    return try body(View(spool: self, journal: journal, head: head))
                }
                if let result { return result }
            } catch  where error.message == Self.damagedTable.message {
                try discardTable()
            }
            // Somebody was killed while writing, or the machine has been restarted.
            try write { _ throws(Failure) in }
        }
        throw Failure(
            "cannot read '\(path.printable)': its table cannot be kept", status: .inputOutput)
    }

    /// Changes the queue: what `body` appends is on the disk when this returns, all of it or, where
    /// it throws, nothing. `body` is called once more if the table turns out to be damaged.
    package func write<Result>(
        _ body: (inout Transaction) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) {
            return try change(body).result
        } catch  where error.message == Self.damagedTable.message {
            try discardTable()
            return try change(body).result
        }
    }

    /// Makes whoever comes next build the table anew.
    private func discardTable() throws(Failure) {
        try lockFile.lock(.exclusive)
        defer { lockFile.unlock() }
        try table.write(JobTable.Head(), isDirty: true)
    }

    /// As `write`, and tells the queue's head after the change.
    func change<Result>(
        _ body: (inout Transaction) throws(Failure) -> Result
    ) throws(Failure) -> (result: Result, head: JobTable.Head) {
        try Signals.deferred { () throws(Failure) -> (Result, JobTable.Head) in
            try lockFile.lock(.exclusive)
            defer { lockFile.unlock() }
            let journal = try openJournal()
            var head = try soundHead(of: journal)
            if head == nil { head = try recover(journal) }
            guard let head else { throw Self.damagedTable }
            var transaction = Transaction(spool: self, journal: journal, head: head)
            let result = try body(&transaction)
            try transaction.commit()
            return (result, transaction.head)
        }
    }

    private func openJournal() throws(Failure) -> Journal {
        Journal(try directory.open(Journal.name, .readWrite))
    }

    /// The table's head, where it speaks of this journal and of all of it.
    private func soundHead(of journal: Journal) throws(Failure) -> JobTable.Head? {
        guard let head = try table.head() else { return nil }
        let status = try journal.file.status()
        return head.journal == status.inode && head.applied == status.size ? head : nil
    }
}

/// Keeping signals back is spelled so at the places that lock.
private typealias Signals = Signal

extension Spool {
    /// What is known of the queue while its lock is shared.
    package struct View {
        let spool: Spool
        let journal: Journal
        package let head: JobTable.Head

        /// The mark of a job; absent for one that never was.
        package func mark(of job: Int) throws(Failure) -> JobMark {
            guard job > 0, job < head.next else { return JobMark() }
            guard let mark = try spool.table.mark(of: job) else { throw Spool.damagedTable }
            return mark
        }

        /// Calls `body` with every job's mark, by number.
        package func forEachMark(
            _ body: (Int, JobMark) throws(Failure) -> Void
        ) throws(Failure) {
            var first = 1
            while first < head.next {
                let count = min(1 << 14, head.next - first)
                guard let marks = try spool.table.marks(from: first, count: count) else {
                    throw Spool.damagedTable
                }
                for (index, mark) in marks.enumerated() { try body(first + index, mark) }
                first += count
            }
        }

        /// Everything known of a job that has a request; nil where its record cannot be read.
        package func job(_ number: Int, _ mark: JobMark) throws(Failure) -> Job? {
            guard mark.phase != .absent,
                case .submit(let found, let request)? = try record(at: mark.request),
                found == number
            else { return nil }
            var job = Job(id: JobID(local: number), request: request, state: mark.state)
            job.attempts = Int(mark.attempt)
            job.isBeingCancelled = mark.isBeingCancelled
            guard mark.latest != mark.request else { return job }
            switch try record(at: mark.latest) {
            case .start(number, _, let start)?: job.started = start
            case .end(number, let attempt, let ending, _)? where mark.hasEnded:
                job.ending = ending
                if attempt > 0 {
                    job.started = Job.Start(
                        at: WallTime(milliseconds: ending.at.milliseconds - ending.elapsed),
                        instant: Instant(milliseconds: 0), boot: "")
                }
            case .cancel(number, let at)?: job.ending = Ending(.cancelled(nil), at: at)
            default: break
            }
            return job
        }

        /// The record at a place, or nil where it cannot be read.
        func record(at place: JobMark.Place) throws(Failure) -> Record? {
            let source = try place.file == 0 ? journal : spool.historyFile(Int(place.file))
            guard let source else { return nil }
            if let line = try source.line(at: place.offset) { return Record(line) }
            let bytes = try source.damagedLine(at: place.offset)
            spool.keep(damaged: bytes, from: place, of: head.journal)
            return nil
        }

        /// Gives `body` each record that was appended behind `offset`.
        func forEachRecord(
            from offset: Int, _ body: (Record, Int) throws(Failure) -> Void
        ) throws(Failure) {
            try journal.scan(from: offset, to: head.applied) { line, offset, _ throws(Failure) in
                if let record = Record(line) { try body(record, offset) }
            }
        }
    }

    /// What looking at a damaged mark throws. The table is built anew then.
    fileprivate static let damagedTable = Failure(
        "the queue's table was damaged", status: .tryLater)

    /// Keeps a line that cannot be read for a person to look at. A full disk does not make it worse.
    func keep(damaged bytes: [UInt8], from place: JobMark.Place, of journal: UInt64) {
        let file = place.file == 0 ? "\(journal)" : "history.\(place.file)"
        let name = ByteString("bad/\(file).\(place.offset)")
        if directory.status(of: name) == nil { try? directory.store(bytes, as: name) }
    }

    /// A file of the history; nil where it is gone.
    func historyFile(_ number: Int) throws(Failure) -> Journal? {
        try history.openIfPresent(ByteString("\(number)"), .read).map { Journal($0) }
    }
}

extension Spool {
    /// A change in the making, under the exclusive lock.
    package struct Transaction {
        let spool: Spool
        private(set) var journal: Journal
        package internal(set) var head: JobTable.Head
        private var records: [Record] = []
        private var changed: [Int: JobMark] = [:]
        /// Stands for the journal in places of records that are not written yet.
        private static let thisBatch: UInt16 = .max
        /// What `head` was when nothing had been changed yet.
        private var before: JobTable.Head

        fileprivate init(spool: Spool, journal: Journal, head: JobTable.Head) {
            self.spool = spool
            self.journal = journal
            self.head = head
            before = head
        }

        /// Goes on with a journal that has taken the old one's place.
        mutating func settle(journal: Journal) {
            self.journal = journal
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
            return job < before.next ? try view.mark(of: job) : JobMark()
        }

        /// Adds a record, where it changes anything.
        ///
        /// - Returns: false where it comes too late: the job has ended, or is so already.
        @discardableResult
        package mutating func append(_ record: Record) throws(Failure) -> Bool {
            switch record {
            case .pause:
                guard !head.isPaused else { return false }
                head.isPaused = true
            case .unpause:
                guard head.isPaused else { return false }
                head.isPaused = false
            case .budget(let budget): head.budget = budget
            case .queue: break
            default:
                var mark = try mark(of: record.job)
                let old = mark
                // Where the line will lie is known when it is written.
                let place = JobMark.Place(file: Self.thisBatch, offset: records.count)
                guard mark.apply(record, at: place) else { return false }
                if mark.hasEnded, !old.hasEnded { head.endedJobs += 1 }
                head.recount(old, mark)
                changed[record.job] = mark
            }
            records.append(record)
            return true
        }

        /// Makes the records count: journal first, then the table.
        fileprivate mutating func commit() throws(Failure) {
            guard !records.isEmpty else {
                if head != before { try spool.table.write(head, isDirty: false) }
                return
            }
            var lines = JournalLine.Writer()
            var offsets: [Int] = []
            offsets.reserveCapacity(records.count)
            for (index, record) in records.enumerated() {
                offsets.append(head.applied + lines.bytes.count)
                record.write(
                    to: &lines, next: head.next, isContinued: index + 1 < records.count)
            }
            try spool.table.makeRoom(next: head.next)
            try save(lines.bytes)
            func settle(_ place: inout JobMark.Place) {
                guard place.file == Self.thisBatch else { return }
                place = JobMark.Place(file: 0, offset: offsets[place.offset])
            }
            var marks: [(job: Int, mark: JobMark)] = []
            marks.reserveCapacity(changed.count)
            for job in changed.keys.sorted() {
                guard var mark = changed[job] else { continue }
                settle(&mark.request)
                settle(&mark.latest)
                marks.append((job, mark))
            }
            head.applied += lines.bytes.count
            do throws(Failure) {
                try spool.table.write(before, isDirty: true)
                try spool.table.write(marks)
                try spool.table.write(head, isDirty: false)
            } catch {
                // What is in the journal counts; the table will be made anew.
            }
            records = []
            changed = [:]
        }

        /// Appends to the journal; where that fails the journal is as it was.
        private func save(_ bytes: [UInt8]) throws(Failure) {
            do throws(Failure) {
                try journal.file.write(bytes, at: head.applied)
                try journal.file.syncData()
            } catch {
                try? journal.file.truncate(to: head.applied)
                throw error
            }
        }
    }
}
