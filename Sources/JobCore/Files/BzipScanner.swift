/// Cuts a bzip2 input where its blocks may begin: at their 48-bit magic number, and at that of a
/// stream's end, at any bit. A place that only looks like one is told by whoever decodes.
final class BzipScanner {
    /// The bits from one such place to the next.
    struct Piece {
        /// Whole bytes; the first and the last may be shared with the pieces beside it.
        var bytes: [UInt8] = []
        /// Where in the first byte the piece begins.
        var firstBit = 0
        /// Bits from there to where the next piece begins, or to the input's end.
        var bitCount = 0
        /// Whether there is another piece behind it.
        var isFollowed = false
    }

    /// The most that a block can take: 900,000 symbols of twenty bits, and its tables.
    private static let longest = 2_300_000

    let input: InputBuffer
    /// The byte and bit of `input` where the next piece begins.
    private var firstBit: Int
    /// By two bytes that lie within a magic number: a bit for each number and way of lying.
    private static let pairs: [UInt16] = {
        var pairs = [UInt16](repeating: 0, count: 1 << 16)
        for (number, magic) in [BzipBlock.magic, BzipUnpacker.endMagic].enumerated() {
            for shift in 0..<8 {
                pairs[magic >> (24 + shift) & 0xFFFF] |= 1 << UInt16(number * 8 + shift)
            }
        }
        return pairs
    }()

    /// Begins at a bit of the next byte of the input.
    init(_ input: InputBuffer, firstBit: Int) {
        self.input = input
        self.firstBit = firstBit
    }

    /// The next piece. It begins where the scanner stands, whatever is there.
    func next(reusing space: [UInt8]) throws(Failure) -> Piece {
        var piece = Piece(bytes: space)
        piece.bytes.removeAll(keepingCapacity: true)
        piece.firstBit = firstBit
        // The magic number at the piece's own beginning is none to stop at.
        var skipped = 1
        while true {
            let there = try input.need(InputBuffer.reach)
            let bytes = input.bytes + input.next
            if there <= skipped + 8 {
                // What is left is too short for another magic number behind this one.
                if let found = Self.find(in: bytes, from: skipped, to: there - 6) {
                    return take(found, of: piece)
                }
                piece.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: there))
                input.next += there
                piece.bitCount = piece.bytes.count * 8 - piece.firstBit
                firstBit = 0
                return piece
            }
            let end = min(there - 7, InputBuffer.reach)
            if let found = Self.find(in: bytes, from: skipped, to: end) {
                return take(found, of: piece)
            }
            piece.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: end))
            input.next += end
            skipped = 0
            guard piece.bytes.count < Self.longest else {
                piece.bitCount = piece.bytes.count * 8 - piece.firstBit
                piece.isFollowed = true
                firstBit = 0
                return piece
            }
        }
    }

    /// Moves behind a byte of which the last piece has a part.
    func skipSharedByte() {
        if firstBit > 0 { input.next += 1 }
        firstBit = 0
    }

    /// Ends a piece at a place that was found ahead.
    private func take(_ found: (byte: Int, bit: Int), of piece: Piece) -> Piece {
        var piece = piece
        let bytes = input.bytes + input.next
        piece.bitCount = (piece.bytes.count + found.byte) * 8 + found.bit - piece.firstBit
        let shared = found.bit > 0 ? 1 : 0
        piece.bytes.append(
            contentsOf: UnsafeBufferPointer(start: bytes, count: found.byte + shared))
        piece.isFollowed = true
        input.next += found.byte
        firstBit = found.bit
        return piece
    }

    /// The first magic number that begins in one of these bytes; there are seven bytes behind the
    /// last one, or six where it begins at its first bit.
    private static func find(
        in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> (byte: Int, bit: Int)? {
        guard start < end else { return nil }
        return pairs.withUnsafeBufferPointer { pairs in
            guard let pairs = pairs.baseAddress else { return nil }
            for index in start..<end {
                // Bytes 1 and 2 of a number lie wholly within it, however it lies.
                let pair = Int(bytes[index + 1]) &<< 8 | Int(bytes[index + 2])
                if pairs[pair] == 0 { continue }
                if let bit = check(bytes + index, pairs[pair]) { return (index, bit) }
            }
            return nil
        }
    }

    /// The bit of the first byte at which a magic number begins.
    private static func check(_ bytes: UnsafePointer<UInt8>, _ ways: UInt16) -> Int? {
        var window = 0
        for index in 0..<7 { window = window << 8 | Int(bytes[index]) }
        for bit in 0..<8 {
            let number = window >> (8 - bit) & 0xFFFF_FFFF_FFFF
            if number == BzipBlock.magic || number == BzipUnpacker.endMagic { return bit }
        }
        return nil
    }
}
