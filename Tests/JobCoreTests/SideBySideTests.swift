import TestSupport
import Testing

@testable import JobCore

/// Decoding on several threads gives what decoding on one gives, for good and for damaged inputs.
@Suite struct SideBySideTests {
    private static let noise: [UInt8] = {
        var generator = Seeded(21)
        return (0..<250_000).map { _ in UInt8.random(in: 0...63, using: &generator) }
    }()

    private static let samples: [String: (Packing, [UInt8])] = {
        let half = noise.prefix(120_000)
        return [
            "blocks": (.bzip2, PackedSamples.bzip2(noise, level: 1)),
            "streams": (
                .bzip2,
                PackedSamples.bzip2(Array(half), level: 1) + PackedSamples.bzip2([])
                    + PackedSamples.bzip2(noise, level: 2)
            ),
            "blocks, then garbage": (
                .bzip2, PackedSamples.bzip2(noise, level: 1) + PackedSamples.text
            ),
            "a run of 5 MB": (
                .bzip2,
                PackedSamples.bzip2([UInt8](repeating: 7, count: 5_000_000))
                    + PackedSamples.bzip2(noise)
            ),
            "members": (
                .gzip, PackedSamples.gzip(Array(half)) + PackedSamples.gzip(noise)
            ),
            "small members": (
                .gzip,
                (0..<8).flatMap {
                    PackedSamples.gzip(Array(noise[($0 * 30_000)...].prefix(30_000)))
                }
            ),
            "bgzf": (.gzip, PackedSamples.bgzf(noise)),
            "bgzf, then others": (
                .gzip,
                PackedSamples.bgzf(noise) + PackedSamples.gzip(Array(half))
                    + PackedSamples.bgzf(PackedSamples.text) + [0, 0]
            ),
        ]
    }()

    @Test(arguments: samples.keys.sorted())
    func `threads change nothing`(_ name: String) throws {
        let (packing, sample) = try #require(Self.samples[name])
        var generator = Seeded(22)
        var inputs = [sample]
        for _ in 0..<8 {
            inputs.append(
                Array(sample.prefix(Int.random(in: 70_000..<sample.count, using: &generator))))
            var changed = sample
            changed[Int.random(in: 0..<sample.count, using: &generator)] ^= 4
            inputs.append(changed)
        }
        for (number, input) in inputs.enumerated() {
            let alone = decoded(input, packing)
            for threads in [2, 5] {
                #expect(decoded(input, packing, threads: threads) == alone, "input \(number)")
            }
        }
    }

    @Test func `a block that holds the number by which blocks are found is still one block`() throws
    {
        // Symbols of eight bits each: whatever bytes are put there are read as symbols.
        let magic: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
        let end: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
        var generator = Seeded(23)
        var stream = HandmadeBzip2()
        for _ in 0..<3 {
            var symbols = (0..<40_000).map { _ in UInt8.random(in: 2..<254, using: &generator) }
            symbols.replaceSubrange(100..<106, with: magic)
            symbols.replaceSubrange(20_000..<20_006, with: end)
            symbols.replaceSubrange(30_000..<30_006, with: magic)
            try stream.add(symbols)
        }
        let packed = stream.finished()
        let alone = decoded(packed, nil)
        #expect(alone.fault == nil && alone.bytes.count > 100_000)
        #expect(decoded(packed, nil, threads: 2) == alone)
        guard Permits.has("bzip2") else { return }
        let scratch = try Scratch(cores: nil)
        try scratch.write(packed, to: "x.bz2")
        #expect(try scratch.run("bzip2 -dc x.bz2 > x").status == 0)
        #expect(try scratch.bytes(of: "x") == alone.bytes)
    }
}

/// A bzip2 stream whose blocks are given as symbols instead of text.
private struct HandmadeBzip2 {
    private var bits = BitWriter()
    private var sum: UInt32 = 0

    init() {
        for byte in Array("BZh1".utf8) { bits.put(Int(byte), 8) }
    }

    /// Adds a block of symbols 2 to 253; its sum is found by decoding it.
    mutating func add(_ symbols: [UInt8]) throws {
        var draft = BitWriter()
        put(symbols, sum: 0, into: &draft)
        let block = BzipBlock()
        let own = try draft.bytes.withUnsafeBufferPointer { bytes in
            let reader = BitReader(InputBuffer(bytes))
            _ = try reader.take(48)
            guard case .whole = try block.read(from: reader, level: 1) else {
                throw Problem("the block is not one")
            }
            let space = RawSpace(1 << 20)
            var checksum = BzipChecksum()
            checksum.add(space.start, block.give(to: space.start, room: space.count))
            return checksum.value
        }
        put(symbols, sum: own, into: &bits)
        sum = BzipChecksum.combine(sum, own)
    }

    func finished() -> [UInt8] {
        var bits = bits
        bits.put(BzipUnpacker.endMagic, 48)
        bits.put(Int(sum), 32)
        return bits.bytes
    }

    private func put(_ symbols: [UInt8], sum: UInt32, into bits: inout BitWriter) {
        bits.put(BzipBlock.magic, 48)
        bits.put(Int(sum), 32)
        bits.put(0, 1)
        bits.put(17, 24)
        // 254 bytes occur, which makes 256 symbols with those for runs and the end: codes of eight bits.
        bits.put(0xFFFF, 16)
        for range in 0..<16 { bits.put(range < 15 ? 0xFFFF : 0xFFFC, 16) }
        bits.put(2, 3)
        let groups = (symbols.count + 1 + 49) / 50
        bits.put(groups, 15)
        for _ in 0..<groups { bits.put(0, 1) }
        for _ in 0..<2 {
            bits.put(8, 5)
            for _ in 0..<256 { bits.put(0, 1) }
        }
        for symbol in symbols { bits.put(Int(symbol), 8) }
        bits.put(255, 8)
    }
}

private struct BitWriter {
    private var whole: [UInt8] = []
    private var part = 0
    private var count = 0

    mutating func put(_ value: Int, _ width: Int) {
        for bit in (0..<width).reversed() {
            part = part << 1 | value >> bit & 1
            count += 1
            if count == 8 {
                whole.append(UInt8(part))
                (part, count) = (0, 0)
            }
        }
    }

    var bytes: [UInt8] { count == 0 ? whole : whole + [UInt8(part << (8 - count))] }
}
