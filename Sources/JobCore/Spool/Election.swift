/// Who runs the queue: the pair of keeper and runner that owns the file `runner`. Nobody starts it
/// by hand; whoever needs it and finds none starts it.
extension Spool {
    /// The first argument of a process that is to be a keeper.
    package static let keeperName: ByteString = "cjobs-keeper"

    private func runnerFile() throws(Failure) -> File { try directory.open("runner", .create) }

    /// Whether there is a keeper.
    package var hasRunner: Bool { (try? runnerFile())?.isOwned ?? false }

    /// Starts keeper and runner unless they are there. To lose no wake-up, call it before an append
    /// and again behind it: a runner leaves only after reading to the journal's end.
    package func ensureRunner() throws(Failure) {
        let file = try runnerFile()
        guard !file.isOwned, file.tryTakeOwnership() else { return }
        let passed = Surroundings.environment().filter {
            // What its settings are found by, and how its clock goes.
            ["CJOBS_", "HOME=", "XDG_CONFIG_HOME=", "TZ="].contains(where: $0.hasPrefix)
        }
        _ = try launchSelf(
            as: [Self.keeperName, path], environment: passed, in: directory, keeping: file)
    }

    /// Appends in one transaction, with a runner there before and after.
    package func submit<Result>(
        _ body: (inout Transaction) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try ensureRunner()
        let result = try write(body)
        try ensureRunner()
        return result
    }

    /// Adds a line to `runner.log`.
    func log(_ message: String) {
        guard let file = try? directory.open("runner.log", .append) else { return }
        try? file.write(Array("\(WallTime.now().local) \(message)\n".utf8))
    }
}
