import JobCore
import Testing

/// Records of `scontrol show job`: recorded ones, and what names in them can't bring about.
@Suite struct ScontrolTests {
    private func jobs(_ file: String, of number: Int) throws -> [BatchJob] {
        ScontrolListing.jobs(in: try Recording.bytes("slurm/\(file).out"), of: number)
    }

    @Test(
        arguments: [
            ("scontrol-job-running", 32, .running, "", nil),
            ("scontrol-o-running", 32, .running, "", nil), ("scontrol-dd", 32, .running, "", nil),
            ("scontrol-job-failed", 28, .failed, "NonZeroExitCode", .exited(3)),
            ("scontrol-job-segv", 29, .failed, "JobLaunchFailure", .killed(by: 11)),
            ("scontrol-job-nodefail", 30, .nodeFail, "NodeDown", nil),
            ("scontrol-job-held", 49, .held, "JobHeldUser", nil),
            ("scontrol-job-never", 46, .pending, "DependencyNeverSatisfied", nil),
            ("scontrol-job-completing", 36, .completing, "", nil),
            ("scontrol-job-completed", 27, .complete, "", .exited(0)),
            ("scontrol-job-suspended", 37, .suspended, "", nil),
            ("scontrol-job-cancelled", 34, .cancelled, "", nil),
            (
                "scontrol-job-resources", 42, .pending,
                "ReqNodeNotAvail,_May_be_reserved_for_other_job", nil
            ),
            ("scontrol-job-timeout", 1, .timeout, "TimeLimit", nil),
            ("scontrol-job-deadline", 2, .held, "JobHeldUser", nil),
            ("oom-scontrol", 16, .failed, "JobLaunchFailure", .killed(by: 9)),
            ("pending-resources-scontrol", 9, .pending, "Resources", nil),
            ("deadline-scontrol", 11, .timeout, "DeadLine", nil),
        ] as [(String, Int, JobState, String, ProcessEnd?)])
    func `states and ends`(
        _ file: String, _ number: Int, _ state: JobState, _ reason: String, _ end: ProcessEnd?
    ) throws {
        let jobs = try jobs(file, of: number)
        #expect(jobs.map(\.id.text) == ["\(number)"])
        #expect(jobs.first?.state == state)
        #expect(jobs.first?.reason == reason)
        #expect(jobs.first?.end == end)
    }

    @Test(arguments: ["scontrol-job-running", "scontrol-o-running"])
    func `a running job has what Slurm itself knows`(_ file: String) throws {
        let job = try #require(try jobs(file, of: 32).first)
        #expect([job.name, job.user, job.partition] == ["run1", "demo", "batch"])
        #expect(job.account == "lab")
        #expect([job.cores, job.nodes] == [4, 1] && job.nodeList == "node1")
        #expect(job.timeLimit == 1_800_000)
        #expect(job.submitted?.local == "2026-11-22T08:09:51")
        #expect(job.started?.local == "2026-11-22T08:09:51" && job.ended == nil)
    }

    @Test func `an array's tasks and a job's components`() throws {
        let array = try jobs("scontrol-job-array", of: 39)
        #expect(array.map(\.id.text) == ["39_[2,4-9%2]", "39_1", "39_0"])
        #expect(array.map(\.rawNumber) == [39, 41, 40])
        let components = try jobs("scontrol-job-het", of: 56)
        #expect(components.map(\.id.text) == ["56+0", "56+1"])
        #expect(components.map(\.name) == ["het", "het"])
        let ended = try jobs("scontrol-o-array-ends", of: 13)
        #expect(ended.map(\.id.text) == ["13_2", "13_1", "13_0"])
        #expect(ended.map(\.end) == [.exited(2), .exited(1), .exited(0)])
        let cancelled = try jobs("scontrol-o-array-cancelled", of: 11)
        #expect(cancelled.map(\.state) == [.cancelled])
        #expect(cancelled.first?.place.tasks?.count == 21)
    }

    /// A record a line; what was asked for is told by the fronts of the lines.
    @Test func `every record of a whole queue`() throws {
        var answers: [Int: [UInt8]] = [:]
        let lines = ByteString(try Recording.bytes("slurm/scontrol-o-all.out")).split(on: 0x0A)
        for line in lines where !line.isEmpty {
            let words = line.printable.split(separator: " ")
            let leader = words[1].split(separator: "=")
            let word = ["ArrayJobId", "HetJobId"].contains(leader[0]) ? words[1] : words[0]
            let number = try #require(Int(word.split(separator: "=")[1]))
            answers[number, default: []] += line.bytes + [0x0A]
        }
        let jobs = answers.flatMap { ScontrolListing.jobs(in: $1, of: $0) }
        #expect(jobs.count == lines.count { !$0.isEmpty })
        #expect(jobs.count == 56)
        #expect(jobs.allSatisfy { $0.user == "demo" && $0.directory.isEmpty && !$0.name.isEmpty })
    }

    @Test func `a newline in a name is part of the name`() throws {
        for file in ["scontrol-o-newline", "scontrol-job-newline"] {
            let job = try #require(try jobs(file, of: 5).first)
            #expect(job.name == "new\nline")
            #expect(job.state == .held)
        }
    }

    @Test func `nothing is told where somebody made up a state or a record`() throws {
        #expect(try jobs("scontrol-o-forged-state", of: 12).isEmpty)
        #expect(try jobs("scontrol-o-forged-record", of: 13).isEmpty)
        #expect(try jobs("scontrol-o-forged-record", of: 1).isEmpty)
        for file in ["scontrol-o-forged-comment", "scontrol-job-forged-comment"] {
            #expect(try jobs(file, of: 17).isEmpty)
            #expect(try jobs(file, of: 99).isEmpty)
        }
    }

    @Test func `nothing is told of another job`() throws {
        #expect(try jobs("scontrol-job-failed", of: 29).isEmpty)
        #expect(try jobs("scontrol-task-unknown", of: 13).isEmpty)
        let record = try Recording.bytes("slurm/scontrol-o-array-ends.out")
        #expect(ScontrolListing.jobs(in: record + record, of: 13).isEmpty)
        #expect(ScontrolListing.jobs(in: [], of: 13).isEmpty)
    }

    /// Each in a name, and in a directory, which comes behind what is read.
    @Test(arguments: [
        "x JobState=COMPLETED", "x\n   JobState=COMPLETED", "\nJobId=28 JobName=x",
        "\nJobId=99 JobName=x UserId=demo(1001) JobState=COMPLETED ExitCode=0:0",
        "\n\nJobId=28 ArrayJobId=99 ArrayTaskId=1 JobName=x JobState=COMPLETED ",
    ])
    func `no text makes a failed job a success`(_ text: String) throws {
        let record = ByteString(try Recording.bytes("slurm/scontrol-job-failed.out")).printable
            .replacing("\\n", with: "\n")
        for place in ["JobName=fails", "WorkDir=/srv/data"] {
            let forged = record.replacing(place, with: place + text)
            #expect(forged != record)
            #expect(ScontrolListing.jobs(in: Array(forged.utf8), of: 28).isEmpty)
            #expect(ScontrolListing.jobs(in: Array(forged.utf8), of: 99).isEmpty)
        }
        let odd = record.replacing("WorkDir=", with: "WorkDir=/ ExitCode=0:0")
        let job = try #require(ScontrolListing.jobs(in: Array(odd.utf8), of: 28).first)
        #expect(job.state == .failed && job.end == nil)
    }
}
