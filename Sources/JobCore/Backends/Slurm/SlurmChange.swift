/// Changing what Slurm's jobs ask for that wait (scontrol(1), `update` and `top`).
extension Slurm {
    /// A job a call: of a list scontrol says what was wrong, and not with which.
    func change(
        _ wish: JobChange, _ ids: [JobID], _ cluster: String?
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        var refused: [(id: JobID, reason: String)] = []
        for id in ids {
            let job = ByteString(String(id.text.prefix { $0 != ";" }))
            let words = wish.isFirst ? ["top", job] : ["update", "JobId=" + job] + wish.slurmWords
            let answer = try clients.ask("scontrol", Self.option(cluster) + words)
            if answer.end == .exited(0) { continue }
            if [.transient, .unclear].contains(answer.kind) {
                throw Self.failure("scontrol", answer)
            }
            refused.append((id, answer.reason))
        }
        return refused
    }
}

extension JobChange {
    /// What scontrol(1) is told.
    fileprivate var slurmWords: [ByteString] {
        var words: [ByteString] = []
        if let priority { words.append(ByteString("Priority=\(priority)")) }
        if let timeLimit {
            let text =
                timeLimit == 0 ? "UNLIMITED" : DurationText.fullClock(milliseconds: timeLimit)
            words.append(ByteString("TimeLimit=\(text)"))
        }
        if let cores {
            words += [ByteString("CPUsPerTask=\(cores)"), ByteString("NumCPUs=\(cores)")]
        }
        if let dependencies {
            words.append(ByteString("Dependency=" + DependencyList(dependencies).text))
        }
        return words
    }
}
