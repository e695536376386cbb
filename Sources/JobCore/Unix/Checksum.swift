internal import CZlib

/// The CRC-32 of some bytes, as zlib, gzip and PNG have it (RFC 1952, section 8).
package func checksum(_ bytes: some ContiguousBytes) -> UInt32 {
    bytes.withBytes { space in
        let start = space.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return UInt32(crc32_z(0, start, space.count))
    }
}
