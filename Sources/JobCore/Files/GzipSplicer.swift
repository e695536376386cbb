internal import CZlib

/// Writes a part of a gzip file as a gzip file: blocks that lie wholly within it are copied bit by
/// bit, and only what is between them is compressed anew. So a part costs little more than reading it.
struct GzipSplicer: Sendable {
    /// The packed input, and what it holds.
    let packed: File
    let plain: File
    let map: BlockMap

    /// Writes the member: first the header's bytes, then those of `own`.
    func write(
        header: Range<Int>, own: Range<Int>, to writer: PartWriter, through space: RawSpace,
        check: () throws(Failure) -> Void
    ) throws(Failure) {
        let bits = BitSink(writer)
        // Magic number, deflate, no fields, no time, no flags; written on Unix.
        try bits.put([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])
        var sum: UInt32 = 0
        for range in [header, own] {
            try plain.read(range, through: space, check: check) { bytes throws(Failure) in
                sum = checksum(bytes, after: sum)
            }
        }
        try encode(header, isLast: false, to: bits, space, check)
        var next = own.lowerBound
        for run in map.runs(within: own) {
            try encode(next..<run.first.output, isLast: false, to: bits, space, check)
            try copy(run, to: bits, space, check)
            next = run.end.output
        }
        try encode(next..<own.upperBound, isLast: true, to: bits, space, check)
        let length = UInt32(truncatingIfNeeded: header.count + own.count)
        for number in [sum, length] {
            try bits.put((0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
        }
        try bits.flush()
    }

    /// Compresses bytes behind the bits that are there; up to a whole byte.
    private func encode(
        _ range: Range<Int>, isLast: Bool, to bits: BitSink, _ space: RawSpace,
        _ check: () throws(Failure) -> Void
    ) throws(Failure) {
        guard !range.isEmpty || isLast else { return }
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw Failure("cannot compress: no memory", status: .tryLater) }
        defer { deflateEnd(&stream) }
        let (partial, count) = bits.takePartialByte()
        if count > 0 { _ = deflatePrime(&stream, Int32(count), Int32(partial)) }
        let packed = RawSpace(1 << 16)
        func push(_ bytes: UnsafeRawBufferPointer, _ flush: Int32) throws(Failure) {
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.next_in = UnsafeMutablePointer(mutating: start)
            stream.avail_in = UInt32(bytes.count)
            repeat {
                stream.next_out = packed.start
                stream.avail_out = UInt32(packed.count)
                _ = deflate(&stream, flush)
                let made = packed.count - Int(stream.avail_out)
                try bits.put(UnsafeBufferPointer(start: packed.start, count: made))
            } while stream.avail_out == 0
        }
        try plain.read(range, through: space, check: check) { bytes throws(Failure) in
            try push(bytes, Z_NO_FLUSH)
        }
        try push(UnsafeRawBufferPointer(start: nil, count: 0), isLast ? Z_FINISH : Z_SYNC_FLUSH)
    }

    /// Copies blocks, none of which is the last one any more.
    private func copy(
        _ run: BlockMap.Run, to bits: BitSink, _ space: RawSpace,
        _ check: () throws(Failure) -> Void
    ) throws(Failure) {
        var bit = run.first.bit
        while bit < run.end.bit {
            try check()
            let byte = bit / 8
            let count = min(space.count, (run.end.bit + 7) / 8 - byte)
            let buffer = UnsafeMutableRawBufferPointer(start: space.start, count: count)
            guard try packed.read(into: buffer, at: byte) == count else { throw packed.changed() }
            if let last = run.last, (byte..<(byte + count)).contains(last.bit / 8) {
                buffer[last.bit / 8 - byte] &= ~(1 << UInt8(last.bit % 8))
            }
            let end = min(run.end.bit, (byte + count) * 8)
            try bits.put(UnsafeRawBufferPointer(buffer), from: bit - byte * 8, to: end - byte * 8)
            bit = end
        }
    }
}

/// Puts bits together, from the lowest of each byte up, as deflate has them.
private final class BitSink {
    private let writer: PartWriter
    private var whole: [UInt8] = []
    private var partial: UInt64 = 0
    private var count = 0

    init(_ writer: PartWriter) {
        self.writer = writer
        whole.reserveCapacity(1 << 18 + 64)
    }

    /// Adds bytes behind a whole byte.
    func put(_ bytes: some Collection<UInt8>) throws(Failure) {
        whole.append(contentsOf: bytes)
        if whole.count >= 1 << 17 { try flush() }
    }

    /// The bits behind the last whole byte, which become the caller's.
    func takePartialByte() -> (bits: UInt8, count: Int) {
        defer { (partial, count) = (0, 0) }
        return (UInt8(truncatingIfNeeded: partial), count)
    }

    /// Adds the bits of `bytes` from one position to another.
    func put(_ bytes: UnsafeRawBufferPointer, from first: Int, to end: Int) throws(Failure) {
        var bit = first
        // Up to a whole byte of the source, then four bytes at a time, then what is left.
        while bit < end, bit % 8 != 0 || end - bit < 32 {
            add(UInt64(bytes[bit / 8] >> UInt8(bit % 8) & 1), 1)
            bit += 1
        }
        while end - bit >= 32 {
            add(UInt64(bytes.loadUnaligned(fromByteOffset: bit / 8, as: UInt32.self)), 32)
            bit += 32
        }
        while bit < end {
            add(UInt64(bytes[bit / 8] >> UInt8(bit % 8) & 1), 1)
            bit += 1
        }
        if whole.count >= 1 << 17 { try flush() }
    }

    @inline(__always) private func add(_ bits: UInt64, _ number: Int) {
        partial |= bits &<< UInt64(count)
        count &+= number
        while count >= 8 {
            whole.append(UInt8(truncatingIfNeeded: partial))
            partial &>>= 8
            count &-= 8
        }
    }

    func flush() throws(Failure) {
        let bytes = whole
        whole.removeAll(keepingCapacity: true)
        try writer.put(bytes)
    }
}
