/// What local jobs find in their environments. Most of a list share what they were submitted with, so
/// that each stored one is read once.
struct JobEnvironments {
    private let spool: Spool
    private var stored: [ByteString: [ByteString]?] = [:]

    init(in spool: Spool) { self.spool = spool }

    /// The variables that a job's next attempt would have, or that its last had; nil where what was
    /// stored can't be read any more.
    mutating func environment(of job: Job) -> [ByteString]? {
        let key = job.request.surroundings
        let base = stored[key] ?? (try? spool.environments.surroundings(key).environment)
        stored[key] = base
        guard let base, let number = job.id.localNumber else { return nil }
        let attempt = max(1, job.attempts)
        return JobFiles.environment(
            of: job.request, id: job.id, tryNumber: attempt, on: .local,
            AttemptName(number, attempt).variables(in: spool), base: base)
    }
}
