import JobCore

/// A line for each batch: how far its jobs are, and how long they may still take.
struct BatchTable {
    private var batches: [JobBatch] = []

    /// Of the batches of these jobs all, or those that have jobs which have not ended. What was submitted
    /// again counts as that.
    init(_ jobs: [JobReport], all: Bool) {
        var places: [ByteString: Int] = [:]
        for job in jobs where job.successor == nil {
            let key = job.batchKey
            let place = places[key] ?? batches.count
            if places[key] == nil {
                places[key] = place
                batches.append(JobBatch(title: job.batchTitle, name: job.name))
            }
            batches[place].take(job)
        }
        if !all { batches.removeAll { !$0.isOpen } }
    }

    func table(hasHeading: Bool) -> TextTable {
        let headings = ["BATCH", "NAME", "JOBS", "DONE", "FAILED", "RUNNING", "WAITING", "LEFT"]
        var table = TextTable(headings: headings, hasHeading: hasHeading)
        for batch in batches {
            table.add(.text(batch.title))
            table.add(.text(batch.name))
            table.add(.number(batch.done + batch.failed + batch.running + batch.waiting))
            table.add(.number(batch.done))
            table.add(.number(batch.failed))
            table.add(.number(batch.running))
            table.add(.number(batch.waiting))
            table.add(batch.timeLeft.map { .time($0) } ?? .word("-"))
        }
        return table
    }
}

/// A batch: how far its jobs are.
private struct JobBatch {
    /// What stands behind the `@` for it.
    let title: ByteString
    /// The name of its first job.
    let name: ByteString
    var (done, failed, running, waiting) = (0, 0, 0, 0)
    /// Milliseconds that those took together that ran and have ended, and how many these are.
    private var (spent, ended) = (0, 0)
    /// Milliseconds that each of those has run that run now.
    private var ages: [Int] = []

    init(title: ByteString, name: ByteString) {
        self.title = title
        self.name = name
    }

    var isOpen: Bool { running + waiting > 0 }

    mutating func take(_ job: JobReport) {
        let count = job.taskCount
        switch job.state.look {
        case .waits: waiting += count
        case .running:
            running += count
            ages.append(job.elapsed ?? 0)
        case .complete: done += count
        case .failed, .cancelled: failed += count
        }
        if job.state.hasEnded, job.state != .cancelled, let elapsed = job.elapsed {
            spent += min(max(0, elapsed), 1 << 36)
            ended += 1
        }
    }

    /// Milliseconds until all have ended, if those that are left take as long as those that have ended,
    /// and as many run side by side as now; nil where nothing tells.
    var timeLeft: Int? {
        guard isOpen, ended > 0, running > 0 else { return nil }
        let mean = spent / ended
        let rest = ages.reduce(0) { $0 + max(0, mean - $1) }
        return (rest + waiting * mean) / running
    }
}
