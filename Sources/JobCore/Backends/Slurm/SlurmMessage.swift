/// What Slurm's clients say on standard error when they end with another status than 0.
///
/// Source: `slurm_errno.c` and the clients of Slurm 22.05 and 26.05.
package enum SlurmMessage {
    /// What a message means to whoever asked.
    package enum Kind: Sendable {
        /// Nothing was done, and the same may work later.
        case transient
        /// It said no, and would say it again.
        case permanent
        /// The client did not understand the command line, and asked nobody.
        case usage
        /// There is no such job, or no longer.
        case unknownJob
        /// It is somebody else's.
        case notPermitted
        /// There is no accounting to ask.
        case noAccounting
        /// The client has not been told where its cluster is.
        case notConfigured
        /// It may have been done: the answer was lost, or there was none. For a mere question this is
        /// transient.
        case unclear
    }

    /// What the client's last word means. sbatch gives reasons before it, which may be a site's own
    /// text; the last word alone is Slurm's.
    package static func kind(of errors: [UInt8], status: Int32) -> Kind {
        let lines = lines(errors)
        if let word = lines.compactMap(submissionFailure).last { return kind(word) ?? .permanent }
        if let kind = lines.reversed().lazy.compactMap(kind).first { return kind }
        if status == 255 { return .usage }
        return lines.isEmpty ? .unclear : .permanent
    }

    /// Whether a client that ended with 0 failed all the same, as squeue does for a user whom the name
    /// service does not know just now.
    package static func hasFailed(_ errors: [UInt8]) -> Bool {
        lines(errors).contains { line in
            let word = line.lowercased()
            return word.contains("error") || word.contains("fatal") || kind(line) != nil
        }
    }

    /// For a person: the first line that says what is wrong, without the client's name.
    package static func text(of errors: [UInt8]) -> String {
        let lines = lines(errors)
        guard let first = lines.firstIndex(where: isUseful) else {
            return lines.last.map(bare) ?? ""
        }
        var text = bare(lines[first])
        // sbatch has messages of two and three lines.
        for line in lines[(first + 1)...].map(bare) {
            guard let letter = line.utf8.first, (0x61...0x7A).contains(letter), !line.contains(": ")
            else { break }
            text += " " + line
        }
        return text
    }

    /// The ID in what sbatch writes when it took a job: `123` or `123;cluster` of `--parsable`, or
    /// `Submitted batch job 123`. It is on the last line: a site's plugins may write before it. Nil
    /// where there is none.
    package static func jobID(answered output: [UInt8]) -> JobID? {
        let lines = ByteString(output).trimmed.split(on: UInt8(ascii: "\n"))
        guard let last = lines.last?.trimmed.string else { return nil }
        let word = last.replacing("Submitted batch job ", with: "", maxReplacements: 1)
            .replacing(" on cluster ", with: ";", maxReplacements: 1)
        guard let place = BatchID(slurm: word), place.tasks == nil else { return nil }
        return JobID(word)
    }

    /// What scancel and scontrol say of single jobs.
    package static func perJob(in errors: [UInt8]) -> [(id: JobID, kind: Kind, text: String)] {
        lines(errors).compactMap { line in
            let (name, text): (Substring, String)
            if let range = line.firstRange(of: "Kill job error on job id ") {
                let parts = line[range.upperBound...].split(separator: ": ", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                (name, text) = (parts[0], String(parts[1]))
            } else if let range = line.ranges(of: " for job ").last {
                (name, text) = (line[range.upperBound...], String(line[..<range.lowerBound]))
            } else {
                // `16_0-2: Job is pending execution`
                let parts = line.split(separator: ": ", maxSplits: 1)
                guard parts.count == 2, parts[0].first?.isWholeNumber ?? false else { return nil }
                (name, text) = (parts[0], String(parts[1]))
            }
            guard let id = JobID(String(name)) else { return nil }
            return (id, kind(text) ?? .permanent, text)
        }
    }

    private static func lines(_ errors: [UInt8]) -> [String] {
        ByteString(errors).split(on: UInt8(ascii: "\n")).map(\.trimmed.printable)
            .filter { !$0.isEmpty }
    }

    private static func submissionFailure(_ line: String) -> String? {
        line.firstRange(of: "Batch job submission failed: ").map { String(line[$0.upperBound...]) }
    }

    private static func isUseful(_ line: String) -> Bool {
        !line.hasSuffix("retrying") && !line.contains("If munged is up")
    }

    /// A line without `sbatch: error: `, `slurm_load_jobs error: ` and their like.
    private static func bare(_ line: String) -> String {
        if let word = submissionFailure(line) { return word }
        var parts = line.split(separator: ": ", omittingEmptySubsequences: false)[...]
        while parts.count > 1, let part = parts.first, isLabel(part) { parts = parts.dropFirst() }
        return parts.joined(separator: ": ")
    }

    /// The name of a program, of a function within it, or how grave it is.
    private static func isLabel(_ text: Substring) -> Bool {
        switch text {
        case "sbatch", "squeue", "scancel", "scontrol", "sacct", "error", "fatal": return true
        default:
            // `slurm_load_jobs error`
            let name = text.hasSuffix(" error") ? text.dropLast(6) : text
            return text.hasPrefix("Kill job error on job id ")
                || name.contains("_") && !name.contains(" ")
        }
    }

    private static func kind(_ line: String) -> Kind? {
        let line = line.lowercased()
        // What scontrol says of a task, on standard output.
        if line.hasPrefix("job "), line.hasSuffix(" not found") { return .unknownJob }
        let bytes = Array(line.utf8)
        return table.first { bytes.has($0.words) }?.kind
    }

    /// In the order in which they are looked for, in small letters.
    private static let table: [(words: String.UTF8View, kind: Kind)] = [
        ("accounting storage is disabled".utf8, .noAccounting),
        // Not one byte was sent, or it was sent back.
        ("(connect failure)".utf8, .transient),
        ("communication connection failure".utf8, .transient),
        ("connection refused".utf8, .transient),
        ("connection timed out establishing".utf8, .transient),
        ("no route to host".utf8, .transient),
        ("network is unreachable".utf8, .transient),
        ("problem talking to".utf8, .transient),
        ("unable to connect to database".utf8, .transient),
        ("protocol authentication error".utf8, .transient),
        ("unable to process configuration file".utf8, .transient),
        ("establish a configuration source".utf8, .notConfigured),
        ("establish configuration source".utf8, .notConfigured),
        ("resource temporarily unavailable".utf8, .transient),
        ("maxjobcount limit reached".utf8, .transient),
        ("rate limit exceeded".utf8, .transient),
        ("unable to create job record, try again".utf8, .transient),
        ("requested nodes are busy".utf8, .transient),
        ("standby mode".utf8, .transient),
        ("i/o error writing script".utf8, .transient),
        ("can not be altered now".utf8, .transient),
        ("the db index is being set".utf8, .transient),
        ("job locked by another sibling".utf8, .transient),
        // What is also in others' words comes before these.
        ("invalid job id specified".utf8, .unknownJob),
        ("larger than acceptable range".utf8, .unknownJob),
        ("invalid job id".utf8, .usage),
        ("access/permission denied".utf8, .notPermitted),
        ("invalid user id".utf8, .notPermitted),
        ("incompatible versions".utf8, .permanent),
        ("unrecognized option".utf8, .usage),
        ("invalid option".utf8, .usage),
        ("requires an argument".utf8, .usage),
        ("mutually exclusive".utf8, .usage),
        ("invalid field requested".utf8, .usage),
        ("invalid job state specified".utf8, .usage),
        ("invalid keyword".utf8, .usage),
        ("arguments for keyword".utf8, .usage),
        ("no job identification provided".utf8, .usage),
        // The request may have arrived. scontrol says `Unexpected message` when there is no answer.
        ("timed out".utf8, .unclear),
        ("zero bytes were transmitted".utf8, .unclear),
        ("zero length message".utf8, .unclear),
        ("transport endpoint".utf8, .unclear),
        ("unexpected message".utf8, .unclear),
        ("message send failure".utf8, .unclear),
        ("message receive failure".utf8, .unclear),
        ("received message length".utf8, .unclear),
        ("failed to send entire message".utf8, .unclear),
        ("insane message length".utf8, .unclear),
        ("header lengths are longer".utf8, .unclear),
        ("unable to contact slurm controller".utf8, .unclear),
        ("communication shutdown failure".utf8, .unclear),
        ("connection reset".utf8, .unclear),
        ("connection closed".utf8, .unclear),
        ("socket".utf8, .unclear),
        ("broken pipe".utf8, .unclear),
        ("operation now in progress".utf8, .unclear),
        ("interrupted system call".utf8, .unclear),
        ("shutting down".utf8, .unclear),
        ("would block".utf8, .unclear),
    ]
}

extension [UInt8] {
    /// Whether `part` is within. A client may write thousands of lines, and a search for a `String` in
    /// another takes as long as all the rest.
    fileprivate func has(_ part: String.UTF8View) -> Bool {
        guard let first = part.first else { return true }
        return indices.contains { self[$0] == first && self[$0...].starts(with: part) }
    }
}
