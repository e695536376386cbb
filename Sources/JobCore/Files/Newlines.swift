/// Looking for the ends of lines.
enum Newlines {
    private static let newline = UInt8(ascii: "\n")

    static func count(in bytes: UnsafeRawBufferPointer) -> Int {
        let pattern = ByteVectors.Vector(repeating: newline)
        var (total, next) = ByteVectors.count(in: bytes, from: 0) {
            $0.loadUnaligned(as: ByteVectors.Vector.self) .== pattern
        }
        while next < bytes.count {
            if bytes[next] == newline { total &+= 1 }
            next &+= 1
        }
        return total
    }

    /// The place behind the `number`th newline, counted from 1; nil where there are fewer, and then
    /// `number` is what is still missing.
    static func place(
        after number: inout Int, in bytes: UnsafeRawBufferPointer
    ) -> Int? {
        var next = 0
        // Whole stretches first, then the one that it is in.
        while next < bytes.count {
            let end = min(next + 4096, bytes.count)
            let stretch = UnsafeRawBufferPointer(rebasing: bytes[next..<end])
            let there = count(in: stretch)
            guard there >= number else {
                number -= there
                next = end
                continue
            }
            for index in next..<end where bytes[index] == newline {
                number -= 1
                if number == 0 { return index + 1 }
            }
        }
        return nil
    }

    /// The place behind the last newline; nil where there is none.
    static func lastPlace(in bytes: UnsafeRawBufferPointer) -> Int? {
        bytes.lastIndex(of: newline).map { $0 + 1 }
    }
}
