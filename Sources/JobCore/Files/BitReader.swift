/// The bits of an input from the highest of each byte down, as bzip2 has them.
final class BitReader {
    private let input: InputBuffer
    /// The next bits, from the highest down.
    private var bits: UInt64 = 0
    private var count = 0

    init(_ input: InputBuffer) { self.input = input }

    /// How many bits have been taken.
    var position: Int { input.position * 8 - count }

    private func need(_ wanted: Int) throws(Failure) -> Bool {
        while count < wanted {
            guard let byte = try input.take() else { return false }
            bits |= UInt64(byte) << UInt64(56 - count)
            count += 8
        }
        return true
    }

    /// The next bits as a number, at most 48 of them; nil where the input has fewer.
    func take(_ wanted: Int) throws(Failure) -> Int? {
        guard wanted > 0 else { return 0 }
        guard try need(wanted) else { return nil }
        let value = Int(bits >> UInt64(64 - wanted))
        bits <<= UInt64(wanted)
        count -= wanted
        return value
    }

    /// Goes on at the next whole byte.
    func align() throws(Failure) { _ = try take(count % 8) }

    /// Whether the input is over, at a whole byte.
    func isAtEnd() throws(Failure) -> Bool { try !need(1) }

    /// The next bits, with zeros behind the input's last one, and how many there are: at least
    /// `wanted` of them unless the input ends.
    @inline(__always)
    func look(_ wanted: Int) throws(Failure) -> (bits: UInt64, count: Int) {
        if count < wanted { _ = try need(wanted) }
        return (bits, count)
    }

    func drop(_ number: Int) {
        bits &<<= UInt64(number)
        count &-= number
    }

    /// Has `body` take bits quickly for as long as there are eight bytes behind them.
    ///
    /// It gets the bits, their count, the next byte, and the last place of that byte.
    @inline(__always)
    func quickly(
        _ body: (inout UInt64, inout Int, inout UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void
    ) throws(Failure) {
        guard try input.need(1024) >= 16 else { return }
        var next = input.bytes + input.next
        body(&bits, &count, &next, input.bytes + (input.end - 8))
        // Whole bytes beyond what the count says were looked at and not taken.
        bits = count == 0 ? 0 : bits & ~(UInt64.max >> UInt64(count))
        input.next = next - input.bytes
    }
}
