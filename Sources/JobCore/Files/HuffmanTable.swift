/// The codes of one alphabet of deflate, to be looked up by the next bits of the input (RFC 1951,
/// section 3.2.2). Codes longer than the table's width are found in a second table behind it.
///
/// An entry of 32 bits says what a code means and how many bits it takes:
///
///     literal       1 (bit 31), the byte (16-23), bits of code (0-7)
///     length        base (16-30), bits of code (8-11), bits of code and extra bits (0-7)
///     distance      as length
///     further       bits 15 and 14, where (16-30), width (8-12), bits of this table (0-7)
///     end           bits 15 and 13, bits of code (0-7)
///     none          bit 15: a code that means nothing
struct HuffmanTable {
    static let literal: UInt32 = 1 << 31
    static let special: UInt32 = 1 << 15
    static let further: UInt32 = 1 << 14
    static let end: UInt32 = 1 << 13

    /// Which symbols the codes stand for.
    enum Alphabet {
        case literals, distances, lengths
    }

    let alphabet: Alphabet
    let width: Int
    private let memory: RawSpace
    let entries: UnsafeMutablePointer<UInt32>
    /// The lengths of the codes, by symbol.
    private(set) var codeLengths: [UInt8] = []
    /// Bits that gzip looks at together before it knows the code: at the input's very end that many
    /// must be there.
    private(set) var lookahead = 1

    init(_ alphabet: Alphabet) {
        self.alphabet = alphabet
        // Enough for any set of lengths that is complete: 2342, 402 and 128 entries.
        let size: Int
        switch alphabet {
        case .literals: (width, size) = (11, 2400)
        case .distances: (width, size) = (8, 512)
        case .lengths: (width, size) = (7, 128)
        }
        memory = RawSpace(size * 4)
        entries = UnsafeMutableRawPointer(memory.start).bindMemory(to: UInt32.self, capacity: size)
    }

    /// Takes on codes of these lengths.
    ///
    /// It accepts what gzip 1.12 accepts: complete sets, none at all, and a single code of one bit.
    /// - Returns: false for lengths that make no code.
    mutating func build(_ lengths: ArraySlice<UInt8>) -> Bool {
        codeLengths = Array(lengths)
        var counts = [Int](repeating: 0, count: 17)
        for length in codeLengths { counts[Int(length)] += 1 }
        counts[0] = 0
        guard let longest = counts.lastIndex(where: { $0 > 0 }) else {
            entries.update(repeating: Self.special | 1, count: 1 << width)
            lookahead = 1
            return true
        }
        let shortest = counts.firstIndex { $0 > 0 } ?? 1
        var left = 1
        for length in 1...15 {
            left = left * 2 - counts[length]
            if left < 0 { return false }
        }
        if left > 0, longest != 1 { return false }
        lookahead = min(max(alphabet.gzipWidth, shortest), longest)
        if left > 0 { entries.update(repeating: Self.special | 1, count: 1 << width) }
        fill(counts, longest)
        return true
    }

    /// Takes on codes as if gzip looked at that many bits first.
    mutating func lookFirst(at bits: Int) { lookahead = bits }

    /// Writes the entries: symbols by length, codes counted up from zero, their bits reversed.
    private func fill(_ counts: [Int], _ longest: Int) {
        var starts = [Int](repeating: 0, count: 17)
        for length in 1...15 { starts[length + 1] = starts[length] + counts[length] }
        var symbols = [Int](repeating: 0, count: codeLengths.count)
        for (symbol, length) in codeLengths.enumerated() where length > 0 {
            symbols[starts[Int(length)]] = symbol
            starts[Int(length)] += 1
        }
        var code = 0
        var index = 0
        var prefix = -1
        var (second, secondWidth, free) = (0, 0, 1 << width)
        for length in 1...15 {
            for nth in 0..<counts[length] {
                let entry = meaning(of: symbols[index])
                index += 1
                if length <= width {
                    let entry = Self.with(entry, bits: length)
                    for place in stride(from: code, to: 1 << width, by: 1 << length) {
                        entries[place] = entry
                    }
                } else {
                    if code & (1 << width - 1) != prefix {
                        prefix = code & (1 << width - 1)
                        // As wide as the codes that begin so need: widened until they fill it.
                        secondWidth = length - width
                        var used = counts[length] - nth
                        while used < 1 << secondWidth, width + secondWidth < longest {
                            secondWidth += 1
                            used = used * 2 + counts[width + secondWidth]
                        }
                        second = free
                        free += 1 << secondWidth
                        entries[prefix] =
                            Self.special | Self.further | UInt32(second) << 16
                            | UInt32(secondWidth) << 8 | UInt32(width)
                    }
                    let entry = Self.with(entry, bits: length - width)
                    let step = 1 << (length - width)
                    for place in stride(from: code >> width, to: 1 << secondWidth, by: step) {
                        entries[second + place] = entry
                    }
                }
                // The next code, counted from its highest bit down.
                var bit = 1 << (length - 1)
                while code & bit != 0 { bit >>= 1 }
                code = bit == 0 ? 0 : code & (bit - 1) | bit
            }
        }
    }

    /// The entry of a symbol but for the bits its code takes.
    private func meaning(of symbol: Int) -> UInt32 {
        switch alphabet {
        case .lengths: Self.literal | UInt32(symbol) << 16
        case .literals:
            switch symbol {
            case 0..<256: Self.literal | UInt32(symbol) << 16
            case 256: Self.special | Self.end
            case 257..<286: Self.lengths[symbol - 257]
            default: Self.special
            }
        case .distances: symbol < 30 ? Self.distances[symbol] : Self.special
        }
    }

    private static func with(_ entry: UInt32, bits: Int) -> UInt32 {
        let isPlain = entry & (literal | special) != 0
        return entry + UInt32(bits) + (isPlain ? 0 : UInt32(bits) << 8)
    }

    /// Base and extra bits of symbols 257 to 285.
    private static let lengths = steps(28, from: 3, each: 4) + [258 << 16]

    /// Base and extra bits of the thirty symbols of distances.
    private static let distances = steps(30, from: 1, each: 2)

    /// Bases from `first` on, with the extra bits of each: none for the first `2 * each` symbols, and
    /// one more for each `each` behind them.
    private static func steps(_ count: Int, from first: UInt32, each: Int) -> [UInt32] {
        var base = first
        return (0..<count).map { symbol in
            let extra = UInt32(max(0, symbol / each - 1))
            defer { base += 1 << extra }
            return base << 16 | extra
        }
    }
}

extension HuffmanTable.Alphabet {
    /// How many bits gzip 1.12 looks up first.
    var gzipWidth: Int {
        switch self {
        case .literals: 9
        case .distances: 6
        case .lengths: 7
        }
    }
}

extension HuffmanTable {
    /// How many bits gzip asks for before it decodes the code that the input goes on with, where
    /// that code is longer than its first look: those of the longest code that begins alike.
    func lookahead(for bits: UInt64) -> Int {
        let first = bits & (1 << UInt64(lookahead) - 1)
        var counts = [Int](repeating: 0, count: 17)
        for length in codeLengths { counts[Int(length)] += 1 }
        var (code, needed) = (0, lookahead)
        for length in 1...15 {
            for _ in 0..<counts[length] {
                if length > lookahead, UInt64(code) & (1 << UInt64(lookahead) - 1) == first {
                    needed = length
                }
                var bit = 1 << (length - 1)
                while code & bit != 0 { bit >>= 1 }
                code = bit == 0 ? 0 : code & (bit - 1) | bit
            }
        }
        return needed
    }
}
