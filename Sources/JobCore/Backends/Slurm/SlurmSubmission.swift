/// What Slurm is given: job scripts with `#SBATCH` lines, by sbatch.
extension Slurm {
    package func words(of job: PreparedJob) -> [ByteString] {
        let remark = ByteString("cjobs:\(job.record.token)")
        let comment = job.record.comment.map { $0 + " " + remark } ?? remark
        return ["sbatch", "--parsable", "--comment=" + comment] + job.options
            + [job.record.script] + job.record.fileArguments
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
            guard let id = SlurmMessage.jobID(answered: answer.output) else {
                return .unclear("sbatch wrote no job ID")
            }
            return .accepted(id)
        }
        let reason = answer.reason
        guard case .exited = answer.end else { return .unclear("sbatch: \(reason)") }
        switch answer.kind {
        case .transient: return .unreachable("sbatch: \(reason)")
        case .unclear: return .unclear("sbatch: \(reason)")
        case .notConfigured:
            return .refused(
                Failure(
                    "sbatch: \(reason)", status: .unavailable,
                    advice: "--backend local runs it on this machine"))
        case .permanent, .usage, .unknownJob, .notPermitted, .noAccounting:
            return .refused(Failure("sbatch: \(reason)", status: .failure))
        }
    }
}
