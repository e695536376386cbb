extension Spool {
    /// What is wrong with the queue's files, a line each; nothing where all is well. Changes
    /// nothing.
    package func check() throws(Failure) -> [String] { try SpoolCheck(self).findings() }
}

/// The invariants of a spool, held against what is on the disk.
private struct SpoolCheck {
    private let spool: Spool
    private var found: [String] = []
    /// The largest that was ever shared, as far as the journal tells.
    private var largestBudget = Resources(cores: 0)

    init(_ spool: Spool) { self.spool = spool }

    func findings() throws(Failure) -> [String] {
        var check = self
        try check.checkFiles()
        try spool.read { view throws(Failure) in
            try check.checkRecords(view)
            try check.checkEnvironments(view)
            try check.checkRunning(view)
        }
        return check.found
    }

    /// Nobody else may read any of it.
    private mutating func checkFiles() throws(Failure) {
        for name in try spool.directory.names() { check(name, in: spool.directory) }
        for name: ByteString in ["jobs", "env", "history", "bad"] {
            let directory = try Directory(spool.directory.open(name, .directory))
            for entry in try directory.names() { check(entry, in: directory) }
        }
    }

    private mutating func check(_ name: ByteString, in directory: Directory) {
        guard let status = directory.status(of: name) else { return }
        let path = directory.file.name + "/" + name
        if status.permissions & 0o077 != 0 {
            found.append("'\(path.printable)': others may read it")
        }
        if status.owner != Machine.userID() {
            found.append("'\(path.printable)': it belongs to another user")
        }
    }

    /// Every line is whole, numbers grow, and the table says what the journal says.
    private mutating func checkRecords(_ view: Spool.View) throws(Failure) {
        var (highest, wrong): (Int, [String]) = (0, [])
        var budgets: [Resources] = []
        let word = JobTable.Word(head: view.head, isCurrent: true)
        let replay = try Replay(of: view.journal, in: spool, word: word) { record, mark, place in
            if case .budget(let budget) = record { budgets.append(budget) }
            if case .cut(let bytes, _) = record {
                wrong.append("\(bytes) bytes of the journal were missing at byte \(place.offset)")
            }
            guard record.job > 0 else { return }
            if case .submit = record {
                if mark.phase == .absent, place.file == 0 {
                    if record.job <= highest { wrong.append("L\(record.job): out of order") }
                    highest = record.job
                }
            } else if mark.phase == .absent {
                wrong.append("L\(record.job): a record of it, and no submission")
            }
            if case .end(_, let attempt, _, _) = record, attempt > Int(mark.attempt) {
                wrong.append("L\(record.job): attempt \(attempt) ended and never started")
            }
            if record.job >= view.head.next {
                wrong.append("L\(record.job): its number is still to be given out")
            }
        }
        for (place, _) in replay.damage { found.append("\(Replay.text(place)) cannot be read") }
        found += replay.flaws + wrong
        // 0 is all that the machine has.
        for budget in budgets {
            let cores = budget.cores > 0 ? budget.cores : Int.max
            largestBudget.cores = max(largestBudget.cores, cores)
        }
        if replay.head.counts != view.head.counts {
            found.append("the table counts other states than its jobs have")
        }
        try view.forEachMark { number, mark throws(Failure) in
            let own = replay.marks[number] ?? JobMark()
            if own.phase != mark.phase || own.attempt != mark.attempt {
                found.append(
                    "L\(number): the table says \(mark.state), the journal \(own.state)")
            }
        }
    }

    /// What jobs are to run with is as it was stored.
    private mutating func checkEnvironments(_ view: Spool.View) throws(Failure) {
        var needed: Set<ByteString> = []
        try view.forEachMark { number, mark throws(Failure) in
            guard !mark.hasEnded, let job = try view.job(number, mark) else { return }
            needed.insert(job.request.surroundings)
        }
        found += try spool.environments.flaws(needed: needed)
    }

    /// What runs has somebody behind it, and all together hold no more than there is.
    private mutating func checkRunning(_ view: Spool.View) throws(Failure) {
        var held = Resources(cores: 0)
        try view.forEachMark { number, mark throws(Failure) in
            guard mark.phase == .running else { return }
            held += try view.job(number, mark)?.request.resources ?? Resources(cores: 0)
            let attempt = AttemptName(number, Int(mark.attempt))
            // It is made before the start is recorded, and removed when the ending is.
            guard let file = try AttemptFile(of: attempt, in: spool) else {
                found.append("'jobs/\(attempt.fileName.printable)': it is missing")
                return
            }
            if try file.cast().isDamaged {
                found.append("'jobs/\(attempt.fileName.printable)': it is damaged")
            }
            if file.isHeld { return }
            // One that is only just beginning, or whose loss is about to be noticed, has a runner.
            if try !spool.hasRunner() { found.append("L\(number): running, and nobody behind it") }
        }
        // Jobs that run already go on when the budget is lowered.
        let total = view.head.total
        let wasLowered = largestBudget.cores > total.cores
        if total.cores > 0, !wasLowered, !held.fits(in: total) {
            found.append("the running jobs hold \(held.cores) of \(total.cores) cores")
        }
    }
}
