/// A line of the configuration that is no option of a job.
package struct SettingRow: Sendable {
    package let section: String
    package let key: String
    package let type: OptionType
    /// What holds without it; nil for nothing.
    package let standard: String?
    package let help: String

    init(
        _ section: String, _ key: String, _ type: OptionType, standard: String? = nil, help: String
    ) {
        self.section = section
        self.key = key
        self.type = type
        self.standard = standard
        self.help = help
    }
}

extension SettingRow {
    /// The value that a text of some place has.
    /// - Throws: `Failure` (78) that names place, setting and what is expected.
    @discardableResult
    func check(_ text: ByteString, at place: Origin) throws(Failure) -> OptionValue {
        guard let value = type.value(of: text, now: WallTime.now()) else {
            throw Failure(
                "\(place.text): \(key): \(type.complaint(about: text))",
                status: .configuration)
        }
        return value
    }
}

/// The settings, section by section: ours, the seed's and fyrd's.
package enum SettingTable {
    package static let maxJobs = SettingRow(
        "queue", "max_jobs", .amount, standard: "1000",
        help: "csub waits while more jobs wait or run; the local queue has no limit without it.")
    package static let backend = SettingRow(
        "queue", "backend", .choice(BackendName.words), standard: "auto",
        help: "What carries jobs out.")
    package static let queueType = SettingRow(
        "queue", "queue_type", .choice(BackendName.words), help: "fyrd's word for backend.")
    package static let localCores = SettingRow(
        "local", "cores", .amount, standard: "0",
        help: "Cores that the local queue's jobs share (0: all).")
    static let localMaxJobs = SettingRow(
        "local", "max_jobs", .amount, help: "fyrd's word for cores.")
    package static let grace = SettingRow(
        "local", "grace", .number(0...86_400), standard: "10",
        help: "Seconds between SIGTERM and SIGKILL for a job that is to end.")
    package static let spoolPath = SettingRow(
        "spool", "path", .path, help: "Where the local queue is.")
    package static let networkSpool = SettingRow(
        "spool", "network", .choice(["allow", "refuse"]), standard: "refuse",
        help: "Whether the local queue may be on a network file system.")
    package static let progress = SettingRow(
        "queue", "progressbar", .flag, standard: "true",
        help: "Whether cwait shows on a terminal how far things are.")
    package static let suffix = SettingRow(
        "jobs", "suffix", .text, standard: "cluster",
        help: "The word in the names of a job's files.")
    package static let scriptPath = SettingRow(
        "jobs", "scriptpath", .directory, help: "Where a job's own files go.")
    package static let outputPath = SettingRow(
        "jobs", "outpath", .directory, help: "Where a job's default outputs go.")

    package static let retryDelay = SettingRow(
        "queue", "sleep_len", .number(0...3600), standard: "1",
        help: "Seconds between attempts to submit to a batch system.")
    package static let update = SettingRow(
        "queue", "queue_update", .number(0...86_400), standard: "1",
        help: "Seconds between questions to a batch system.")
    package static let longestUpdate = SettingRow(
        "queue", "queue_update_max", .number(1...86_400), standard: "30",
        help: "Seconds between them at most, when nothing happens.")
    package static let submitRate = SettingRow(
        "queue", "submit_rate", .amount, standard: "0",
        help: "Submissions a second to a batch system at most (0: any).")
    package static let fileBlockTime = SettingRow(
        "jobs", "file_block_time", .number(0...86_400), standard: "30",
        help: "Seconds to wait for files that a batch system copies back.")
    package static let clientTimeout = SettingRow(
        "queue", "client_timeout", .number(1...86_400), standard: "60",
        help: "Seconds that sbatch, squeue and the like may take.")

    package static let uncertainty = SettingRow(
        "queue", "res_time", .amount, standard: "2700",
        help: "Seconds that a batch system's job may be in doubt.")

    package static let all = [
        maxJobs, backend,
        queueType,
        retryDelay, update, longestUpdate, submitRate, clientTimeout, uncertainty,
        SettingRow("queue", "sbatch", .text, help: "Path of sbatch, if not on PATH."),
        SettingRow("queue", "qsub", .text, help: "Path of qsub, if not on PATH."),
        progress,
        SettingRow("queue", "queue_maximums", .text, help: "fyrd's; not used."),
        localCores, grace,
        localMaxJobs,
        SettingRow("local", "server_uri", .text, help: "fyrd's; not used."),
        SettingRow("local", "local_clean_days", .amount, help: "fyrd's; not used."),
        spoolPath, networkSpool, suffix, scriptPath, outputPath,
        fileBlockTime,
        SettingRow(
            "jobs", "clean_files", .flag, standard: "false",
            help: "Whether scripts go when outputs were fetched."),
        SettingRow(
            "jobs", "clean_outputs", .flag, standard: "false",
            help: "Whether outputs go when they were fetched."),
        SettingRow("jobs", "auto_submit", .flag, help: "The seed's; csub always submits."),
        SettingRow("jobs", "generic_python", .flag, help: "fyrd's; not used."),
        SettingRow("jobs", "profile_file", .text, help: "fyrd's; not used."),
        SettingRow("notify", "mode", .text, help: "fyrd's; not used."),
        SettingRow("notify", "wait_time", .amount, help: "fyrd's; not used."),
        SettingRow(
            "notify", "notify_address", .text, help: "Who is told, where --mail-type says so."),
        SettingRow("notify", "smtp_host", .text, help: "fyrd's; not used."),
        SettingRow("notify", "smtp_port", .amount, help: "fyrd's; not used."),
        SettingRow("notify", "smtp_tls", .flag, help: "fyrd's; not used."),
        SettingRow("notify", "smtp_from", .text, help: "fyrd's; not used."),
        SettingRow("notify", "smtp_user", .text, help: "fyrd's; not used."),
        SettingRow("notify", "smtp_passfile", .text, help: "fyrd's; not used."),
    ]

    /// Sections with settings of ours; those of profiles and options aside.
    package static let sections = ["queue", "jobs", "local", "spool", "notify", "opts"]

    package static func row(_ key: String, in section: String) -> SettingRow? {
        all.first { $0.section == section && $0.key == key }
    }
}
