/// Slurm's words for why a job waits (squeue(1), JOB REASON CODES; `job_reason_string` in its source).
package enum SlurmReason {
    /// Whether the job can't start before somebody changes it, its partition, or a limit.
    ///
    /// Not among them are what time alone ends, such as limits on all jobs of a user or an account,
    /// and what is held, which the state tells. PartitionNodeLimit also stands for required nodes
    /// that are down: those need an administrator too.
    package static func isForEver(_ word: String) -> Bool {
        if words.contains(word) || word.hasPrefix("QOSMin") { return true }
        // QOSMaxCpuPerJobLimit, AssocMaxMemPerNode, QOSMaxGRESMinutesPerJob: one job asks for too
        // much. The same with PerUser or PerAccount ends when other jobs do.
        guard word.hasPrefix("QOSMax") || word.hasPrefix("AssocMax") else { return false }
        return ["PerJob", "PerJobLimit", "PerNode"].contains { word.hasSuffix($0) }
    }

    private static let words: Set<String> = [
        "AccountNotAllowed", "BadConstraints", "BurstBufferOperation", "DependencyNeverSatisfied",
        "InvalidAccount", "InvalidQOS", "MaxMemPerLimit", "PartitionConfig", "PartitionDown",
        "PartitionInactive", "PartitionNodeLimit", "PartitionTimeLimit", "QOSNotAllowed",
        "ReservationDeleted", "ReservationInvalid",
    ]

    /// Whether a pending job waits for scontrol release.
    package static func isHold(_ word: String) -> Bool {
        switch word {
        case "JobHeldUser", "JobHeldAdmin", "JobHoldMaxRequeue": true
        // `launch failed requeued held`, `job requeued in held state`; scontrol has `_` for blanks.
        default:
            word.utf8.contains { $0 == 0x20 || $0 == 0x5F }
                && word.contains("requeued") && word.contains("held")
        }
    }
}
