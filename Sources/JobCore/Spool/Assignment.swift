/// One attempt at a job, by its numbers; and so the name of its file.
struct AttemptName: Hashable {
    let job: Int
    let number: Int

    init(_ job: Int, _ number: Int) {
        self.job = job
        self.number = number
    }

    /// What a file in `jobs` is about: `L12.1`, or `L12.1.script`.
    init?(fileName: ByteString) {
        let numbers = fileName.bytes.dropFirst().split(separator: UInt8(ascii: ".")).prefix(2)
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 2 else { return nil }
        (job, number) = (numbers[0], numbers[1])
    }

    var fileName: ByteString { ByteString("L\(job).\(number)") }

    /// The path of its file.
    func path(in spool: Spool) -> ByteString { spool.path + "/jobs/" + fileName }

    /// What tells the job's processes of their queue, and are its mark in /proc.
    func variables(in spool: Spool) -> [(name: ByteString, value: ByteString)] {
        [("CJOBS_SPOOL", spool.path), ("CSUB_ATTEMPT", path(in: spool))]
    }
}

/// An attempt that is to be made: what a guard needs for it.
struct Assignment {
    let attempt: AttemptName
    /// How many attempts at the job will have counted with this one.
    let tryNumber: Int
    /// Where the request lies.
    let place: JobMark.Place
    /// The attempt's file, with its lock.
    let file: File

    var attemptFile: AttemptFile { AttemptFile(file, of: attempt) }
}
