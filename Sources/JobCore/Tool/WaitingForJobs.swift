/// Waiting for jobs as cwait and `csub --wait` do, and ending as they ended.
package struct JobWaiter {
    /// Milliseconds to wait at most.
    package var timeout: Int?
    package var stopsAtFirst = false
    package var stopsAtFailure = false
    /// Writes each ID as its job ends: those that ended with 0, those that did not.
    package var prints: (ok: Bool, failed: Bool)?
    /// Writes the jobs' own output.
    package var replays = false
    package var separator = UInt8(ascii: "\n")

    package init() {}

    /// - Returns: 0 where every job ended with 0, else the highest of their statuses; 124 when the
    ///   time is up.
    /// - Throws: `Failure` (125) for an ID that never was.
    package func wait(
        for ids: [JobID], in queue: LocalQueue, session: inout Session
    ) throws(Failure) -> ExitStatus {
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        let deadline = timeout.map { Instant.now() + $0 }
        var result = ExitStatus.success
        // What could not be done outdoes every job's own status.
        var couldAll = true
        let known = try split(ids, queue, session, &couldAll)
        var wait = try LocalWait(for: known, in: queue)
        var progress = ProgressLine(session, isWanted: queue.settings.showsProgress)
        var failed: [LocalWait.End] = []
        var replay = known[...]
        var replayable: Set<JobID> = []
        if !wait.isOver, try queue.isPaused() {
            session.log.notice("the queue is paused: 'cqueue --unpause' lets jobs start")
        }
        var hasSaidHeld = false
        loop: while !wait.isOver {
            let ends = try wait.takeEnded()
            for end in ends {
                if end.status != .success { failed.append(end) }
                if end.status.code > result.code { result = end.status }
                progress.clear()
                try report(end, in: queue, isAlone: ids.count == 1, &session)
                replayable.insert(end.id)
                if stopsAtFirst || (stopsAtFailure && end.status != .success) {
                    try replayAll([end.id], queue, &session, &couldAll)
                    if stopsAtFirst {
                        result = end.status
                        if prints == nil, !replays { try write(end.id, &session) }
                    }
                    break loop
                }
            }
            if replays, !stopsAtFirst {
                while let next = replay.first, replayable.contains(next) {
                    replay.removeFirst()
                    try replayAll([next], queue, &session, &couldAll)
                }
            }
            try session.output.flush()
            if wait.isOver || wait.openCount == 0 { break }
            if let deadline, Instant.now() >= deadline {
                progress.clear()
                session.log.notice("time is up; \(Self.list(wait.openJobs)) not ended")
                return .timedOut
            }
            if wait.isHeld, !hasSaidHeld {
                hasSaidHeld = true
                progress.clear()
                session.log.notice(
                    "held: \(Self.list(wait.openJobs)); 'cqueue --release' lets them start")
            }
            progress.show(
                "\(known.count - wait.openCount) of \(known.count) ended, "
                    + "\(wait.runningCount) running")
            try wait.sleep(
                timeout: deadline.map { max(0, $0 - Instant.now()) }, or: [signals.descriptor])
            if let signal = signals.next() {
                progress.clear()
                session.log.error(
                    "stopped waiting; \(Self.list(wait.openJobs)) not touched")
                try session.output.flush()
                Signal.die(of: signal)
            }
        }
        progress.clear()
        summarize(failed, of: known.count, session)
        return couldAll ? result : .cannotWait
    }

    /// Leaves out what never was, and says so.
    private func split(
        _ ids: [JobID], _ queue: LocalQueue, _ session: borrowing Session,
        _ couldAll: inout Bool
    ) throws(Failure) -> [JobID] {
        let next = try queue.spool.read { view throws(Failure) in view.head.next }
        var (known, unknown): ([JobID], [JobID]) = ([], [])
        for id in ids {
            if let number = id.localNumber, number < next {
                known.append(id)
            } else {
                unknown.append(id)
            }
        }
        couldAll = unknown.isEmpty
        for id in unknown.prefix(10) {
            session.log.error("cannot wait for '\(id)': no such job")
        }
        if unknown.count > 10 {
            session.log.error("nor for \(unknown.count - 10) more")
        }
        return known
    }

    private func write(_ id: JobID, _ session: inout Session) throws(Failure) {
        try session.output.line(id.text, end: separator)
    }

    /// Tells what a status alone does not.
    private func report(
        _ end: LocalWait.End, in queue: LocalQueue, isAlone: Bool, _ session: inout Session
    ) throws(Failure) {
        if let prints, end.status == .success ? prints.ok : prints.failed {
            try write(end.id, &session)
        }
        guard end.status != .success else { return }
        guard let ending = try queue.job(end.id)?.ending else {
            session.log.notice("\(end.id): unknown: its record is damaged")
            return
        }
        if case .process(.exited) = ending.cause { return }
        session.log.notice("\(end.id): \(ending.summary)")
    }

    private func summarize(
        _ failed: [LocalWait.End], of count: Int, _ session: borrowing Session
    ) {
        guard count > 1, !failed.isEmpty, !stopsAtFirst else { return }
        let inOrder = failed.sorted { ($0.id.localNumber ?? 0) < ($1.id.localNumber ?? 0) }
        let some = inOrder.prefix(10).map { "\($0.id) (\($0.status.code))" }
        let more = failed.count > 10 ? ", …" : ""
        session.log.notice(
            "\(failed.count) of \(count) jobs did not end with 0: "
                + some.joined(separator: ", ") + more)
    }

    private func replayAll(
        _ ids: [JobID], _ queue: LocalQueue, _ session: inout Session, _ couldAll: inout Bool
    ) throws(Failure) {
        guard replays else { return }
        for id in ids where try queue.job(id)?.hasBegun ?? false {
            do throws(Failure) {
                try JobOutput(of: id, in: queue).replay(to: &session)
            } catch  where error.status != .inputOutput {
                session.explain(error)
                couldAll = false
            }
        }
    }

    private static func list(_ ids: [JobID]) -> String {
        ids.prefix(10).map(\.text).joined(separator: " ")
            + (ids.count > 10 ? " and \(ids.count - 10) more" : "")
    }
}

/// What a job has written.
package struct JobOutput {
    private let output: ByteString
    private let error: ByteString

    /// - Throws: `Failure` (1) for a job that is not there.
    package init(of id: JobID, in queue: LocalQueue) throws(Failure) {
        guard let job = try queue.job(id) else {
            throw Failure("cannot show '\(id)': no such job", status: .failure)
        }
        (output, error) = JobFiles.outputs(
            of: job.request, id: id, user: Users.name(of: Machine.userID()))
    }

    /// Its standard output to ours, its standard error to ours.
    func replay(to session: inout Session) throws(Failure) {
        try copyOutput(to: &session)
        guard error != output else { return }
        let stream = try Self.open(error)
        var people = Output.error()
        while case let bytes = try stream.next(), !bytes.isEmpty { try people.pass(bytes) }
    }

    package func copyOutput(to session: inout Session) throws(Failure) {
        try Self.copy(output, to: &session)
    }

    package func copyError(to session: inout Session) throws(Failure) {
        try Self.copy(error, to: &session)
    }

    private static func copy(_ path: ByteString, to session: inout Session) throws(Failure) {
        let stream = try open(path)
        while case let bytes = try stream.next(), !bytes.isEmpty { try session.output.pass(bytes) }
    }

    /// The output as the job wrote it, whether or not it was compressed.
    private static func open(_ path: ByteString) throws(Failure) -> ByteStream {
        let file = try File(open: path, .read, status: .noInput)
        // What a job itself packs into a file of another name stays as it is.
        return try ByteStream(file, .init(packing: Packing(suffixOf: path)))
    }
}
