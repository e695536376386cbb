/// Jobs as a shell offers them. Nobody is asked and nothing is made: it is the local queue and a batch
/// system's kept list at a glance.
package struct JobCandidates {
    private let configuration: Configuration
    /// As many as a shell shows without a question.
    private static let limit = 90

    package init(_ configuration: Configuration) { self.configuration = configuration }

    /// The newest jobs in these states whose ID begins with `prefix`, with name and state.
    package func jobs(in states: Set<JobState>, beginning prefix: String) -> [Candidate] {
        let local = (try? localJobs(states, prefix)) ?? []
        if prefix.hasPrefix("L") { return local }
        let batch = glances.flatMap {
            $0.newestJobs(Self.limit, in: states, beginning: prefix)
        }
        return local + batch.map { Self.candidate($0.id, $0.name, $0.state) }
    }

    package var partitions: [ByteString] { glances.flatMap(\.partitions).unique }

    private func localJobs(
        _ states: Set<JobState>, _ prefix: String
    ) throws(Failure) -> [Candidate] {
        guard prefix.isEmpty || prefix.hasPrefix("L"),
            let spool = try Spool(forGlance: LocalSettings(configuration))
        else { return [] }
        let jobs = try spool.glance { view throws(Failure) in
            var jobs: [Job] = []
            let marks = try view.newestJobs(
                Self.limit, in: states, beginning: String(prefix.dropFirst()))
            for (number, mark) in marks {
                if let job = try view.job(number, mark) { jobs.append(job) }
            }
            return jobs
        }
        return (jobs ?? []).map { Self.candidate($0.id, $0.request.name, $0.state) }
    }

    /// Of each batch system: one that was never used has kept nothing.
    private var glances: [BatchGlance] {
        BackendName.allCases.compactMap { name in
            guard name != .local else { return nil }
            let queue = try? Backends.batch(name, configuration, Patience(), say: { _ in })
            return queue.map { BatchGlance($0) }
        }
    }

    private static func candidate(
        _ id: JobID, _ name: ByteString, _ state: JobState
    ) -> Candidate {
        Candidate(id.text, "\(name.printable), \(state.rawValue)")
    }
}
