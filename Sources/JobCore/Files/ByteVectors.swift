/// Counting bytes of memory, thirty-two at a time.
enum ByteVectors {
    typealias Vector = SIMD32<UInt8>

    /// How often `match` is true from `start` on, and where it ended: fewer than thirty-two bytes
    /// are left. `match` tells it of the thirty-two bytes at a pointer.
    @inline(__always)
    static func count(
        in bytes: UnsafeRawBufferPointer, from start: Int,
        _ match: (UnsafeRawPointer) -> SIMDMask<SIMD32<Int8>>
    ) -> (count: Int, end: Int) {
        guard let base = bytes.baseAddress else { return (0, start) }
        var (total, next) = (0, start)
        while next &+ 32 <= bytes.count {
            // Up to 255 steps fit into the sums of bytes.
            var sums = Vector()
            let steps = min((bytes.count &- next) / 32, 255)
            for _ in 0..<steps {
                sums &-= Vector(
                    truncatingIfNeeded: unsafeBitCast(match(base + next), to: SIMD32<Int8>.self))
                next &+= 32
            }
            let wide = SIMD32<UInt16>(truncatingIfNeeded: sums)
            total &+= Int(wide.wrappedSum())
        }
        return (total, next)
    }
}
