import TestSupport
import Testing

@testable import JobCore

/// What gzip and bzip2 make of an input, czcat makes of it: the same bytes, the same kind of status.
@Suite struct DecoderTests {
    private static let names = (
        PackedSamples.all(.gzip).keys.sorted(), PackedSamples.all(.bzip2).keys.sorted()
    )

    @Test(.enabled(if: Permits.has("gzip"), "SKIPPED: needs gzip"), arguments: names.0)
    func `gzip inputs, whole, cut and damaged, give what gzip gives`(_ name: String) throws {
        let sample = try #require(PackedSamples.all(.gzip)[name])
        try compare(variants(of: sample, seed: 1), .gzip, "gzip -dc")
    }

    @Test(.enabled(if: Permits.has("bzip2"), "SKIPPED: needs bzip2"), arguments: names.1)
    func `bzip2 inputs, whole, cut and damaged, give what bzip2 gives`(_ name: String) throws {
        let sample = try #require(PackedSamples.all(.bzip2)[name])
        try compare(variants(of: sample, seed: 2), .bzip2, "bzip2 -dc")
    }

    @Test func `a CRC-32 is what it is a bit at a time, wherever the bytes lie`() {
        func slowly(_ bytes: ArraySlice<UInt8>, after sum: UInt32) -> UInt32 {
            ~bytes.reduce(~sum) { sum, byte in
                (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                    sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0)
                }
            }
        }
        var generator = Seeded(5)
        let bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for count in Array(0...130) + [191, 192, 193, 1000, 1024] {
            let start = Int.random(in: 0..<900, using: &generator)
            let piece = bytes[start..<(start + count)]
            for sum: UInt32 in [0, 1, 0xFFFF_FFFF, 0x1234_5678] {
                #expect(checksum(piece, after: sum) == slowly(piece, after: sum), "\(count)")
            }
        }
    }

    /// The sample itself, all its beginnings where it is small, else many of them, and many with one bit changed.
    private func variants(of sample: [UInt8], seed: UInt64) -> [[UInt8]] {
        var generator = Seeded(seed)
        let cuts =
            sample.count <= 500
            ? Set(sample.indices)
            : Set((0..<40).map { _ in Int.random(in: 0..<sample.count, using: &generator) })
                .union(0..<20).union((sample.count - 20)..<sample.count)
        var result = [sample] + cuts.sorted().map { Array(sample.prefix($0)) }
        for number in 0..<120 {
            var changed = sample
            // Half of them near the beginning, where headers and tables are.
            let end = number % 2 == 0 ? sample.count : min(sample.count, 150)
            changed[Int.random(in: 0..<end, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            result.append(changed)
        }
        return result
    }

    private func compare(_ inputs: [[UInt8]], _ packing: Packing, _ peer: String) throws {
        let scratch = try Scratch(cores: nil)
        for (number, input) in inputs.enumerated() { try scratch.write(input, to: "\(number)") }
        let statuses = try scratch.run(
            "for n in {0..\(inputs.count - 1)}; do \(peer) < $n > $n.out 2>/dev/null; echo $?; done"
        ).lines
        for (number, input) in inputs.enumerated() {
            let ours = decoded(input, packing)
            let theirs = try scratch.bytes(of: "\(number).out")
            #expect(ours.bytes == theirs, "input \(number): \(ours.fault ?? "no fault")")
            // bzip2 has no status for garbage behind a stream; here it has gzip's.
            let kind = ours.fault != nil ? 1 : ours.warning != nil ? 2 : 0
            let status = try #require(Int(statuses[number]))
            #expect(
                packing == .gzip ? kind == status : (kind == 1) == (status != 0),
                "input \(number): \(ours.fault ?? "no fault"), the peer ended with \(status)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 13, 64, 1000, 4096, 65_536])
    func `the size of reads changes nothing`(_ size: Int) {
        for packing in [Packing.gzip, .bzip2] {
            for (name, sample) in PackedSamples.all(packing) {
                let cut = Array(sample.prefix(sample.count * 2 / 3))
                for input in [sample, cut] {
                    let whole = decoded(input, packing)
                    let pieces = decoded(input, packing, readSize: size)
                    #expect(whole == pieces, "\(packing.word) \(name)")
                }
            }
        }
    }

    @Test func `plain input passes, whatever its first bytes`() {
        for text in [
            "", "x", "B", "BZ", "BZh", "BZh!", "BZhello\n", "\u{1F}", "\u{1F}x", "(\u{35}",
        ] {
            let bytes = Array(text.utf8)
            // Nothing but the magic number of a packed input is a cut one.
            let isCut = text == "BZh" || text == "\u{1F}"
            let result = decoded(bytes, nil)
            #expect(isCut ? result.fault == "x: unexpected end of file" : result.bytes == bytes)
        }
        #expect(decoded(PackedSamples.noise, nil).bytes == PackedSamples.noise)
    }

    @Test(arguments: [
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([0x28, 0xB5, 0x2F, 0xFD, 1], "zstd"),
        ([0x1F, 0x9D, 0x90], "compress"),
    ])
    func `formats of other tools are refused by name`(_ bytes: [UInt8], _ name: String) {
        #expect(
            decoded(bytes, nil).fault
                == "x: it is in the format of \(name), which this tool does not read")
    }

    @Test func `a member's wrong sum and a wrong length are told apart`() {
        var sample = PackedSamples.gzip(PackedSamples.text)
        sample[sample.count - 1] ^= 1
        #expect(decoded(sample, nil).fault == "x: invalid compressed data--length error")
        sample[sample.count - 8] ^= 1
        #expect(decoded(sample, nil).fault == "x: invalid compressed data--crc error")
        #expect(decoded(sample, nil).bytes == PackedSamples.text)
    }
}
