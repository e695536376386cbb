/// Slurm's words for what a job is doing (squeue(1), JOB STATE CODES).
package enum SlurmState {
    /// The state that a word means, full (`PENDING`) or short (`PD`), as squeue, sacct and scontrol
    /// print it: `CANCELLED by 1001` too, and `RUNNING,COMPLETING`, a state with its flags.
    ///
    /// A word that is not known counts as running. Newer versions have new words, nearly all of them
    /// for passing conditions of a live job. Taking one for an ending would tell whoever waits that a
    /// job is over which is not, and nothing undoes that; taking one for running costs a look.
    ///
    /// What is held shows only in the reason, which may be in any client's spelling.
    package static func state(_ word: String, reason: String = "") -> JobState {
        let state = words[word] ?? compound(word) ?? .running
        return state == .pending && SlurmReason.isHold(reason) ? .held : state
    }

    private static func compound(_ text: String) -> JobState? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { words[String($0.prefix { $0 != " " })] }
        // Slurm's clients show a flag rather than the state beneath it. No flag is an ending.
        let flag = names.dropFirst().first { $0.map { !$0.hasEnded } ?? false }
        return flag ?? names.first ?? nil
    }

    private static let words: [String: JobState] = [
        "PENDING": .pending, "PD": .pending,
        "RUNNING": .running, "R": .running,
        "SUSPENDED": .suspended, "S": .suspended,
        "COMPLETED": .complete, "CD": .complete,
        "CANCELLED": .cancelled, "CA": .cancelled,
        "FAILED": .failed, "F": .failed,
        "TIMEOUT": .timeout, "TO": .timeout,
        "DEADLINE": .timeout, "DL": .timeout,
        "NODE_FAIL": .nodeFail, "NF": .nodeFail,
        "BOOT_FAIL": .nodeFail, "BF": .nodeFail,
        "OUT_OF_MEMORY": .outOfMemory, "OOM": .outOfMemory,
        "PREEMPTED": .preempted, "PR": .preempted,
        // The others are flags over a state. LAUNCH_FAILED, POWER_UP_NODE, RECONFIG_FAIL and UPDATE_DB
        // say nothing of their own and are left out.
        // The script has ended; processes, the epilog or files are still to be cleared away.
        "COMPLETING": .completing, "CG": .completing,
        "STAGE_OUT": .completing, "SO": .completing,
        // It has its nodes, and they boot.
        "CONFIGURING": .running, "CF": .running,
        "RESIZING": .running, "RS": .running,
        "SIGNALING": .running, "SI": .running,
        "STOPPED": .suspended, "ST": .suspended,
        "REQUEUED": .pending, "RQ": .pending,
        "REQUEUE_FED": .pending, "RF": .pending,
        "EXPEDITING": .pending,
        // These wait for scontrol release.
        "REQUEUE_HOLD": .held, "RH": .held,
        "SPECIAL_EXIT": .held, "SE": .held,
        "RESV_DEL_HOLD": .held, "RD": .held,
        // Another cluster of the federation has started it: it goes on there.
        "REVOKED": .running, "RV": .running,
    ]
}
