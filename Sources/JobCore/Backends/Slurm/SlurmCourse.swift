extension BatchJob {
    /// Keeps of what Slurm tells of a job's course what has happened.
    ///
    /// A pending job may have the start that is expected, a running one the end at its limit, and one
    /// that was cancelled while it waited has the moment of that for both. Its exit code stands for
    /// its script's end only where nobody else ended it: after scancel it is `0:15`, `143:0` or `0:0`.
    mutating func setCourse(
        hasNodes: Bool, started: WallTime?, ended: WallTime?, elapsed: Int?, end: ProcessEnd?
    ) {
        let isOver = state.hasEnded || state == .completing
        self.ended = isOver ? ended : nil
        if state == .cancelled, reason == "DependencyNeverSatisfied" {
            failedParent = parentThatFailed ?? id
        }
        guard hasNodes, state != .pending, state != .held else { return }
        self.started = started
        self.elapsed = elapsed
        switch state {
        case .complete: self.end = end
        case .failed, .outOfMemory: self.end = end == .exited(0) ? nil : end
        default: break
        }
    }

    /// The parent that a job could not outlive, as its list of dependencies marks it:
    /// `afterok:28(failed)`.
    private var parentThatFailed: JobID? {
        for part in dependency.split(whereSeparator: { $0 == "," || $0 == "?" })
        where part.contains("(failed)") {
            let ids = part.split(separator: ":").dropFirst()
            if let id = ids.first.map({ $0.prefix { $0 != "(" } }) {
                return JobID(String(id).replacing("_*", with: ""))
            }
        }
        return nil
    }
}
