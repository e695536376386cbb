/// What a job is doing, in one closed set for every backend.
package enum JobState: String, CaseIterable, Sendable {
    /// Submitted, and somebody must release it before it can start.
    case held
    /// Submitted, not started.
    case pending
    case running
    /// Started, and stopped for a while (SIGSTOP, or by the batch system).
    case suspended
    /// Its command has ended, and the batch system still tidies up.
    case completing
    /// Ended with 0.
    case complete
    /// Ended with another status, by a signal, or could not be started.
    case failed
    /// Ended by somebody's wish, or because a job that it depends on failed.
    case cancelled
    /// Ended at its time limit.
    case timeout
    /// Ended by the kernel or the batch system for the memory it took.
    case outOfMemory = "oom"
    /// Ended because a machine failed under it.
    case nodeFail = "node_fail"
    /// Ended to make room for another job.
    case preempted
    /// Ended, and nobody knows how. Never a success.
    case unknown

    /// Slurm's letters for it (squeue(1), JOB STATE CODES); `?` is ours.
    package var code: String {
        switch self {
        case .held: "H"
        case .pending: "PD"
        case .running: "R"
        case .suspended: "S"
        case .completing: "CG"
        case .complete: "CD"
        case .failed: "F"
        case .cancelled: "CA"
        case .timeout: "TO"
        case .outOfMemory: "OOM"
        case .nodeFail: "NF"
        case .preempted: "PR"
        case .unknown: "?"
        }
    }

    package var hasEnded: Bool {
        switch self {
        case .held, .pending, .running, .suspended, .completing: false
        case .complete, .failed, .cancelled, .timeout, .outOfMemory, .nodeFail, .preempted,
            .unknown:
            true
        }
    }

    /// Those of a job that has not ended.
    package static let active = Set(allCases.filter { !$0.hasEnded })

    /// The states that a word of `--state` means: a name, Slurm's or PBS's code, or a group.
    package static func named(_ word: String) -> Set<JobState>? {
        switch word.lowercased() {
        case "all": Set(allCases)
        case "active": active
        case "done", "ended": Set(allCases.filter(\.hasEnded))
        case "bad": Set(allCases.filter { $0.hasEnded && $0 != .complete })
        case "uncertain": [.suspended, .preempted, .unknown]
        case "held", "h": [.held]
        case "pending", "queued", "pd", "q", "w": [.pending]
        case "running", "r", "configuring", "cf": [.running]
        case "complete", "completed", "cd", "c": [.complete]
        case "failed", "f": [.failed]
        case "cancelled", "canceled", "ca": [.cancelled]
        case "timeout", "to", "deadline", "dl": [.timeout]
        case "unknown", "?": [.unknown]
        case "suspended", "s", "stopped", "st": [.suspended]
        case "completing", "cg", "e": [.completing]
        case "oom", "out_of_memory": [.outOfMemory]
        case "node_fail", "nf", "boot_fail", "bf": [.nodeFail]
        case "preempted", "pr": [.preempted]
        default: nil
        }
    }
}
