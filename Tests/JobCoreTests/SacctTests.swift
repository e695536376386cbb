import JobCore
import Testing

/// sacct's tables, as they were recorded.
@Suite struct SacctTests {
    /// JobID,JobIDRaw,JobName,User,Account,Partition,State,ExitCode,DerivedExitCode,Submit,Start,End,
    /// Elapsed,NNodes,NCPUS,ReqMem,MaxRSS,NodeList,Reason,WorkDir
    private static let all: [SlurmLayout.Field] = [
        .id, .rawNumber, .name, .user, .account, .partition, .state, .exitCode, .other, .submitted,
        .started, .ended, .elapsed, .nodes, .cores, .memory, .other, .nodeList, .reason, .directory,
    ]

    private static func recorded(
        _ file: String, _ fields: [SlurmLayout.Field] = all
    ) throws -> [BatchJob] {
        SlurmLayout(fields, separator: "|").jobs(in: try Recording.bytes("slurm/\(file).out"))
    }

    private func job(_ id: String) throws -> BatchJob {
        try #require(try Self.recorded("sacct-P-X").first { $0.id.text == id })
    }

    /// What is no job's row: a heading, and steps.
    @Test(
        arguments: [
            ("sacct-P-X", all, 0), ("sacct-P", all, 31),
            ("sacct-parsable", [.id, .state, .exitCode, .other], 0),
            ("sacct-array", [.id, .rawNumber, .state, .exitCode], 1),
            ("sacct-het", [.id, .rawNumber, .state, .exitCode], 2),
            ("down-sacct", [.id, .state, .exitCode], 0),
        ] as [(String, [SlurmLayout.Field], Int)])
    func `every row of a recorded table is a job`(
        _ file: String, _ fields: [SlurmLayout.Field], _ others: Int
    ) throws {
        let jobs = try Self.recorded(file, fields)
        #expect(try jobs.count == Recording.lineCount("slurm/\(file).out") - others)
    }

    @Test(
        arguments: [
            ("3", .complete, .exited(0)), ("28", .failed, .exited(3)),
            ("29", .failed, .killed(by: 11)), ("1", .timeout, nil), ("34", .cancelled, nil),
            ("36", .cancelled, nil), ("30", .nodeFail, nil), ("27", .pending, nil),
            ("32", .running, nil), ("37", .suspended, nil), ("50", .pending, nil),
            ("43", .held, nil), ("39_1", .running, nil), ("56+1", .running, nil),
            // It could not be started, and one that never could be.
            ("25", .failed, nil), ("17", .failed, nil),
        ] as [(String, JobState, ProcessEnd?)])
    func `how jobs ended`(_ id: String, _ state: JobState, _ end: ProcessEnd?) throws {
        let job = try job(id)
        #expect(job.state == state)
        #expect(job.end == end)
    }

    @Test func `an ended job has all there is to tell`() throws {
        let job = try job("1")
        #expect([job.name, job.user, job.partition] == ["timeout", "demo", "short"])
        #expect(job.account == "lab")
        #expect(job.nativeState == "TIMEOUT" && job.reason.isEmpty)
        #expect([job.rawNumber, job.cores, job.nodes, job.memory] == [1, 1, 1, 100 << 20])
        #expect(job.nodeList == "node2")
        #expect(job.directory == "/srv/data")
        #expect(job.submitted?.local == "2026-11-22T08:09:39")
        #expect(job.started?.local == "2026-11-22T08:09:40")
        #expect(job.ended?.local == "2026-11-22T08:11:08")
        #expect(job.elapsed == 88_000)
        let rejected = try self.job("17")
        #expect(rejected.started == nil && rejected.nodeList.isEmpty)
        #expect(try self.job("36").nativeState == "CANCELLED by 1001")
        #expect(try self.job("7_0").rawNumber == 19)
    }

    @Test func `hostile names, as Slurm wrote them`() throws {
        let answer = try Recording.bytes("slurm/sacct-marked.out")
        let jobs = SacctListing(mark: 0x0123_4567_89AB_CDEF).jobs(in: answer)
        let names = jobs.map(\.name)
        #expect(jobs.map(\.place.number) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12])
        #expect(names[..<3] == ["ends", "new\nline", "unit\u{1f}sep"])
        // Accounting changes some bytes, and has a name for jobs without one.
        #expect(names[3..<7] == ["bad??utf8", "quote`s ' | \\ %j", "allocation", " lead trail "])
        #expect(names[7].hasSuffix("forged"))
        #expect(jobs[2].comment == "two\nlines")
        let ends: [ProcessEnd?] = [
            .exited(3), .exited(0), .killed(by: 11), .exited(0), .exited(0), .exited(0), .exited(0),
            .exited(7), nil, nil, nil,
        ]
        #expect(jobs.map(\.end) == ends)
        #expect(jobs[9].timeLimit == 60_000)
        #expect(jobs[0].ended == WallTime(milliseconds: 1_795_364_803_000))
    }

    @Test func `nothing is read behind a row that is not whole`() throws {
        let answer = try Recording.bytes("slurm/sacct-marked.out")
        let listing = SacctListing(mark: 0x0123_4567_89AB_CDEF)
        let all = listing.jobs(in: answer).map(\.id)
        for length in stride(from: 0, to: answer.count, by: 5) {
            let jobs = listing.jobs(in: Array(answer.prefix(length))).map(\.id)
            #expect(jobs.count < all.count && jobs == Array(all.prefix(jobs.count)))
        }
        #expect(SacctListing(mark: 1).jobs(in: answer).isEmpty)
    }

    @Test func `the query has a field for each column`() {
        let listing = SacctListing(mark: 1)
        #expect(listing.delimiter == "\u{1f}0000000000000001")
        #expect(SacctListing.fields.split(separator: ",").count == listing.layout.fields.count)
        #expect(SacctListing.fields.hasPrefix("JobID,JobIDRaw,User,"))
    }
}
