/// Waiting for jobs as cwait and `csub --wait` do, and ending as they ended.
package struct JobWaiter {
    /// Milliseconds to wait at most.
    package var timeout: Int?
    /// Milliseconds to wait on when all is over.
    package var grace = 0
    package var stopsAtFirst = false
    package var stopsAtFailure = false
    /// Cancels the other jobs when one of these two has stopped it.
    package var cancelsRest = false
    /// How many jobs may end otherwise than with 0 before the rest is cancelled; their ends are waited
    /// for, and do not count.
    package var failuresToCancel: Int?
    /// Cancels the jobs when a signal stops it.
    package var cancelsAtInterrupt = false
    /// Writes each ID as its job ends: those that ended with 0, those that did not.
    package var prints: (ok: Bool, failed: Bool)?
    /// What else is written of the jobs.
    package var results = Results.none
    package var separator = UInt8(ascii: "\n")
    package var rule = ExitRule.worst
    package var progress = ProgressChoice.auto
    package var manner = WaitManner()

    package init() {}

    package enum Results: Sendable {
        case none
        /// What they wrote, to standard output and standard error, in the order of the IDs.
        case output
        /// The same with how they ended, in one JSON document.
        case document
        /// What their functions returned, one a line, in the order of the IDs.
        case value

        /// Whether it is written of each job as soon as its turn has come.
        var isInOrder: Bool { self == .output || self == .value }
    }

    /// - Returns: the jobs' statuses as one, by the rule; 124 when the time is up; 125 where one of
    ///   them never was, or nobody knows how it ended.
    package func wait(
        for ids: [JobID], in backends: Backends, session: inout Session
    ) throws(Failure) -> ExitStatus {
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        defer { signals.release() }
        let deadline = timeout.map { Instant.now() + $0 }
        backends.patience.descriptor = signals.descriptor
        backends.patience.deadline = deadline
        defer { (backends.patience.descriptor, backends.patience.deadline) = (nil, nil) }

        var run = try WaitRun(ids, backends, manner)
        var loan = try backends.coreLoan()
        var progressed = WaitProgress()
        var line = ProgressLine(
            session, progress,
            isWanted: try backends.configuration.flag(SettingTable.progress) ?? true)
        while !run.isOver {
            for end in try run.takeEnded() {
                line.clear()
                try report(end, &run, &session)
                run.note(end)
                if isLast(end) {
                    run.last = end
                    break
                }
            }
            if let failuresToCancel, run.failureCount >= failuresToCancel, !run.hasCancelled {
                line.clear()
                run.hasCancelled = true
                try cancelRest(&run, session)
            }
            if results.isInOrder, !stopsAtFirst { try replayInOrder(&run, &session) }
            try session.output.flush()
            for remark in try run.takeRemarks() {
                line.clear()
                session.log.notice(remark)
            }
            if run.isOver { break }
            if let deadline, Instant.now() >= deadline {
                line.clear()
                sayHowMany(run, session)
                session.log.notice("time is up; \(run.openJobs.summary) not \(participle)")
                if results == .document { try writeDocument(&run, &session) }
                try loan?.drop()
                return .timedOut
            }
            try loan?.begin(waitingFor: run.openJobs)
            if line.isShown {
                line.show(
                    progressed.text(
                        ended: run.total - run.openCount, of: run.total, failed: run.failureCount,
                        running: run.runningCount, participle))
            }
            run.sleep(until: deadline, or: signals, atMost: line.isShown ? WaitProgress.tick : nil)
            if let signal = signals.next() {
                line.clear()
                try stop(at: signal, signals, &run, &session)
            }
        }
        line.clear()
        if let signal = try loan?.settle(until: deadline, or: signals) {
            session.log.error("stopped waiting for the cores of the job that waits")
            Signal.die(of: signal)
        }
        backends.patience.deadline = nil
        try finish(&run, &session)
        if grace > 0 {
            try session.output.flush()
            _ = waitForInput(on: [signals.descriptor], timeout: grace)
            if let signal = signals.next() { Signal.die(of: signal) }
        }
        return run.result(stopsAtFirst ? nil : rule)
    }

    /// What the jobs that are waited for will have.
    private var participle: String { manner.goal.isEmpty ? "ended" : "there" }

    private func isLast(_ end: JobEnd) -> Bool {
        !end.isNoJob && (stopsAtFirst || stopsAtFailure && end.status != .success)
    }

    // MARK: Ends

    /// Tells what a status alone does not.
    private func report(
        _ end: JobEnd, _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        if end.isNoJob { return session.log.error("cannot wait for '\(end.id)': no such job") }
        if let prints, end.status == .success ? prints.ok : prints.failed {
            try write(end.id, &session)
        }
        if end.status != .success {
            // Behind what it wrote, where that is written.
            if !results.isInOrder { try tellFailure(of: end, &run, session) }
        } else if let remark = end.remark {
            session.log.notice("\(end.id): \(remark)")
        }
    }

    /// Says that a job did not end with 0, where nothing else tells.
    func tellFailure(
        of end: JobEnd, _ run: inout WaitRun, _ session: borrowing Session
    ) throws(Failure) {
        if end.isNoJob || end.status == .success { return }
        if run.hasCancelled, end.state == .cancelled { return }
        // What one command wrote is followed by no word of ours, unless its status is not its own.
        let isOwnStatus = end.state == .failed && end.hasBegun && end.status.code < 126
        if results == .output, run.total == 1, end.tasks.isEmpty, isOwnStatus { return }
        run.failures.tell(of: end, in: try run.backend(of: end.id), session)
    }

    private func sayHowMany(_ run: WaitRun, _ session: borrowing Session) {
        if let summary = run.failures.summary(of: run.total) { session.log.notice(summary) }
    }

    private func write(_ id: JobID, _ session: inout Session) throws(Failure) {
        try session.output.line(id.text, end: separator)
    }

    private func finish(_ run: inout WaitRun, _ session: inout Session) throws(Failure) {
        if let last = run.last {
            if stopsAtFirst, prints == nil, results == .none { try write(last.id, &session) }
            if results.isInOrder { try replay(last, &run, &session) }
            if cancelsRest { try cancelOpenJobs(&run, session) }
        }
        if results == .document { try writeDocument(&run, &session) }
        if !stopsAtFirst { sayHowMany(run, session) }
    }

    // MARK: Stopping

    /// Ends by a signal; the next one does so at once, whatever is still to be done here.
    private func stop(
        at signal: Int32, _ signals: SignalQueue, _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        run.backends.patience.descriptor = nil
        signals.release()
        sayHowMany(run, session)
        let jobs = run.openJobs.summary
        if cancelsAtInterrupt {
            session.log.error("stopped waiting; cancelling \(jobs)")
            try cancelOpenJobs(&run, session)
        } else {
            session.log.error("stopped waiting; \(jobs) not touched")
        }
        try session.output.flush()
        Signal.die(of: signal)
    }

    private func cancelRest(
        _ run: inout WaitRun, _ session: borrowing Session
    ) throws(Failure) {
        let rest = run.openJobs
        if rest.isEmpty { return }
        session.log.notice(
            "\(run.failureCount) jobs did not end with 0; cancelling \(rest.summary)")
        try cancelOpenJobs(&run, session)
    }

    /// Cancels what is still open. A job that could not be cancelled and has not ended meanwhile is
    /// told of.
    private func cancelOpenJobs(
        _ run: inout WaitRun, _ session: borrowing Session
    ) throws(Failure) {
        for (backend, ids) in try run.backends.sorted(run.openJobs) {
            for (id, reason) in try backend.act(.cancel, on: ids) {
                if try backend.report(of: id)?.state.hasEnded ?? false { continue }
                session.log.error("cannot cancel '\(id)': \(reason)")
                run.hasFailedItself = true
            }
        }
    }
}

/// How cwait makes one exit status of many.
package enum ExitRule: String, CaseIterable, Sendable {
    /// The highest.
    case worst
    /// 0 where any job ended with 0, else the highest.
    case any
    /// That of the first job that did not end with 0.
    case first
    /// How many did not end with 0; 101 for more than a hundred.
    case count
}

extension JobEnd {
    /// Its tasks, or itself where it has none.
    var parts: [JobEnd] { tasks.isEmpty ? [self] : tasks }
}
