/// One of the up to six Huffman codes of a bzip2 block.
///
/// A code is a list of lengths, one to twenty bits, which need not make a complete code. What a bit
/// string means is defined by libbz2's way of reading it: the shortest beginning whose value does
/// not exceed the last code of that length.
struct BzipCode {
    /// Bits looked up at once.
    static let width = 10
    static let longest = 20
    /// An entry that says that the code is longer than the table is wide, or means nothing.
    static let slow: UInt16 = 0

    /// Symbol times 32 plus bits of code, by the next `width` bits.
    private let memory = RawSpace(2 << Self.width)
    var table: UnsafeMutablePointer<UInt16> {
        UnsafeMutableRawPointer(memory.start)
            .assumingMemoryBound(to: UInt16.self)
    }
    private var lastCodes = [Int](repeating: -1, count: longest + 2)
    private var offsets = [Int](repeating: 0, count: longest + 2)
    private var symbols: [UInt16] = []
    private var shortest = 1

    mutating func build(_ lengths: [UInt8]) {
        symbols = []
        var code = 0
        shortest = Int(lengths.min() ?? 1)
        for length in 1...Self.longest {
            let first = code
            offsets[length] = symbols.count - first
            for (symbol, own) in lengths.enumerated() where Int(own) == length {
                symbols.append(UInt16(symbol))
                code += 1
            }
            lastCodes[length] = code - 1
            code *= 2
        }
        for bits in 0..<(1 << Self.width) {
            let found = find(UInt64(bits) << UInt64(64 - Self.width), longest: Self.width)
            table[bits] = found.map { $0.symbol << 5 | UInt16($0.length) } ?? Self.slow
        }
    }

    /// The symbol that these bits begin with; nil where they mean nothing.
    func find(_ bits: UInt64, longest: Int = longest) -> (symbol: UInt16, length: Int)? {
        var length = shortest
        while length <= longest {
            let value = Int(bits >> UInt64(64 - length))
            if value <= lastCodes[length] {
                let index = value + offsets[length]
                return symbols.indices.contains(index) ? (symbols[index], length) : nil
            }
            length += 1
        }
        return nil
    }
}
