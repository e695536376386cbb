/// What a batch system's job writes when its command has ended: `NAME.N.cluster.status`, lines of a
/// key and its value. Written by the job script (`JobScript`), moved into place whole.
package struct ExitRecord: Sendable {
    /// The submission that the job belongs to.
    package let token: String
    /// The job, as its own side knows it: `123`, or `123_4` for an array's task.
    package let job: String
    /// The number of its own, which for an array's task is another one than its array's.
    package let rawNumber: String
    package let host: ByteString
    /// The script was told to end (SIGTERM) before its command had ended.
    package let isTerminated: Bool
    /// The kernel killed a process of the job's for want of memory.
    package let hasLackedMemory: Bool
    /// How the command ended.
    package let end: ProcessEnd
    package let started: WallTime
    package let ended: WallTime
    package let usage: ResourceUsage
    package let attempt: Int
    /// What was read.
    package let text: [UInt8]
    /// It was read from csub's record of the job (`BatchRecord.exits`), where it is kept since its file
    /// was removed. A job that is listed as not ended has begun anew since then.
    package var isKept = false

    static let format: ByteString = "cjobs-status 1"

    /// Nil for what is no such file, or not all of one.
    package init?(_ text: [UInt8]) {
        let lines = ByteString(text).split(on: UInt8(ascii: "\n"))
        guard lines.first == Self.format else { return nil }
        var values: [String: ByteString] = [:]
        for line in lines.dropFirst() {
            guard let blank = line.bytes.firstIndex(of: 0x20) else { continue }
            values[ByteString(line.bytes[..<blank]).printable] =
                ByteString(line.bytes[(blank + 1)...])
        }
        func number(_ key: String) -> Int? { values[key]?.string.flatMap { Int($0) } }
        guard let token = values["token"]?.string, let job = values["job"]?.string,
            let status = number("status"), (0...255).contains(status),
            let started = number("start"), let ended = number("end")
        else { return nil }
        self.text = text
        self.token = token
        self.job = job
        rawNumber = values["raw"]?.string ?? job
        host = values["host"] ?? ""
        isTerminated = number("terminated") == 1
        hasLackedMemory = number("oom").map { $0 > 0 } ?? false
        // The shell's word for a signal (bash(1), EXIT STATUS).
        end =
            (129...192).contains(status) ? .killed(by: Int32(status - 128)) : .exited(Int32(status))
        self.started = WallTime(milliseconds: started)
        self.ended = WallTime(milliseconds: ended)
        attempt = number("try") ?? 1
        // The last line is the shell's own account of its children (bash(1), times).
        let last = lines.last { $0.bytes.contains(UInt8(ascii: "m")) && $0.hasSuffix("s") }
        usage = ResourceUsage(times: last ?? "")
    }

    /// Reads a file; nil where it is not there, or is none.
    package static func read(_ path: ByteString) -> ExitRecord? {
        guard let file = try? File(open: path, .readNow),
            let text = try? file.readAll(limit: 1 << 16)
        else { return nil }
        return ExitRecord(text)
    }

    /// Whether the job has ended though it is listed as one that runs.
    package var isFinal: Bool { !isTerminated && !isKept }

    /// The ending that it tells of; `limit` is the job's time limit in milliseconds.
    package func ending(limit: Int?) -> Ending {
        let elapsed = max(0, ended.milliseconds - started.milliseconds)
        let cause: Ending.Cause
        if hasLackedMemory {
            cause = .system(.outOfMemory, end)
        } else if !isTerminated {
            cause = .process(end)
        } else if let limit, elapsed >= limit {
            cause = .timeLimit(end)
        } else {
            cause = .cancelled(end)
        }
        return Ending(cause, at: ended, elapsed: elapsed, usage: usage)
    }
}

extension ResourceUsage {
    /// `0m1.234s 0m0.056s`, with the decimal point of any language.
    fileprivate init(times text: ByteString) {
        self.init()
        let words = text.printable.split(separator: " ")
        guard words.count == 2 else { return }
        func milliseconds(_ word: Substring) -> Int? {
            guard let m = word.firstIndex(of: "m"), word.last == "s", let minutes = Int(word[..<m])
            else { return nil }
            let seconds = word[word.index(after: m)...].dropLast().replacing(",", with: ".")
            return Double(seconds).flatMap { seconds in
                seconds < 60 && minutes < 1 << 40 ? minutes * 60_000 + Int(seconds * 1000) : nil
            }
        }
        guard let user = milliseconds(words[0]), let system = milliseconds(words[1]) else { return }
        self.user = user
        self.system = system
    }
}
