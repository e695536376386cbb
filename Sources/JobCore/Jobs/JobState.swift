/// What a job is doing, in one closed set for every backend.
package enum JobState: String, CaseIterable, Sendable {
    /// Submitted, and somebody must release it before it can start.
    case held
    /// Submitted, not started.
    case pending
    case running
    /// Ended with 0.
    case complete
    /// Ended with another status, by a signal, or could not be started.
    case failed
    /// Ended by somebody's wish, or because a job that it depends on failed.
    case cancelled
    /// Ended at its time limit.
    case timeout
    /// Ended, and nobody knows how. Never a success.
    case unknown

    /// Slurm's letters for it (squeue(1), JOB STATE CODES); `?` is ours.
    package var code: String {
        switch self {
        case .held: "H"
        case .pending: "PD"
        case .running: "R"
        case .complete: "CD"
        case .failed: "F"
        case .cancelled: "CA"
        case .timeout: "TO"
        case .unknown: "?"
        }
    }

    package var hasEnded: Bool {
        switch self {
        case .held, .pending, .running: false
        case .complete, .failed, .cancelled, .timeout, .unknown: true
        }
    }

    /// The states that a word of `--state` means: a name, Slurm's or PBS's code, or a group.
    package static func named(_ word: String) -> Set<JobState>? {
        switch word.lowercased() {
        case "active": Set(allCases.filter { !$0.hasEnded })
        case "done", "ended": Set(allCases.filter(\.hasEnded))
        case "bad": [.failed, .cancelled, .timeout, .unknown]
        case "uncertain": [.unknown]
        case "held", "h": [.held]
        case "pending", "queued", "pd", "q": [.pending]
        case "running", "r": [.running]
        case "complete", "completed", "cd", "c": [.complete]
        case "failed", "f": [.failed]
        case "cancelled", "canceled", "ca": [.cancelled]
        case "timeout", "to": [.timeout]
        case "unknown", "?": [.unknown]
        // States that only other schedulers have: no local job is ever in them.
        case "suspended", "s", "completing", "cg", "e", "oom", "out_of_memory", "node_fail", "nf",
            "preempted", "pr":
            []
        default: nil
        }
    }
}
