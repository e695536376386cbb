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
            return isLost(id, job)
                ? .parentsHaveEnded(
                    Failure(
                        "\(id) is gone, and was never run", status: .failure,
                        kind: .parentsHaveEnded))
                : .accepted(id)
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
