/// What the configuration says about the local queue.
package struct LocalSettings: Sendable {
    /// Cores that jobs share; nil for all that there are.
    package private(set) var cores: Int?
    /// Milliseconds between SIGTERM and SIGKILL for a job that is to end.
    package private(set) var grace = 10_000
    /// Where the queue is, absolute; nil for its usual place.
    package private(set) var spool: ByteString?
    package private(set) var allowsNetwork = false
    /// Whether a terminal shows how far things are.
    package private(set) var showsProgress = true
    /// How many jobs may wait or run; nil for any number.
    package private(set) var maxJobs: Int?

    /// Nothing configured.
    package init() {}

    /// - Throws: `Failure` (78) for a value that is not what its setting takes.
    package init(_ configuration: Configuration) throws(Failure) {
        var cores = try configuration.number(SettingTable.localCores)
        if cores == nil { cores = try configuration.number(SettingTable.localMaxJobs) }
        if let cores, cores > 0 { self.cores = cores }
        if let seconds = try configuration.number(SettingTable.grace) { grace = seconds * 1000 }
        if let path = try configuration.text(SettingTable.spoolPath), !path.isEmpty {
            spool = Configuration.path(path)
        }
        showsProgress = try configuration.flag(SettingTable.progress) ?? true
        allowsNetwork = try configuration.text(SettingTable.networkSpool) == "allow"
        if let limit = try configuration.number(SettingTable.maxJobs), limit > 0 { maxJobs = limit }
    }
}
