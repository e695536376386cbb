import JobCore

/// Remove what ended jobs have left.
@main
struct Cclean: Tool {
    static let syntax = CcleanOptions.syntax

    private let line: ParsedLine
    private let selection: Selection
    private let report: Report

    init(_ line: ParsedLine) {
        self.line = line
        let ended = Set(JobState.allCases).subtracting(JobState.active)
        selection = Selection(line, usualStates: ended)
        report = Report(line)
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try selection.check()
        let backends = try session.backends(asked: line.text(CommonOptions.backend))
        var cleaner = Cleaner(backends, try manner(&session))
        var isWhole = true
        if line.has(CcleanOptions.directory) {
            let paths = line.texts(CcleanOptions.directory) + line.operands
            for path in paths { try cleaner.take(directory: path, admits: admission) }
        } else {
            isWhole = try takeJobs(backends, &cleaner, session)
        }
        for failure in cleaner.failures {
            session.explain(failure)
            isWhole = false
        }
        isWhole = report.tellRest(of: cleaner.plan, session) && isWhole
        isWhole = try finish(cleaner.plan, &session) && isWhole
        return isWhole ? .success : .failure
    }

    // MARK: What is meant

    private func manner(_ session: inout Session) throws(Failure) -> Cleaner.Manner {
        var manner = Cleaner.Manner()
        let isDirectory = line.has(CcleanOptions.directory)
        manner.outputs = line.has(CcleanOptions.outputs) || isDirectory
        manner.onlyEmpty = line.has(CcleanOptions.empty)
        manner.every = line.has(CcleanOptions.every)
        manner.prunes = line.has(CcleanOptions.spool)
        if let text = line.text(CcleanOptions.suffix) {
            manner.suffix = text
        } else if let text = try session.configuration().text(SettingTable.suffix) {
            manner.suffix = text
        }
        guard !manner.suffix.isEmpty, !manner.suffix.contains(UInt8(ascii: "/")) else {
            throw Failure(
                "--suffix: it is a part of names: not empty, and without a slash", status: .usage)
        }
        if let name = line.word(CommonOptions.backend) { manner.backend = BackendName(named: name) }
        return manner
    }

    /// Whether jobs are chosen by what they are.
    private var chooses: Bool {
        selection.filters
            || [CcleanOptions.failed, CcleanOptions.ok, CcleanOptions.olderThan].contains {
                line.has($0)
            }
    }

    /// The jobs that are meant.
    private func filter(_ ids: [JobID]) -> JobFilter {
        var filter = selection.filter(ids)
        // Of one that was submitted again there is as much left as of others.
        filter.skipsResubmitted = false
        if line.has(CcleanOptions.ok) { filter.states = [.complete] }
        if line.has(CcleanOptions.failed) {
            filter.states = Set(JobState.allCases.filter { $0.hasEnded && $0 != .complete })
        }
        filter.isDetailed = true
        filter.freshness = .now
        return filter
    }

    private func isOldEnough(_ job: JobReport) -> Bool {
        guard let time = line.moment(CcleanOptions.olderThan) else { return true }
        return job.ended.map { $0 < time } ?? false
    }

    /// Which jobs' files go from a directory; nil where nobody chooses.
    private var admission: ((JobReport) -> Bool)? {
        guard chooses else { return nil }
        let filter = filter([])
        return { filter.lets($0) && isOldEnough($0) }
    }

    /// Takes in the files of the jobs that are meant.
    /// - Returns: false where there is something to complain of, which is said.
    private func takeJobs(
        _ backends: Backends, _ cleaner: inout Cleaner, _ session: borrowing Session
    ) throws(Failure) -> Bool {
        var ids: [JobID] = []
        let isChoice = chooses || line.has(CcleanOptions.all) || line.has(CcleanOptions.spool)
        if selection.namesJobs {
            ids = try selection.ids(in: backends, session, separator: report.separator)
        } else if !isChoice {
            ids = try session.jobIDs(from: [], separator: report.separator) {
                id throws(Failure) in try backends.jobs(named: id)
            }
        }
        if ids.isEmpty, !isChoice || selection.namesJobs { return true }
        if backends.choice.backend == .local || ids.contains(where: { $0.localNumber != nil }) {
            try backends.local().settle()
        }
        var filter = filter(ids)
        if !ids.isEmpty, filter.owners == .me { filter.owners = .everybody }
        if !chooses { filter.states = Set(JobState.allCases) }
        let list = try backends.list(filter, ids)
        var isWhole = list.report(session) == .success
        var jobs = list.jobs.filter(isOldEnough)
        for job in jobs where !job.state.hasEnded && !ids.isEmpty {
            session.log.error("'\(job.id)' has not ended: its files stay")
            isWhole = false
        }
        jobs.removeAll { !$0.state.hasEnded }
        // One that was lost may run all the same: somebody who knows better has to say so.
        let evenUnknown = line.words(CcleanOptions.state).contains {
            ["unknown", "?"].contains($0.lowercased)
        }
        if !evenUnknown {
            for job in jobs where job.state == .unknown && !ids.isEmpty {
                session.log.error(
                    "nothing tells whether '\(job.id)' has ended: '-t unknown' removes its files")
                isWhole = false
            }
            jobs.removeAll { $0.state == .unknown }
        }
        let foreign = try cleaner.take(jobs, evenUnknown: evenUnknown)
        for id in foreign where !ids.isEmpty {
            session.log.error("'\(id)': csub did not submit it, and nothing tells its files")
            isWhole = false
        }
        return isWhole
    }

    // MARK: What is done

    /// Whether somebody has to agree.
    private var asks: Bool {
        if line.has(CcleanOptions.force) || line.has(CcleanOptions.dryRun) { return false }
        return line.has(CcleanOptions.confirm) || line.has(CcleanOptions.directory)
    }

    /// Shows the plan, or carries it out and writes what is gone.
    /// - Returns: false where something could not be removed, which is said.
    private func finish(
        _ plan: CleaningPlan, _ session: inout Session
    ) throws(Failure) -> Bool {
        let removals = plan.removals
        if line.has(CcleanOptions.dryRun) {
            try report.write(removals, &session)
            report.sum(removals, session)
            return true
        }
        if asks, !removals.isEmpty {
            if Terminal.hasSomebody { report.showFirst(removals) }
            guard let answer = Terminal.answer(to: report.question(removals)) else {
                throw Failure(
                    "nothing was removed: there is nobody to ask", status: .usage,
                    advice: "--force removes without a question, --dry-run only shows")
            }
            guard answer else { throw Failure("nothing was removed", status: .failure) }
        }
        let outcome = plan.carryOut()
        try report.write(outcome.removed, &session)
        for failure in outcome.failures { session.explain(failure) }
        report.sum(outcome.removed, session)
        return outcome.failures.isEmpty
    }
}
