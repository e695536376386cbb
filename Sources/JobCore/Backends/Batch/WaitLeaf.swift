/// A job that is no array, or one task of an array, while it is waited for.
struct WaitLeaf {
    /// The task's index.
    let task: Int?
    private(set) var ending: Ending?
    var hasBegun = false
    /// The state that is waited for, once it was in it.
    private(set) var reached: JobState?
    /// It left the queue, and nothing tells how it ended.
    private(set) var hasDisappeared = false
    /// A row that lists it as ended, without a word on how.
    private(set) var unclear: BatchJob?
    /// Since when it is listed no more.
    private(set) var goneSince: Instant?
    /// It was asked about by itself since then, and nobody knows it.
    private(set) var isForgotten = false
    /// Why nobody can tell whether it goes on or has ended, as a person would say it, and since when.
    private var doubt: (word: String, since: Instant)?
    /// Why nobody waits for it any more.
    private(set) var verdict: String?

    init(_ task: Int? = nil, _ ending: Ending? = nil) {
        self.task = task
        self.ending = ending
    }

    var isOpen: Bool { ending == nil }
    /// Whether it is listed no more, or as ended, and not how.
    var isLost: Bool { isOpen && (goneSince != nil || unclear != nil) }
    /// Whether it is worth a question about it alone: a list may leave out what is there.
    var needsDetails: Bool { isLost && !isForgotten }

    mutating func forget() { isForgotten = goneSince != nil }

    mutating func end(_ ending: Ending) {
        self.ending = ending
        (unclear, goneSince, doubt) = (nil, nil, nil)
    }

    /// Takes down where it stands.
    mutating func note(_ standing: Standing, _ goal: Set<JobState>, _ now: Instant) {
        switch standing {
        case .active(let row):
            (unclear, goneSince, isForgotten) = (nil, nil, false)
            if goal.contains(row.state) { reached = row.state }
            if row.state == .suspended {
                note(doubt: "suspended", now)
            } else if hasBegun, row.state == .pending || row.state == .held {
                note(doubt: "queued again", now)
            } else {
                doubt = nil
            }
            hasBegun = hasBegun || row.hasBegun
        case .ended(let ending): end(ending)
        case .endedSomehow(let row):
            (unclear, goneSince, isForgotten) = (row, nil, false)
            hasBegun = hasBegun || row.hasBegun
            note(doubt: "listed as ended, and not how", now)
        case .gone:
            (unclear, goneSince) = (nil, goneSince ?? now)
            note(doubt: "listed no more, with accounting silent", now)
        }
    }

    /// Nothing has told how it ended. After `patience` milliseconds off the list it has left without
    /// a trace; one that is listed as ended counts as failed after `delay`.
    mutating func expire(_ now: Instant, patience: Int, delay: Int, isTracked: Bool) {
        if let goneSince, now - goneSince >= patience {
            hasDisappeared = true
            end(Ending(.lost(reason: "it left the queue"), at: WallTime.now()))
        } else if let unclear, let doubt, now - doubt.since >= delay {
            end(Ending(failed: unclear, isTracked: isTracked))
        }
    }

    private mutating func note(doubt word: String, _ now: Instant) {
        doubt = (word, doubt?.since ?? now)
    }

    /// Waits for it no longer if it has been in doubt for so many milliseconds.
    mutating func giveUp(after limit: Int, _ now: Instant) {
        guard isOpen, let doubt, now - doubt.since >= limit else { return }
        let time = DurationText.clock(milliseconds: limit)
        end(Ending(.lost(reason: ByteString(doubt.word)), at: WallTime.now()))
        verdict = "given up: for \(time) it has been \(doubt.word)"
    }

    /// How it ended, or that it is where it is wanted. `firstCause` finds the job that failed first.
    func end(
        _ id: JobID, _ name: ByteString?, vanishedIsFine: Bool,
        firstCause: (Ending) -> Ending = { $0 }
    ) -> JobEnd {
        guard let ending else {
            return JobEnd(
                id: id, status: .success, state: reached ?? .unknown, hasBegun: hasBegun)
        }
        var end = JobEnd(
            id: id, status: ending.exitStatus, state: ending.state,
            remark: verdict ?? firstCause(ending).remark, name: name, hasBegun: hasBegun)
        if case .notStarted = ending.cause { end.hasBegun = false }
        if hasDisappeared, vanishedIsFine { (end.status, end.state) = (.success, .complete) }
        return end
    }
}

extension BatchJob {
    /// Whether its script was started.
    var hasBegun: Bool { started != nil || [.running, .suspended, .completing].contains(state) }
}
