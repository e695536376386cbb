/// The file of one attempt, `jobs/L12.1`: made before the attempt begins, and only once (O_EXCL);
/// locked by the job's guard, and by the keeper in case the guard dies, until the ending is on the
/// disk. Its lines, `guard PID` and `job PID MILLISECONDS`, say who is who; the second is written by
/// the job's process itself, with the time since boot, before it executes the command, so without it
/// no command was ever executed.
struct AttemptFile {
    let file: File
    let name: ByteString

    static func name(_ job: Int, _ attempt: Int) -> ByteString { ByteString("L\(job).\(attempt)") }

    /// What a name in `jobs` is about: `L12.1`, or `L12.1.script`.
    static func read(name: ByteString) -> (job: Int, attempt: Int)? {
        let numbers = name.bytes.dropFirst().split(separator: UInt8(ascii: ".")).prefix(2)
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }

    /// Removes all files of an attempt that is over and recorded.
    static func remove(_ job: Int, _ attempt: Int, in spool: Spool) {
        spool.jobs.remove(name(job, attempt))
        spool.jobs.remove(name(job, attempt) + ".script")
    }

    /// Makes and locks it.
    /// - Throws: `Failure` with EEXIST where this attempt has begun before.
    init(creatingFor job: Int, attempt: Int, in spool: Spool) throws(Failure) {
        name = Self.name(job, attempt)
        file = try spool.jobs.open(name, .createNewAppend)
        try file.lock(.exclusive)
    }

    /// Opens that of an attempt which began before; nil where there is none.
    init?(of job: Int, attempt: Int, in spool: Spool) throws(Failure) {
        name = Self.name(job, attempt)
        guard let file = try spool.jobs.openIfPresent(name, .readWrite) else { return nil }
        self.file = file
    }

    /// Whether a guard or keeper still stands behind this attempt.
    var isHeld: Bool { file.isLockedElsewhere }

    /// Who is who.
    struct Cast {
        var guardID: Int32?
        /// The job's main process.
        var job: Int32?
        /// When that one wrote its line.
        var began: Instant?

        /// Whether the process that has the main process's number by now is still that one: its
        /// number could be another's only after its end, and it wrote the line as its first act.
        var jobIsItself: Bool {
            guard let job, let began, let start = Processes.origin(of: job)?.start else {
                return false
            }
            return (-20...60).contains(began - start)
        }
    }

    /// Who is who, as far as it is written down.
    func cast() throws(Failure) -> Cast { Self.cast(in: try file.bytes(at: 0, count: 256)) }

    static func cast(in bytes: [UInt8]) -> Cast {
        var result = Cast()
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 1, let number = Int32(words[1]), number > 1 else { continue }
            if words[0] == "guard" { result.guardID = number }
            if words[0] == "job" {
                result.job = number
                result.began =
                    words.count > 2 ? Int(words[2]).map { Instant(milliseconds: $0) } : nil
            }
        }
        return result
    }
}
