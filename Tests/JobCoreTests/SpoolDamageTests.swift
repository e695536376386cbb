import Foundation
import Testing

@testable import JobCore

/// Each file of a queue, damaged at one place after the other: seen by `cqueue --check` or put right,
/// nothing runs twice or with what it was not given, and the other jobs are listed.
///
/// With `CJOBS_TEST_EVERY_BYTE` set it takes each byte and each bit; otherwise one in seven, and of its
/// bits one.
@Suite(.serialized) struct SpoolDamageTests {
    private static let isComplete =
        ProcessInfo.processInfo.environment["CJOBS_TEST_EVERY_BYTE"] != nil

    private struct Count {
        var cases = 0
        var refused = 0
        var seen = 0
        var healed = 0
        var wrong: [String] = []
    }

    /// What is wrong with what is seen after some damage; nothing where all is well.
    private func judge(
        _ spool: DamagedSpool, _ what: String, _ file: String, mayLose: Int, _ count: inout Count
    ) {
        count.cases += 1
        func fault(_ text: String) { count.wrong.append("\(what): \(text)") }
        let picture: DamagedSpool.Picture
        do {
            picture = try spool.look()
        } catch {
            guard let failure = error as? Failure, failure.status == .configuration else {
                return fault("\(error)")
            }
            count.refused += 1
            return
        }
        let original = spool.original
        for (job, start) in picture.starts {
            if start.attempt <= spool.attempts[job] ?? 0 { fault("L\(job) ran twice") }
            guard let own = original.starts[job] else {
                fault("L\(job) ran, and should not")
                continue
            }
            if start.request != own.request { fault("L\(job) ran with another request") }
            if start.surroundings != own.surroundings {
                fault("L\(job) ran in another environment")
            }
        }
        for job in picture.unbegun { fault("L\(job) would run again") }
        let lost = original.states.filter { picture.states[$0.key] != $0.value }.count
        if lost > mayLose { fault("\(lost) jobs are not what they were: \(picture.states)") }
        let isSame =
            picture.states == original.states && picture.starts == original.starts
        if !picture.findings.isEmpty {
            count.seen += 1
        } else if file == "table", isSame {
            count.healed += 1
        } else {
            fault("nobody noticed")
        }
    }

    private func report(_ count: Count, _ what: String) {
        print(
            "\(what): \(count.cases) cases, \(count.seen) seen, \(count.healed) put right, "
                + "\(count.refused) refused, \(count.wrong.count) wrong")
        let wrong = count.wrong.prefix(20).joined(separator: "\n")
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [false, true])
    func `a flipped bit is seen, and costs one job at most`(_ isLaterBoot: Bool) throws {
        let spool = try DamagedSpool()
        #expect(spool.original.findings.isEmpty)
        #expect(spool.original.starts.count == 9 && spool.original.states.count == 30)
        var count = Count()
        var number = 0
        for (file, size) in spool.files {
            for byte in stride(from: 0, to: size, by: Self.isComplete ? 1 : 7) {
                number += 1
                for bit in Self.isComplete ? Array(0..<8) : [number % 8] {
                    if isLaterBoot { try spool.age() }
                    try spool.flip(file, byte: byte, bit: bit)
                    judge(spool, "\(file), byte \(byte) bit \(bit)", file, mayLose: 1, &count)
                    try spool.restore()
                }
            }
        }
        report(count, isLaterBoot ? "flipped bits, a boot later" : "flipped bits")
    }

    @Test(arguments: [false, true])
    func `a file that was cut is seen, and no job runs again`(_ isLaterBoot: Bool) throws {
        let spool = try DamagedSpool()
        var count = Count()
        for (file, size) in spool.files {
            for length in stride(from: 0, to: size, by: Self.isComplete ? 1 : 7) {
                if isLaterBoot { try spool.age() }
                try spool.cut(file, to: length)
                // What is uncertain is held.
                let mayLose = file == "journal" || file.hasPrefix("history") ? 30 : 0
                judge(spool, "\(file), cut at \(length)", file, mayLose: mayLose, &count)
                try spool.restore()
            }
            guard file != "journal", file != "format" else { continue }
            if isLaterBoot { try spool.age() }
            try spool.remove(file)
            let mayLose = file.hasPrefix("history") ? 30 : 0
            judge(spool, "\(file), removed", file, mayLose: mayLose, &count)
            try spool.restore()
        }
        report(count, isLaterBoot ? "cuts, a boot later" : "cuts")
    }
}
