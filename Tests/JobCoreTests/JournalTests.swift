import TestSupport
import Testing

@testable import JobCore

@Suite struct JournalTests {
    private func request(_ name: ByteString = "a b%\n") -> Request {
        var request = Request(
            name: name, command: .arguments(["x", "", ByteString([0xFF, 0x0A, 0x25])]),
            directory: "/tmp/d e", submitDirectory: "/tmp", surroundings: "abc",
            submitted: WallTime(milliseconds: 1_790_000_000_123))
        request.resources = Resources(cores: 3, memory: 1 << 30)
        request.priority = -4
        request.dependencies = [.job(JobID(local: 3), .afternotok), .singleton]
        request.settled = [.job(JobID(local: 2), .afterok)]
        request.isHeld = true
        request.begin = WallTime(milliseconds: 5)
        request.timeLimit = 60_000
        request.tries = 3
        request.isRequeued = true
        request.output = "o%j"
        request.error = ""
        request.input = "/in put"
        request.inputLine = "l"
        return request
    }

    private var records: [Record] {
        let at = WallTime(milliseconds: 99)
        var usage = ResourceUsage()
        (usage.user, usage.system, usage.peakMemory) = (1, 2, 3)
        let causes: [Ending.Cause] = [
            .process(.exited(0)), .process(.exited(255)), .process(.killed(by: 9)),
            .notStarted(.notFound, reason: "cannot run 'x y': No"), .cancelled(nil),
            .cancelled(.killed(by: 15)), .timeLimit(.exited(0)), .dependency(JobID(local: 3)),
            .lost(reason: "machine restarted"), .void(reason: ""),
            .void(reason: "cannot fork: Resource temporarily unavailable"),
            .outputLost(.exited(0), reason: "cannot write 'x.gz': No space left on device"),
            .outputLost(.killed(by: 13), reason: "packed output is lost"),
        ]
        var records: [Record] = [
            .submit(12, request()), .change(12, request()), .hold(12), .release(12),
            .cancel(12, at: at), .pause, .unpause,
            .budget(Resources(cores: 4, memory: 7)),
            .queue(isPaused: true, budget: Resources(cores: 0), history: 3),
            .cut(bytes: 80, at: at),
            .resubmit(12, attempt: 2, Ending(.process(.exited(4)), at: at, elapsed: 7), as: 40),
            .start(12, attempt: 2, Job.Start(at: at, instant: Instant(milliseconds: 7), boot: "b")),
        ]
        records += causes.map {
            .end(12, attempt: 2, Ending($0, at: at, elapsed: 5, usage: usage), again: false)
        }
        records.append(.end(12, attempt: 1, Ending(.process(.exited(1)), at: at), again: true))
        return records
    }

    private func bytes(_ records: [Record], next: Int = 13) -> [UInt8] {
        var lines = JournalLine.Writer()
        for (index, record) in records.enumerated() {
            record.write(to: &lines, next: next, isContinued: index + 1 < records.count)
        }
        return lines.bytes
    }

    @Test func `every record is read as it was written, and is one printable line`() throws {
        for record in records {
            let line = bytes([record])
            #expect(line.dropLast().allSatisfy { (0x20..<0x7F).contains($0) })
            guard case .line(let read, let length) = JournalLine.read(line[...]) else {
                Issue.record("not a line: \(record)")
                continue
            }
            #expect(length == line.count)
            #expect(Record(read) == record)
            #expect(read.next == 13)
        }
    }

    @Test func `no changed bit goes unnoticed, and the job is still told`() {
        for record in records {
            let line = bytes([record])
            for index in line.indices {
                for bit in 0..<8 {
                    var changed = line
                    changed[index] ^= 1 << bit
                    switch JournalLine.read(changed[...]) {
                    case .line(let read, _):
                        // The length, or the line end, was hit: what it says is still right.
                        #expect(Record(read) == record, "byte \(index) bit \(bit)")
                    case .damaged(let length):
                        guard record.job > 0, changed[(length - 1)] == 0x0A, length == line.count
                        else { continue }
                        #expect(JournalLine.job(ofDamaged: changed[...]) == record.job)
                    case .incomplete:
                        #expect(changed.last != 0x0A || index < 8, "byte \(index) bit \(bit)")
                    }
                }
            }
        }
    }

    @Test func `a damaged line costs no other line`() throws {
        let lines = [1, 2, 3].map { bytes([.hold($0)], next: 4) }
        for index in lines[1].indices {
            var all = lines[0] + lines[1] + lines[2]
            all[lines[0].count + index] ^= 0x04
            var jobs: [Int] = []
            var rest = all[...]
            while !rest.isEmpty {
                switch JournalLine.read(rest) {
                case .line(let line, let length):
                    jobs.append(line.job)
                    rest = rest.dropFirst(length)
                case .damaged(let length): rest = rest.dropFirst(length)
                case .incomplete: rest = []
                }
            }
            #expect(jobs == [1, 3] || jobs == [1, 2, 3], "byte \(index): \(jobs)")
        }
    }

    @Test func `a line cut anywhere is no line`() {
        let line = bytes([records[0]])
        for count in 0..<(line.count - 1) {
            switch JournalLine.read(line.prefix(count)) {
            case .line: Issue.record("cut at \(count)")
            case .damaged, .incomplete: break
            }
        }
    }

    @Test func `the first ending counts, and a cancel before a start is one`() {
        let at = WallTime(milliseconds: 0)
        func end(_ status: Int32, attempt: Int = 1, again: Bool = false) -> Record {
            .end(1, attempt: attempt, Ending(.process(.exited(status)), at: at), again: again)
        }
        func start(_ attempt: Int) -> Record {
            .start(
                1, attempt: attempt, Job.Start(at: at, instant: Instant(milliseconds: 0), boot: ""))
        }
        var plain = request()
        plain.isHeld = false
        func state(_ records: Record...) -> JobState {
            var mark = JobMark()
            for record in [.submit(1, plain)] + records { mark.apply(record, at: .init()) }
            return mark.state
        }
        #expect(state() == .pending)
        #expect(state(.hold(1)) == .held)
        #expect(state(.hold(1), .release(1)) == .pending)
        #expect(state(start(1)) == .running)
        #expect(state(start(1), end(0), end(3)) == .complete)
        #expect(state(.cancel(1, at: at), start(1)) == .cancelled)
        #expect(state(.hold(1), .change(1, plain)) == .held)
        #expect(state(.change(1, plain), start(1), .change(1, plain)) == .running)
        #expect(state(start(1), .cancel(1, at: at)) == .running)
        #expect(state(start(1), end(1, again: true)) == .pending)
        #expect(state(start(1), end(1, again: true), start(2), end(0, attempt: 2)) == .complete)
        #expect(state(start(1), end(1, again: true), end(1)) == .pending)
        #expect(state(end(4)) == .failed)
    }

    @Test func `a job that waits asks for what was told last, and no other does`() {
        let at = WallTime(milliseconds: 0)
        var mark = JobMark()
        mark.apply(.submit(1, request()), at: .init(file: 0, offset: 10))
        mark.apply(.change(1, request()), at: .init(file: 0, offset: 20))
        #expect(mark.request.offset == 20 && mark.latest.offset == 20)
        let start = Job.Start(at: at, instant: Instant(milliseconds: 0), boot: "")
        mark.apply(.start(1, attempt: 1, start), at: .init(file: 0, offset: 30))
        let isLate = mark.apply(.change(1, request()), at: .init(file: 0, offset: 40))
        #expect(!isLate && mark.request.offset == 20)
        let ending = Ending(.process(.exited(1)), at: at)
        mark.apply(
            .end(1, attempt: 1, ending, again: true), at: .init(file: 0, offset: 50))
        mark.apply(.change(1, request()), at: .init(file: 0, offset: 60))
        #expect(mark.request.offset == 60 && mark.latest.offset == 50)
    }

    @Test func `a mark survives being written, and no changed bit does`() {
        var mark = JobMark()
        mark.apply(.submit(1, request()), at: .init(file: 3, offset: 1 << 40))
        var bytes: [UInt8] = []
        mark.write(to: &bytes, of: 7)
        #expect(bytes.count == JobMark.size)
        #expect(bytes.withUnsafeBytes { JobMark($0, of: 7) } == mark)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                #expect(changed.withUnsafeBytes { JobMark($0, of: 7) } == nil)
            }
        }
    }

    @Test func `zeros are no mark, and neither is another job's`() {
        var bytes: [UInt8] = []
        JobMark().write(to: &bytes, of: 7)
        #expect(bytes.withUnsafeBytes { JobMark($0, of: 7) } == JobMark())
        #expect(bytes.withUnsafeBytes { JobMark($0, of: 8) } == nil)
        let zeros = [UInt8](repeating: 0, count: JobMark.size)
        for job in 1...100_000 where zeros.withUnsafeBytes({ JobMark($0, of: job) }) != nil {
            Issue.record("zeros are the mark of L\(job)")
        }
    }

    @Test func `a head survives being written, and no changed bit does`() {
        var head = JobTable.Head()
        (head.journal, head.applied, head.next, head.history) = (7, 800, 31, 2)
        head.free = Resources(cores: -1)
        let bytes = head.bytes(boot: 5, isDirty: false)
        #expect(JobTable.Head.read(bytes)?.head == head)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                #expect(JobTable.Head.read(changed) == nil, "byte \(index) bit \(bit)")
            }
        }
    }
}
