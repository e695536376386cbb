/// What of a text is counted to know where its records are: the end of each line, or the first
/// byte of each line that begins with a certain one.
enum LineMark: Sendable {
    case newline
    case firstByte(UInt8)

    /// How many there are in bytes that stand behind `previous`.
    func count(in bytes: UnsafeRawBufferPointer, after previous: UInt8) -> Int {
        guard case .firstByte(let mark) = self else { return Newlines.count(in: bytes) }
        guard let first = bytes.first else { return 0 }
        let newline = UInt8(ascii: "\n")
        var total = previous == newline && first == mark ? 1 : 0
        let (newlines, marks) = (
            ByteVectors.Vector(repeating: newline), ByteVectors.Vector(repeating: mark)
        )
        let (count, end) = ByteVectors.count(in: bytes, from: 1) { place in
            ((place - 1).loadUnaligned(as: ByteVectors.Vector.self) .== newlines)
                .& (place.loadUnaligned(as: ByteVectors.Vector.self) .== marks)
        }
        total &+= count
        for index in end..<max(end, bytes.count)
        where bytes[index] == mark && bytes[index - 1] == newline { total &+= 1 }
        return total
    }

    /// The place behind the `number`th, counted from 1; nil where there are fewer, and then
    /// `number` is what is still missing.
    func place(
        after number: inout Int, in bytes: UnsafeRawBufferPointer, after previous: UInt8
    ) -> Int? {
        guard case .firstByte(let mark) = self else {
            return Newlines.place(after: &number, in: bytes)
        }
        var search = 0
        while let place = bytes.place(of: mark, from: search) {
            search = place + 1
            guard (place == 0 ? previous : bytes[place - 1]) == UInt8(ascii: "\n") else { continue }
            number -= 1
            if number == 0 { return place + 1 }
        }
        return nil
    }
}
