/// What `scontrol show job ID` writes of one job, with `-o` or without: a record for the job, or one
/// for each task or component of it that has a record of its own.
///
/// Nothing is quoted there, and whoever submits a job can make its name, comment or directory look
/// like fields, or like a record. So this reads an answer about one job only, whose records are all
/// of one owner, and believes what can't have been made up:
///
/// - the front of a record, up to the name: JobId, and ArrayJobId or HetJobId with it;
/// - fields that Slurm writes in every record, where they are there exactly once: a second one shows
///   that somebody made one of them up.
///
/// Where records are not what the question leads to expect (another job's, a job's twice, one without
/// a state, two for a job that is neither array nor heterogeneous), nothing is told at all.
///
/// Source: `slurm_sprint_job_info` of Slurm 22.05, `_sprint_job_info` of 26.05.
package enum ScontrolListing {
    /// The job of that number, its tasks or its components; empty where that can't be told.
    package static func jobs(in answer: [UInt8], of number: Int) -> [BatchJob] {
        var jobs: [BatchJob] = []
        var numbers: Set<Int> = []
        var clock = SlurmClock()
        for range in records(answer) {
            guard let record = ScontrolRecord(answer[range]), record.isPart(of: number),
                numbers.insert(record.number).inserted, let job = record.job(&clock)
            else { return [] }
            jobs.append(job)
            if range.upperBound < answer.count, !record.hasSiblings { return [] }
        }
        return jobs
    }

    /// A record begins at a line that begins with JobId; the first one at the very beginning.
    private static func records(_ answer: [UInt8]) -> [Range<Int>] {
        var starts: [Int] = [0]
        for line in answer.indices where answer[line] == UInt8(ascii: "\n") {
            if answer[(line + 1)...].starts(with: "JobId=".utf8) { starts.append(line + 1) }
        }
        return zip(starts, starts.dropFirst() + [answer.count]).map { $0..<$1 }
    }
}

/// One record of scontrol's.
private struct ScontrolRecord {
    let number: Int
    private var arrayNumber: Int?
    private var tasks: ArraySlice<UInt8> = []
    private var component: (leader: Int, offset: Int)?
    /// What follows `JobName=`.
    private let rest: ArraySlice<UInt8>

    var hasSiblings: Bool { arrayNumber != nil || component != nil }

    func isPart(of job: Int) -> Bool {
        number == job || arrayNumber == job || component?.leader == job
    }

    /// Nil where the front is not as Slurm writes it.
    init?(_ record: ArraySlice<UInt8>) {
        var front = ScontrolFront(rest: record)
        guard let number = front.number("JobId=") else { return nil }
        self.number = number
        if let array = front.number("ArrayJobId=") {
            guard let tasks = front.word("ArrayTaskId=") else { return nil }
            (arrayNumber, self.tasks) = (array, tasks)
            _ = front.word("ArrayTaskThrottle=")
        } else if let leader = front.number("HetJobId=") {
            guard let offset = front.number("HetJobOffset=") else { return nil }
            component = (leader, offset)
        }
        guard front.rest.starts(with: "JobName=".utf8) else { return nil }
        rest = front.rest.dropFirst("JobName=".utf8.count)
    }

    func job(_ clock: inout SlurmClock) -> BatchJob? {
        guard let (id, place) = identity, let word = field("JobState="), !word.isEmpty else {
            return nil
        }
        let state = String(decoding: word, as: UTF8.self)
        let reason = text("Reason=")
        var job = BatchJob(
            id: id, place: place, state: SlurmState.state(state, reason: reason),
            nativeState: state)
        job.rawNumber = number
        job.reason = reason
        job.name = name ?? ""
        // `demo(1001)`
        job.user = ByteString((field("UserId=") ?? []).prefix { $0 != UInt8(ascii: "(") })
        job.partition = ByteString(text("Partition="))
        job.account = ByteString(text("Account="))
        job.dependency = text("Dependency=")
        job.nodeList = text("NodeList=")
        job.nodes = field("NumNodes=").flatMap(SlurmValues.count) ?? 1
        job.cores = field("NumCPUs=").flatMap(SlurmValues.count) ?? 1
        job.timeLimit = field("TimeLimit=").flatMap(SlurmValues.clock)
        job.submitted = field("SubmitTime=").flatMap { clock.time($0) }
        job.setCourse(
            hasNodes: !job.nodeList.isEmpty,
            started: field("StartTime=").flatMap { clock.time($0) },
            ended: field("EndTime=").flatMap { clock.time($0) },
            elapsed: field("RunTime=").flatMap(SlurmValues.clock),
            end: field("ExitCode=").flatMap(SlurmValues.processEnd))
        return job
    }

    private var identity: (JobID, BatchID)? {
        if let component {
            let text = "\(component.leader)+\(component.offset)"
            guard let id = JobID(text), let place = BatchID(slurm: text) else { return nil }
            return (id, place)
        }
        guard let arrayNumber else { return (JobID(batch: number), BatchID(number: number)) }
        let list = String(decoding: tasks, as: UTF8.self)
        let text =
            SlurmValues.number(tasks) != nil
            ? "\(arrayNumber)_\(list)" : "\(arrayNumber)_[\(list)]"
        if let id = JobID(text), let place = BatchID(slurm: text) { return (id, place) }
        // A list that was cut off, or the number that stands for no task (4294967294): what waits, or
        // waited, of the array.
        return (JobID(batch: arrayNumber), BatchID(number: arrayNumber))
    }

    /// The name ends where the owner begins, or the list of components before it.
    private var name: ByteString? {
        guard let owner = onlyPlace("UserId=") else { return nil }
        var name = rest[..<owner]
        if component != nil, let list = places("HetJobIdSet=", in: name).last {
            name = name[..<list]
        }
        // Between them are a blank, or a newline and three blanks.
        let line = [UInt8]("\n   ".utf8)
        return ByteString(name.suffix(4).elementsEqual(line) ? name.dropLast(4) : name.dropLast())
    }

    private func text(_ key: String) -> String {
        let text = String(decoding: field(key) ?? [], as: UTF8.self)
        return text == "(null)" || text == "None" ? "" : text
    }

    /// The value of a field that is there once: it goes up to a blank.
    private func field(_ key: String) -> ArraySlice<UInt8>? {
        onlyPlace(key).map { place in
            rest[(place + key.utf8.count)...].prefix { $0 != 0x20 && $0 != UInt8(ascii: "\n") }
        }
    }

    private func onlyPlace(_ key: String) -> Int? {
        let places = places(key, in: rest)
        return places.count == 1 ? places.first : nil
    }

    /// Where a field's key stands behind a blank, as Slurm's own do.
    private func places(_ key: String, in text: ArraySlice<UInt8>) -> [Int] {
        let key = Array(key.utf8)
        return text.indices.dropFirst().filter { place in
            text[place - 1] == 0x20 && text[place] == key.first
                && text[place...].starts(with: key)
        }
    }
}

/// What is left of a record's front.
private struct ScontrolFront {
    var rest: ArraySlice<UInt8>

    /// The value behind a key, up to a blank, if that key is next.
    mutating func word(_ key: String) -> ArraySlice<UInt8>? {
        guard rest.starts(with: key.utf8) else { return nil }
        let value = rest.dropFirst(key.utf8.count).prefix { $0 != 0x20 && $0 != 0x0A }
        rest = rest[value.endIndex...].dropFirst()
        return value
    }

    mutating func number(_ key: String) -> Int? { word(key).flatMap(SlurmValues.number) }
}
