internal import Foundation
import JobCore
import TestSupport
import Testing

/// A batch system that does not exist: what one more has to bring, and what it then has of itself.
@Suite struct MadeUpSystemTests {
    private static func order(
        _ command: String, in scratch: Scratch, after parents: [Dependency] = []
    ) -> BatchOrder {
        let place = ByteString(scratch.path + "/work")
        var request = Request(
            name: "job", command: .shell(ByteString(command)), directory: place,
            submitDirectory: place, surroundings: "", submitted: WallTime.now())
        request.dependencies = parents
        return BatchOrder(
            .commands([JobCommand(request.command)]), request: request, choices: Choices(),
            table: .builtIn, directory: place, currentDirectory: place)
    }

    private static func queue(in scratch: Scratch) throws -> BatchQueue {
        try BatchQueue(
            Ferry(ByteString(scratch.path)), BatchSettings(), Patience(),
            state: ByteString(scratch.path + "/state"), say: { _ in })
    }

    /// Waits until all have ended.
    private static func ends(of ids: [JobID], in queue: BatchQueue) throws -> [JobEnd] {
        var wait = try queue.wait(for: ids, WaitManner())
        var ends: [JobEnd] = []
        while wait.openCount > 0 {
            ends += try wait.takeEnded()
            if wait.openCount > 0 { usleep(10_000) }
        }
        return ends
    }

    @Test func `its jobs are submitted, waited for, listed and told apart`() throws {
        let scratch = try Scratch(cores: nil)
        let queue = try Self.queue(in: scratch)
        let orders = ["echo hi; exit 3", "kill -9 $$", "true"].map { Self.order($0, in: scratch) }
        let ids = try #require(try queue.submit(orders, limit: 5, expandsArrays: true))
        #expect(ids.map { $0.map(\.text) } == [["1"], ["2"], ["3"]])
        let ends = try Self.ends(of: ids.flatMap { $0 }, in: queue)
        #expect(
            ends.sorted { $0.id.text < $1.id.text }.map(\.status.code) == [3, 137, 0])
        let report = try #require(try queue.report(of: ids[0][0]))
        #expect(report.state == .failed && report.ending?.exitCode == 3)
        let output = try #require(report.paths?.output)
        #expect(try String(contentsOfFile: output.printable, encoding: .utf8) == "hi\n")
        #expect(try queue.lastJobs() == ids.flatMap { $0 })
    }

    @Test func `a child of a failed job never gets there, and what it refuses leaves nothing`()
        throws
    {
        let scratch = try Scratch(cores: nil)
        let queue = try Self.queue(in: scratch)
        let parent = try #require(
            try queue.submit([Self.order("false", in: scratch)], limit: nil, expandsArrays: true))
        _ = try Self.ends(of: parent[0], in: queue)
        let states = try queue.parents(of: [.job(parent[0][0], .afterok)], allowsMissing: false)
        #expect(states == [.failed(parent[0][0])])
        var child = Self.order("touch x", in: scratch)
        child.failedParent = parent[0][0]
        let ids = try #require(try queue.submit([child], limit: nil, expandsArrays: true))
        #expect(ids.map { $0.map(\.text) } == [["C1"]])
        #expect(try Self.ends(of: ids[0], in: queue).map(\.status.code) == [143])
        #expect(throws: Failure.self) {
            _ = try queue.submit(
                [Self.order("true # refuse", in: scratch)], limit: nil, expandsArrays: true)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/work")
        // The child's is there for the day on which it is submitted again.
        #expect(left.count { $0.hasSuffix(".ferry") } == 2)
    }
}

/// All of it: a directory in which each job has files, and a shell for each.
private final class Ferry: BatchSystem {
    private let place: ByteString

    init(_ place: ByteString) { self.place = place }

    // Each of the names is one that the tools know: a new one has a case of its own.
    let traits = BatchTraits(.pbs, scriptKind: "ferry", search: "look for {}")

    private static let words = ScriptWords(
        backend: .pbs, id: "$FERRY", job: "$FERRY", array: "$FERRY", task: "$FERRY_TASK",
        taskID: "${FERRY}_$FERRY_TASK", host: "$HOSTNAME", isFirstRun: "false", launcher: nil)

    func prepare(_ order: BatchOrder, under stem: JobStem) throws(Failure) -> PreparedJob {
        guard case .commands(let tasks) = order.source else {
            throw Failure("only commands", status: .usage)
        }
        var script = JobScript(
            stem: stem, token: order.token, directives: ["#FERRY " + ByteString(order.token)],
            request: order.request, tasks: tasks, isArray: false, words: Self.words)
        let (output, error) = (stem.path("out"), stem.path("err"))
        script.redirections = "< /dev/null > " + Shell.quote(output) + " 2> " + Shell.quote(error)
        return PreparedJob(
            record: order.record(script: stem.path(traits.scriptKind), under: stem),
            text: script.text,
            inner: script.inner, directory: order.currentDirectory, environment: [])
    }

    func words(of job: PreparedJob) -> [ByteString] { ["board", job.record.script] }
    func checkSubmission() {}
    func test(_ job: PreparedJob) -> (isFine: Bool, text: String) { (true, "") }

    private var listed: [String] {
        let path = place.printable + "/ferry"
        return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
            .split(separator: "\n").map { String($0) }
    }

    func submit(_ job: PreparedJob) -> SubmitAnswer {
        if job.text?.contains("# refuse") ?? false {
            return .refused(Failure("full", status: .failure))
        }
        let number = listed.count + 1
        let lines = listed + ["\(number) \(job.record.token)"]
        let text = lines.joined(separator: "\n")
        try? text.write(
            toFile: place.printable + "/ferry", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [job.record.script.printable]
        process.environment = ["FERRY": "\(number)", "PATH": "/usr/bin:/bin"]
        try? process.run()
        return .accepted(JobID(batch: number))
    }

    func listing(of user: ByteString?, cluster: String?) -> [UInt8] {
        Array(listed.joined(separator: "\n").utf8)
    }

    private struct Passengers: BatchListing {
        let jobs: [BatchJob]
    }

    /// They are under way as long as they have written nothing.
    func read(_ listing: [UInt8]) -> any BatchListing {
        let lines = String(decoding: listing, as: UTF8.self).split(separator: "\n")
        let jobs = lines.compactMap { line -> BatchJob? in
            let words = line.split(separator: " ")
            guard let id = JobID(String(words[0])), let place = BatchID(id.text) else { return nil }
            var job = BatchJob(id: id, place: place, state: .running, nativeState: "AFLOAT")
            job.user = Users.name(of: Machine.userID())
            job.comment = ByteString("cjobs:\(words[1])")
            return job
        }
        return Passengers(jobs: jobs)
    }

    func details(of ids: [JobID]) -> [BatchJob] { [] }
    func history(of ids: [JobID], user: ByteString?, since: WallTime?) -> [BatchJob]? { nil }
    func act(_ act: JobAct, on ids: [JobID]) -> [(id: JobID, reason: String)] {
        ids.map { ($0, "no way back") }
    }
    func hasOtherMachines() -> Bool { false }
    func largestArray() -> (tasks: Int, bytes: Int) { (10, 1 << 20) }
}
