/// What the configuration says about batch systems.
package struct BatchSettings: Sendable {
    /// Milliseconds between questions, and at most when nothing happens.
    package private(set) var interval = 1000
    package private(set) var longestInterval = 30_000
    /// Milliseconds before a failed submission is tried again.
    package private(set) var retryDelay = 1000
    /// Submissions a second at most; nil for any number.
    package private(set) var rate: Int?
    /// Milliseconds that files of an ended job may take to appear.
    package private(set) var filesTimeout = 30_000
    /// Milliseconds that a job may be in doubt.
    package private(set) var uncertainty = 2_700_000
    /// Milliseconds that a client such as squeue may take.
    package private(set) var clientTimeout = 60_000
    /// How many jobs may wait or run; nil for any number.
    package private(set) var maxJobs: Int? = 1000

    /// Where nothing is configured.
    package init() {}

    /// - Throws: `Failure` (78) for a value that is not what its setting takes.
    package init(_ configuration: Configuration) throws(Failure) {
        func milliseconds(_ row: SettingRow, _ standard: Int) throws(Failure) -> Int {
            try configuration.number(row).map { $0 * 1000 } ?? standard
        }
        interval = try milliseconds(SettingTable.update, interval)
        longestInterval = max(
            interval, try milliseconds(SettingTable.longestUpdate, longestInterval))
        retryDelay = try milliseconds(SettingTable.retryDelay, retryDelay)
        filesTimeout = try milliseconds(SettingTable.fileBlockTime, filesTimeout)
        uncertainty = try milliseconds(SettingTable.uncertainty, uncertainty)
        clientTimeout = try milliseconds(SettingTable.clientTimeout, clientTimeout)
        if let number = try configuration.number(SettingTable.submitRate), number > 0 {
            rate = number
        }
        if let limit = try configuration.number(SettingTable.maxJobs) {
            maxJobs = limit == 0 ? nil : limit
        }
    }
}
