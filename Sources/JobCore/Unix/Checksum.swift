internal import CSys
internal import CZlib

/// A number that tells texts apart, most of the time: FNV-1a of 64 bits.
package func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// The CRC-32 of some bytes, as zlib, gzip and PNG have it (RFC 1952, section 8).
/// `sum` is that of the bytes before them.
package func checksum(_ bytes: some ContiguousBytes, after sum: UInt32 = 0) -> UInt32 {
    bytes.withBytes { space in
        // Without an address the function would begin anew.
        guard let start = space.baseAddress else { return sum }
        var (sum, done) = (UInt(sum), 0)
        let whole = space.count & ~63
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { rest in
            guard let rest = rest.baseAddress,
                csys_crc_fold(UInt32(sum), start, whole, rest) == 1
            else { return }
            (sum, done) = (crc32_z(0xFFFF_FFFF, rest, 16), whole)
        }
        let left = (start + done).assumingMemoryBound(to: UInt8.self)
        return UInt32(crc32_z(sum, left, space.count - done))
    }
}
