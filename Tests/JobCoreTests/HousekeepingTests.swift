import Foundation
import Testing

@testable import JobCore

/// A journal that does not grow for ever, and a history that tells whether all of it is there.
@Suite struct HousekeepingTests {
    private let path = "/tmp/cjobs-house-\(UUID().uuidString)"

    private func open() throws -> Spool { try Spool(path: ByteString(path), LocalSettings()) }

    private func submit(_ count: Int, to spool: Spool) throws {
        let argument = ByteString([UInt8](repeating: UInt8(ascii: "x"), count: 2500))
        let request = Request(
            name: "n", command: .arguments(["true", argument]), directory: "/",
            submitDirectory: "/", surroundings: "abc",
            submitted: WallTime(milliseconds: 1_790_000_000_000))
        try spool.write { change throws(Failure) in
            for _ in 0..<count { try change.append(.submit(change.newJob(), request)) }
        }
    }

    private func finish(_ jobs: ClosedRange<Int>, in spool: Spool) throws {
        let at = WallTime(milliseconds: 1_790_000_001_000)
        let start = Job.Start(at: at, instant: Instant(milliseconds: 9), boot: spool.bootID)
        let ending = Ending(.process(.exited(0)), at: at)
        try spool.write { change throws(Failure) in
            for job in jobs {
                try change.append(.start(job, attempt: 1, start))
                try change.append(.end(job, attempt: 1, ending, again: false))
            }
        }
    }

    /// Shortens the journal if that is worth it, as the runner does after each step.
    private func keep(_ house: inout Housekeeping, _ spool: Spool) throws -> Int {
        let (journal, end) = try spool.read { view in (view.journal.file, view.head.applied) }
        guard try house.isWorthCompacting(journal, end: end) else { return end }
        let (_, head) = try spool.change { change throws(Failure) in try change.compact() }
        house.hasCompacted(to: head.applied)
        return head.applied
    }

    @Test func `one old job that waits keeps no journal long`() throws {
        let spool = try open()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var house = Housekeeping(spool: spool)
        try submit(1, to: spool)
        var (next, longest) = (2, 0)
        for _ in 0..<40 {
            try submit(100, to: spool)
            try finish(next...(next + 99), in: spool)
            next += 100
            longest = max(longest, try keep(&house, spool))
        }
        let sizes = try spool.history.names().compactMap { spool.history.status(of: $0)?.size }
        print("journal at most \(longest), history \(sizes.reduce(0, +)) in \(sizes.count) files")
        #expect(longest < 5 << 20 && sizes.count >= 2)
        #expect(try spool.check().filter { !$0.contains("env/abc") }.isEmpty)
        let head = try spool.read { view in view.head }
        #expect(head.count(of: [.pending]) == 1 && head.count(of: [.complete]) == 4000)
    }

    @Test func `what a job was submitted again as is known wherever its records lie`() throws {
        let spool = try open()
        defer { try? FileManager.default.removeItem(atPath: path) }
        func compact() throws {
            try spool.write { change throws(Failure) in try change.compact() }
        }
        func link(_ job: Int, to successor: Int) throws {
            let ending = Ending(.process(.exited(0)), at: WallTime(milliseconds: 5))
            _ = try spool.write { change throws(Failure) in
                try change.append(.resubmit(job, attempt: 1, ending, as: successor))
            }
        }
        func successors() throws -> [JobID?] {
            try spool.read { view throws(Failure) in
                try (1...3).map { job throws(Failure) in
                    try view.job(job, view.mark(of: job))?.successor
                }
            }
        }
        try submit(4, to: spool)
        try finish(1...3, in: spool)
        try link(1, to: 4)
        try compact()
        // The submission is in the history, and this in the journal.
        try link(2, to: 4)
        #expect(try successors() == [JobID(local: 4), JobID(local: 4), nil])
        try compact()
        #expect(try successors() == [JobID(local: 4), JobID(local: 4), nil])
        try link(1, to: 3)
        // The table is made anew, of everything that is written.
        try FileManager.default.removeItem(atPath: path + "/table")
        let again = try open()
        try again.write { _ throws(Failure) in }
        let (jobs, head) = try again.read { view throws(Failure) in
            (
                try (1...3).map { job throws(Failure) in
                    try view.job(job, view.mark(of: job))
                }, view.head
            )
        }
        #expect(jobs.map { $0?.successor } == [JobID(local: 3), JobID(local: 4), nil])
        #expect(jobs.map { $0?.ending?.state } == [.complete, .complete, .complete])
        #expect(head.count(of: [.complete]) == 3 && head.count(of: [.pending]) == 1)
        #expect(try again.check().filter { !$0.contains("env/abc") }.isEmpty)
    }

    @Test func `what was held and released again and again takes no room`() throws {
        let spool = try open()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try submit(3, to: spool)
        try spool.write { change throws(Failure) in
            for _ in 0..<1000 {
                try change.append(.hold(1))
                try change.append(.release(1))
            }
            try change.append(.hold(2))
        }
        let (_, head) = try spool.change { change throws(Failure) in try change.compact() }
        #expect(head.applied < 10_000)
        try spool.table.file.truncate(to: 0)
        let states = try spool.read { view throws(Failure) in
            try (1...3).map { job throws(Failure) in try view.mark(of: job).state }
        }
        #expect(states == [.pending, .held, .pending])
    }

    @Test func `a file of the history that is gone or halved is told of, and its jobs stay ended`()
        throws
    {
        let spool = try open()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try submit(20, to: spool)
        try finish(1...10, in: spool)
        try spool.write { change throws(Failure) in try change.compact() }
        func look() throws -> (findings: [String], pending: Int, ended: Int) {
            let findings = try spool.check().filter { !$0.contains("env/abc") }
            let head = try spool.read { view in view.head }
            return (findings, head.count(of: [.pending]), head.count(of: [.complete]))
        }
        let file = path + "/history/1"
        let whole = try Data(contentsOf: URL(filePath: file))
        for damage in ["halved", "cut at a line's end", "emptied", "removed"] {
            switch damage {
            case "halved": try whole.prefix(whole.count / 2).write(to: URL(filePath: file))
            case "removed": try FileManager.default.removeItem(atPath: file)
            case "emptied": try Data().write(to: URL(filePath: file))
            default:
                let lines = whole.split(
                    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                try Data(lines.dropLast(2).joined(separator: [UInt8(ascii: "\n")]) + [0x0A])
                    .write(to: URL(filePath: file))
            }
            let seen = try look()
            #expect(!seen.findings.isEmpty && seen.pending == 10 && seen.ended == 10, "\(damage)")
            // What the table of an earlier boot calls ended has ended.
            let other = JobTable(file: spool.table.file, bootID: "another")
            try other.write(spool.table.word()?.head ?? JobTable.Head(), isDirty: false)
            let later = try look()
            #expect(
                !later.findings.isEmpty && later.pending == 10 && later.ended == 10, "\(damage)")
        }
    }
}
