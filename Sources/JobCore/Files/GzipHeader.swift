internal import CZlib

/// The header of a gzip member (RFC 1952, section 2.3).
enum GzipHeader {
    enum Finding {
        case member
        /// The input is over, or was before it began.
        case cut, none
        /// Something else than a member; for a first one as for later ones, gzip's words.
        case foreign
        case refused(String)
    }

    private static let checksum = 0x02
    private static let extra = 0x04
    private static let name = 0x08
    private static let comment = 0x10

    /// Takes a header from the input; nothing where it is none.
    static func read(from input: InputBuffer) throws(Failure) -> Finding {
        guard try input.need(1) > 0 else { return .none }
        guard let first = try input.peek() else { return .none }
        guard let second = try input.peek(1) else { return first == 0 ? .foreign : .cut }
        guard first == 0x1F, second == 0x8B else { return .foreign }
        guard let method = try input.peek(2) else { return .cut }
        guard method == 8 else { return .refused("unknown method \(method) -- not supported") }
        guard let flagByte = try input.peek(3) else { return .cut }
        let flags = Int(flagByte)
        guard flags & 0x20 == 0 else { return .refused("is encrypted -- not supported") }
        guard flags & 0xC0 == 0 else {
            return .refused("has flags 0x\(String(flags, radix: 16)) -- not supported")
        }
        var running = Running(isWanted: flags & checksum != 0)
        for _ in 0..<10 {
            guard let byte = try input.take() else { return .cut }
            running.add(byte)
        }
        if flags & extra != 0 {
            guard let low = try input.take(), let high = try input.take() else { return .cut }
            running.add(low)
            running.add(high)
            for _ in 0..<(Int(low) | Int(high) << 8) {
                guard let byte = try input.take() else { return .cut }
                running.add(byte)
            }
        }
        for text in [name, comment] where flags & text != 0 {
            var byte: UInt8 = 1
            while byte != 0 {
                guard let next = try input.take() else { return .cut }
                byte = next
                running.add(byte)
            }
        }
        if flags & checksum != 0 {
            guard let low = try input.take(), let high = try input.take() else { return .cut }
            let (told, computed) = (Int(low) | Int(high) << 8, running.checksum)
            guard told == computed else {
                return .refused(
                    "header checksum 0x\(hex(told)) != computed checksum 0x\(hex(computed))")
            }
        }
        return .member
    }

    private static func hex(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// The sum of a header's bytes, which may be of any number.
    private struct Running {
        let isWanted: Bool
        private var pending: [UInt8] = []
        private var sum: UInt = 0

        init(isWanted: Bool) { self.isWanted = isWanted }

        mutating func add(_ byte: UInt8) {
            guard isWanted else { return }
            pending.append(byte)
            if pending.count == 4096 { flush() }
        }

        var checksum: Int {
            mutating get {
                flush()
                return Int(sum & 0xFFFF)
            }
        }

        private mutating func flush() {
            sum = crc32_z(sum, pending, pending.count)
            pending = []
        }
    }
}
