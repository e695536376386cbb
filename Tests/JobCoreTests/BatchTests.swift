import Foundation
import Testing

@testable import JobCore

/// What a journal's end counts for after the power has failed.
@Suite struct BatchTests {
    private let path = "/tmp/cjobs-batch-\(UUID().uuidString)"

    /// A queue of two jobs, then 120 in one batch that nobody was told of, and its journal's bytes.
    private func fill() throws -> (spool: Spool, start: Int, bytes: [UInt8]) {
        let spool = try Spool(path: ByteString(path), LocalSettings())
        let request = Request(
            name: "n", command: .arguments(["true"]), directory: "/", submitDirectory: "/",
            surroundings: "abc", submitted: WallTime(milliseconds: 1_790_000_000_000))
        func submit(_ count: Int) throws {
            try spool.write { change throws(Failure) in
                for _ in 0..<count { try change.append(.submit(change.newJob(), request)) }
            }
        }
        try submit(2)
        let start = try spool.read { view in view.head.applied }
        try submit(120)
        let end = try spool.read { view in view.head.applied }
        let bytes = try spool.directory.open(Journal.name, .read).bytes(at: 0, count: end)
        return (spool, start, bytes)
    }

    /// How many jobs there are with another journal, and no table but what `saved` bytes of the
    /// journal it says are on the disk.
    private func jobs(_ spool: Spool, _ bytes: [UInt8], saved: Int? = nil) throws -> Int {
        let journal = try spool.directory.open(Journal.name, .readWrite)
        try journal.truncate(to: 0)
        try journal.write(bytes, at: 0)
        try spool.table.file.truncate(to: 0)
        if let saved {
            var head = JobTable.Head()
            (head.applied, head.next) = (saved, 123)
            try JobTable(file: spool.table.file, bootID: "another").write(head, isDirty: false)
        }
        return try spool.read { view throws(Failure) in view.head.count(of: JobState.active) }
    }

    private func zeroed(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var bytes = bytes
        for index in range where index < bytes.count { bytes[index] = 0 }
        return bytes
    }

    @Test func `of a batch without one of its blocks no job counts, and all of a whole one`() throws
    {
        let (spool, start, bytes) = try fill()
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try jobs(spool, bytes) == 122)
        for block in stride(from: start / 512 * 512, to: bytes.count, by: 512) {
            let range = max(block, start)..<(block + 512)
            #expect(try jobs(spool, zeroed(bytes, range)) == 2, "zeros at \(range)")
            var other = bytes
            for index in range where index < bytes.count {
                other[index] = UInt8(ascii: "a") + UInt8(index % 7)
            }
            // A block that begins before the batch was not written for it alone.
            if range.count == 512, range.upperBound <= bytes.count {
                #expect(try jobs(spool, other) == 2, "other bytes at \(range)")
            }
            #expect(try jobs(spool, Array(bytes[..<range.lowerBound])) == 2, "cut at \(range)")
        }
    }

    @Test func `a batch that was saved loses to a lost block only the jobs in it`() throws {
        let (spool, start, bytes) = try fill()
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Somebody went on behind it, which nobody does before it is on the disk.
        let more = RecordBatch([.hold(1)], next: 123, at: bytes.count).bytes
        for block in stride(from: (start / 512 + 1) * 512, to: bytes.count, by: 512) {
            let damaged = zeroed(bytes, block..<min(block + 512, bytes.count))
            if block + 512 < bytes.count {
                let found = try jobs(spool, damaged + more)
                #expect((110..<122).contains(found), "zeros at \(block): \(found) jobs")
            }
            let told = try jobs(spool, damaged, saved: bytes.count)
            #expect((110..<122).contains(told), "zeros at \(block): \(told) jobs")
        }
    }

    @Test func `a flipped bit in the last batch costs one job`() throws {
        let (spool, start, bytes) = try fill()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for index in stride(from: start, to: bytes.count, by: 101) {
            var damaged = bytes
            damaged[index] ^= 1
            #expect(try jobs(spool, damaged) >= 121, "byte \(index)")
        }
    }
}
