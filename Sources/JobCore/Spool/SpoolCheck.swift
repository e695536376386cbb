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
        var marks: [Int: JobMark] = [:]
        var damaged: [Int] = []
        var (highest, wrong): (Int, [String]) = (0, [])
        var budgets: [Resources] = []
        func read(_ source: Journal, _ file: UInt16, to end: Int) throws(Failure) {
            try source.scan(from: 0, to: end) { offset, _ in
                damaged.append(offset)
            } _: { line, offset, _ in
                guard let record = Record(line) else { return }
                if case .budget(let budget) = record { budgets.append(budget) }
                guard record.job > 0 else { return }
                var mark = marks[record.job] ?? JobMark()
                if case .submit = record {
                    if mark.phase == .absent, file == 0 {
                        if record.job <= highest { wrong.append("L\(record.job): out of order") }
                        highest = record.job
                    }
                } else if mark.phase == .absent {
                    wrong.append("L\(record.job): a record of it, and no submission")
                }
                if case .end(_, let attempt, _, _) = record, attempt > Int(mark.attempt) {
                    wrong.append("L\(record.job): attempt \(attempt) ended and never started")
                }
                mark.apply(record, at: JobMark.Place(file: file, offset: offset))
                marks[record.job] = mark
                if record.job >= view.head.next {
                    wrong.append("L\(record.job): its number is still to be given out")
                }
            }
        }
        for number in stride(from: 1, through: view.head.history, by: 1) {
            guard let file = try spool.historyFile(number) else { continue }
            try read(file, UInt16(number), to: try file.file.size())
        }
        try read(view.journal, 0, to: view.head.applied)
        for offset in damaged { found.append("the line at byte \(offset) cannot be read") }
        found += wrong
        // 0 is all that the machine has.
        for budget in budgets {
            let cores = budget.cores > 0 ? budget.cores : Int.max
            largestBudget.cores = max(largestBudget.cores, cores)
        }
        try view.forEachMark { number, mark throws(Failure) in
            let own = marks[number] ?? JobMark()
            if own.phase != mark.phase || own.attempt != mark.attempt {
                found.append(
                    "L\(number): the table says \(mark.state), the journal \(own.state)")
            }
        }
    }

    /// What runs has somebody behind it, and all together hold no more than there is.
    private mutating func checkRunning(_ view: Spool.View) throws(Failure) {
        var held = Resources(cores: 0)
        try view.forEachMark { number, mark throws(Failure) in
            guard mark.phase == .running, let job = try view.job(number, mark) else { return }
            held += job.request.resources
            let file = try AttemptFile(
                of: AttemptName(number, Int(mark.attempt)), in: spool)
            if let file, file.isHeld { return }
            // One that is only just beginning, or whose loss is about to be noticed, has a runner.
            if try !spool.hasRunner() { found.append("\(job.id): running, and nobody behind it") }
        }
        // Jobs that run already go on when the budget is lowered.
        let total = view.head.total
        let wasLowered = largestBudget.cores > total.cores
        if total.cores > 0, !wasLowered, !held.fits(in: total) {
            found.append("the running jobs hold \(held.cores) of \(total.cores) cores")
        }
    }
}
