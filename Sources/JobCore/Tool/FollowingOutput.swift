/// Writes what a job writes, while it writes it, until it has ended: its standard output to ours, its
/// standard error to ours.
package struct OutputFollower {
    private var job: JobReport
    private let backend: any Backend
    /// Its files, once it is known what they are called.
    private var tails: [OutputTail] = []
    private var wait: (any JobWait)?
    private let watch = FileWatch()

    /// - Throws: `Failure` (66) where nobody knows the job's files.
    package init(_ job: JobReport, in backend: any Backend) throws(Failure) {
        self.job = job
        self.backend = backend
        _ = try JobOutput.files(of: job)
        try findFiles()
        if !job.state.hasEnded { wait = try backend.wait(for: [job.id], WaitManner()) }
    }

    /// Looks for its files, which are its own once it has opened them. Where nothing tells when that is,
    /// what lies there before the job begins is looked at, and counts if it has changed.
    private mutating func findFiles() throws(Failure) {
        guard tails.isEmpty else { return }
        if job.hasOpenedOutputs == false, let news = try backend.report(of: job.id) { job = news }
        guard job.hasOpenedOutputs != false else { return }
        let files = try JobOutput.files(of: job)
        tails = [OutputTail(files.output, of: job, isError: false)]
        if files.error != files.output {
            tails.append(OutputTail(files.error, of: job, isError: true))
        }
    }

    /// - Returns: 1 where a file of it is not there, which is said.
    package mutating func run(_ session: inout Session) throws(Failure) -> ExitStatus {
        var end: JobEnd?
        var isWaitDue = true
        while true {
            watch?.drain()
            try findFiles()
            let isWatched = watchFiles()
            // Asked before the last look at the files: what a job wrote before its end is there then.
            if isWaitDue { end = try wait?.takeEnded().first }
            try findFiles()
            if wait == nil || end != nil { break }
            for remark in try wait?.takeRemarks() ?? [] { session.log.notice(remark) }
            for index in tails.indices { try tails[index].copy(to: &session) }
            isWaitDue = sleep(isWatched)
        }
        var status = ExitStatus.success
        for index in tails.indices {
            do throws(Failure) {
                try tails[index].finish(to: &session, hasBegun: end?.hasBegun ?? hasBegun)
            } catch  where error.kind == .noInput {
                session.explain(error)
                status = .failure
            }
        }
        let word = end?.remark ?? (job.state.hasEnded ? job.reason : "")
        if !word.isEmpty { session.log.notice("\(job.id) \(job.name.printable): \(word)") }
        return status
    }

    /// Whether a job that had ended before ever began; where nothing tells, it may have.
    private var hasBegun: Bool {
        if case .notStarted = job.ending?.cause { return false }
        return job.started != nil || job.state != .cancelled
    }

    /// Whether the kernel tells of every change.
    private func watchFiles() -> Bool {
        guard let watch else { return false }
        var isWatched = true
        for tail in tails where !tail.watch(by: watch) { isWatched = false }
        return isWatched
    }

    /// Sleeps until there may be news.
    /// - Returns: whether that may be the job's end.
    private func sleep(_ isWatched: Bool) -> Bool {
        let isFar = tails.contains(where: \.isFar)
        let own = wait?.descriptors ?? []
        let files = isWatched ? watch.map { [$0.descriptor] } ?? [] : []
        // A pipe that nobody reads any more is told by poll(2) as well.
        let reader: [Int32] = File.isPipe(1) ? [1] : []
        let now = Instant.now()
        let next = wait?.nextLook.map { max(0, $0 - now) }
        let isOpening = tails.isEmpty && wait.map { $0.runningCount > 0 } ?? false
        let pause = isOpening ? 20 : isWatched ? nil : isFar ? 1000 : 100
        let ready = waitForInput(
            on: own + files + reader, timeout: [next, pause].compactMap { $0 }.min())
        if !reader.isEmpty, ready.contains(own.count + files.count) { Signal.die(of: Signal.pipe) }
        return ready.contains { $0 < own.count } || wait?.nextLook.map { $0 <= .now() } ?? false
    }
}

/// One file that grows.
private struct OutputTail {
    let path: ByteString
    /// Whether it goes to standard error.
    let isError: Bool
    /// Whether it lies on a network file system: what other machines write there is not told.
    let isFar: Bool
    private let directory: ByteString
    private var file: File?
    private var offset = 0
    /// Those before `offset`, 64 at most.
    private var lastBytes: [UInt8] = []
    private var identity: FileStatus?
    /// What another one left there, which the job has not begun to write over.
    private var leftover: FileStatus?

    init(_ path: ByteString, of job: JobReport, isError: Bool) {
        self.path = path
        self.isError = isError
        let parent = ByteString(path.bytes.dropLast(path.lastComponent.count + 1))
        directory = parent.isEmpty ? "/" : parent
        let opened = try? Directory(open: directory)
        isFar = opened.map { Machine.networkFileSystem(of: $0.file) != nil } ?? false
        guard job.hasOpenedOutputs == nil, !job.state.hasEnded,
            let there = File.status(of: path), there.isRegular
        else { return }
        // Clocks of file systems tick every few milliseconds, and those of others go as they like.
        let begin = job.started.map { ($0.milliseconds - 20) * 1_000_000 }
        if begin == nil || there.modified < begin ?? 0 && !isFar { leftover = there }
    }

    /// Whether the kernel tells when it grows, or appears.
    func watch(by watch: FileWatch) -> Bool {
        if isFar || path == "/dev/null" { return path == "/dev/null" }
        // It may appear only now, and then has something in it already.
        return watch.add(directory, [.made, .entered])
            && (!File.isThere(path) || watch.add(path, .written))
    }

    /// Writes what has been added.
    mutating func copy(to session: inout Session) throws(Failure) {
        guard Packing(suffixOf: path) == .plain else { return }
        try look()
        guard let file else { return }
        var people = Output.error()
        while case let bytes = try file.bytes(at: offset, count: 1 << 16), !bytes.isEmpty {
            offset += bytes.count
            lastBytes = Array((lastBytes + bytes.suffix(64)).suffix(64))
            if isError {
                try people.write(bytes)
            } else {
                try session.output.write(bytes)
            }
        }
        try people.flush()
        try session.output.flush()
    }

    /// Opens it where it is there, and another file than before, or begun anew.
    private mutating func look() throws(Failure) {
        guard let there = File.status(of: path), there.isRegular, there != leftover else { return }
        leftover = nil
        let isSame = identity.map { $0.inode == there.inode && $0.device == there.device } ?? false
        // On a network file system only a file that is opened anew shows what others have written.
        if !isSame || isFar { file = try File(open: path, .readNow, kind: .noInput) }
        identity = there
        // The next attempt may have emptied it, and written as much again since the last look.
        let goesOn = try hasLastBytes()
        if !isSame || there.size < offset || !goesOn { (offset, lastBytes) = (0, []) }
    }

    private func hasLastBytes() throws(Failure) -> Bool {
        let count = lastBytes.count
        return try file?.bytes(at: offset - count, count: count) == lastBytes
    }

    /// Writes the rest when the job has ended. One that is compressed can be read only now.
    mutating func finish(to session: inout Session, hasBegun: Bool) throws(Failure) {
        guard hasBegun || file != nil else { return }
        if Packing(suffixOf: path) == .plain {
            try copy(to: &session)
            guard file == nil else { return }
            if File.status(of: path) == nil { _ = try File(open: path, .readNow, kind: .noInput) }
            // It has come since.
            try copy(to: &session)
        } else if isError {
            try JobOutput.replay(path)
        } else {
            try JobOutput.copy(path, to: &session)
        }
    }
}
