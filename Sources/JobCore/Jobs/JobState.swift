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
        let word = word.lowercased()
        return meanings.first { $0.words.contains(word) }?.states
    }

    /// Whether a word means states of a job that has not ended, and no others.
    package static func isActive(_ word: String) -> Bool {
        named(word)?.isSubset(of: active) ?? false
    }

    /// Every word that `named` knows, a state's own name before its others.
    package static var words: [String] { meanings.flatMap(\.words) }

    /// The first word of each state and group.
    package static var names: [String] { meanings.map { $0.words[0] } }

    private static let meanings: [(words: [String], states: Set<JobState>)] = [
        (["held", "h"], [.held]),
        (["pending", "queued", "pd", "q", "w"], [.pending]),
        (["running", "r", "configuring", "cf"], [.running]),
        (["suspended", "s", "stopped", "st"], [.suspended]),
        (["completing", "cg", "e"], [.completing]),
        (["complete", "completed", "cd", "c"], [.complete]),
        (["failed", "f"], [.failed]),
        (["cancelled", "canceled", "ca"], [.cancelled]),
        (["timeout", "to", "deadline", "dl"], [.timeout]),
        (["oom", "out_of_memory"], [.outOfMemory]),
        (["node_fail", "nf", "boot_fail", "bf"], [.nodeFail]),
        (["preempted", "pr"], [.preempted]),
        (["unknown", "?"], [.unknown]),
        (["active"], active),
        (["done", "ended"], Set(allCases.filter(\.hasEnded))),
        (["bad"], Set(allCases.filter { $0.hasEnded && $0 != .complete })),
        (["uncertain"], [.suspended, .preempted, .unknown]),
        (["all"], Set(allCases)),
    ]
}
