/// Reads what qstat and qsub may have written, whatever it is. The first byte chooses.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let rest = Array(bytes[1...])
    switch bytes[0] % 4 {
    case 0: readListing(rest)
    case 1: hideInXML(rest)
    case 2: hideInJSON(rest)
    default: readMessages(bytes[0], rest)
    }
    return 0
}

private func readListing(_ bytes: [UInt8]) {
    for job in QstatListing.jobs(in: bytes) {
        precondition(BatchID(job.id.text) == job.place && !job.nativeState.isEmpty)
        precondition(job.cores > 0 && job.nodes >= 0 && (job.timeLimit ?? 0) >= 0)
        if job.state == .complete { precondition(job.end == .exited(0)) }
    }
}

/// A value of somebody's, as Torque writes it: neither another job, nor an end of this one.
private func hideInXML(_ bytes: [UInt8]) {
    let value = bytes.flatMap { $0 == UInt8(ascii: "<") ? Array("&lt;".utf8) : [$0] }
    let front = Array("<Data><Job><Job_Id>1.s</Job_Id><Variable_List>".utf8)
    let back = Array(
        "</Variable_List><job_state>C</job_state><exit_status>3</exit_status></Job></Data>".utf8)
    expectOne(QstatListing.jobs(in: front + value + back))
}

/// The same as OpenPBS writes it: a string, or what looks like a number.
private func hideInJSON(_ bytes: [UInt8]) {
    let value = bytes.filter { $0 != 0x0A }
    let front = Array(
        "{\n\t\"Jobs\":\t{\n\t\t\"1.s\":\t{\n\t\t\t\"Variable_List\":\t{\n\t\t\t\t\"X\":\t".utf8)
    let back = Array(
        "\n\t\t\t},\n\t\t\t\"job_state\":\t\"F\",\n\t\t\t\"Exit_status\":\t3\n\t\t}\n\t}\n}\n".utf8)
    expectOne(QstatListing.jobs(in: front + value + back))
}

private func expectOne(_ jobs: [BatchJob]) {
    precondition(jobs.count == 1 && jobs[0].id.text == "1.s", "a job that is none")
    precondition(jobs[0].state == .failed && jobs[0].end == .exited(3), "another ending")
}

private func readMessages(_ byte: UInt8, _ bytes: [UInt8]) {
    for dialect in [PBSDialect.torque, .openPBS] {
        _ = PBSMessage.kind(status: Int32(byte), errors: bytes, of: dialect)
    }
    _ = PBSDialect(status: 0, output: bytes, errors: [])
    let text = PBSMessage.text(of: bytes)
    precondition(text.utf8.allSatisfy { $0 >= 0x20 }, "a message of more than a line")
    if let id = PBSMessage.jobID(answered: bytes) { precondition(BatchID(id.text) != nil) }
}
