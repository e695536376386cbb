/// A batch system's list of jobs, to be looked up by ID.
final class JobIndex {
    let jobs: [BatchJob]
    /// The places in the list, made when a job is first looked up.
    private lazy var places = Places(jobs)

    private struct Places {
        var byNumber: [Int: [Int]] = [:]
        var byRawNumber: [Int: Int] = [:]

        init(_ jobs: [BatchJob]) {
            byNumber.reserveCapacity(jobs.count)
            for (index, job) in jobs.enumerated() {
                byNumber[job.place.number, default: []].append(index)
                if let raw = job.rawNumber, raw != job.place.number { byRawNumber[raw] = index }
            }
        }
    }

    init(_ jobs: [BatchJob]) { self.jobs = jobs }

    /// The rows about that job: for an array those of each task that is meant.
    func rows(of place: BatchID) -> [BatchJob] {
        let found = (places.byNumber[place.number] ?? []).map { jobs[$0] }.filter { job in
            if !job.place.isOfSameJob(as: place) { return false }
            if let component = place.component, job.place.component != component { return false }
            guard let wanted = place.tasks, let tasks = job.place.tasks else { return true }
            return tasks.overlaps(wanted)
        }
        if !found.isEmpty || place.tasks != nil { return found }
        // The number of one task of an array, by which Slurm knows it as well.
        return places.byRawNumber[place.number].map { [jobs[$0]] } ?? []
    }
}
