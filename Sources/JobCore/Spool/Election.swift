/// Who runs the queue: the pair of keeper and runner. Nobody starts it by hand; whoever needs it and
/// finds none starts it.
///
/// The pair owns the file `runner` as long as one of the two lives (a lock that goes from one to the
/// other), and the keeper alone has a lock in the file `keeper`, which ends with it. So one can tell a
/// pair that is there from a runner that is just dying behind its keeper. Each pair has a number of its
/// own, which is in `runner`: its keeper's lock is on the byte of that number.
extension Spool {
    /// The first argument of a process that is to be a keeper.
    package static let keeperName: ByteString = "cjobs-keeper"

    /// How it stands with the pair.
    enum Attendance {
        case attended
        /// It is just beginning, or ending.
        case changing
        case vacant
    }

    private func runnerFile() throws(Failure) -> File { try directory.open("runner", .create) }

    static func pair(in file: File) throws(Failure) -> Int {
        let text = String(decoding: try file.bytes(at: 0, count: 20), as: UTF8.self)
        return max(0, Int(text.prefix { $0 != "\n" }) ?? 0)
    }

    /// With `isGlance` a keeper counts that has been killed and still has its lock.
    private func attendance(
        _ file: File, isGlance: Bool = false
    ) throws(Failure) -> Attendance {
        guard try file.isLocked(byte: 0) else { return .vacant }
        let keeper = try directory.open("keeper", .create)
        guard let process = try keeper.holder(ofByte: Self.pair(in: file)) else { return .changing }
        // On a busy machine one that was killed keeps its locks until it gets to run.
        if isGlance { return .attended }
        return Processes.isBeingKilled(process) ? .changing : .attended
    }

    /// Whether there is a keeper.
    package func hasRunner() throws(Failure) -> Bool { try attendance(runnerFile()) == .attended }

    /// Starts keeper and runner where there are none. As a sibling of this process the keeper is no
    /// child of its: a guard would take the keeper's processes for its job's.
    ///
    /// - Returns: whether there is a keeper; false while one is coming or going. With `isGlance` it may be
    ///   one that is just dying.
    func elect(asSibling: Bool = false, isGlance: Bool = false) throws(Failure) -> Bool {
        let file = try runnerFile()
        switch try attendance(file, isGlance: isGlance) {
        case .attended: return true
        case .changing: return false
        case .vacant: break
        }
        // Whoever replaces a pair takes its place.
        if try file.isLocked(byte: Self.replacementByte) { return false }
        if let origin = try latestOrigin() { try checkPlace(origin, "start a runner") }
        guard file.tryTakeOwnership() else { return false }
        try startKeeper(owning: file, asSibling: asSibling)
        return false
    }

    /// Starts a keeper that gets `runner` with the locks that it has.
    func startKeeper(owning runner: File, asSibling: Bool = false) throws(Failure) {
        let passed = Surroundings.environment().filter {
            // What its settings are found by, and how its clock goes.
            ["CJOBS_", "HOME=", "XDG_CONFIG_HOME=", "TZ="].contains(where: $0.hasPrefix)
        }
        _ = try launchSelf(
            as: [Self.keeperName, path], environment: passed, in: directory, keeping: runner,
            asSibling: asSibling)
    }

    /// Returns when there is a keeper. To lose no wake-up, call it behind an append: a runner leaves only
    /// after reading to the journal's end.
    ///
    /// - Returns: whether it was there at once.
    /// - Throws: `Failure` (75) where none comes.
    @discardableResult
    package func ensureRunner() throws(Failure) -> Bool {
        let deadline = Instant.now() + 10_000
        var pause = 1
        var wasThere = true
        while try !elect() {
            wasThere = false
            guard Instant.now() < deadline else {
                throw Failure(
                    "no runner comes for the queue '\(path.printable)'", status: .tryLater,
                    advice: "'\((path + "/runner.log").printable)' may tell why")
            }
            Processes.pause(milliseconds: pause)
            pause = min(pause * 2, 50)
        }
        return wasThere
    }

    /// Appends in one transaction, with a runner there before and after.
    ///
    /// - Returns: also why nobody may be there to act on what was appended, where that is so: it is in
    ///   the queue all the same.
    package func submit<Result>(
        _ body: (inout Transaction) throws(Failure) -> Result
    ) throws(Failure) -> (result: Result, doubt: Failure?) {
        // It comes up while this is written.
        let wasThere = try elect(isGlance: true)
        let result = try write(body)
        do throws(Failure) {
            let isStillThere = try ensureRunner()
            // Who came meanwhile may be another's.
            if !wasThere || !isStillThere { try improveKeeper() }
            return (result, nil)
        } catch {
            return (result, error)
        }
    }

    /// Adds a line to `runner.log`.
    func log(_ message: String) {
        guard let file = try? directory.open("runner.log", .append) else { return }
        try? file.write(Array("\(WallTime.now().local) \(message)\n".utf8))
    }
}
