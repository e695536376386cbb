import JobCore
import Testing

/// Slurm's words: for states, for reasons, and in its clients' messages.
@Suite struct SlurmWordTests {
    @Test(
        arguments: [
            ("PENDING", .pending), ("PD", .pending), ("RUNNING", .running), ("R", .running),
            ("SUSPENDED", .suspended), ("ST", .suspended), ("COMPLETING", .completing),
            ("CONFIGURING", .running), ("CF", .running), ("COMPLETED", .complete),
            ("CD", .complete), ("FAILED", .failed), ("CANCELLED", .cancelled),
            ("CANCELLED by 1001", .cancelled), ("TIMEOUT", .timeout), ("DEADLINE", .timeout),
            ("NODE_FAIL", .nodeFail), ("BOOT_FAIL", .nodeFail), ("OUT_OF_MEMORY", .outOfMemory),
            ("OOM", .outOfMemory), ("PREEMPTED", .preempted), ("REQUEUED", .pending),
            ("REQUEUE_HOLD", .held), ("SPECIAL_EXIT", .held), ("RESV_DEL_HOLD", .held),
            ("STAGE_OUT", .completing), ("SIGNALING", .running), ("REVOKED", .running),
            ("FAILED,LAUNCH_FAILED", .failed), ("CANCELLED,COMPLETING", .completing),
            ("PENDING,REQUEUE_HOLD", .held),
        ] as [(String, JobState)])
    func `states`(_ word: String, _ state: JobState) {
        #expect(SlurmState.state(word) == state)
    }

    @Test(arguments: [
        "?", "", "UNINITIALISED", "SLEEPING", "completed", "COMPLETED?", ",", " ", ",COMPLETED",
        "NEW,COMPLETED", "RUNNING,FAILED",
    ])
    func `a word that is not known ends no job`(_ word: String) {
        #expect(SlurmState.state(word) == .running)
    }

    @Test(arguments: [
        "JobHeldUser", "JobHeldAdmin", "JobHoldMaxRequeue", "launch failed requeued held",
        "job requeued in held state", "job_requeued_in_held_state",
    ])
    func `reasons that hold a job`(_ reason: String) {
        #expect(SlurmState.state("PENDING", reason: reason) == .held)
        #expect(SlurmState.state("CANCELLED", reason: reason) == .cancelled)
        #expect(!SlurmReason.isForEver(reason))
    }

    @Test(arguments: [
        "DependencyNeverSatisfied", "PartitionNodeLimit", "PartitionTimeLimit", "PartitionConfig",
        "PartitionDown", "PartitionInactive", "BadConstraints", "InvalidAccount", "InvalidQOS",
        "QOSNotAllowed", "AccountNotAllowed", "QOSMaxCpuPerJobLimit", "AssocMaxNodePerJobLimit",
        "QOSMaxWallDurationPerJobLimit", "AssocMaxMemPerJob", "QOSMaxMemoryPerNode",
        "QOSMaxGRESMinutesPerJob", "MaxMemPerLimit", "QOSMinCpuNotSatisfied", "QOSMinMemory",
    ])
    func `reasons that time does not end`(_ reason: String) {
        #expect(SlurmReason.isForEver(reason))
    }

    @Test(arguments: [
        "None", "", "Priority", "Resources", "Dependency", "BeginTime", "Licenses", "Prolog",
        "QOSMaxJobsPerUserLimit", "QOSMaxCpuPerUserLimit", "AssocMaxJobsLimit", "QOSGrpCpuLimit",
        "AssocGrpCPUMinutesLimit", "MaxJobsPerAccount", "MaxGRESPerAccount", "JobArrayTaskLimit",
        "Reservation", "ReqNodeNotAvail, UnavailableNodes:node2", "QOSJobLimit",
        "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority partitions",
    ])
    func `reasons that time may end`(_ reason: String) {
        #expect(!SlurmReason.isForEver(reason))
    }

    // MARK: - Messages

    @Test(
        arguments: [
            ("down-sbatch", 1, .transient), ("down-squeue", 1, .transient),
            ("down-scancel", 8, .transient), ("down-scontrol", 1, .transient),
            ("munge-down-sbatch", 1, .transient), ("munge-down-squeue", 1, .transient),
            ("munge-down-scancel", 239, .transient), ("munge-down-scontrol", 1, .transient),
            ("dbd-down-sacct", 1, .transient), ("sbatch-queue-full", 1, .transient),
            ("scancel-signal-pending", 228, .transient),
            // The controller was stopped, and ran this job when it went on.
            ("stopped-sbatch", 1, .unclear), ("stopped-squeue", 1, .unclear),
            ("stopped-scancel", 140, .unclear), ("stopped-scontrol", 1, .unclear),
            ("stopped-scontrol-hold", 1, .unclear),
            ("err-account", 1, .permanent), ("err-array", 1, .permanent),
            ("err-crlf", 1, .permanent), ("err-dep-syntax", 1, .permanent),
            ("err-empty", 1, .permanent), ("err-feature", 1, .permanent),
            ("err-gres", 1, .permanent), ("err-gres-type", 1, .permanent),
            ("err-mem-toobig", 1, .permanent), ("err-missing", 1, .permanent),
            ("err-nodelist", 1, .permanent), ("err-noshebang", 1, .permanent),
            ("err-partition", 1, .permanent), ("err-qos", 1, .permanent),
            ("err-reservation", 1, .permanent), ("sbatch-no-script", 1, .permanent),
            ("sbatch-bad-cluster", 1, .permanent), ("squeue-bad-cluster", 1, .permanent),
            ("squeue-bad-user", 1, .permanent), ("scontrol-requeue-pending", 1, .permanent),
            ("scontrol-update-finished", 1, .permanent),
            ("err-time", 255, .usage), ("err-mem", 255, .usage), ("err-begin", 255, .usage),
            ("err-option", 255, .usage), ("scancel-garbage", 1, .usage),
            ("scancel-none", 1, .usage), ("scancel-usage", 1, .usage),
            ("scontrol-json", 1, .usage), ("scontrol-usage", 1, .usage),
            ("squeue-bad-state", 1, .usage), ("squeue-bad-id", 1, .usage),
            ("squeue-usage", 1, .usage), ("sacct-array-expanded", 1, .usage),
            ("sacct-bad-field", 1, .usage),
            ("purged-scontrol", 1, .unknownJob), ("purged-squeue", 1, .unknownJob),
            ("scontrol-unknown", 1, .unknownJob), ("squeue-j-unknown", 1, .unknownJob),
            ("scontrol-hold-unknown", 1, .unknownJob), ("scontrol-requeue-unknown", 1, .unknownJob),
            ("scancel-signal-unknown", 1, .unknownJob),
            ("scancel-notmine", 210, .notPermitted), ("notmine-scancel", 210, .notPermitted),
            ("scontrol-release-notmine", 1, .notPermitted),
            ("notmine-scontrol-hold", 1, .notPermitted),
            ("notmine-scontrol-requeue", 1, .notPermitted),
            ("purged-sacct-noacct", 1, .noAccounting),
        ] as [(String, Int32, SlurmMessage.Kind)])
    func `what recorded messages mean`(
        _ file: String, _ status: Int32, _ kind: SlurmMessage.Kind
    ) throws {
        let errors = try Recording.bytes("slurm/\(file).err")
        #expect(SlurmMessage.kind(of: errors, status: status) == kind)
    }

    /// From `slurm_errno.c`.
    @Test(
        arguments: [
            ("Unable to contact slurm controller (connect failure)", .transient),
            ("Unable to contact slurm controller (receive failure)", .unclear),
            ("Unable to contact slurm controller (send failure)", .unclear),
            ("Zero Bytes were transmitted or received", .unclear),
            ("Transport endpoint is not connected", .unclear),
            ("Connection reset by peer", .unclear),
            ("Connection refused", .transient),
            ("Rate limit exceeded, please retry momentarily", .transient),
            ("Unable to create job record, try again", .transient),
            ("Slurm backup controller in standby mode", .transient),
            ("Unspecified error", .permanent),
            ("Incompatible versions of client and server code", .permanent),
            (
                "Job violates accounting/QOS policy (job submit limit, user's size and/or time "
                    + "limits)", .permanent
            ),
        ] as [(String, SlurmMessage.Kind)])
    func `what sbatch's last word means`(_ word: String, _ kind: SlurmMessage.Kind) {
        let text = "sbatch: error: Site: connection refused\n"
        let errors = Array("\(text)sbatch: error: Batch job submission failed: \(word)\n".utf8)
        #expect(SlurmMessage.kind(of: errors, status: 1) == kind)
    }

    @Test func `no message at all leaves it open`() {
        #expect(SlurmMessage.kind(of: [], status: 1) == .unclear)
        #expect(SlurmMessage.kind(of: [], status: 255) == .usage)
        #expect(SlurmMessage.text(of: []).isEmpty)
    }

    @Test(
        arguments: [
            ("down-sbatch", "Unable to contact slurm controller (connect failure)"),
            ("down-squeue", "Unable to contact slurm controller (connect failure)"),
            ("down-scancel", "Unable to contact slurm controller (connect failure)"),
            ("err-partition", "invalid partition specified: nosuch"),
            ("err-qos", "Invalid qos specification"),
            ("err-begin", "Invalid time specification (pos=0): yesterdayish"),
            ("err-option", "unrecognized option '--workdir=/tmp'"),
            ("err-mem-toobig", "Memory specification can not be satisfied"),
            (
                "err-noshebang",
                "This does not look like a batch script.  The first line must start with #! "
                    + "followed by the path to an interpreter."
            ),
            (
                "err-crlf",
                "Batch script contains DOS line breaks (\\r\\n) instead of expected UNIX line "
                    + "breaks (\\n)."
            ),
            ("err-missing", "Unable to open file missing.sh"),
            ("sbatch-queue-full", "Resource temporarily unavailable"),
            ("stopped-sbatch", "Socket timed out on send/recv operation"),
            (
                "munge-down-squeue",
                "Munge encode failed: Failed to access \"/run/munge/munge.socket.2\": No such file "
                    + "or directory (Did you start munged?)"
            ),
            (
                "dbd-down-sacct",
                "failed to open persistent connection to host:localhost:27819: Connection refused"
            ),
            ("scancel-notmine", "Access/permission denied"),
            ("scontrol-release-notmine", "Access/permission denied for job 50"),
            ("scancel-garbage", "Invalid job id abc"), ("squeue-bad-id", "Invalid job id: abc"),
            ("squeue-j-unknown", "Invalid job id specified"),
            ("purged-sacct-noacct", "Slurm accounting storage is disabled"),
            ("sbatch-bad-cluster", "No cluster 'nosuch' known by database."),
        ] as [(String, String)])
    func `what is passed on of a message`(_ file: String, _ text: String) throws {
        #expect(SlurmMessage.text(of: try Recording.bytes("slurm/\(file).err")) == text)
    }

    @Test(
        arguments: [
            ("scancel-notmine", "32", .notPermitted, "Access/permission denied"),
            ("scancel-signal-unknown", "99999", .unknownJob, "Invalid job id specified"),
            ("scontrol-release-notmine", "50", .notPermitted, "Access/permission denied"),
            ("scontrol-update-finished", "28", .permanent, "Job has already finished"),
            ("scontrol-hold-unknown", "99999", .unknownJob, "Invalid job id specified"),
            ("stopped-scontrol-hold", "10", .unclear, "Unexpected message received"),
        ] as [(String, String, SlurmMessage.Kind, String)])
    func `what is said of one job`(
        _ file: String, _ id: String, _ kind: SlurmMessage.Kind, _ text: String
    ) throws {
        let jobs = SlurmMessage.perJob(in: try Recording.bytes("slurm/\(file).err"))
        #expect(jobs.map(\.id.text) == [id])
        #expect(jobs.first?.kind == kind)
        #expect(jobs.first?.text == text)
    }

    @Test func `a task of an array has its own line`() {
        let jobs = SlurmMessage.perJob(in: Array("16_0-2: Job is pending execution\n".utf8))
        #expect(jobs.map(\.id.text) == ["16_0-2"])
        #expect(SlurmMessage.perJob(in: Array("x: y\nscancel: 3: z\n\n:".utf8)).isEmpty)
    }

    @Test(
        arguments: [
            ("sbatch-ok", "3"), ("sbatch-parsable", "4"), ("sbatch-array", "7"),
            ("sbatch-stdin", "9"), ("sbatch-wait-exit3", "5"), ("sbatch-wait-signal", "6"),
            ("err-cpus", "11"), ("err-outdir-missing", "25"), ("err-timelimit", "22"),
            ("purged-dep", "12"),
        ])
    func `IDs that sbatch gave`(_ file: String, _ id: String) throws {
        #expect(SlurmMessage.jobID(answered: try Recording.bytes("slurm/\(file).out"))?.text == id)
    }

    @Test(
        arguments: [
            ("12;west\n", "12;west"), ("Submitted batch job 12 on cluster west\n", "12;west"),
            ("hello\n12\n", "12"), ("", nil), ("12 13\n", nil), ("12_3\n", nil), ("0\n", nil),
            ("12;\n", nil), ("-1", nil), ("Submitted\n", nil),
        ] as [(String, String?)])
    func `other answers of sbatch's`(_ output: String, _ id: String?) {
        #expect(SlurmMessage.jobID(answered: Array(output.utf8))?.text == id)
    }
}
