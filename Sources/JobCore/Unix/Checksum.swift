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
        return UInt32(crc32_z(UInt(sum), start.assumingMemoryBound(to: UInt8.self), space.count))
    }
}
