import Testing

@testable import JobCore

/// The end of a job as a value: what is due, and when.
@Suite struct TerminationTests {
    private func at(_ milliseconds: Int) -> Instant { Instant(milliseconds: milliseconds) }

    /// What it says at each of these instants.
    private func signals(_ termination: Termination, at instants: [Int]) -> [Int32?] {
        var termination = termination
        return instants.map { termination.due(at: at($0)) }
    }

    @Test func `nothing is due for a job that nobody wants to end`() {
        let termination = Termination(limit: nil, grace: 100)
        #expect(signals(termination, at: [0, 1_000_000]) == [nil, nil])
        #expect(termination.next == nil)
    }

    @Test func `SIGTERM goes out once, and SIGKILL after the grace, again and again`() {
        var termination = Termination(limit: nil, grace: 100)
        termination.ask(.cancel)
        #expect(
            signals(termination, at: [5, 6, 104, 105, 106, 125, 130])
                == [15, nil, nil, 9, nil, 9, nil])
        #expect(termination.due(at: at(5)) == 15)
        #expect(termination.next == at(105))
    }

    @Test func `the time limit ends it, and the first reason stays`() {
        var termination = Termination(limit: at(50), grace: 10)
        #expect(termination.next == at(50))
        #expect(termination.due(at: at(49)) == nil)
        #expect(termination.due(at: at(50)) == 15)
        termination.ask(.cancel)
        #expect(termination.reason == .limit)
        var cancelled = Termination(limit: at(50), grace: 10)
        cancelled.ask(.cancel)
        #expect(cancelled.due(at: at(60)) == 15)
        #expect(cancelled.reason == .cancel)
    }

    @Test func `who takes over goes on with the same grace`() {
        let half = Termination(limit: nil, grace: 100, reason: .cancel, warned: at(40))
        #expect(signals(half, at: [41, 139, 140]) == [nil, nil, 9])
        // Asked for, and killed before it was sent.
        let unsent = Termination(limit: nil, grace: 100, reason: .limit, warned: nil)
        #expect(signals(unsent, at: [41, 42]) == [15, nil])
    }

    @Test func `gaps grow up to the longest, and begin anew`() {
        var backoff = Backoff(first: 20, most: 100)
        #expect(backoff.isDue(at: at(0)))
        var gaps: [Int] = []
        for _ in 0..<5 {
            backoff.fail(at: at(1000))
            gaps.append((backoff.next ?? at(0)) - at(1000))
        }
        #expect(gaps == [20, 40, 80, 100, 100])
        #expect(!backoff.isDue(at: at(1099)))
        backoff.succeed()
        backoff.fail(at: at(0))
        #expect(backoff.next == at(20))
    }

    @Test func `every line of an attempt's file is read as it was written, and no changed bit`() {
        let process = ProcessIdentity(number: 77, start: 123_456)
        let lines: [AttemptFile.Line] = [
            .boot("4f-a b"), .guardian(process), .limit(at(9)), .grace(milliseconds: 10_000),
            .child(process), .job(process), .failed(.notFound, reason: "cannot run 'x y': No"),
            .lacking(reason: "too many"), .packer(process), .packed(process: 78),
            .unpacked(process: 78, reason: "cannot write 'a'"), .stop(.cancel), .stop(.limit),
            .warned(at(5)),
        ]
        for line in lines {
            let bytes = line.bytes.dropLast()
            #expect(AttemptFile.Line(bytes[...]) == line)
            for index in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[index] ^= 1 << UInt8(bit)
                    #expect(AttemptFile.Line(changed[...]) == nil)
                }
            }
        }
    }
}
