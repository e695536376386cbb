/// What a job waits for before it may start (sbatch(1), `--dependency`).
package enum Dependency: Hashable, Sendable {
    /// What another job must have done.
    package enum Condition: String, CaseIterable, Sendable {
        /// Ended with 0.
        case afterok
        /// Ended, however.
        case afterany
        /// Ended otherwise than with 0.
        case afternotok
        /// Started, or ended without having started.
        case after
        /// Each task of an array when the same task of the other one has ended with 0.
        case aftercorr
    }

    case job(JobID, Condition)
    /// All jobs of the same name that were submitted before have ended.
    case singleton

    /// `afterok:L7` or `singleton`.
    package var text: ByteString {
        switch self {
        case .job(let id, let condition): ByteString("\(condition.rawValue):\(id)")
        case .singleton: "singleton"
        }
    }
}

extension Dependency.Condition {
    /// What a parent that has ended means to its child: it may start, or never will.
    package func isMet(byEndedIn state: JobState) -> Bool {
        switch self {
        case .afterok, .aftercorr: state == .complete
        case .afterany, .after: true
        case .afternotok: state != .complete
        }
    }
}
