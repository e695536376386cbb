/// What is written of jobs that were waited for.
extension JobWaiter {
    /// Writes what the jobs wrote, or returned, whose turn has come.
    func replayInOrder(
        _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        while let next = run.nextInOrder() { try replay(next, &run, &session) }
    }

    /// The same of one job, and behind it how it failed.
    func replay(
        _ end: JobEnd, _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        guard run.begin(replayOf: end.id) else { return }
        if results == .value { return try writeValues(of: end, &run, &session) }
        for part in end.parts where part.hasBegun {
            do throws(Failure) {
                try JobOutput(of: part.id, in: run.backend(of: end.id)).replay(to: &session)
            } catch  where error.kind != .outputLost && error.kind != .inputOutput {
                session.explain(error)
                run.hasFailedItself = true
            }
        }
        try session.output.flush()
        try tellFailure(of: end, &run, session)
    }

    /// What the function of a job, or of each of its tasks, returned; else why there is nothing.
    private func writeValues(
        of end: JobEnd, _ run: inout WaitRun, _ session: inout Session
    ) throws(Failure) {
        var parts = end.parts
        for index in parts.indices where parts[index].hasBegun {
            do throws(Failure) {
                let result = try FunctionResult(
                    of: parts[index].id, in: run.backend(of: end.id))
                if parts[index].status != .success {
                    if parts[index].state == .failed, let reason = result.reason {
                        parts[index].remark = reason
                    }
                } else if let value = result.value {
                    try session.output.write(value + "\n")
                } else {
                    let reason = result.reason.map { ": " + $0 } ?? ""
                    session.log.error("\(parts[index].id): ended with 0 and no value\(reason)")
                    run.hasFailedItself = true
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
