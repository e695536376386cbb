import JobCore
import TestSupport
import Testing

/// squeue's tables: those that were recorded, and such as a hostile user would like to have made.
@Suite struct SqueueTests {
    private typealias Fields = [SlurmLayout.Field]

    /// `%i|%F|%K|%A|%u|%P|%T|%r|%M|%l|%D|%C|%m|%N|%S|%e|%V|%E|%Z|%j`
    private static let all: Fields = [
        .id, .arrayNumber, .arrayTasks, .rawNumber, .user, .partition, .state, .reason, .elapsed,
        .timeLimit, .nodes, .cores, .memory, .nodeList, .started, .ended, .submitted, .dependency,
        .directory, .name,
    ]
    private static let long: Fields = [
        .rawNumber, .id, .arrayNumber, .arrayTasks, .other, .other, .user, .partition, .state,
        .reason, .other, .nodeList, .nodes, .cores, .started, .ended, .dependency, .name, .other,
    ]

    private static func recorded(_ file: String, _ fields: Fields) throws -> [BatchJob] {
        SlurmLayout(fields, separator: "|").jobs(in: try Recording.bytes("slurm/\(file).out"))
    }

    private func job(_ id: String, in file: String = "squeue-all-fields") throws -> BatchJob {
        let jobs = try Self.recorded(file, Self.all)
        return try #require(jobs.first { $0.id.text == id })
    }

    @Test(
        arguments: [
            ("squeue-all-fields", all), ("squeue-all-fields-array", all), ("squeue-final", all),
            ("squeue-O-sep", long), ("squeue-nodefail", [.id, .name, .state, .reason, .nodeList]),
            ("squeue-me", [.id, .state]), ("squeue-j-list", [.id, .state, .reason]),
            ("squeue-j-mixed", [.id, .state]), ("squeue-completing-5s", [.id, .state, .reason]),
            ("oom-squeue", [.id, .name, .state, .reason]),
            ("pending-resources-priority", [.id, .name, .state, .reason, .started]),
            ("deadline-squeue", [.id, .name, .state, .reason]),
            ("purged-dep-after", [.id, .name, .state, .reason, .dependency]),
        ] as [(String, [SlurmLayout.Field])])
    func `every row of a recorded table is a job`(
        _ file: String, _ fields: [SlurmLayout.Field]
    ) throws {
        let jobs = try Self.recorded(file, fields)
        #expect(try jobs.count == Recording.lineCount("slurm/\(file).out"))
        #expect(Set(jobs.map(\.id)).count == jobs.count)
        #expect(jobs.allSatisfy { $0.id.text.hasPrefix("\($0.place.number)") })
    }

    @Test(
        arguments: [
            ("3", .complete, ""), ("28", .failed, "NonZeroExitCode"),
            ("29", .failed, "JobLaunchFailure"), ("17", .failed, "BadConstraints"),
            ("34", .cancelled, ""), ("35", .cancelled, "JobHeldUser"),
            ("30", .nodeFail, "NodeDown"), ("36", .completing, ""), ("37", .suspended, ""),
            ("38", .held, "job requeued in held state"), ("49", .held, "JobHeldUser"),
            ("50", .held, "JobHeldAdmin"), ("46", .pending, "DependencyNeverSatisfied"),
            ("60", .pending, "ReqNodeNotAvail, UnavailableNodes:node2"),
            ("55", .pending, "QOSMaxJobsPerUserLimit"), ("32", .running, ""),
            ("39_[2,4-9%2]", .pending, "JobArrayTaskLimit"), ("39_0", .running, ""),
            ("7_2", .complete, ""), ("58+1", .held, "JobHeldUser"), ("56+0", .running, ""),
        ] as [(String, JobState, String)])
    func `states and reasons`(_ id: String, _ state: JobState, _ reason: String) throws {
        let job = try job(id)
        #expect(job.state == state)
        #expect(job.reason == reason)
    }

    @Test func `a running job has all there is to tell`() throws {
        let job = try job("33")
        #expect(job.place == BatchID(number: 33))
        #expect(job.rawNumber == 33)
        #expect([job.user, job.name, job.partition] == ["demo", "run2", "batch"])
        #expect(job.directory == "/srv/data")
        #expect(job.nativeState == "RUNNING")
        #expect([job.cores, job.nodes] == [2, 2])
        #expect(job.memory == 100 << 20)
        #expect(job.nodeList == "node[2-3]")
        #expect(job.elapsed == 4000)
        #expect(job.timeLimit == 1_800_000)
        #expect(job.submitted?.local == "2026-11-22T08:09:51")
        #expect(job.started?.local == "2026-11-22T08:09:51")
        #expect(job.dependency.isEmpty)
    }

    @Test func `what is only expected has not happened`() throws {
        #expect(try job("33").ended == nil)
        let pending = try job("42")
        #expect(pending.started == nil && pending.ended == nil && pending.elapsed == nil)
        let cancelled = try job("35")
        #expect(cancelled.started == nil && cancelled.elapsed == nil)
        #expect(cancelled.ended?.local == "2026-11-22T08:09:54")
        let ended = try job("34")
        #expect(ended.started?.local == "2026-11-22T08:09:51")
        #expect(ended.ended?.local == "2026-11-22T08:09:54")
        #expect(ended.elapsed == 3000)
        #expect(ended.end == nil)
    }

    @Test func `tasks that wait together, and tasks of their own`() throws {
        let waiting = try job("39_[2,4-9%2]")
        #expect(waiting.place.number == 39)
        #expect(waiting.place.tasks?.indices == [2, 4, 5, 6, 7, 8, 9])
        #expect(waiting.place.tasks?.limit == 2)
        let task = try job("39_1")
        #expect(task.place == BatchID(number: 39, tasks: ArrayTasks(1)))
        #expect(task.rawNumber == 41)
        let expanded = try job("39_7", in: "squeue-all-fields-array")
        #expect(expanded.place.tasks?.indices == [7])
        #expect(try job("58+1").place.component == 1)
        #expect(try job("58+1").rawNumber == 59)
    }

    @Test func `dependencies and large requests`() throws {
        #expect(
            try job("45").dependency
                == "afterany:32(unfulfilled)?afterany:33(unfulfilled)?afternotok:33(unfulfilled)")
        let large = try job("12")
        #expect([large.cores, large.nodes] == [1000, 125])
        #expect(try job("17").memory == 999 << 30)
    }

    // MARK: - Marks

    private static let mark: UInt64 = 0x0123_4567_89AB_CDEF

    /// The bytes that squeue writes for a row, by its format; `values` are by the fields' letters.
    private static func row(_ listing: SqueueListing, _ values: [Character: ByteString]) -> [UInt8]
    {
        var row: [UInt8] = []
        var rest = listing.format.bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                row.append(byte)
                continue
            }
            row += (values[Character(Unicode.Scalar(letter))] ?? "N/A").bytes
        }
        return row + [UInt8(ascii: "\n")]
    }

    private static func values(
        id: ByteString, name: ByteString, comment: ByteString = "(null)"
    ) -> [Character: ByteString] {
        [
            "i": id, "A": id, "F": id, "T": "RUNNING", "D": "1", "C": "4", "u": "demo", "j": name,
            "k": comment, "a": "lab", "Z": "/srv/data", "r": "None", "N": "node1",
        ]
    }

    @Test func `hostile names, as Slurm wrote them`() throws {
        let answer = try Recording.bytes("slurm/squeue-marked.out")
        let jobs = SqueueListing(mark: Self.mark).jobs(in: answer)
        var names: [String: ByteString] = [:]
        for job in jobs { names[job.id.text] = job.name }
        #expect(jobs.count == 11)
        #expect(names["5"] == "new\nline")
        #expect(names["6"] == "unit\u{1f}sep")
        #expect(names["7"]?.bytes == Array("bad".utf8) + [0xFF, 0xFE] + Array("utf8".utf8))
        #expect(names["8"] == "quote\"s ' | \\ %j")
        #expect(names["9"] == "")
        #expect(names["10"] == " lead trail ")
        #expect(names["11"]?.hasSuffix("\u{1f}fedcba9876543210\u{1f}forged") == true)
        #expect(names["12"] == "y JobState=COMPLETED Reason=None Dependency=(null) ExitCode=0:0 ")
        #expect(names["13"] == "z\nJobId=1 JobName=z")
        #expect(jobs.first { $0.id.text == "6" }?.comment == "two\nlines")
        let running = try #require(jobs.first { $0.id.text == "15" })
        #expect(running.state == .running && running.name == "runs")
        // 1.50G
        #expect(running.memory == 1536 << 20)
        #expect(running.started == WallTime(milliseconds: 1_795_364_369_000))
    }

    @Test func `a list of tasks that squeue cut off is whole in another field`() throws {
        let answer = try Recording.bytes("slurm/squeue-marked-short.out")
        let jobs = SqueueListing(mark: Self.mark).jobs(in: answer)
        #expect(jobs.count == 11)
        let id = "14_[1,3,6,8,11-12,15,17,20,22,25,27,30,32,35,40,50,60,70,80,90%2]"
        let array = try #require(jobs.first { $0.id.text == id })
        #expect(array.place.tasks?.count == 21)
        var values = Self.values(id: "14_[1,3,6,8,11-12,15,17,20,22,2", name: "arr")
        (values["F"], values["K"]) = ("14", "1,3,6,8,11-12,...%2")
        let listing = SqueueListing(mark: Self.mark)
        #expect(listing.jobs(in: Self.row(listing, values)).map(\.id.text) == ["14"])
    }

    @Test func `a kept listing tells its own mark`() throws {
        let answer = try Recording.bytes("slurm/squeue-marked.out")
        let listing = try #require(SqueueListing(kept: Array("CLUSTER: c\n".utf8) + answer))
        #expect(listing.format == SqueueListing(mark: Self.mark).format)
        #expect(SqueueListing(kept: []) == nil)
        #expect(SqueueListing(kept: Array("x\n\u{1f}0123".utf8)) == nil)
    }

    @Test func `any bytes in a name come back, and make no row`() throws {
        let listing = SqueueListing(mark: Self.mark)
        let other = SqueueListing(mark: Self.mark ^ 1)
        let fake = Self.row(other, Self.values(id: "666", name: "fake"))
        let alphabet: [[UInt8]] =
            [fake, other.format.bytes, listing.format.bytes.suffix(9), [0x1F], [0x0A], [0x20]]
            + [Array("\u{1f}0123456789abcde".utf8), Array("\"'|\\%".utf8), [0xFF, 0xC3], [0x7F]]
        var generator = Seeded(22)
        for _ in 0..<300 {
            func text() -> ByteString {
                ByteString(
                    (0..<Int.random(in: 0...5, using: &generator)).flatMap { _ in
                        alphabet.randomElement(using: &generator) ?? []
                    })
            }
            let rows = (1...3).map { number in
                Self.values(id: ByteString("\(number)"), name: text(), comment: text())
            }
            let jobs = listing.jobs(in: rows.flatMap { Self.row(listing, $0) })
            #expect(jobs.map(\.id.text) == ["1", "2", "3"])
            #expect(jobs.map(\.name) == rows.map { $0["j"] ?? "" })
            #expect(jobs.map(\.comment) == rows.map { $0["k"] ?? "" })
        }
    }

    @Test func `a row that is not whole is left out, and the others are not`() throws {
        let listing = SqueueListing(mark: Self.mark)
        let rows = ["1", "2", "3"].map {
            Self.row(listing, Self.values(id: $0, name: "a\nb"))
        }
        for length in rows[1].indices {
            let cut = listing.jobs(in: rows[0] + rows[1].prefix(length))
            #expect(cut.map(\.id.text) == ["1"])
            let torn = listing.jobs(in: rows[0] + rows[1].prefix(length) + rows[2])
            #expect(torn.map(\.id.text) == ["1", "3"])
            let headless = listing.jobs(in: rows[0] + rows[1].dropFirst(length + 1) + rows[2])
            #expect(headless.map(\.id.text) == ["1", "3"])
        }
    }

    @Test func `lines between rows are no rows`() {
        let listing = SqueueListing(mark: Self.mark)
        let row = Self.row(listing, Self.values(id: "1", name: "n"))
        let heading = Array("CLUSTER: one\n".utf8)
        let table = heading + row + [0x0A] + Array("CLUSTER: two\n".utf8) + row + heading
        #expect(listing.jobs(in: table).count == 2)
        #expect(listing.jobs(in: heading).isEmpty)
        #expect(listing.jobs(in: []).isEmpty)
    }

    @Test func `rows without an ID or a state are no jobs`() {
        let listing = SqueueListing(mark: Self.mark)
        for (letter, value) in [("i", ""), ("i", "x"), ("i", "12.batch"), ("T", "")]
            as [(Character, ByteString)]
        {
            var values = Self.values(id: "1", name: "n")
            values[letter] = value
            let next = Self.row(listing, Self.values(id: "2", name: "n"))
            #expect(listing.jobs(in: Self.row(listing, values) + next).map(\.id.text) == ["2"])
        }
    }
}
