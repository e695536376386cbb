import JobCore

/// What jobs wrote, what they run, and where that is.
struct FilesOfJobs {
    let display: Display

    /// False where a job's file could not be shown, which is said; the others are shown all the
    /// same.
    func show(_ jobs: [JobReport], _ session: inout Session) throws(Failure) -> Bool {
        var isWhole = true
        for job in jobs {
            do throws(Failure) {
                if display.script {
                    try showScript(of: job, &session)
                } else if display.path {
                    try showPaths(of: job, &session)
                } else if display.stdout {
                    try JobOutput(job).copyOutput(to: &session)
                } else {
                    try JobOutput(job).copyError(to: &session)
                }
            } catch  where error.kind == .noInput {
                session.explain(error)
                isWhole = false
            }
        }
        return isWhole
    }

    /// Each once, and as it is: names are made of other people's bytes, but these are for programs.
    private func showPaths(of job: JobReport, _ session: inout Session) throws(Failure) {
        let files = try JobOutput.files(of: job)
        var shown: Set<ByteString> = ["/dev/null"]
        for path in [files.script, files.status, files.output, files.error] {
            guard let path, shown.insert(path).inserted else { continue }
            try session.output.write(path.bytes + [display.separator])
        }
    }

    /// What was given to the batch system; of a local job what it runs.
    private func showScript(of job: JobReport, _ session: inout Session) throws(Failure) {
        if let path = job.files?.script {
            let file = try File(open: path, .read, kind: .noInput)
            try session.output.write(ByteString(try file.readAll()))
            return
        }
        switch job.request?.command {
        case nil:
            throw Failure("cannot show '\(job.id)': csub did not submit it", status: .noInput)
        case .arguments(let words): try session.output.write(Shell.quote(words) + "\n")
        case .shell(let text): try session.output.write(text + "\n")
        case .script(let text, _): try session.output.write(text)
        }
    }
}
