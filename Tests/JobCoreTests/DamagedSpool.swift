import Foundation

@testable import JobCore

/// A queue of thirty jobs in every state, in a directory of its own, whose files a test damages and
/// puts back again. Nothing runs in it: what a runner would do is asked of the same types that it asks.
final class DamagedSpool {
    /// What one may see of the queue.
    struct Picture: Equatable {
        var states: [Int: JobState] = [:]
        /// What `cqueue --check` says.
        var findings: [String] = []
        /// The attempts that would start, in a queue that goes on, and what with.
        var starts: [Int: Start] = [:]
        /// Running jobs of which it seems certain that no command was executed: these run again.
        var unbegun: Set<Int> = []

        struct Start: Equatable {
            var attempt: Int
            var request: Request
            var surroundings: Surroundings
        }
    }

    let path: String
    private var saved: [(name: String, bytes: [UInt8], mode: Int)] = []
    private(set) var original = Picture()
    private(set) var attempts: [Int: Int] = [:]

    init() throws {
        // In memory where there is such a place: it is written some ten thousand times.
        let parent = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        path = parent + "/cjobs-damage-\(UUID().uuidString)"
        try fill()
        let spool = try open()
        _ = try spool.check()
        for directory in ["", "env/", "jobs/", "history/"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: path + "/" + directory)
            {
                let file = directory + name
                var isDirectory: ObjCBool = false
                let isThere = FileManager.default.fileExists(
                    atPath: path + "/" + file, isDirectory: &isDirectory)
                if !isThere || isDirectory.boolValue
                    || ["lock", "runner", "runner.log"].contains(file)
                {
                    continue
                }
                let status = File.status(of: ByteString(path + "/" + file))
                try saved.append((file, read(file), Int(status?.permissions ?? 0o600)))
            }
        }
        saved.sort { $0.name < $1.name }
        original = try look()
        try spool.read { view throws(Failure) in
            try view.forEachMark { job, mark in attempts[job] = Int(mark.attempt) }
        }
        try restore()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Its files, with how many of their bytes are in use.
    var files: [(name: String, size: Int)] {
        saved.map { file in
            // Behind the last mark the table has nothing but room.
            let size = file.bytes.count
            return (file.name, file.name == "table" ? min(size, 256 + 30 * 32) : size)
        }
    }

    private func open() throws -> Spool { try Spool(path: ByteString(path), LocalSettings()) }

    private func read(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path + "/" + file)))
    }

    // MARK: Thirty jobs

    private func fill() throws {
        let spool = try open()
        var environments: [ByteString] = []
        for index in 0..<3 {
            environments.append(
                try spool.store(
                    Surroundings(
                        environment: [ByteString("A=\(index)"), "PATH=/bin"],
                        fileMask: 0o022, niceness: Int32(index), limits: [])))
        }
        func request(_ job: Int) -> Request {
            var request = Request(
                name: "n", command: .arguments(["echo", ByteString("\(job)")]), directory: "/",
                submitDirectory: "/", surroundings: environments[job % 3],
                submitted: WallTime(milliseconds: 1_790_000_000_000))
            if job % 10 == 4 { request.command = .script("#!/bin/sh\nexit 4\n", arguments: []) }
            if job == 25 { request.tries = 3 }
            if job == 24 { request.isRequeued = true }
            if job == 26 { request.isHeld = true }
            return request
        }
        func submit(_ jobs: ClosedRange<Int>) throws {
            try spool.write { change throws(Failure) in
                for job in jobs { try change.append(.submit(change.newJob(), request(job))) }
            }
        }
        func append(_ records: Record...) throws {
            try spool.write { change throws(Failure) in
                for record in records { try change.append(record) }
            }
        }
        let at = WallTime(milliseconds: 1_790_000_001_000)
        func start(_ job: Int) -> Record {
            .start(
                job, attempt: 1,
                Job.Start(at: at, instant: Instant(milliseconds: 9), boot: spool.bootID))
        }
        func end(_ job: Int, _ cause: Ending.Cause, again: Bool = false) -> Record {
            .end(job, attempt: 1, Ending(cause, at: at), again: again)
        }
        let causes: [Ending.Cause] = [
            .process(.exited(0)), .process(.exited(3)), .process(.killed(by: 9)),
            .timeLimit(.killed(by: 15)), .cancelled(.killed(by: 15)), .lost(reason: "killed"),
            .notStarted(.notFound, reason: "no"), .process(.exited(0)),
        ]
        try submit(1...10)
        for (job, cause) in zip(1..., causes) { try append(start(job), end(job, cause)) }
        try append(start(9))
        try spool.write { change throws(Failure) in try change.compact() }
        try submit(11...20)
        for job in 11...14 { try append(start(job), end(job, causes[job - 11])) }
        try append(.cancel(15, at: at))
        try spool.write { change throws(Failure) in try change.compact() }
        try submit(21...30)
        for job in 21...22 { try append(start(job), end(job, causes[job - 21])) }
        try append(start(23), start(24), start(25), end(25, .process(.exited(1)), again: true))
        try append(.hold(28), .hold(29), .release(29), .cancel(27, at: at))
        for job in [9, 23, 24] {
            let file = try AttemptFile(creating: AttemptName(job, 1), in: spool)
            // Nobody has such a number, so that these are gone.
            let process = ProcessIdentity(number: 0x3FFF_FFF0, start: 1)
            try file.add(.boot(spool.bootID), .guardian(process), .child(process))
            try file.addExecution(by: process)
        }
    }

    // MARK: Damage

    /// The table as another start of the machine would have left it.
    func age() throws {
        let spool = try open()
        guard let word = try spool.table.word() else { return }
        let other = JobTable(file: spool.table.file, bootID: "another")
        try other.write(word.head, isDirty: false)
    }

    func flip(_ file: String, byte: Int, bit: Int) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: path + "/" + file))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(byte))
        guard let old = try handle.read(upToCount: 1)?.first else { return }
        try handle.seek(toOffset: UInt64(byte))
        try handle.write(contentsOf: [old ^ (1 << UInt8(bit))])
    }

    func cut(_ file: String, to size: Int) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: path + "/" + file))
        defer { try? handle.close() }
        try handle.truncate(atOffset: UInt64(size))
    }

    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + file)
    }

    /// All files as they were at first. The table speaks of the journal that is there now.
    func restore() throws {
        for (name, bytes, mode) in saved {
            let url = URL(filePath: path + "/" + name)
            if FileManager.default.fileExists(atPath: url.path) {
                // It keeps its inode and its mode.
                let handle = try FileHandle(forUpdating: url)
                try handle.truncate(atOffset: 0)
                try handle.write(contentsOf: bytes)
                try handle.close()
            } else {
                try Data(bytes).write(to: url)
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode], ofItemAtPath: url.path)
            }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: path + "/bad") {
            try remove("bad/" + name)
        }
        let spool = try open()
        guard var head = try spool.table.word()?.head else { return }
        let journal = try spool.directory.open(Journal.name, .read)
        head.journal = try journal.status().inode
        try spool.table.write(head, isDirty: false)
    }

    // MARK: Looking

    /// What the tools would see, and what a runner would start with room for all.
    func look() throws -> Picture {
        let spool = try open()
        var picture = Picture()
        // The jobs that run are gone already, as those of a machine that was switched off.
        picture.findings = try spool.check().filter { !$0.hasSuffix("nobody behind it") }
        try spool.read { view throws(Failure) in
            try view.forEachMark { job, mark in
                if mark.phase != .absent { picture.states[job] = mark.state }
            }
        }
        let everything = Resources(cores: 1000, memory: 1 << 50)
        var model = QueueModel(spool: spool, machine: everything, origin: try .own(pair: 1))
        let (running, _) = try model.load()
        for found in running {
            let attempt = AttemptName(found.job, found.attempt)
            guard let file = try AttemptFile(of: attempt, in: spool) else { continue }
            if try file.cast().neverBegan { picture.unbegun.insert(attempt.job) }
        }
        let actions = model.scheduler.decide(now: Instant.now(), wall: WallTime.now())
        for case .start(let job) in actions {
            let (mark, found) = try spool.read { view throws(Failure) in
                let mark = try view.mark(of: job)
                return (mark, try view.job(job, mark))
            }
            let attempt = Int(mark.attempt) + 1
            // An attempt whose file is there has begun, and is only looked after.
            guard let request = found?.request,
                spool.jobs.status(of: AttemptName(job, attempt).fileName) == nil,
                let surroundings = try? spool.environments.surroundings(request.surroundings)
            else { continue }
            picture.starts[job] = Picture.Start(
                attempt: attempt, request: request, surroundings: surroundings)
        }
        return picture
    }
}
