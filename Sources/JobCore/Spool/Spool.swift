/// The local queue's directory: who may use it, how it is locked, and what is in it.
///
///     format      "cjobs-spool 1"
///     journal     what happened; append-only
///     lock        flock: exclusive to write the journal, shared to read it
///     table       the state of each job, derived from the journal
///     runner      a lock that keeper and runner own while one of them is there
///     keeper      a lock that the keeper has while it is there, and what it is run with
///     host        whose machine's queue it is, and former names of the host
///     env/        environments and limits, each stored once under its hash
///     jobs/       a file for each running attempt: its guard's lock, and who is who
///     history/    records of jobs that have ended, moved there from the journal
///     bad/        lines of the journal that cannot be read
///
/// One host, one user: the directory is 0700 and its files 0600, whatever the umask.
package final class Spool: Sendable {
    /// Where it is, without links.
    package let path: ByteString
    package let directory: Directory
    let jobs: Directory
    package let environments: EnvironmentStore
    let history: Directory
    let table: JobTable
    private let lockFile: File
    package let bootID: ByteString

    /// The descriptors that a forked process goes on with.
    var descriptors: [Int32] {
        [
            directory.descriptor, jobs.descriptor, environments.directory.descriptor,
            history.descriptor,
            table.file.descriptor,
        ]
    }

    /// Whether it still exists; somebody may have removed it.
    var isThere: Bool { directory.status(of: Self.formatName) != nil }

    static let formatName: ByteString = "format"
    static let format = "cjobs-spool 1\n"

    /// Where the queue is: `$CJOBS_SPOOL`, else where the configuration says, else a directory of
    /// this host's in the user's state; and what there is to say about that.
    package static func place(
        _ settings: LocalSettings
    ) throws(Failure) -> (path: ByteString, remark: String?) {
        if let path = Surroundings.variable("CJOBS_SPOOL"), !path.isEmpty {
            return (try path.absolute(), nil)
        }
        if let path = settings.spool { return (path, nil) }
        guard let state = Surroundings.stateDirectory else {
            throw Surroundings.homeless("where the queue is", orSet: "CJOBS_SPOOL")
        }
        let host = Machine.hostName()
        let path = state + "/spool." + host
        if File.isThere(path) { return (path, nil) }
        switch HostRecord.former(of: host, in: state) {
        case .none: return (path, nil)
        case .queue(let former, let remark): return (former, remark)
        case .doubtful(let remark): return (path, remark)
        }
    }

    /// Opens the queue; makes it where there is none.
    ///
    /// - Throws: `Failure`: 77 for a directory that is not only ours, or in whose place others could
    ///   put another, 78 for one of a newer
    ///   format or on a network file system, 73 and others where it cannot be made.
    package convenience init(path: ByteString, _ settings: LocalSettings) throws(Failure) {
        do throws(Failure) {
            let way = try TrustedPath(to: path, making: true)
            try self.init(way.directory(), path: way.path, settings)
        } catch {
            throw error.advising("CJOBS_SPOOL=DIRECTORY puts the queue elsewhere")
        }
    }

    /// The queue in the directory that this process is in, which whoever started it has looked at;
    /// `path` is what it is called.
    convenience init(inCurrentDirectory path: ByteString, _ settings: LocalSettings) throws(Failure)
    {
        try self.init(Directory(File(open: ".", .directory).renamed(path)), path: path, settings)
    }

    private init(
        _ directory: Directory, path: ByteString, _ settings: LocalSettings
    ) throws(Failure) {
        self.path = path
        self.directory = directory
        try Spool.checkOwner(of: directory.file, path)
        let hasFormat = try Spool.checkFormat(in: directory)
        if !hasFormat { try Spool.furnish(directory, settings) }
        lockFile = try directory.open("lock", .create)
        jobs = try Directory(directory.open("jobs", .directory))
        environments = EnvironmentStore(directory: try Directory(directory.open("env", .directory)))
        history = try Directory(directory.open("history", .directory))
        bootID = Machine.bootID
        table = JobTable(file: try directory.open("table", .create), bootID: bootID)
    }

    /// Opens the queue for a glance; nil where there is none yet.
    ///
    /// - Throws: `Failure` as above, and for one that can't be read.
    package init?(forGlance settings: LocalSettings) throws(Failure) {
        path = try Spool.place(settings).path
        guard File.isThere(path) else { return nil }
        directory = try TrustedPath(to: path, making: false).directory()
        try Spool.checkOwner(of: directory.file, path)
        guard try Spool.checkFormat(in: directory) else { return nil }
        lockFile = try directory.open("lock", .read)
        jobs = try Directory(directory.open("jobs", .directory))
        environments = EnvironmentStore(directory: try Directory(directory.open("env", .directory)))
        history = try Directory(directory.open("history", .directory))
        bootID = Machine.bootID
        table = JobTable(file: try directory.open("table", .read), bootID: bootID)
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

    /// Whether its path still leads to it, and nobody else can make it lead elsewhere.
    func isAtItsPath() throws(Failure) -> Bool {
        try TrustedPath(to: path).status.isSameFile(as: directory.file.status())
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
    private static func furnish(
        _ directory: Directory, _ settings: LocalSettings
    ) throws(Failure) {
        if Surroundings.variable("CJOBS_NETWORK_SPOOL") != "allow", !settings.allowsNetwork,
            let kind = Machine.networkFileSystem(of: directory.file)
        {
            throw Failure(
                "cannot use '\(directory.file.name.printable)': it is on a network file system "
                    + "(\(kind)), where locks are not to be trusted", status: .configuration,
                advice: "set CJOBS_SPOOL to a directory on a local disk")
        }
        let names = try directory.names()
        let ours: Set<ByteString> = [
            "lock", "jobs", "env", "history", "bad", "journal", "table", "runner", "keeper",
            "format", "host", "runner.log",
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
                let result = try Signal.deferred { () throws(Failure) -> Result? in
                    try lockFile.lock(.shared)
                    defer { lockFile.unlock() }
                    let journal = try openJournal()
                    guard let head = try soundHead(of: journal) else { return nil }
                    return try body(View(spool: self, journal: journal, head: head))
                }
                if let result { return result }
            } catch  where error.kind == .damagedTable {
                try discardTable()
            }
            // Somebody was killed while writing, or the machine has been restarted.
            try write { _ throws(Failure) in }
        }
        throw Failure(
            "cannot read '\(path.printable)': its table cannot be kept", status: .inputOutput)
    }

    /// Looks at the queue without mending anything, and without waiting long for those who change it.
    /// Nil where they go on, or where the table has first to be built anew.
    package func glance<Result>(
        _ body: (View) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        try Signal.deferred { () throws(Failure) -> Result? in
            guard lockFile.tryLock(.shared, within: 25) else { return nil }
            defer { lockFile.unlock() }
            let journal = Journal(try directory.open(Journal.name, .read))
            guard let head = try soundHead(of: journal) else { return nil }
            return try body(View(spool: self, journal: journal, head: head))
        }
    }

    /// Changes the queue: what `body` appends is on the disk when this returns, all of it or, where
    /// it throws, nothing. `body` is called once more if the table turns out to be damaged.
    package func write<Result>(
        _ body: (inout Transaction) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) {
            return try change(body).result
        } catch  where error.kind == .damagedTable {
            try discardTable()
            return try change(body).result
        }
    }

    /// Makes whoever comes next build the table anew.
    private func discardTable() throws(Failure) {
        try lockFile.lock(.exclusive)
        defer { lockFile.unlock() }
        // What it said of the journal still holds.
        try table.write(table.word()?.head ?? JobTable.Head(), isDirty: true)
    }

    /// As `write`, and tells the queue's head after the change.
    func change<Result>(
        _ body: (inout Transaction) throws(Failure) -> Result
    ) throws(Failure) -> (result: Result, head: JobTable.Head) {
        try Signal.deferred { () throws(Failure) -> (Result, JobTable.Head) in
            try lockFile.lock(.exclusive)
            defer { lockFile.unlock() }
            var journal = try openJournal()
            let head: JobTable.Head
            if let sound = try soundHead(of: journal) {
                head = sound
            } else {
                (journal, head) = try recover(journal)
            }
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
