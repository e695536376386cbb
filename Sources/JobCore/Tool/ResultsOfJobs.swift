/// What is written of jobs that were waited for.
extension JobWaiter {
    /// Writes what the jobs wrote, or returned, whose turn has come.
    func replayInOrder(
        _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        while let next = run.nextInOrder() { try replay(next, &run, &session) }
    }

    /// The same of one job, or of each of its tasks, and behind it how it failed.
    func replay(
        _ end: JobEnd, _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        guard run.begin(replayOf: end.id) else { return }
        var parts = end.parts
        for index in parts.indices where parts[index].hasBegun {
            do throws(Failure) {
                let backend = try run.backend(of: end.id)
                if results == .value {
                    try writeValue(of: &parts[index], in: backend, &run, &session)
                } else {
                    try JobOutput(of: parts[index].id, in: backend).replay(to: &session)
                }
            } catch  where error.kind != .outputLost && error.kind != .inputOutput {
                session.explain(error)
                run.hasFailedItself = true
            }
        }
        try session.output.flush()
        var end = end
        if end.tasks.isEmpty { end = parts[0] } else { end.tasks = parts }
        try tellFailure(of: end, &run, session)
    }

    /// What a job's function returned; else why there is nothing, where the job's end does not tell.
    private func writeValue(
        of end: inout JobEnd, in backend: any Backend, _ run: inout WaitRun,
        _ session: inout Session
    ) throws(Failure) {
        let result = try FunctionResult(of: end.id, in: backend)
        if end.status != .success {
            if end.state == .failed, let reason = result.reason { end.remark = reason }
        } else if let value = result.value {
            try session.output.write(value + "\n")
        } else {
            let reason = result.reason.map { ": " + $0 } ?? ""
            session.log.error("\(end.id): ended with 0 and no value\(reason)")
            run.hasFailedItself = true
        }
    }

    /// What the jobs wrote, with how they ended, as one document.
    func writeDocument(
        _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        var results: [JobResult] = []
        for end in run.endsInOrder {
            for part in end.parts {
                let result = JobResult(part, in: try run.backend(of: end.id))
                results.append(result)
                guard let failure = result.failure else { continue }
                session.explain(failure)
                run.hasFailedItself = true
            }
        }
        try session.output.write(JobResult.document(results))
        try session.output.line("")
    }
}
