/// Submitting to PBS, by qsub.
extension PBS {
    package func words(of job: PreparedJob) -> [ByteString] {
        // OpenPBS's qsub would leave a process behind that submits for those that follow.
        ["qsub"] + (dialect == .openPBS ? ["-f"] : []) + job.options + [job.record.script]
    }

    /// - Throws: `Failure` (69) also where qsub is another batch system's.
    package func checkSubmission() throws(Failure) {
        let path = try clients.path(of: "qsub")
        guard PBSDialect(qsub: path) == dialect else {
            throw Failure(
                "'\(path.printable)' is not \(name.title)'s", status: .unavailable,
                advice: "cqueue --backends says what is there")
        }
    }

    package func test(_ job: PreparedJob) throws(Failure) -> (isFine: Bool, text: String) {
        throw Failure(
            "--test-only: qsub can't tell whether a job would be taken", status: .unavailable,
            advice: "--dry-run shows what it would be given")
    }

    package func submit(_ job: PreparedJob) throws(Failure) -> SubmitAnswer {
        let answer = try clients.submit(words(of: job), job)
        if answer.isTooLong { return .unclear("qsub did not answer") }
        let reason = "qsub: \(answer.complaint)"
        guard case .exited(let status)? = answer.end else { return .unclear(reason) }
        if status == 0 {
            guard let id = PBSMessage.jobID(answered: answer.output) else {
                return .unclear("qsub wrote no job ID")
            }
            if isLost(id, job) {
                return .parentsHaveEnded(
                    Failure(
                        "\(id) is gone, and was never run", status: .failure,
                        kind: .parentsHaveEnded))
            }
            if isStuck(id, job), take(back: id) {
                return .parentsHaveEnded(
                    Failure(
                        "\(id) would have been held for ever", status: .failure,
                        kind: .parentsHaveEnded))
            }
            return .accepted(id)
        }
        switch kind(of: answer) {
        case .unreachable: return .unreachable(reason)
        case .unclear: return .unclear(reason)
        case .badDependency:
            return .parentsHaveEnded(
                Failure(reason, status: .failure, kind: .parentsHaveEnded))
        case .refused, .usage, .unknownJob, .hasEnded, .notPermitted:
            return .refused(Failure(reason, status: .failure))
        }
    }

    /// Whether Torque never lets a job go: so it does, without a word, where one that this is to wait
    /// for had ended otherwise before qsub came.
    private func isStuck(_ id: JobID, _ job: PreparedJob) -> Bool {
        let parents = job.record.request.dependencies.compactMap { dependency in
            if case .job(let id, let condition) = dependency { (id, condition) } else { nil }
        }
        let words = ([id] + parents.map(\.0)).map { ByteString($0.text) }
        guard dialect == .torque, !parents.isEmpty,
            let answer = try? clients.ask("qstat", ["-x", "-t"] + words),
            answer.end == .exited(0) || kind(of: answer) == .unknownJob
        else { return false }
        let index = JobIndex(read(answer.output).jobs)
        guard let rows = BatchID(id.text).map({ index.rows(of: $0) }), !rows.isEmpty,
            rows.allSatisfy({ $0.nativeState == "H" })
        else { return false }
        return parents.contains { parent, condition in
            let rows = BatchID(parent.text).map { index.rows(of: $0) } ?? []
            let worst = rows.first { $0.state != .complete }?.state ?? .complete
            return rows.isEmpty
                || rows.allSatisfy(\.state.hasEnded) && !condition.isMet(byEndedIn: worst)
        }
    }

    private func take(back id: JobID) -> Bool {
        (try? clients.ask("qdel", [ByteString(id.text)]))?.end == .exited(0)
    }

    /// Whether OpenPBS has dropped a job that it gave an ID: it does so, without a word, where it has
    /// forgotten a job that this one is to wait for.
    private func isLost(_ id: JobID, _ job: PreparedJob) -> Bool {
        guard dialect == .openPBS, !job.record.request.dependencies.isEmpty else { return false }
        // One that can't be looked at now was accepted all the same.
        guard let answer = try? clients.ask("qstat", [ByteString(id.text)]),
            kind(of: answer) == .unknownJob, answer.end != .exited(0)
        else { return false }
        // Unless it has run already.
        return !job.record.leaves.contains { task in
            job.record.statusPath(task: task).map { File.isThere($0) } ?? true
        }
    }
}

extension PBSDialect {
    /// Asks a qsub which one it is; nil where it is none of these.
    init?(qsub path: ByteString) {
        let client = Client(path: path, timeout: 10_000)
        guard let answer = try? client.run(["--version"]), case .exited(let status)? = answer.end
        else { return nil }
        self.init(status: status, output: answer.output, errors: answer.errors)
    }
}
