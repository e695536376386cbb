/// One block of a bzip2 stream: read as a whole, then given out piece by piece.
///
/// There is no published definition; this follows what libbz2 1.0.8 accepts and refuses.
final class BzipBlock {
    enum Outcome {
        case whole, cut, violated
    }

    static let magic = 0x3141_5926_5359
    private static let groupSize = 50
    private static let mostSelectors = 18002

    private let text = BzipText()
    private var codes = (0..<6).map { _ in BzipCode() }
    private var selectors = [UInt8](repeating: 0, count: mostSelectors)
    private let front = RawSpace(256)

    /// The CRC that the block says its bytes have.
    private(set) var toldChecksum: UInt32 = 0
    /// Bytes before runs are undone.
    private(set) var size = 0

    /// Reads a block behind its magic number.
    func read(from reader: BitReader, level: Int) throws(Failure) -> Outcome {
        guard let sum = try reader.take(32), let random = try reader.take(1),
            let origin = try reader.take(24)
        else { return .cut }
        toldChecksum = UInt32(sum)
        let most = 100_000 * level
        guard origin <= 10 + most else { return .violated }
        guard let used = try readUsed(reader) else { return .cut }
        guard !used.isEmpty else { return .violated }
        var selectorCount = 0
        if let outcome = try readCodes(reader, symbols: used.count + 2, &selectorCount) {
            return outcome
        }
        for (index, byte) in used.enumerated() { front.start[index] = byte }
        var counts = [Int](repeating: 0, count: 256)
        let outcome = try readSymbols(
            reader, end: used.count + 1, selectorCount: selectorCount, most: most, &counts)
        guard case .whole = outcome else { return outcome }
        guard origin < size else { return .violated }
        text.link(size, counts, origin, isRandomised: random == 1)
        return .whole
    }

    // MARK: Tables

    /// The bytes that occur in the block.
    private func readUsed(_ reader: BitReader) throws(Failure) -> [UInt8]? {
        guard let ranges = try reader.take(16) else { return nil }
        var used: [UInt8] = []
        for range in 0..<16 where ranges & 0x8000 >> range != 0 {
            guard let bytes = try reader.take(16) else { return nil }
            for byte in 0..<16 where bytes & 0x8000 >> byte != 0 {
                used.append(UInt8(range * 16 + byte))
            }
        }
        return used
    }

    private func readCodes(
        _ reader: BitReader, symbols: Int, _ kept: inout Int
    ) throws(Failure) -> Outcome? {
        guard let codeCount = try reader.take(3) else { return .cut }
        guard (2...6).contains(codeCount) else { return .violated }
        guard let selectorCount = try reader.take(15) else { return .cut }
        guard selectorCount > 0 else { return .violated }
        kept = min(selectorCount, Self.mostSelectors)
        var order: [UInt8] = [0, 1, 2, 3, 4, 5]
        for index in 0..<selectorCount {
            var place = 0
            while true {
                guard let bit = try reader.take(1) else { return .cut }
                if bit == 0 { break }
                place += 1
                guard place < codeCount else { return .violated }
            }
            // More than can be used are read and forgotten, as lbzip2 pads them.
            guard index < kept else { continue }
            order.insert(order.remove(at: place), at: 0)
            selectors[index] = order[0]
        }
        for code in 0..<codeCount {
            guard var length = try reader.take(5) else { return .cut }
            var lengths: [UInt8] = []
            for _ in 0..<symbols {
                while true {
                    guard (1...BzipCode.longest).contains(length) else { return .violated }
                    guard let change = try reader.take(1) else { return .cut }
                    if change == 0 { break }
                    guard let down = try reader.take(1) else { return .cut }
                    length += down == 0 ? 1 : -1
                }
                lengths.append(UInt8(length))
            }
            codes[code].build(lengths)
        }
        return nil
    }

    // MARK: Symbols

    /// What is known between two symbols.
    private struct Progress {
        var size = 0
        var run = 0
        var weight = 1
        var group = 0
        var groupLeft = 0
    }

    private func readSymbols(
        _ reader: BitReader, end: Int, selectorCount: Int, most: Int, _ counts: inout [Int]
    ) throws(Failure) -> Outcome {
        var progress = Progress()
        while true {
            var outcome: Outcome?
            let chain = text.chain
            let front = front.start
            try counts.withUnsafeMutableBufferPointer { counts throws(Failure) in
                guard let counts = counts.baseAddress else { return }
                /// Acts on a symbol; an outcome ends the block.
                @inline(__always) func act(_ symbol: Int, _ state: inout Progress) -> Outcome? {
                    if symbol <= 1 {
                        guard state.weight < 2 << 20 else { return .violated }
                        state.run &+= state.weight &<< symbol
                        state.weight &<<= 1
                        return nil
                    }
                    if state.run > 0 {
                        let byte = front[0]
                        guard state.size &+ state.run <= most else { return .violated }
                        counts[Int(byte)] &+= state.run
                        (chain + state.size).update(repeating: UInt32(byte), count: state.run)
                        state.size &+= state.run
                        state.run = 0
                    }
                    state.weight = 1
                    if symbol == end { return .whole }
                    guard state.size < most else { return .violated }
                    let place = symbol &- 1
                    let byte = front[place]
                    if place < 16 {
                        var index = place
                        while index > 0 {
                            front[index] = front[index &- 1]
                            index &-= 1
                        }
                    } else {
                        (front + 1).update(from: front, count: place)
                    }
                    front[0] = byte
                    counts[Int(byte)] &+= 1
                    chain[state.size] = UInt32(byte)
                    state.size &+= 1
                    return nil
                }

                try reader.quickly { bits, count, next, last in
                    var state = progress
                    defer { progress = state }
                    var (window, have) = (bits, count)
                    defer { (bits, count) = (window, have) }
                    var table = codes[0].table
                    var code = 0
                    if state.groupLeft > 0 {
                        code = Int(selectors[state.group - 1])
                        table = codes[code].table
                    }
                    while next <= last {
                        if state.groupLeft == 0 {
                            guard state.group < selectorCount else {
                                outcome = .violated
                                return
                            }
                            code = Int(selectors[state.group])
                            table = codes[code].table
                            state.group &+= 1
                            state.groupLeft = BzipBlock.groupSize
                        }
                        window |=
                            UnsafeRawPointer(next).loadUnaligned(as: UInt64.self).bigEndian
                            &>> UInt64(have)
                        next += (63 &- have) &>> 3
                        have |= 56
                        // Two symbols of twenty bits at most fit into what is there.
                        for _ in 0..<2 where state.groupLeft > 0 {
                            let entry = table[
                                Int(truncatingIfNeeded: window &>> UInt64(64 - BzipCode.width))]
                            var (symbol, length) = (Int(entry &>> 5), Int(entry & 31))
                            if entry == BzipCode.slow {
                                guard let found = codes[code].find(window) else {
                                    outcome = .violated
                                    return
                                }
                                (symbol, length) = (Int(found.symbol), found.length)
                            }
                            window &<<= UInt64(length)
                            have &-= length
                            state.groupLeft &-= 1
                            outcome = act(symbol, &state)
                            if outcome != nil { return }
                        }
                    }
                }
                guard outcome == nil else { return }
                // One with care, for what the quick way left at the end of the buffer.
                if progress.groupLeft == 0 {
                    guard progress.group < selectorCount else {
                        outcome = .violated
                        return
                    }
                    progress.group += 1
                    progress.groupLeft = Self.groupSize
                }
                let (bits, count) = try reader.look(BzipCode.longest)
                let code = codes[Int(selectors[progress.group - 1])]
                guard let (symbol, length) = code.find(bits), length <= count else {
                    outcome = count < BzipCode.longest ? .cut : .violated
                    return
                }
                reader.drop(length)
                progress.groupLeft -= 1
                outcome = act(Int(symbol), &progress)
            }
            if let outcome {
                size = progress.size
                return outcome
            }
        }
    }

    // MARK: Giving out

    /// Whether every byte has been given out.
    var isOver: Bool { text.isOver }
    /// Whether the block ends within a run.
    var isBroken: Bool { text.isBroken }
    /// Whether the bytes that were given out are those that were meant.
    var isSound: Bool { text.checksum.value == toldChecksum }

    /// Writes the next bytes, as many as there is room for or as are left.
    func give(to output: UnsafeMutablePointer<UInt8>, room: Int) -> Int {
        text.give(to: output, room: room)
    }
}
