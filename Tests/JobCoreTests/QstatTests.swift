internal import Foundation
import JobCore
import Testing

/// What the clients of Torque and OpenPBS once wrote: all of it, by the index beside it.
@Suite struct QstatTests {
    /// A recording, and what the index says of it.
    struct Recorded: CustomTestStringConvertible, Sendable {
        let dialect: PBSDialect
        let file: String
        let command: String
        let status: Int32
        var testDescription: String { "\(file): \(command)" }

        private var folder: String { dialect == .torque ? "torque" : "openpbs" }
        /// Each stream; empty where nothing was written to it.
        func bytes(_ ending: String) -> [UInt8] {
            (try? Recording.bytes("\(folder)/\(name).\(ending)")) ?? []
        }
        private var name: Substring { file.prefix { $0 != "." } }
        var words: [Substring] { command.split(separator: " ") }
        var jobs: [BatchJob] { QstatTests.jobs(in: bytes("out")) }

        static func all(_ dialect: PBSDialect) throws -> [Recorded] {
            let folder = dialect == .torque ? "torque" : "openpbs"
            let index = String(
                decoding: try Recording.bytes("\(folder)/README.md"), as: UTF8.self)
            return index.split(separator: "\n").flatMap { line -> [Recorded] in
                let cells = line.replacing("\\|", with: "!").split(
                    separator: "|", omittingEmptySubsequences: false
                ).map { $0.trimmingCharacters(in: .whitespaces) }
                guard cells.count >= 5, let status = Int32(cells[3]) else { return [] }
                let command = cells[2].split(separator: "`").first.map { String($0) } ?? ""
                return cells[1].split(separator: ",").map { file in
                    Recorded(
                        dialect: dialect, file: file.trimmingCharacters(in: .whitespaces),
                        command: command, status: status)
                }
            }
        }
    }

    /// The jobs of a recording; the text of `-f`, which no tool reads, is made XML first.
    static func jobs(in bytes: [UInt8]) -> [BatchJob] {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("Job Id: "), !text.contains("|Job_Name=") else {
            return QstatListing.jobs(in: bytes)
        }
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("\t"), !lines.isEmpty {
                lines[lines.count - 1] += line.dropFirst()
            } else if line.hasPrefix("    ") || line.hasPrefix("Job Id: ") {
                lines.append(String(line))
            } else if !lines.isEmpty {
                lines[lines.count - 1] += "\n" + line
            }
        }
        func escaped(_ text: some StringProtocol) -> String {
            String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        }
        var xml = "<Data>"
        for line in lines {
            if line.hasPrefix("Job Id: ") {
                xml += (xml.hasSuffix("<Data>") ? "" : "</Job>") + "<Job><Job_Id>"
                xml += line.dropFirst(8) + "</Job_Id>"
            } else if let equals = line.firstRange(of: " = ") {
                let name = line[..<equals.lowerBound].drop { $0 == " " }
                xml += "<\(name)>" + escaped(line[equals.upperBound...]) + "</\(name)>"
            }
        }
        return QstatListing.jobs(in: Array((xml + "</Job></Data>").utf8))
    }

    static let torque = (try? Recorded.all(.torque)) ?? []
    static let openPBS = (try? Recorded.all(.openPBS)) ?? []

    @Test func `the index has every recording`() throws {
        for (folder, files) in [("torque", Self.torque), ("openpbs", Self.openPBS)] {
            let there = try FileManager.default.contentsOfDirectory(
                atPath: Recording.path(folder)
            ).filter { $0 != "README.md" }
            #expect(Set(files.map(\.file)) == Set(there))
        }
        #expect(Self.torque.count + Self.openPBS.count >= 513)
    }

    /// The IDs in a listing, found without knowing more of it than how a job begins.
    private static func ids(in text: [UInt8]) -> Set<String> {
        var ids: Set<String> = []
        for line in text.split(separator: 0x0A).map({ String(decoding: $0, as: UTF8.self) }) {
            if line.hasPrefix("Job Id: ") { ids.insert(String(line.dropFirst(8))) }
            for part in line.split(separator: "<Job_Id>").dropFirst() where line.contains("<") {
                ids.insert(String(part.prefix { $0 != "<" }))
            }
            if line.hasPrefix("\t\t\""), line.hasSuffix("\":\t{") {
                ids.insert(String(line.dropFirst(3).prefix { $0 != "\"" }))
            }
        }
        // An array whose tasks are there too.
        let arrays = ids.filter { id in
            guard let place = id.firstRange(of: "[]") else { return false }
            return ids.contains { $0 != id && $0.hasPrefix(id[..<place.lowerBound] + "[") }
        }
        return ids.subtracting(arrays).filter { BatchID($0) != nil }
    }

    @Test(arguments: torque + openPBS)
    func `reads as its index says`(_ recorded: Recorded) {
        let (output, errors) = (recorded.bytes("out"), recorded.bytes("err"))
        let isPBS = !recorded.file.hasPrefix("lookalike")
        let jobs = recorded.jobs
        let isListing =
            recorded.words.first == "qstat" && !recorded.command.contains("!")
            && !recorded.words.contains("dsv")
        // Every job that is listed in full, and where nothing is, none.
        #expect(Set(jobs.map(\.id.text)) == (isListing ? Self.ids(in: output) : []))
        #expect(jobs.allSatisfy { !$0.user.isEmpty && !$0.name.isEmpty && $0.submitted != nil })
        // One that was asked for is the one that is told of.
        let isFull = recorded.words.contains { ["-f", "-xf", "-fx"].contains($0) }
        if isFull, recorded.status == 0, let word = recorded.words.last,
            let asked = BatchID(String(word).replacing("'", with: "")), !jobs.isEmpty,
            // Torque lists all jobs there.
            recorded.dialect == .openPBS || !asked.hasBrackets || recorded.words.contains("-t")
                || asked.tasks != nil
        {
            #expect(jobs.allSatisfy { $0.place.isOfSameJob(as: asked) })
        }
        let version = PBSDialect(status: recorded.status, output: output, errors: errors)
        let asksVersion = recorded.command.hasPrefix("qsub --version")
        if asksVersion { #expect(version == (isPBS ? recorded.dialect : nil)) }
        let id = PBSMessage.jobID(answered: output)
        if recorded.words.first == "qsub", isPBS, !asksVersion {
            // With block=true it ends as the job does.
            let isTaken = recorded.status == 0 || recorded.command.contains("block=true")
            #expect((id != nil) == isTaken || recorded.dialect == .torque && recorded.status > 0)
        }
        if isPBS, recorded.status != 0 {
            let kind = PBSMessage.kind(
                status: recorded.status, errors: errors, of: recorded.dialect)
            #expect(kind == Self.kind(of: recorded))
            #expect(errors.isEmpty || !PBSMessage.text(of: errors).isEmpty)
        }
    }

    /// What a failure is, by the name of its recording.
    private static func kind(of recorded: Recorded) -> PBSMessage.Kind {
        let name = recorded.file
        if name.hasPrefix("down-") { return .unreachable }
        let isUnknown = ["unknown", "some-unknown", "nokeep-q", "nohist-q"].contains {
            name.contains($0)
        }
        switch recorded.words.first {
        case "qsub":
            if recorded.status == 208 { return .badDependency }
            return recorded.status < 7 ? .usage : .refused
        case _ where recorded.status < 7: return .usage
        case _ where name.contains("bad-id") || name.contains("qstat-name"): return .refused
        case _ where name.contains("denied") || name.contains("hidden"): return .notPermitted
        case _ where isUnknown || recorded.status == 153: return .unknownJob
        default: return .hasEnded
        }
    }

    @Test(
        arguments: [
            (.torque, "qstat-f-t", "qstat-x-t"), (.torque, "finished-f-fail", "finished-x-fail"),
            (.torque, "finished-f-wall", "finished-x-wall"),
            (.torque, "qstat-f-queued", "qstat-x-queued"),
            (.torque, "qstat-f-userhold", "qstat-x-userhold"),
            (.torque, "qstat-f-hard-newline", "qstat-x-hard-newline"),
            (.torque, "qstat-f-1-running", "qstat-x-running"),
            (.openPBS, "qstat-f", "qstat-f-F-json"), (.openPBS, "qstat-f-t", "qstat-f-t-F-json"),
            (.openPBS, "finished-xf-fail", "finished-json-fail"),
            (.openPBS, "finished-xf-qdel-running", "finished-json-qdel-running"),
            (.openPBS, "qstat-f-hard-newline", "qstat-json-hard-newline"),
            (.openPBS, "qstat-f-hard-utf8", "qstat-json-hard-utf8"),
        ] as [(PBSDialect, String, String)])
    func `two forms tell the same of a job`(
        _ dialect: PBSDialect, _ text: String, _ other: String
    ) throws {
        let folder = dialect == .torque ? "torque" : "openpbs"
        func read(_ file: String) throws -> [JobID: BatchJob] {
            let jobs = Self.jobs(in: try Recording.bytes("\(folder)/\(file).out"))
            return Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, $0) })
        }
        let (first, second) = (try read(text), try read(other))
        #expect(!first.isEmpty && first.keys == second.keys)
        for (id, job) in first {
            let twin = try #require(second[id])
            #expect(job.state == twin.state && job.nativeState == twin.nativeState)
            #expect(job.name == twin.name && job.user == twin.user)
            #expect(job.directory == twin.directory && job.end == twin.end)
            #expect(job.timeLimit == twin.timeLimit && job.memory == twin.memory)
            #expect(job.cores == twin.cores && job.nodes == twin.nodes)
        }
    }

    @Test(
        arguments: [
            ("torque/finished-f-ok", .complete, .exited(0)),
            ("torque/finished-f-fail", .failed, .exited(3)),
            ("torque/finished-f-255", .failed, .exited(255)),
            ("torque/finished-f-kill9", .failed, .killed(by: 9)),
            ("torque/finished-f-segv", .failed, .killed(by: 11)),
            ("torque/finished-f-badshell", .failed, .exited(254)),
            ("torque/finished-f-wall", .timeout, nil),
            ("torque/qstat-f-qdel-running", .cancelled, nil),
            ("torque/qstat-f-qdel-queued", .cancelled, nil),
            ("torque/dep-failed-child-f", .cancelled, nil),
            ("torque/qstat-f-dephold", .pending, nil), ("torque/qstat-f-userhold", .held, nil),
            ("torque/qstat-f-waiting", .pending, nil), ("torque/qstat-f-running", .running, nil),
            ("openpbs/finished-xf-fail", .failed, .exited(3)),
            ("openpbs/finished-xf-kill9", .failed, .killed(by: 9)),
            ("openpbs/finished-xf-wall", .timeout, nil),
            ("openpbs/finished-xf-sigusr1", .failed, .killed(by: 10)),
            ("openpbs/finished-xf-qdel-running", .cancelled, nil),
            ("openpbs/qstat-xf-qdel-queued", .cancelled, nil),
            ("openpbs/dep-failed-child", .cancelled, nil),
            ("openpbs/qstat-f-dephold", .pending, nil), ("openpbs/qstat-f-userhold", .held, nil),
            ("openpbs/qstat-json-exiting", .completing, nil),
            ("openpbs/qstat-f-array", .running, nil),
        ] as [(String, JobState, ProcessEnd?)])
    func `states and endings`(_ file: String, _ state: JobState, _ end: ProcessEnd?) throws {
        let jobs = Self.jobs(in: try Recording.bytes(file + ".out"))
        #expect(jobs.map(\.state) == [state])
        #expect(jobs.first?.end == end)
        let ended = jobs.first.map { $0.state.hasEnded ? $0.ended != nil : $0.ended == nil }
        #expect(ended == true)
    }

    @Test func `the job that another one was deleted with is known`() throws {
        let jobs = Self.jobs(in: try Recording.bytes("torque/dep-failed-child-f.out"))
        #expect(jobs.first?.failedParent?.text == "80.pbsserver")
    }

    @Test(arguments: [
        ("Job Id: 1.s\n    job_state = R\n\n", []),
        ("<Data><Job><Job_Id>1.s</Job_Id><job_state>K</job_state></Job>", ["1.s pending"]),
        ("<Data><Job><Job_Id>0.s</Job_Id><job_state>R</job_state></Job>", ["0.s running"]),
        ("<Data><Job><Job_Id>1.s</Job_Id><job_state>C</job_state><exit_status>0", []),
        (
            "<Data><Job><Job_Id>1.s</Job_Id><job_state>R</job_state><Variable_List>"
                + "X=&lt;/Job&gt;\u{1B}\n\u{1}</Variable_List></Job></Data>", ["1.s running"]
        ),
        (
            "{\n\t\"Jobs\":\t{\n\t\t\"1.s\":\t{\n\t\t\t\"job_state\":\t\"R\",\n"
                + "\t\t\t\"Variable_List\":\t{\n\t\t\t\t\"job_state\":\t\"F\",\n"
                + "\t\t\t\t\"X\":\t[{\n\t\t\t\t\t\t\"job_state\":\t\"F\"\n\t\t\t\t\t}],\n"
                + "\t\t\t\t\"Y\":\tnan\n\t\t\t}\n\t\t}\n\t}\n}\n", ["1.s running"]
        ),
        ("{\n\t\"Jobs\":\t{\n\t\t\"1.s\":\t{\n\t\t\t\"job_state\":\t\"F\",\n", []),
        (
            "{\n    \"Jobs\":{\n        \"1.s\":{\n            \"job_state\":\"R\"\n        }\n"
                + "    }\n}\n", ["1.s running"]
        ),
        ("", []), ("Job id  Name  User\n", []), ("{}", []), ("<Data>", []),
    ])
    func `nobody's bytes make or end a job`(_ text: String, _ expected: [String]) {
        let jobs = QstatListing.jobs(in: Array(text.utf8))
        #expect(jobs.map { "\($0.id) \($0.state.rawValue)" } == expected)
    }

    @Test(arguments: ["0", "-1", "\"0\"", "99999999999"])
    func `a number of cores or nodes that no job has is not believed`(_ number: String) {
        let text =
            "{\n\t\"Jobs\":\t{\n\t\t\"1.s\":\t{\n\t\t\t\"job_state\":\t\"Q\",\n"
            + "\t\t\t\"Resource_List\":\t{\n\t\t\t\t\"ncpus\":\t\(number),\n"
            + "\t\t\t\t\"nodect\":\t\(number)\n\t\t\t}\n\t\t}\n\t}\n}\n"
        let jobs = QstatListing.jobs(in: Array(text.utf8))
        #expect(jobs.map { [$0.cores, $0.nodes] } == [[1, 1]])
    }

    @Test func `cores and nodes are counted`() {
        let text =
            "{\n\t\"Jobs\":\t{\n\t\t\"1.s\":\t{\n\t\t\t\"job_state\":\t\"Q\",\n"
            + "\t\t\t\"Resource_List\":\t{\n\t\t\t\t\"ncpus\":\t6,\n"
            + "\t\t\t\t\"nodect\":\t2\n\t\t\t}\n\t\t}\n\t}\n}\n"
        let jobs = QstatListing.jobs(in: Array(text.utf8))
        #expect(jobs.map { [$0.cores, $0.nodes] } == [[6, 2]])
    }

    @Test(arguments: [
        ("12", "12", "12_3"), ("12.server", "12.server", "12[3].server"),
        ("12[].server.a", "12[].server.a", "12[3].server.a"), ("12[4]", "12[]", "12[3]"),
        ("0.server", "0.server", "0[3].server"), ("12_4", "12", "12_3"),
        ("12;east", "12;east", "12_3;east"),
    ])
    func `IDs of every batch system are taken apart and put together`(
        _ text: String, _ whole: String, _ task: String
    ) throws {
        let id = try #require(BatchID(text))
        #expect(id.whole.text == whole)
        #expect(id.task(3).text == task)
    }

    @Test(arguments: [
        "0", "12.", "12[", "12[a]", "12]", "[1]", "12[]x", "12_", "a.b", "12[1];east",
        "12_1.server",
        "12.a b", "",
    ])
    func `what is no ID`(_ text: String) {
        #expect(JobID(text).flatMap { BatchID($0.text) } == nil)
    }
}
