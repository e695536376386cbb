// libFuzzer's way into the readers of Slurm's answers; `make fuzz` builds it from these and the rooms
// they use, and runs it. It holds that no bytes trap, that there are no more jobs than lines, that no
// name changes the rows of a table, that what scontrol tells is of the job that was asked for, and that
// no failed job becomes a success.
internal import Glibc

private let squeue = SqueueListing(mark: 0x0123_4567_89AB_CDEF)
private let sacct = SacctListing(mark: 0x0123_4567_89AB_CDEF)
private let mark = Array("\u{1f}0123456789abcdef".utf8)
private let plain = SlurmLayout(
    [
        .id, .arrayNumber, .arrayTasks, .state, .reason, .elapsed, .memory, .cores, .started,
        .ended, .exitCode, .name,
    ], separator: "|")

/// The first byte chooses what is read, the others are the bytes. In them 0x1e stands for a mark, so
/// that marks are easily made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let text = UnsafeBufferPointer(start: start + 1, count: count - 1)
    let bytes = text.flatMap { $0 == 0x1E ? mark : [$0] }
    switch start[0] % 7 {
    case 0: readTable(bytes)
    case 1: check(plain.jobs(in: bytes), in: bytes)
    case 2: readHistory(bytes)
    case 3: readRecords(bytes)
    case 4: hide(bytes)
    case 5: hideRecord(bytes)
    default: readMessages(bytes)
    }
    return 0
}

private func check(_ jobs: [BatchJob], in bytes: [UInt8]) {
    precondition(jobs.count <= bytes.count { $0 == 0x0A } + 1, "more jobs than lines")
    for job in jobs {
        precondition(job.place.number > 0 && !job.nativeState.isEmpty)
        precondition(job.ended == nil || job.state.hasEnded || job.state == .completing)
        precondition(job.end != .exited(0) || job.state == .complete, "a success of a failed job")
        precondition(job.state != .complete || job.nativeState.hasPrefix("C"))
    }
}

private func readTable(_ bytes: [UInt8]) {
    let jobs = squeue.jobs(in: bytes)
    check(jobs, in: bytes)
    for job in jobs {
        precondition(!contains(job.name.bytes, mark) && !contains(job.comment.bytes, mark))
    }
    let other = SqueueListing(mark: 1)
    precondition(other.jobs(in: bytes).isEmpty || contains(bytes, other.format.bytes.prefix(17)))
    if let kept = SqueueListing(kept: bytes) { check(kept.jobs(in: bytes), in: bytes) }
}

private func readHistory(_ bytes: [UInt8]) {
    let jobs = sacct.jobs(in: bytes)
    check(jobs, in: bytes)
    for job in jobs { precondition(!contains(job.name.bytes, mark)) }
    // What was read stays so, whatever follows.
    let more = sacct.jobs(in: bytes + [0x0A] + bytes)
    precondition(more.prefix(jobs.count).map(\.id) == jobs.map(\.id))
}

private func readRecords(_ bytes: [UInt8]) {
    for number in [1, 28, 39] {
        let jobs = ScontrolListing.jobs(in: bytes, of: number)
        check(jobs, in: bytes)
        precondition(jobs.isEmpty || bytes.starts(with: "JobId=".utf8))
        precondition(jobs.allSatisfy { $0.place.number == number || $0.rawNumber == number })
    }
}

/// Whatever a name is, it is the name of its row, and the row is one.
private func hide(_ bytes: [UInt8]) {
    guard !contains(bytes, mark) else { return }
    let name = bytes.filter { $0 != 0 }
    var table: [UInt8] = []
    for id in ["1", "2", "3"] {
        var rest = squeue.format.bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                table.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "i"), UInt8(ascii: "F"), UInt8(ascii: "A"): table += id.utf8
            case UInt8(ascii: "T"): table += "RUNNING".utf8
            case UInt8(ascii: "j"), UInt8(ascii: "k"), UInt8(ascii: "r"): table += name
            default: table += "0".utf8
            }
        }
        table.append(0x0A)
    }
    let jobs = squeue.jobs(in: table)
    precondition(jobs.map(\.id.text) == ["1", "2", "3"], "a name changed the rows")
    precondition(jobs.allSatisfy { $0.name.bytes == name })
}

/// Whatever a name, a comment or a directory is, a failed job is no success, and no other job.
private func hideRecord(_ bytes: [UInt8]) {
    let text = bytes.filter { $0 != 0 }
    let front = Array("JobId=28 JobName=".utf8)
    let middle = Array(
        """
         UserId=demo(1001) GroupId=demo(1001) MCS_label=N/A Priority=1 Nice=0 Account=lab QOS=normal \
        JobState=FAILED Reason=NonZeroExitCode Dependency=(null) Requeue=1 Restarts=0 BatchFlag=1 \
        Reboot=0 ExitCode=3:0 RunTime=00:00:00 TimeLimit=01:00:00 TimeMin=N/A SubmitTime=Unknown \
        EligibleTime=Unknown StartTime=Unknown EndTime=Unknown Deadline=N/A Partition=batch \
        NodeList=node2 NumNodes=1 NumCPUs=1 WorkDir=
        """.utf8)
    let record = front + text + middle + text + Array(" Power= \n".utf8)
    for number in [1, 28, 39] {
        for job in ScontrolListing.jobs(in: record, of: number) {
            precondition(number == 28 && job.id.text == "28", "a job that is none")
            precondition(job.state == .failed && (job.end == .exited(3) || job.end == nil))
        }
    }
}

private func readMessages(_ bytes: [UInt8]) {
    _ = SlurmMessage.kind(of: bytes, status: 1)
    for job in SlurmMessage.perJob(in: bytes) { precondition(!job.id.text.isEmpty) }
    let text = SlurmMessage.text(of: bytes)
    precondition(text.utf8.allSatisfy { $0 >= 0x20 }, "a message of more than a line")
    _ = SlurmMessage.jobID(answered: bytes)
}

private func contains(_ bytes: [UInt8], _ part: some Collection<UInt8>) -> Bool {
    bytes.indices.contains { bytes[$0] == part.first && bytes[$0...].starts(with: part) }
}
