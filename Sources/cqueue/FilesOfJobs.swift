import JobCore

/// What jobs wrote, what they run, and where that is.
struct FilesOfJobs {
    let display: Display

    /// False where a job's file could not be shown, which is said; the others are shown all the
    /// same. Where there are several, each has a heading, as in tail(1).
    func show(_ jobs: [JobReport], _ session: inout Session) throws(Failure) -> Bool {
        var isWhole = true
        var isFirst = true
        let hasHeadings = jobs.count > 1 && !display.path && !display.tag && !display.noHeader
        for job in jobs {
            let name = "\(job.id) \(job.name.printable)"
            let heading = hasHeadings ? (isFirst ? "" : "\n") + "==> \(name) <==\n" : ""
            let tag = display.tag ? ByteString(name + "\t") : nil
            do throws(Failure) {
                if display.script {
                    let script = try script(of: job)
                    try session.output.write(heading)
                    try session.output.write(script)
                } else if display.env {
                    let environment = try environment(of: job)
                    try session.output.write(heading)
                    try session.output.write(environment)
                } else if display.path {
                    try showPaths(of: job, &session)
                } else if display.stdout {
                    try JobOutput(job).copyOutput(to: &session, under: heading, tag: tag)
                } else {
                    try JobOutput(job).copyError(to: &session, under: heading, tag: tag)
                }
                isFirst = false
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

    /// As it is: a value may have a newline, and `-0` tells where it ends.
    private func environment(of job: JobReport) throws(Failure) -> [UInt8] {
        guard let environment = job.environment else {
            let reason =
                job.backend == .local
                ? "what was stored of it can't be read" : "only \(job.backend.title) knows it"
            throw Failure(
                "cannot show the environment of '\(job.id)': \(reason)", status: .noInput)
        }
        return environment.flatMap { $0.bytes + [display.separator] }
    }

    /// What was given to the batch system; of a local job what it runs.
    private func script(of job: JobReport) throws(Failure) -> ByteString {
        if let path = job.files?.script {
            return ByteString(try File(open: path, .read, kind: .noInput).readAll())
        }
        switch job.request?.command {
        case nil:
            throw Failure("cannot show '\(job.id)': csub did not submit it", status: .noInput)
        case .arguments(let words): return Shell.quote(words) + "\n"
        case .shell(let text): return text + "\n"
        case .script(let text, _), .call(let text, _): return text
        }
    }
}
