internal import CSys
internal import Glibc

/// What the C library finds quicker than a loop does.
extension [UInt8] {
    /// The first place of a byte from `start` on; where there is none, the end.
    func place(of byte: UInt8, from start: Int) -> Int {
        guard start < count else { return count }
        return withUnsafeBytes { space in
            guard let base = space.baseAddress,
                let found = memchr(base + start, Int32(byte), space.count - start)
            else { return space.count }
            return UnsafeRawPointer(found) - base
        }
    }

    /// The first place of these bytes from `start` on; where there is none, the end.
    func place(of other: [UInt8], from start: Int) -> Int {
        guard start < count else { return count }
        return withUnsafeBytes { space in
            other.withUnsafeBytes { wanted in
                guard let base = space.baseAddress, let wantedBase = wanted.baseAddress,
                    let found = csys_memmem(
                        base + start, space.count - start, wantedBase, wanted.count)
                else { return space.count }
                return UnsafeRawPointer(found) - base
            }
        }
    }

    /// Whether these bytes stand at that place.
    func has(_ other: [UInt8], at place: Int) -> Bool {
        guard count - place >= other.count else { return false }
        return withUnsafeBytes { space in
            other.withUnsafeBytes { wanted in
                guard let base = space.baseAddress, let wantedBase = wanted.baseAddress else {
                    return true
                }
                return memcmp(base + place, wantedBase, wanted.count) == 0
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The first place of a byte from `start` on; nil where there is none.
    func place(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count,
            let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
