/// The file of one attempt, `jobs/L12.1`: made before the attempt begins, and only once (O_EXCL);
/// locked by whoever looks after it until the ending is on the disk: the guard, the keeper in case the
/// guard dies, and the job's process until it executes the command.
///
/// Its lines tell whoever takes the attempt over who is who, and how far it has come; cjobs-spool(5)
/// has them all. `job` is written by the job's own process before it executes the command, so without
/// it no command was ever executed. The file is executable from then on, so that a file that was cut
/// between two lines is known.
struct AttemptFile {
    let file: File
    let attempt: AttemptName

    /// Removes all files of an attempt that is over and recorded.
    static func remove(_ attempt: AttemptName, in spool: Spool) {
        spool.jobs.remove(attempt.fileName)
        spool.jobs.remove(attempt.fileName + ".script")
    }

    /// Makes and locks it.
    /// - Throws: `Failure` of kind `exists` where this attempt has begun before.
    init(creating attempt: AttemptName, in spool: Spool) throws(Failure) {
        self.attempt = attempt
        file = try spool.jobs.open(attempt.fileName, .createNewAppend)
        try file.lock(.exclusive)
    }

    /// Opens that of an attempt which began before; nil where there is none.
    init?(of attempt: AttemptName, in spool: Spool) throws(Failure) {
        self.attempt = attempt
        guard let file = try spool.jobs.openIfPresent(attempt.fileName, .readAppend) else {
            return nil
        }
        self.file = file
    }

    /// One that somebody else has opened.
    init(_ file: File, of attempt: AttemptName) {
        self.file = file
        self.attempt = attempt
    }

    /// Whether anybody else looks after this attempt, or is about to execute its command.
    var isHeld: Bool { file.isLockedElsewhere }

    /// Locks it where nobody has.
    func tryHold() -> Bool { file.tryLock() }

    // MARK: Lines

    /// A line of the file.
    enum Line: Hashable {
        /// The kernel's identifier of this start of the machine.
        case boot(ByteString)
        /// The guard, by whom it is looked after.
        case guardian(ProcessIdentity)
        /// How long the job may run, and how long it has between SIGTERM and SIGKILL.
        case limit(Instant)
        case grace(milliseconds: Int)
        /// The process that is to execute the command.
        case child(ProcessIdentity)
        /// Its default outputs are open, under the names of that edition.
        case outputs(edition: Int)
        /// It opened everything, and executes the command now.
        case job(ProcessIdentity)
        /// It could not; the job ends with that status.
        case failed(ExitStatus, reason: ByteString)
        /// It could not for now, and the attempt does not count.
        case lacking(reason: ByteString)
        /// A process that packs an output.
        case packer(ProcessIdentity)
        /// That one has written all of it; or could not, and why.
        case packed(process: Int32)
        case unpacked(process: Int32, reason: ByteString)
        /// The job is to end.
        case stop(Termination.Reason)
        /// SIGTERM has gone out.
        case warned(Instant)
    }

    /// Adds lines, in one write.
    func add(_ lines: Line...) throws(Failure) { try add(lines) }

    func add(_ lines: [Line]) throws(Failure) {
        try file.write(lines.flatMap(\.bytes))
    }

    /// Says that the command is executed now, in the file and outside of it: its mode stays, whatever
    /// becomes of the lines.
    func addExecution(by process: ProcessIdentity) throws(Failure) {
        try add(.job(process))
        try file.makeExecutable()
    }

    /// Whether its command has been executed, or is about to be; everything it needs is open then.
    func isMarkedExecuted() throws(Failure) -> Bool { try file.status().permissions & 0o100 != 0 }

    /// The edition of the job's default outputs: what `cast` tells, read with less effort.
    func outputEdition() throws(Failure) -> Int? {
        let bytes = try file.bytes(at: 0, count: 4096)
        for line in bytes.split(separator: UInt8(ascii: "\n"))
        where line.first == UInt8(ascii: "o") {
            if case .outputs(let edition)? = Line(line) { return edition }
        }
        return nil
    }

    /// What the lines say.
    func cast() throws(Failure) -> Cast {
        let bytes = try file.bytes(at: 0, count: 1 << 16)
        var cast = Cast()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if let line = Line(line) { cast.take(line) } else { cast.isDamaged = true }
        }
        // A line without its end was cut off, and may have been any.
        if let last = bytes.last, last != UInt8(ascii: "\n") { cast.isDamaged = true }
        if try isMarkedExecuted(), !cast.isExecuted { cast.isDamaged = true }
        return cast
    }

    /// Who is who, and how far the attempt has come.
    struct Cast: Hashable {
        var boot: ByteString?
        var guardian: ProcessIdentity?
        var limit: Instant?
        var grace: Int?
        /// The process that is to be the job's command, or is that by now.
        var main: ProcessIdentity?
        /// Whether the command may have been executed.
        var isExecuted = false
        /// The edition of its default outputs, once they are open.
        var outputEdition: Int?
        /// Why it could not be: for good, or for now.
        var failure: (status: ExitStatus, reason: ByteString)? {
            failedStatus.map { ($0, failureReason) }
        }
        var lack: ByteString?
        var packers: [Packer] = []
        var reason: Termination.Reason?
        var warned: Instant?
        /// A line cannot be read: what it said may have been anything.
        var isDamaged = false
        /// Whether it is certain that no command was executed.
        var neverBegan: Bool { !isExecuted && !isDamaged }
        private var failedStatus: ExitStatus?
        private var failureReason: ByteString = ""

        /// A process that packs an output, and what it told of its end.
        struct Packer: Hashable {
            let process: ProcessIdentity
            var isDone = false
            var problem: ByteString?
        }

        /// What ends the job, as far as it has come.
        func termination(grace: Int) -> Termination {
            Termination(
                limit: limit, grace: self.grace ?? grace, reason: reason, warned: warned)
        }

        fileprivate mutating func take(_ line: Line) {
            switch line {
            case .boot(let boot): self.boot = boot
            case .guardian(let process): guardian = process
            case .limit(let limit): self.limit = limit
            case .grace(let grace): self.grace = grace
            case .child(let process): main = process
            case .outputs(let edition): outputEdition = edition
            case .job(let process):
                main = process
                isExecuted = true
            case .failed(let status, let reason): (failedStatus, failureReason) = (status, reason)
            case .lacking(let reason): lack = reason
            case .packer(let process): packers.append(Packer(process: process))
            case .packed(let number): change(number) { $0.isDone = true }
            case .unpacked(let number, let reason): change(number) { $0.problem = reason }
            case .stop(let reason): if self.reason == nil { self.reason = reason }
            case .warned(let instant): if warned == nil { warned = instant }
            }
        }

        private mutating func change(_ number: Int32, _ change: (inout Packer) -> Void) {
            for index in packers.indices where packers[index].process.number == number {
                change(&packers[index])
            }
        }
    }
}

extension AttemptFile.Line {
    /// As it is written, with its checksum.
    var bytes: [UInt8] {
        let text = text.bytes
        return text + Array((" " + hexadecimal(checksum(text)) + "\n").utf8)
    }

    /// Without checksum and newline.
    fileprivate var text: ByteString {
        func words(_ word: String, _ process: ProcessIdentity) -> ByteString {
            ByteString("\(word) \(process.number) \(process.start)")
        }
        switch self {
        case .boot(let boot): return "boot " + boot
        case .guardian(let process): return words("guard", process)
        case .limit(let limit): return ByteString("limit \(limit.milliseconds)")
        case .grace(let grace): return ByteString("grace \(grace)")
        case .child(let process): return words("child", process)
        case .outputs(let edition): return ByteString("outputs \(edition)")
        case .job(let process): return words("job", process)
        case .failed(let status, let reason):
            return ByteString("failed \(status.code) ") + reason.onOneLine
        case .lacking(let reason): return "lacking " + reason.onOneLine
        case .packer(let process): return words("packer", process)
        case .packed(let process): return ByteString("packed \(process)")
        case .unpacked(let process, let reason):
            return ByteString("unpacked \(process) ") + reason.onOneLine
        case .stop(let reason): return ByteString("stop \(reason.rawValue)")
        case .warned(let instant): return ByteString("warned \(instant.milliseconds)")
        }
    }

    /// Reads a line; nil for one that is damaged, or of a kind that is not known.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let last = bytes.lastIndex(of: UInt8(ascii: " ")) else { return nil }
        let text = bytes[..<last]
        let check = String(decoding: bytes[(last + 1)...], as: UTF8.self)
        guard check == hexadecimal(checksum(text)) else { return nil }
        let words = text.split(
            separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        func string(_ index: Int) -> String {
            index < words.count ? String(decoding: words[index], as: UTF8.self) : ""
        }
        let rest = words.count > 2 ? ByteString(words[2]) : ""
        let all = ByteString(text.drop { $0 != UInt8(ascii: " ") }.dropFirst())
        func process() -> ProcessIdentity? {
            guard let number = Int32(string(1)), number > 1, let start = UInt64(string(2)) else {
                return nil
            }
            return ProcessIdentity(number: number, start: start)
        }
        let line: Self?
        switch string(0) {
        case "boot": line = .boot(all)
        case "guard": line = process().map { .guardian($0) }
        case "limit": line = Int(string(1)).map { .limit(Instant(milliseconds: $0)) }
        case "grace": line = Int(string(1)).map { .grace(milliseconds: $0) }
        case "child": line = process().map { .child($0) }
        case "outputs": line = Int(string(1)).map { .outputs(edition: $0) }
        case "job": line = process().map { .job($0) }
        case "failed": line = Int32(string(1)).map { .failed(ExitStatus($0), reason: rest) }
        case "lacking": line = .lacking(reason: all)
        case "packer": line = process().map { .packer($0) }
        case "packed": line = Int32(string(1)).map { .packed(process: $0) }
        case "unpacked": line = Int32(string(1)).map { .unpacked(process: $0, reason: rest) }
        case "stop": line = Termination.Reason(rawValue: string(1)).map { .stop($0) }
        case "warned": line = Int(string(1)).map { .warned(Instant(milliseconds: $0)) }
        default: line = nil
        }
        guard let line else { return nil }
        self = line
    }
}

extension ByteString {
    fileprivate var onOneLine: ByteString {
        ByteString(bytes.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 })
    }
}

/// Eight hexadecimal digits.
private func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
}
