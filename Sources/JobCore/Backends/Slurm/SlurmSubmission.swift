/// What Slurm is given: job scripts with `#SBATCH` lines, by sbatch.
extension Slurm {
    package func words(of job: PreparedJob) -> [ByteString] {
        let remark = ByteString("cjobs:\(job.record.token)")
        let comment = job.record.comment.map { $0 + " " + remark } ?? remark
        return ["sbatch", "--parsable", "--comment=" + comment] + job.options
            + [job.record.script]
    }

    package var linksTasks: Bool { true }

    package func search(for token: String) -> String {
        "its remark has cjobs:\(token) in it; do not submit it again before "
            + "squeue -o '%i %k' answers"
    }

    package func checkSubmission() throws(Failure) { _ = try clients.path(of: "sbatch") }

    package func test(_ job: PreparedJob) throws(Failure) -> (isFine: Bool, text: String) {
        let answer = try sbatch(job, ["--test-only"])
        return (answer.end == .exited(0), answer.reason)
    }

    private func sbatch(
        _ job: PreparedJob, _ more: [ByteString] = []
    ) throws(Failure) -> Client.Answer {
        try clients.submit(words(of: job), job, more)
    }

    package func submit(_ job: PreparedJob) throws(Failure) -> SubmitAnswer {
        let answer = try sbatch(job)
        if answer.isTooLong { return .unclear("sbatch did not answer") }
        if answer.end == .exited(0) {
            guard let id = Self.jobID(answered: answer.output) else {
                return .unclear("sbatch wrote no job ID")
            }
            return .accepted(id)
        }
        let reason = answer.reason
        guard case .exited = answer.end else { return .unclear("sbatch: \(reason)") }
        switch answer.kind {
        case .transient: return .unreachable("sbatch: \(reason)")
        case .unclear: return .unclear("sbatch: \(reason)")
        case .permanent where reason.contains("configuration source"):
            return .refused(
                Failure(
                    "sbatch: \(reason)", status: .unavailable,
                    advice: "--backend local runs it on this machine"))
        case .permanent, .usage, .unknownJob, .notPermitted, .noAccounting:
            return .refused(Failure("sbatch: \(reason)", status: .failure))
        }
    }

    /// The ID in what sbatch writes when it took a job: `123` or `123;cluster` of `--parsable`, or
    /// `Submitted batch job 123`. It is on the last line: a site's plugins may write before it. Nil
    /// where there is none.
    package static func jobID(answered output: [UInt8]) -> JobID? {
        let lines = ByteString(output).trimmed.split(on: UInt8(ascii: "\n"))
        guard let last = lines.last?.trimmed.string else { return nil }
        let word = last.replacing("Submitted batch job ", with: "", maxReplacements: 1)
            .replacing(" on cluster ", with: ";", maxReplacements: 1)
        guard let place = BatchID(slurm: word), place.tasks == nil else { return nil }
        return JobID(word)
    }
}

extension BatchID {
    /// `123`, `123_4`, `123_[0-3,7%2]`, `56+1`, each with `;cluster` behind it (squeue(1), `%i`). Nil
    /// for anything else.
    init?(slurm text: String) {
        guard let id = BatchID(text), id.server == nil, !id.hasBrackets else { return nil }
        self = id
    }
}
