/// Decodes deflate data (RFC 1951), one member's after another.
///
/// Most of the input goes through a loop that keeps 56 bits at hand and looks up to three literals
/// or a match at once; it needs sixteen bytes of input ahead of it. Only where the input ends, each
/// bit is counted, and there the decoder stops where gzip 1.12 does.
final class Inflater {
    /// Why decoding has stopped.
    enum Outcome {
        /// The space is filled; there is more.
        case full
        /// The last block is over. The input stands behind its last byte.
        case finished
        /// The input ends too early.
        case cut
        /// The data is not deflate data.
        case violated
    }

    /// How far back a match reaches.
    static let window = 1 << 15

    private enum Place {
        case header, stored, codes
    }

    let input: InputBuffer
    var bits: UInt64 = 0
    var bitCount = 0
    private var place = Place.header
    private var isLast = false
    private var storedLeft = 0
    var literals = HuffmanTable(.literals)
    var distances = HuffmanTable(.distances)
    private var lengths = HuffmanTable(.lengths)
    private let nowhere = RawSpace(1)
    /// Where the next byte goes.
    var output: UnsafeMutablePointer<UInt8>

    init(_ input: InputBuffer) {
        self.input = input
        output = nowhere.start
    }

    /// Where blocks begin, for whoever wants to know.
    var map: BlockMap?
    /// Bytes decoded by all calls so far.
    private var total = 0

    /// Starts with a new member, at the next byte.
    func restart() {
        map?.beginMember()
        place = .header
        isLast = false
        bits = 0
        bitCount = 0
    }

    /// Decodes from `output` on until `end` is reached, or passed by up to 320 bytes. The
    /// `window` bytes before `output` are what was decoded before.
    func decode(
        from start: UnsafeMutablePointer<UInt8>, to end: UnsafeMutablePointer<UInt8>
    ) throws(Failure) -> Outcome {
        output = start
        defer { total += output - start }
        while true {
            switch place {
            case .header:
                if let map {
                    let bit = input.position * 8 - bitCount
                    map.add(bit: bit, output: total + (output - start), isEnd: isLast)
                }
                if isLast {
                    // Whole bytes that were looked at too early.
                    input.next -= bitCount / 8
                    bitCount = 0
                    bits = 0
                    return .finished
                }
                if let outcome = try readHeader() { return outcome }
            case .stored:
                if let outcome = try copyStored(to: end) { return outcome }
            case .codes:
                if let outcome = try decodeCodes(to: end) { return outcome }
            }
        }
    }

    // MARK: Bits, with care

    /// Makes `count` bits available; false where the input has fewer.
    private func need(_ count: Int) throws(Failure) -> Bool {
        while bitCount < count {
            guard let byte = try input.take() else { return false }
            bits |= UInt64(byte) << UInt64(bitCount)
            bitCount += 8
        }
        return true
    }

    private func drop(_ count: Int) {
        bits >>= UInt64(count)
        bitCount -= count
    }

    /// The next bits as a number, nil where the input has fewer.
    private func take(_ count: Int) throws(Failure) -> Int? {
        guard try need(count) else { return nil }
        let value = Int(bits & (1 << UInt64(count) - 1))
        drop(count)
        return value
    }

    /// The entry of the next code, whose bits have been taken, and the bits of a length or distance
    /// that follow it; nil where the input ends.
    private func next(in table: HuffmanTable) throws(Failure) -> (entry: UInt32, value: Int)? {
        guard try need(table.lookahead) else { return nil }
        if try !need(15), bitCount < table.lookahead(for: bits) { return nil }
        var entry = table.entries[Int(bits & (1 << UInt64(table.width) - 1))]
        if entry & HuffmanTable.special != 0, entry & HuffmanTable.further != 0 {
            drop(table.width)
            let index = bits & (1 << UInt64(entry >> 8 & 0x1F) - 1)
            entry = table.entries[Int(entry >> 16) + Int(index)]
        }
        if entry & (HuffmanTable.literal | HuffmanTable.special) != 0 {
            drop(min(bitCount, Int(entry & 0x3F)))
            return (entry, Int(entry >> 16 & 0xFF))
        }
        let codeBits = Int(entry >> 8 & 0xF)
        drop(codeBits)
        guard let extra = try take(Int(entry & 0x3F) - codeBits) else { return nil }
        return (entry, Int(entry >> 16) + extra)
    }

    // MARK: Blocks

    /// Reads a block's header; an outcome where there is none to go on with.
    private func readHeader() throws(Failure) -> Outcome? {
        guard let last = try take(1), let type = try take(2) else { return .cut }
        isLast = last == 1
        map?.describe(isLast: isLast, isStored: type == 0)
        switch type {
        case 0:
            drop(bitCount % 8)
            guard let length = try take(16), let complement = try take(16) else { return .cut }
            guard length == complement ^ 0xFFFF else { return .violated }
            storedLeft = length
            place = .stored
        case 1:
            var all = [UInt8](repeating: 8, count: 288)
            for symbol in 144..<256 { all[symbol] = 9 }
            for symbol in 256..<280 { all[symbol] = 7 }
            guard literals.build(all[...]) else { return .violated }
            // Two codes of five bits mean nothing; without them the set is not complete.
            guard distances.build([UInt8](repeating: 5, count: 32)[...]) else { return .violated }
            literals.lookFirst(at: 7)
            distances.lookFirst(at: 5)
            place = .codes
        case 2:
            return try readCodes()
        default:
            return .violated
        }
        return nil
    }

    /// The order in which the lengths of the codes for lengths are told.
    private static let order = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]

    /// Reads the codes of a block that has its own.
    private func readCodes() throws(Failure) -> Outcome? {
        guard let more = try take(5), let distanceCount = try take(5), let count = try take(4)
        else { return .cut }
        let (literalCount, total) = (257 + more, 258 + more + distanceCount)
        guard literalCount <= 286, distanceCount < 30 else { return .violated }
        var told = [UInt8](repeating: 0, count: 19)
        for symbol in Self.order.prefix(count + 4) {
            guard let length = try take(3) else { return .cut }
            told[symbol] = UInt8(length)
        }
        guard lengths.build(told[...]) else { return .violated }
        var all: [UInt8] = []
        all.reserveCapacity(total)
        while all.count < total {
            guard let (entry, symbol) = try next(in: lengths) else { return .cut }
            // A code without a meaning: gzip takes what its table holds there, which is none.
            guard entry & HuffmanTable.special == 0 else { return .violated }
            let repeated: Int
            switch symbol {
            case 16: repeated = try take(2).map { $0 + 3 } ?? -1
            case 17: repeated = try take(3).map { $0 + 3 } ?? -1
            case 18: repeated = try take(7).map { $0 + 11 } ?? -1
            default:
                all.append(UInt8(symbol))
                continue
            }
            guard repeated > 0 else { return .cut }
            guard all.count + repeated <= total else { return .violated }
            let length = symbol == 16 ? all.last ?? 0 : 0
            all.append(contentsOf: repeatElement(length, count: repeated))
        }
        guard literals.build(all[..<literalCount]), distances.build(all[literalCount...]) else {
            return .violated
        }
        place = .codes
        return nil
    }

    private func copyStored(to end: UnsafeMutablePointer<UInt8>) throws(Failure) -> Outcome? {
        while storedLeft > 0, bitCount >= 8 {
            output.pointee = UInt8(truncatingIfNeeded: bits)
            output += 1
            drop(8)
            storedLeft -= 1
        }
        while storedLeft > 0 {
            guard output < end else { return .full }
            let there = try input.need(1)
            guard there > 0 else { return .cut }
            let count = min(there, storedLeft, end - output)
            output.update(from: input.bytes + input.next, count: count)
            input.next += count
            output += count
            storedLeft -= count
        }
        place = .header
        return nil
    }

    // MARK: Codes

    private func decodeCodes(to end: UnsafeMutablePointer<UInt8>) throws(Failure) -> Outcome? {
        while true {
            guard output < end else { return .full }
            if try input.need(Self.ahead * 2) >= Self.ahead * 2 {
                switch decodeQuickly(to: end) {
                case .blockEnd:
                    place = .header
                    return nil
                case .violated: return .violated
                case .outOfSpace: return .full
                case .outOfInput: continue
                }
            }
            guard let (entry, value) = try next(in: literals) else { return .cut }
            if entry & HuffmanTable.literal != 0 {
                output.pointee = UInt8(truncatingIfNeeded: value)
                output += 1
            } else if entry & HuffmanTable.special != 0 {
                guard entry & HuffmanTable.end != 0 else { return .violated }
                place = .header
                return nil
            } else {
                guard let (entry, distance) = try next(in: distances) else { return .cut }
                guard entry & HuffmanTable.special == 0 else { return .violated }
                for _ in 0..<value {
                    output.pointee = (output - distance).pointee
                    output += 1
                }
            }
        }
    }
}
