/// The CRC-32 of bzip2, which takes the highest bit of each byte first (polynomial 0x04C11DB7).
struct BzipChecksum {
    private var state = UInt32.max

    /// What a byte does to the sum, where 0 to 7 bytes follow it in the same step.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var sum = UInt32(byte) << 24
            for _ in 0..<8 { sum = sum & 1 << 31 != 0 ? sum << 1 ^ 0x04C1_1DB7 : sum << 1 }
            tables[byte] = sum
        }
        for index in 256..<(8 * 256) {
            let before = tables[index - 256]
            tables[index] = before << 8 ^ tables[Int(before >> 24)]
        }
        return tables
    }()

    var value: UInt32 { ~state }

    mutating func add(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        var sum = state
        Self.tables.withUnsafeBufferPointer { tables in
            guard let table = tables.baseAddress else { return }
            @inline(__always) func at(_ row: Int, _ byte: UInt64) -> UInt32 {
                table[row &* 256 &+ Int(truncatingIfNeeded: byte & 0xFF)]
            }
            var next = 0
            while next &+ 8 <= count {
                let eight =
                    (UnsafeRawPointer(bytes) + next).loadUnaligned(as: UInt64.self).bigEndian
                    ^ UInt64(sum) &<< 32
                sum =
                    at(7, eight &>> 56) ^ at(6, eight &>> 48) ^ at(5, eight &>> 40)
                    ^ at(4, eight &>> 32) ^ at(3, eight &>> 24) ^ at(2, eight &>> 16)
                    ^ at(1, eight &>> 8) ^ at(0, eight)
                next &+= 8
            }
            while next < count {
                sum = sum &<< 8 ^ at(0, UInt64(sum &>> 24) ^ UInt64(bytes[next]))
                next &+= 1
            }
        }
        state = sum
    }

    /// The sum of a stream with one more block.
    static func combine(_ stream: UInt32, _ block: UInt32) -> UInt32 {
        (stream << 1 | stream >> 31) ^ block
    }
}
