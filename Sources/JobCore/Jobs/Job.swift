/// What we know of a submitted job.
package struct Job: Hashable, Sendable {
    package var id: JobID
    package var request: Request
    package var state: JobState
    /// Attempts that have begun.
    package var attempts = 0
    /// When the last attempt began.
    package var started: Start?
    /// Of the last attempt, or nil while there is more to come.
    package var ending: Ending?
    /// Somebody asked for its end while it runs.
    package var isBeingCancelled = false
    /// The edition of its default outputs, once it has opened them.
    package var outputEdition: Int?
    /// Whether what its output files hold is its own by now: it has begun to execute its command, in this
    /// attempt or an earlier one. Only `Spool.View.jobWithOutputs` looks.
    package var hasOpenedOutputs = false
    /// What it waits for while it runs; nil for one that goes on.
    package var waiting: Waiting?
    /// What it was submitted again as, once it had ended; nil where it was not.
    package var successor: JobID?
    /// Why it could not begin when it was tried last; nil where it was not, or nothing was lacking.
    package var hindrance: ByteString?

    package init(id: JobID, request: Request, state: JobState) {
        self.id = id
        self.request = request
        self.state = state
    }

    /// Whether its command has ever been started.
    package var hasBegun: Bool {
        if case .notStarted = ending?.cause { return false }
        return attempts > 0
    }

    /// The beginning of an attempt, by both clocks.
    package struct Start: Hashable, Sendable {
        package var at: WallTime
        package var instant: Instant
        package var boot: ByteString
        /// The edition of default outputs that an earlier attempt has begun with.
        package var outputEdition: Int?

        package init(at: WallTime, instant: Instant, boot: ByteString) {
            self.at = at
            self.instant = instant
            self.boot = boot
        }
    }

    /// Milliseconds that it has run, or ran.
    package func elapsed(now: Instant, boot: ByteString) -> Int? {
        if let ending { return started == nil ? nil : ending.elapsed }
        guard let started, started.boot == boot else { return nil }
        return max(0, now - started.instant)
    }
}
