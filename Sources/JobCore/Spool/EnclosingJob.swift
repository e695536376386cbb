extension Spool {
    /// The running job of this queue that this process is part of, as its environment says.
    package struct EnclosingJob: Sendable {
        package let number: Int
        package let attempt: Int
        package let name: ByteString
        let start: Job.Start
        let waiting: Waiting?

        package var id: JobID { JobID(local: number) }
    }

    /// Nil outside of any job of this queue, also where a job of another one runs a tool on this.
    package func enclosingJob(in view: View) throws(Failure) -> EnclosingJob? {
        guard let attempt = enclosingAttempt else { return nil }
        let number = attempt.job
        let mark = try view.mark(of: number)
        guard mark.phase == .running, Int(mark.attempt) == attempt.number,
            let job = try view.job(number, mark), let start = job.started,
            start.boot == bootID
        else { return nil }
        return EnclosingJob(
            number: number, attempt: Int(mark.attempt), name: job.request.name, start: start,
            waiting: job.waiting)
    }

    /// The attempt in the environment, where it is one of this queue.
    private var enclosingAttempt: AttemptName? {
        // SPOOL/jobs/L12.1
        guard let path = Surroundings.variable("CSUB_ATTEMPT"),
            let attempt = AttemptName(fileName: path.lastComponent),
            let there = File.status(of: path.parent.parent),
            let ours = try? directory.file.status(),
            (there.device, there.inode) == (ours.device, ours.inode)
        else { return nil }
        return attempt
    }

    /// Whether this process may be part of a job of this queue. It costs no look at the journal.
    package var mayBeWithinJob: Bool { enclosingAttempt != nil }
}
