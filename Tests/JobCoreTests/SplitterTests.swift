import TestSupport
import Testing

@testable import JobCore

/// Header and parts together are the input, byte for byte, however it is split.
@Suite struct SplitterTests {
    private static let inputs: [String: String] = [
        "lines": "head\na\nbb\n\nccc\nd\ne\nf\ng\n", "no newline at the end": "head\na\nbb\nccc",
        "CRLF": "head\r\na\r\nb\r\nc\r\n", "NUL": "h\0ead\n\0\n\0\0\nx\0y\n", "empty": "",
        "one line": "head\n", "less than a line": "head", "newlines": "\n\n\n\n\n",
        "one long line": "h\n" + String(repeating: "x", count: 200_000) + "\ny\n",
    ]

    /// The parts of an input in a directory of its own.
    private func parts(
        of input: [UInt8], _ splitter: Splitter, in scratch: Scratch
    ) throws -> [[UInt8]] {
        var splitter = splitter
        splitter.records = .lines(1)
        return try SplitScratch(in: scratch, name: "input").parts(of: input, splitter)
    }

    private func lines(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var isNew = true
        for byte in bytes {
            if isNew { result.append([]) }
            result[result.count - 1].append(byte)
            isNew = byte == 0x0A
        }
        return result
    }

    @Test(arguments: inputs.keys.sorted())
    func `every number of parts, with and without header, from every packing`(
        _ name: String
    ) throws {
        let scratch = try Scratch(cores: nil)
        let input = Array(try #require(Self.inputs[name]).utf8)
        let all = lines(input)
        for headerLines in [0, 1, 3] {
            let header = Array(all.prefix(headerLines).joined())
            for number in 1...(all.count + 3) {
                for (packing, sectionSize) in [
                    (Packing.plain, 1 << 20), (.plain, input.count < 1000 ? 4 : 1 << 12),
                    (.gzip, 4), (.bzip2, 4),
                ] {
                    var splitter = Splitter(.parts(number))
                    splitter.sectionSize = sectionSize
                    splitter.headerLines = headerLines
                    splitter.threads = 2
                    // In and out of the same packing, to have both.
                    splitter.packing = packing
                    let packed = packing == .plain ? input : PackedSamples.pack(input, packing)
                    let parts = try parts(of: packed, splitter, in: scratch)
                    let label: Comment = "\(headerLines) \(number) \(packing.word)"
                    #expect(parts.count == number, label)
                    let own = parts.map { Array($0.dropFirst(header.count)) }
                    #expect(parts.allSatisfy { $0.starts(with: header) }, label)
                    #expect(header + own.joined() == input, label)
                    let counts = own.map { lines($0).count }
                    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, label)
                }
            }
        }
    }

    @Test(arguments: inputs.keys.sorted())
    func `so many lines, so many bytes, and in turn`(_ name: String) throws {
        let scratch = try Scratch(cores: nil)
        let input = Array(try #require(Self.inputs[name]).utf8)
        let all = lines(input)
        let header = all.first ?? []
        let rest = Array(all.dropFirst())
        for number in 1...(all.count + 1) {
            for packing in [Packing.plain, .gzip] {
                let packed = packing == .plain ? input : PackedSamples.pack(input, packing)
                for elides in [false, true] {
                    var splitter = Splitter(.lines(number))
                    splitter.elidesEmpty = elides
                    var own = try parts(of: packed, splitter, in: scratch)
                    #expect(own.allSatisfy { $0.starts(with: header) })
                    own = own.map { Array($0.dropFirst(header.count)) }
                    #expect(own.joined().elementsEqual(rest.joined()))
                    #expect(own.dropLast().allSatisfy { lines($0).count == number })
                    #expect(own.count == max(elides ? 0 : 1, (rest.count + number - 1) / number))

                    splitter.rule = .bytes(number * 2)
                    own = try parts(of: packed, splitter, in: scratch)
                        .map { Array($0.dropFirst(header.count)) }
                    #expect(own.joined().elementsEqual(rest.joined()))
                    for part in own {
                        #expect(part.count <= number * 2 || lines(part).count == 1)
                    }

                    splitter.rule = .roundRobin(number)
                    own = try parts(of: packed, splitter, in: scratch)
                        .map { Array($0.dropFirst(header.count)) }
                    #expect(own.count == (elides ? min(number, rest.count) : number))
                    for (index, line) in rest.enumerated() {
                        #expect(lines(own[index % number])[index / number] == line)
                    }
                }
            }
        }
    }

    private static let packedInputs: [String: [UInt8]] = {
        let text = PackedSamples.numbers(60_000)
        var mixed = Array(text.prefix(150_000))
        // What can't be packed is stored, and can't be copied.
        for _ in 0..<20 { mixed += PackedSamples.noise + PackedSamples.text }
        return [
            "quick": PackedSamples.gzip(text, level: 1),
            "small": PackedSamples.gzip(text, level: 9),
            "stored": PackedSamples.gzip(text, level: 0), "mixed": PackedSamples.gzip(mixed),
            "bgzf": PackedSamples.bgzf(text, each: 20_000),
            "members": PackedSamples.gzip(Array(text.prefix(100_000)))
                + PackedSamples.gzip(Array(text.dropFirst(100_000))) + PackedSamples.gzip([]),
        ]
    }()

    @Test(
        .enabled(if: Permits.has("gzip"), "SKIPPED: needs gzip"),
        arguments: packedInputs.keys.sorted())
    func `packed parts of a packed file are what gzip would unpack`(_ name: String) throws {
        let packed = try #require(Self.packedInputs[name])
        let scratch = try Scratch(cores: nil)
        try scratch.write(packed, to: "x.gz")
        for (number, header) in [(1, 0), (2, 1), (3, 4000), (7, 1), (40, 0)] {
            var splitter = Splitter(.parts(number))
            splitter.packing = .gzip
            splitter.headerLines = header
            splitter.threads = 2
            _ = try parts(of: packed, splitter, in: scratch)
            let result = try scratch.run(
                """
                set -e; gzip -dc x.gz | head -n \(header) > header
                for part in p.split_*; do
                    gzip -dc $part > one; head -n \(header) one | cmp - header
                    tail -n +\(header + 1) one >> all
                done
                gzip -dc x.gz | tail -n +\(header + 1) | cmp - all
                # Little more than before, though every part has a beginning of its own.
                cat p.split_* | wc -c; rm p.split_* all
                """)
            #expect(result.status == 0 && result.errors.isEmpty, "\(number): \(result)")
        }
    }

    @Test func `empty parts can be left out`() throws {
        let scratch = try Scratch(cores: nil)
        var splitter = Splitter(.parts(9))
        splitter.elidesEmpty = true
        #expect(
            try parts(of: Array("h\na\nb\n".utf8), splitter, in: scratch)
                == [Array("h\na\n".utf8), Array("h\nb\n".utf8)])
        #expect(try parts(of: Array("h\n".utf8), splitter, in: scratch).isEmpty)
    }

    @Test func `an index of any length finds lines`() throws {
        var generator = Seeded(31)
        var bytes: [UInt8] = []
        while bytes.count < 3_000_000 {
            bytes += [UInt8](
                repeating: 97, count: Int.random(in: 0...9000, using: &generator))
            bytes.append(0x0A)
        }
        let scratch = try Scratch(cores: nil)
        try scratch.write(bytes, to: "x")
        let file = try File(open: ByteString("\(scratch.path)/work/x"), .read)
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
        // Behind the first byte of each line that begins with an 'a'.
        let behind = [0] + starts.dropLast().filter { bytes[$0] == 97 }.map { $0 + 1 }
        for (mark, places) in [(LineMark.newline, starts), (.firstByte(97), behind)] {
            for most in [2, 8, 1 << 14] {
                var index = LineIndex(of: mark, most: most, stride: 1 << 12)
                var next = 0
                while next < bytes.count {
                    let end = min(bytes.count, next + Int.random(in: 1...70_000, using: &generator))
                    bytes[next..<end].withUnsafeBytes { index.add($0) }
                    next = end
                }
                #expect(index.count == places.count - 1)
                let wanted = (0..<places.count).filter { $0 % 3 != 1 }
                #expect(
                    try index.places(after: wanted, in: file, at: 0) == wanted.map { places[$0] })
            }
        }
    }

    @Test(arguments: [
        ("big.txt", "big.txt.split_0001.txt"), ("big.txt.gz", "big.txt.split_0001.txt"),
        ("a/b.c/big", "big.split_0001"), ("-", "stdin.split_0001"),
        (".hidden", ".hidden.split_0001"), ("x.tar.bz2", "x.tar.split_0001.tar"),
        (".gz", ".gz.split_0001"), ("x.", "x..split_0001"),
    ])
    func `names of parts`(_ input: String, _ name: String) {
        #expect(PartNames(of: ByteString(input)).name(of: 0, among: 3) == ByteString(name))
    }

    @Test func `numbers are as wide as the last one`() {
        let names = PartNames(of: "x", digits: 2)
        #expect(names.name(of: 6, among: 12) == "x.split_07")
        #expect(names.name(of: 6, among: 1200) == "x.split_0007")
        #expect(PartNames(of: "x.gz", packing: .gzip).name(of: 0, among: 1) == "x.split_0001.gz")
    }
}
