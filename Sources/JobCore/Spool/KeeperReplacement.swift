/// A keeper that can't give a job what its submitter has is replaced by one that can.
///
/// The new keeper holds a lock on a byte of its own in `runner`, so that nobody else starts a pair, and
/// asks the old one to leave. The old one ends its runner, waits until it has nobody's ending to tell,
/// and goes; its guards go on, as after a crash. The old runner starts no job that it can't do
/// justice to, so nobody has to wait for the change.
extension Spool {
    /// The byte of `runner` that is locked by whoever is about to replace the pair.
    static let replacementByte = 1

    /// What the latest keeper was run with.
    func latestOrigin() throws(Failure) -> KeeperOrigin? {
        guard let file = try directory.openIfPresent("keeper", .read) else { return nil }
        return try KeeperOrigin(in: file)
    }

    /// Sees to it that jobs of this process get what it has, where a keeper is there already: that one is
    /// replaced where it can't give it; also where it has something that one from here has not, if no job
    /// waits.
    /// - Throws: `Failure` (75) where it is elsewhere, or can't be replaced.
    package func prepareKeeper() throws(Failure) {
        guard let origin = try latestOrigin(), origin.namespaces.boot == bootID else { return }
        try checkPlace(origin, "submit")
        guard let lack = origin.reach.lack(for: .needed()), try hasRunner() else { return }
        if let loss = Reach.own().lack(for: origin.reach), try hasWaitingJobs() {
            throw Failure(
                "cannot submit: the queue's keeper can't give a job \(lack), and one from here could "
                    + "not give others \(loss)", status: .tryLater,
                advice: "it can be replaced when no job waits; CJOBS_SPOOL=DIRECTORY makes a queue "
                    + "of its own")
        }
        try startReplacement()
    }

    /// Sees to it that somebody acts for the jobs that have not ended, as well as one from here could. In
    /// other namespaces, while the queue is run there, those who run it see to that.
    package func attend() throws(Failure) {
        if try hasRunner() { return try improveKeeper() }
        do throws(Failure) {
            try ensureRunner()
        } catch {
            guard error.kind == .elsewhere else { throw error }
        }
    }

    /// Replaces the keeper where one from here can give all that it can, and more.
    func improveKeeper() throws(Failure) {
        guard let origin = try latestOrigin(), origin.namespaces.boot == bootID,
            origin.reach.lack(for: .needed()) != nil, Reach.own().lack(for: origin.reach) == nil,
            try Namespaces.own().difference(from: origin.namespaces) == nil
        else { return }
        try startReplacement()
    }

    private func hasWaitingJobs() throws(Failure) -> Bool {
        try read { view throws(Failure) in view.head.count(of: [.pending, .held]) > 0 }
    }

    private func startReplacement() throws(Failure) {
        let file = try directory.open("runner", .create)
        guard file.tryTakeOwnership(byte: Self.replacementByte) else { return }
        try startKeeper(owning: file)
    }

    /// Refuses to act for a queue whose processes are in other namespaces, as long as there are any.
    /// - Throws: `Failure` (75) of the kind `elsewhere`.
    func checkPlace(_ origin: KeeperOrigin, _ act: String) throws(Failure) {
        guard origin.namespaces.boot == bootID,
            let difference = try Namespaces.own().difference(from: origin.namespaces)
        else { return }
        var isRun = try hasRunner()
        if !isRun { isRun = try hasHeldAttempt() }
        guard isRun else { return }
        throw Failure(
            "cannot \(act): the queue '\(path.printable)' is being run in another \(difference)",
            status: .tryLater, kind: .elsewhere,
            advice: "CJOBS_SPOOL=DIRECTORY makes a queue of its own")
    }

    /// Whether somebody looks after an attempt.
    private func hasHeldAttempt() throws(Failure) -> Bool {
        for name in try jobs.names() {
            guard let attempt = AttemptName(fileName: name),
                let file = try AttemptFile(of: attempt, in: self)
            else { continue }
            if file.isHeld { return true }
        }
        return false
    }

    /// Makes this process the keeper of a new pair, when it owns `runner`: at once where it was given
    /// that, else when the pair that is there has left, which it asks it to.
    ///
    /// - Returns: what must stay open as long as it is that, and a number for the pair that none had
    ///   before; nil where there is no queue any more.
    func takeOver(_ runner: File) throws(Failure) -> (pair: Int, file: File)? {
        var (asked, pause) = (0, 1)
        while !runner.tryTakeOwnership() {
            guard isThere else { return nil }
            if let origin = try latestOrigin(), origin.pair != asked, try hasRunner(),
                let keeper = try ProcessHandle.of(origin.process)
            {
                keeper.signal(Signal.user1)
                asked = origin.pair
            }
            Processes.pause(milliseconds: pause)
            pause = min(pause * 2, 20)
        }
        let pair = try Self.pair(in: runner) + 1
        // On a full disk the old number must do.
        try? runner.write(Array("\(pair)\n".utf8), at: 0)
        runner.giveUpOwnership(byte: Self.replacementByte)
        return (try Self.pair(in: runner), try directory.open("keeper", .create))
    }
}
