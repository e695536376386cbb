import TestSupport
import Testing

@testable import JobCore

/// Records of several lines are never cut, however an input is split.
@Suite struct RecordTests {
    /// An input, what its records are, and they themselves.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: RecordKind?
        let records: [String]
        var name = "input"
    }

    private static let fasta = (1...23).map { number in
        ">s\(number) a > b\n"
            + (0..<(number % 5)).map { _ in "ACGT>ACGT\n" }.joined()
    }
    private static let fastq = (1...19).map { number in
        // A quality line may begin as the first line does.
        "@r\(number)\n" + String(repeating: "A", count: number) + "\n+\n@"
            + String(repeating: "I", count: number - 1) + "\n"
    }

    private static func matching(_ expression: ByteString) -> RecordKind? {
        (try? LinePattern(expression)).map { .matching($0) }
    }

    static let cases = [
        Case(testDescription: "FASTA by its first byte", kind: nil, records: fasta),
        Case(
            testDescription: "FASTA by its name", kind: nil,
            records: [";comment\n" + fasta[0]] + fasta.dropFirst(), name: "x.FA"),
        Case(testDescription: "FASTQ by its first record", kind: nil, records: fastq),
        Case(
            testDescription: "FASTQ, CR LF", kind: .fastq,
            records: fastq.map { $0.replacing("\n", with: "\r\n") }),
        Case(
            testDescription: "FASTQ with an empty line at the end", kind: nil,
            records: fastq.dropLast() + [fastq[18] + "\n"]),
        Case(
            testDescription: "FASTQ without a newline at the end", kind: nil,
            records: fastq.dropLast() + [String(fastq[18].dropLast())]),
        Case(
            testDescription: "three lines a record", kind: .lines(3),
            records: (1...10).map { "a\($0)\nb\n\n" } + ["rest\n"]),
        Case(
            testDescription: "records that begin at a pattern", kind: matching("^(BEGIN|ID )"),
            records: ["before\nBEGIN 0\n"] + (1...14).map { "BEGIN \($0)\nx BEGIN\n\n" } + [
                "ID last"
            ]
        ),
        Case(testDescription: "no line matches", kind: matching("^never"), records: ["a\nb\nc\n"]),
        Case(
            testDescription: "a pattern that always matches", kind: matching(""),
            records: ["a\n", "\n", "b\n", "\n"]),
    ]

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Cuts a part at the records that it must consist of.
    private func take(_ count: Int, of records: inout ArraySlice<String>) -> String {
        defer { records = records.dropFirst(count) }
        return records.prefix(count).joined()
    }

    @Test(arguments: cases)
    func `parts and turns consist of whole records`(_ example: Case) throws {
        let scratch = try SplitScratch(name: example.name)
        let input = Array(example.records.joined().utf8)
        let count = example.records.count
        for (packing, sectionSize) in [(Packing.plain, 1 << 20), (.plain, 16), (.gzip, 16)] {
            let bytes = packing == .plain ? input : PackedSamples.pack(input, packing)
            for number in 1...(count + 2) {
                var splitter = Splitter(.parts(number))
                splitter.records = example.kind
                splitter.threads = 2
                splitter.sectionSize = sectionSize
                var parts = try scratch.parts(of: bytes, splitter)
                var rest = example.records[...]
                let expected = (0..<number).map { part in
                    take(count / number + (part < count % number ? 1 : 0), of: &rest)
                }
                #expect(parts.map(text) == expected)

                splitter.rule = .roundRobin(number)
                parts = try scratch.parts(of: bytes, splitter)
                let dealt = (0..<number).map { part in
                    stride(from: part, to: count, by: number).map { example.records[$0] }.joined()
                }
                #expect(parts.map(text) == dealt)
            }
        }
    }

    @Test(arguments: cases)
    func `so many lines or bytes, rounded to whole records`(_ example: Case) throws {
        let scratch = try SplitScratch(name: example.name)
        let input = Array(example.records.joined().utf8)
        for number in [1, 2, 3, 4, 7, 8, 40, 10_000] {
            var splitter = Splitter(.lines(number))
            splitter.records = example.kind
            var expected: [String] = []
            var lines = number
            for record in example.records {
                if lines >= number {
                    expected.append("")
                    lines = 0
                }
                expected[expected.count - 1] += record
                lines += record.utf8.count { $0 == 0x0A }
            }
            #expect(try scratch.parts(of: input, splitter).map(text) == expected, "\(number)")

            splitter.rule = .bytes(number)
            expected = []
            for record in example.records {
                if let last = expected.last, last.utf8.count + record.utf8.count <= number {
                    expected[expected.count - 1] += record
                } else {
                    expected.append(record)
                }
            }
            #expect(try scratch.parts(of: input, splitter).map(text) == expected, "\(number)")
        }
    }

    @Test(arguments: cases)
    func `it does not matter in which pieces an input comes`(_ example: Case) throws {
        let input = Array(example.records.joined().utf8)
        let kind = try #require(
            example.kind
                ?? RecordDetector(name: ByteString(example.name)).kind(of: input, isAll: true))
        for size in [1, 2, 3, 5, 64, input.count] {
            var scanner = RecordScanner(kind, name: "x")
            var records: [[UInt8]] = []
            let take = { (begins: Bool, bytes: UnsafeRawBufferPointer) in
                if begins { records.append([]) }
                records[records.count - 1] += bytes
            }
            for start in stride(from: 0, to: input.count, by: size) {
                try Array(input[start..<min(input.count, start + size)]).withUnsafeBytes {
                    try scanner.scan($0, take)
                }
            }
            try scanner.finish(take)
            #expect(records.map(text) == example.records, "pieces of \(size)")
        }
    }

    /// Reads with lines of their own kinds, some of them damaged.
    private static func reads(_ generator: inout Seeded) -> [UInt8] {
        let length = [1, 40, 700].randomElement(using: &generator) ?? 1
        let ending = Bool.random(using: &generator) ? "\n" : "\r\n"
        var bytes: [UInt8] = []
        while bytes.count < 20_000 {
            let count = Int.random(in: 1...length, using: &generator)
            let plus = Int.random(in: 0..<9, using: &generator) == 0 ? "+r" : "+"
            let lines = [
                "@r", String(repeating: "A", count: count), plus,
                String((0..<count).map { _ in "@+I!".randomElement(using: &generator) ?? "I" }),
            ]
            bytes += Array((lines.joined(separator: ending) + ending).utf8)
        }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes.removeLast(ending.utf8.count)
        case 1: bytes += Array((ending + ending).utf8)
        case 2: bytes[place] = 0x0A
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.remove(at: place)
        default: break
        }
        return bytes
    }

    @Test func `sections looked at side by side give what one reading gives`() throws {
        var generator = Seeded(17)
        let scratch = try SplitScratch(name: "x")
        for round in 0..<60 {
            let input = Self.reads(&generator)
            for kind in [RecordKind.fastq, .fasta, .lines(4)] {
                var splitter = Splitter(.parts(7))
                splitter.records = kind
                splitter.headerLines = round % 3 == 0 ? 4 : 0
                func outcome() -> Result<[[UInt8]], any Error> {
                    Result { try scratch.parts(of: input, splitter) }
                }
                let expected = outcome()
                splitter.threads = 2
                for sectionSize in [64, 1024, 1 << 14] {
                    splitter.sectionSize = sectionSize
                    switch (expected, outcome()) {
                    case (.success(let one), .success(let other)):
                        #expect(one == other, "\(round), \(sectionSize)")
                    case (.failure(let one), .failure(let other)):
                        #expect(
                            (one as? Failure)?.message == (other as? Failure)?.message,
                            "\(round), \(sectionSize)")
                    default: Issue.record("\(round), \(sectionSize): \(expected)")
                    }
                }
            }
        }
    }

    @Test func `an index of any length finds records`() throws {
        let records = (0..<3000).map { ">\($0)\n" + String(repeating: "A\n", count: $0 % 7) }
        let scratch = try SplitScratch(name: "x")
        try scratch.base.write(Array(records.joined().utf8), to: "x")
        let file = try File(open: scratch.work + "/x", .read)
        var starts = [0]
        for record in records { starts.append(starts[starts.count - 1] + record.utf8.count) }
        let place = try FilePlace(file: file, start: 0, interruption: Interruption())
        for most in [2, 8, 1 << 14] {
            var index = RecordIndex(most: most, stride: 1 << 6)
            for start in starts.dropLast() { index.add(start) }
            let wanted = (0...records.count).filter { $0 % 3 != 1 }
            #expect(
                try index.places(of: wanted, kind: .fasta, in: place, size: starts[records.count])
                    == wanted.map { starts[$0] })
        }
    }

    @Test(arguments: [
        ("@a\nACGT\nACGT\n+\nIIIIIIII\n", "line 3 does not begin with '+'"),
        ("@a\nACGT\n+\nIIII\nIIII\n", "line 5 does not begin with '@'"),
        ("@a\nACGT\n+\nIII\n", "line 4 has not as many qualities as there are bases"),
        ("@a\nACGT\n+\nIIII\n\n@b\nA\n+\nI\n", "line 6 follows an empty line"),
        ("@a\nACGT\n+\nIIII\n@b\nA\n+\n", "the last record has no more than 3 lines"),
        ("@a\nACGT\n\nIIII\n", "line 3 does not begin with '+'"),
    ])
    func `FASTQ with records of other shapes is refused`(_ input: String, _ why: String) throws {
        let scratch = try SplitScratch(name: "x.fq")
        for (rule, threads) in [
            (Splitter.Rule.parts(1), 1), (.parts(1), 2), (.roundRobin(2), 1), (.lines(4), 1),
            (.bytes(9), 1),
        ] {
            var splitter = Splitter(rule)
            splitter.records = .fastq
            splitter.threads = threads
            splitter.sectionSize = 4
            let failure = #expect(throws: Failure.self) {
                try scratch.parts(of: Array(input.utf8), splitter)
            }
            #expect(failure?.status == .badData)
            #expect(
                failure?.message
                    == "'\(scratch.work.printable)/x.fq' is not FASTQ with four lines a record: \(why)"
            )
        }
    }

    @Test(arguments: [
        ("x", ">a\nA\n", "FASTA"), ("reads.fastq.gz", "@a\nA\n", "FASTQ"),
        ("x", "@a\nAC\n+\nII\n", "FASTQ"), ("x.sam", "@HD\tVN:1\n@SQ\tSN:1\nr\tx\nr\ty\n", nil),
        ("genes.fa", "name\tlength\n", nil), ("genes.fasta", "; of 1990\n>a\nA\n", "FASTA"),
        ("x.csv", "a,b\n1,2\n", nil), ("x.fq", "", nil), ("x", "@\n", nil),
        ("x", "@a\n\n+\n\n", nil),
    ])
    func `the records that an input has, by name and beginning`(
        _ name: String, _ input: String, _ title: String?
    ) throws {
        let detector = RecordDetector(name: ByteString(name))
        let kind = try #require(detector.kind(of: Array(input.utf8), isAll: true))
        #expect(kind.title == title)
        #expect(kind.isMoreThanLine == (title != nil))
    }

    @Test func `a header goes to each part where it is asked for`() throws {
        let scratch = try SplitScratch(name: "x")
        var splitter = Splitter(.parts(2))
        splitter.records = .lines(2)
        splitter.headerLines = 1
        #expect(
            try scratch.parts(of: Array("h\na\nb\nc\nd\n".utf8), splitter).map(text)
                == ["h\na\nb\n", "h\nc\nd\n"])
    }

    @Test func `what is no regular expression is told as such`() throws {
        let failure = #expect(throws: Failure.self) { try LinePattern("a(b") }
        #expect(failure?.status == .usage)
        #expect(failure?.message.hasPrefix("'a(b' is no regular expression: ") == true)
    }
}

/// A directory in which inputs are split.
struct SplitScratch {
    let base: Scratch
    let name: String
    var work: ByteString { ByteString("\(base.path)/work") }

    /// `name` is the input's.
    init(name: String) throws { self.init(in: try Scratch(cores: nil), name: name) }

    init(in base: Scratch, name: String) {
        self.base = base
        self.name = name
    }

    /// The parts of an input, unpacked.
    func parts(of input: [UInt8], _ splitter: Splitter) throws -> [[UInt8]] {
        try base.write(input, to: name)
        let file = try File(open: work + "/" + ByteString(name), .read)
        var manners = PartSet.Manners()
        manners.replaces = true
        let parts = try PartSet(
            in: work, PartNames(of: "p", packing: splitter.packing), input: file.status(), manners)
        let count = try splitter.split(
            file, into: parts, Splitter.Context(Interruption()) { _ in }
        ).count
        return try parts.publish(count).map { path in
            let bytes = try File(open: path, .read).readAll()
            return splitter.packing == .plain ? bytes : decoded(bytes, splitter.packing).bytes
        }
    }
}
