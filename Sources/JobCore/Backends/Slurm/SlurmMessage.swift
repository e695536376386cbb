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

    /// The name of a program, of a function within, or how grave it is.
    private static func isLabel(_ text: Substring) -> Bool {
        if text.hasPrefix("Kill job error") { return true }
        let name = text.hasSuffix(" error") ? text.dropLast(6) : text
        return !name.isEmpty
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x32 }
    }

    private static func kind(_ line: String) -> Kind? {
        let line = line.lowercased()
        // What scontrol says of a task, on standard output.
        if line.hasPrefix("job "), line.hasSuffix(" not found") { return .unknownJob }
        return table.first { line.contains($0.words) }?.kind
    }

    /// In the order in which they are looked for, in small letters.
    private static let table: [(words: String, kind: Kind)] = [
        ("accounting storage is disabled", .noAccounting),
        // Not one byte was sent, or it was sent back.
        ("(connect failure)", .transient),
        ("communication connection failure", .transient),
        ("connection refused", .transient),
        ("connection timed out establishing", .transient),
        ("no route to host", .transient),
        ("network is unreachable", .transient),
        ("problem talking to", .transient),
        ("unable to connect to database", .transient),
        ("protocol authentication error", .transient),
        ("unable to process configuration file", .transient),
        ("unable to establish configuration source", .transient),
        ("resource temporarily unavailable", .transient),
        ("maxjobcount limit reached", .transient),
        ("rate limit exceeded", .transient),
        ("unable to create job record, try again", .transient),
        ("requested nodes are busy", .transient),
        ("standby mode", .transient),
        ("i/o error writing script", .transient),
        ("can not be altered now", .transient),
        ("the db index is being set", .transient),
        ("job locked by another sibling", .transient),
        // What is also in others' words comes before these.
        ("invalid job id specified", .unknownJob),
        ("invalid job id", .usage),
        ("access/permission denied", .notPermitted),
        ("invalid user id", .notPermitted),
        ("incompatible versions", .permanent),
        ("unrecognized option", .usage),
        ("invalid option", .usage),
        ("requires an argument", .usage),
        ("mutually exclusive", .usage),
        ("invalid field requested", .usage),
        ("invalid job state specified", .usage),
        ("invalid keyword", .usage),
        ("arguments for keyword", .usage),
        ("no job identification provided", .usage),
        // The request may have arrived. scontrol says `Unexpected message` when there is no answer.
        ("timed out", .unclear),
        ("zero bytes were transmitted", .unclear),
        ("zero length message", .unclear),
        ("transport endpoint", .unclear),
        ("unexpected message", .unclear),
        ("message send failure", .unclear),
        ("message receive failure", .unclear),
        ("received message length", .unclear),
        ("failed to send entire message", .unclear),
        ("insane message length", .unclear),
        ("header lengths are longer", .unclear),
        ("unable to contact slurm controller", .unclear),
        ("communication shutdown failure", .unclear),
        ("connection reset", .unclear),
        ("connection closed", .unclear),
        ("socket", .unclear),
        ("broken pipe", .unclear),
        ("operation now in progress", .unclear),
        ("interrupted system call", .unclear),
        ("shutting down", .unclear),
        ("would block", .unclear),
    ]
}
