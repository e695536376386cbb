/// Waiting for jobs as cwait and `csub --wait` do, and ending as they ended.
package struct JobWaiter {
    /// Milliseconds to wait at most.
    package var timeout: Int?
    package var stopsAtFirst = false
    package var stopsAtFailure = false
    /// How many jobs may end otherwise than with 0 before the rest is cancelled.
    package var failuresToCancel: Int?
    /// Writes each ID as its job ends: those that ended with 0, those that did not.
    package var prints: (ok: Bool, failed: Bool)?
    /// Writes the jobs' own output.
    package var replays = false
    package var separator = UInt8(ascii: "\n")
    package var manner = WaitManner()

    package init() {}

    /// - Returns: 0 where every job ended with 0, else the highest of their statuses, without those that
    ///   were cancelled for others; 124 when the time is up; 125 where one of them never was.
    package func wait(
        for ids: [JobID], in backends: Backends, session: inout Session
    ) throws(Failure) -> ExitStatus {
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        let deadline = timeout.map { Instant.now() + $0 }
        var run = try Run(ids, backends, manner)
        run.sayUnknown(session)
        var progress = ProgressLine(
            session, isWanted: try backends.configuration.flag(SettingTable.progress) ?? true)
        while true {
            for end in try run.takeEnded() {
                progress.clear()
                try report(end, &session)
                run.note(end)
                if stopsAtFirst || (stopsAtFailure && end.status != .success) {
                    try replay(end, &run, &session)
                    if stopsAtFirst, prints == nil, !replays { try write(end.id, &session) }
                    summarize(run, session)
                    return run.result(stopsAtFirst ? end.status : nil)
                }
            }
            if let failuresToCancel, run.failed.count >= failuresToCancel, !run.isCancelled {
                progress.clear()
                try run.cancelRest(session)
            }
            if replays, !stopsAtFirst {
                while let next = run.nextInOrder() { try replay(next, &run, &session) }
            }
            try session.output.flush()
            for remark in try run.takeRemarks() {
                progress.clear()
                session.log.notice(remark)
            }
            if run.openCount == 0 { break }
            if let deadline, Instant.now() >= deadline {
                progress.clear()
                session.log.notice("time is up; \(run.openJobs.summary) not ended")
                return .timedOut
            }
            progress.show(
                "\(run.known.count - run.openCount) of \(run.known.count) ended, "
                    + "\(run.runningCount) running")
            run.sleep(until: deadline, or: signals)
            if let signal = signals.next() {
                progress.clear()
                session.log.error("stopped waiting; \(run.openJobs.summary) not touched")
                try session.output.flush()
                Signal.die(of: signal)
            }
        }
        progress.clear()
        summarize(run, session)
        return run.result(nil)
    }

    private func write(_ id: JobID, _ session: inout Session) throws(Failure) {
        try session.output.line(id.text, end: separator)
    }

    /// Tells what a status alone does not.
    private func report(_ end: JobEnd, _ session: inout Session) throws(Failure) {
        if let prints, end.status == .success ? prints.ok : prints.failed {
            try write(end.id, &session)
        }
        if let remark = end.remark { session.log.notice("\(end.id): \(remark)") }
    }

    private func summarize(_ run: Run, _ session: borrowing Session) {
        guard run.known.count > 1, !run.failed.isEmpty, !stopsAtFirst else { return }
        let inOrder = run.failed.sorted { (run.places[$0.id] ?? 0) < (run.places[$1.id] ?? 0) }
        let some = inOrder.prefix(10).map { "\($0.id) (\($0.status.code))" }
        let more = run.failed.count > 10 ? ", …" : ""
        session.log.notice(
            "\(run.failed.count) of \(run.known.count) jobs did not end with 0: "
                + some.joined(separator: ", ") + more)
    }

    private func replay(
        _ end: JobEnd, _ run: inout Run, _ session: inout Session
    ) throws(Failure) {
        guard replays, end.hasBegun else { return }
        let backend = try run.backends.named(run.backends.owner(of: end.id))
        for id in try backend.members(of: end.id) {
            do throws(Failure) {
                try JobOutput(of: id, in: backend).replay(to: &session)
            } catch  where error.status != .inputOutput {
                session.explain(error)
                run.couldAll = false
            }
        }
    }
}

/// The state of one waiting, over all backends.
private struct Run {
    let backends: Backends
    private var waits: [any JobWait] = []
    /// The jobs that there are, in the order in which they were named.
    private(set) var known: [JobID] = []
    /// The index of each in `known`.
    private(set) var places: [JobID: Int] = [:]
    private let unknown: [JobID]
    private(set) var failed: [JobEnd] = []
    private var worst = ExitStatus.success
    /// Whether those that were left have been cancelled.
    private(set) var isCancelled = false
    /// What could not be done outdoes every job's own status.
    var couldAll: Bool
    private var ended: [JobID: JobEnd] = [:]
    private var nextPlace = 0

    init(_ ids: [JobID], _ backends: Backends, _ manner: WaitManner) throws(Failure) {
        self.backends = backends
        for (backend, ids) in try backends.sorted(ids) {
            waits.append(try backend.wait(for: ids, manner))
        }
        let missing = Set(waits.flatMap(\.unknown))
        unknown = ids.filter { missing.contains($0) }
        known = ids.filter { !missing.contains($0) }
        for (place, id) in known.enumerated() { places[id] = place }
        couldAll = unknown.isEmpty
    }

    func sayUnknown(_ session: borrowing Session) {
        for id in unknown.prefix(10) {
            session.log.error("cannot wait for '\(id)': no such job")
        }
        if unknown.count > 10 { session.log.error("nor for \(unknown.count - 10) more") }
    }

    var openJobs: [JobID] { waits.flatMap(\.openJobs) }
    var openCount: Int { waits.reduce(0) { $0 + $1.openCount } }
    var runningCount: Int { waits.reduce(0) { $0 + $1.runningCount } }

    mutating func takeEnded() throws(Failure) -> [JobEnd] {
        var result: [JobEnd] = []
        for index in waits.indices { result += try waits[index].takeEnded() }
        return result
    }

    mutating func takeRemarks() throws(Failure) -> [String] {
        var result: [String] = []
        for index in waits.indices { result += try waits[index].takeRemarks() }
        return result
    }

    mutating func note(_ end: JobEnd) {
        ended[end.id] = end
        guard end.status != .success else { return }
        failed.append(end)
        if isCancelled, end.state == .cancelled { return }
        if end.status.code > worst.code { worst = end.status }
    }

    /// Cancels what has not ended.
    mutating func cancelRest(_ session: borrowing Session) throws(Failure) {
        isCancelled = true
        let rest = openJobs
        if rest.isEmpty { return }
        session.log.notice("\(failed.count) jobs did not end with 0; cancelling \(rest.summary)")
        for (backend, ids) in try backends.sorted(rest) {
            for (id, reason) in try backend.act(.cancel, on: ids) {
                session.log.info("cannot cancel '\(id)': \(reason)")
            }
        }
    }

    /// The next job in the order in which they were named, if it has ended.
    mutating func nextInOrder() -> JobEnd? {
        guard nextPlace < known.count, let end = ended[known[nextPlace]] else { return nil }
        nextPlace += 1
        return end
    }

    func sleep(until deadline: Instant?, or signals: SignalQueue) {
        let moments = waits.compactMap(\.nextLook) + (deadline.map { [$0] } ?? [])
        let now = Instant.now()
        _ = waitForInput(
            on: [signals.descriptor] + waits.flatMap(\.descriptors),
            timeout: moments.min().map { max(0, $0 - now) })
    }

    /// How to end.
    func result(_ first: ExitStatus?) -> ExitStatus {
        couldAll ? first ?? worst : .cannotWait
    }
}

/// What a job has written.
package struct JobOutput {
    private let output: ByteString
    private let error: ByteString

    /// - Throws: `Failure` (1) for a job that is not there, (66) where nobody knows its files.
    package init(of id: JobID, in backend: any Backend) throws(Failure) {
        guard let report = try backend.report(of: id) else {
            throw Failure("cannot show '\(id)': no such job", status: .failure)
        }
        try self.init(report)
    }

    /// - Throws: `Failure` (66) where nobody knows its files.
    package init(_ report: JobReport) throws(Failure) {
        let files = try Self.files(of: report)
        (output, error) = (files.output, files.error)
    }

    /// Where it wrote it.
    /// - Throws: `Failure` (66) where nobody knows its files.
    package static func files(of report: JobReport) throws(Failure) -> JobReport.Files {
        if let files = report.paths { return files }
        throw Failure(
            "cannot show '\(report.id)': csub did not submit it, and nothing tells its files",
            status: .noInput)
    }

    /// Its standard output to ours, its standard error to ours.
    func replay(to session: inout Session) throws(Failure) {
        try copyOutput(to: &session)
        guard error != output else { return }
        try Self.replay(error)
    }

    /// A file to standard error.
    static func replay(_ path: ByteString) throws(Failure) {
        let stream = try open(path)
        var people = Output.error()
        while case let bytes = try stream.next(), !bytes.isEmpty { try people.pass(bytes) }
    }

    package func copyOutput(to session: inout Session) throws(Failure) {
        try Self.copy(output, to: &session)
    }

    package func copyError(to session: inout Session) throws(Failure) {
        try Self.copy(error, to: &session)
    }

    static func copy(_ path: ByteString, to session: inout Session) throws(Failure) {
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
