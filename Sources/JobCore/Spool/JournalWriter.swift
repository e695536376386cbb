extension JournalLine {
    /// Builds lines one after the other in one buffer.
    struct Writer {
        private(set) var bytes: [UInt8] = []
        private var payload: [UInt8] = []
        private var job = 0
        private var isContinued = false
        /// The lines of the batch that is being written.
        private var open = Seal()

        mutating func begin(_ kind: Kind, job: Int, next: Int, isContinued: Bool) {
            payload.removeAll(keepingCapacity: true)
            self.job = job
            self.isContinued = isContinued
            append(number: next)
            if isContinued { payload.append(UInt8(ascii: "+")) }
            payload.append(space)
            payload.append(contentsOf: kind.rawValue.utf8)
            payload.append(space)
            append(number: job)
        }

        /// Gives away the bytes so far, in the midst of a batch perhaps.
        mutating func takeBytes() -> [UInt8] {
            defer { bytes = [] }
            return bytes
        }

        mutating func field(_ key: StaticString, _ value: ByteString) {
            append(key: key)
            for byte in value.bytes {
                if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
                    payload.append(byte)
                } else {
                    payload.append(UInt8(ascii: "%"))
                    payload.append(JournalLine.hexDigit(byte >> 4))
                    payload.append(JournalLine.hexDigit(byte & 15))
                }
            }
        }

        mutating func field(_ key: StaticString, _ number: Int) {
            append(key: key)
            append(number: number)
        }

        /// Ends the line.
        mutating func end() {
            if !isContinued, open.length > 0 {
                field("batch", ByteString("\(open.length):\(open.sum)"))
            }
            let start = bytes.count
            defer { open = isContinued ? open.adding(bytes[start...]) : Seal() }
            payload.append(space)
            append(number: job)
            payload.append(UInt8(ascii: "."))
            payload.append(contentsOf: JournalLine.mark(of: job))
            bytes.append(contentsOf: String(payload.count).utf8)
            bytes.append(space)
            let sum = checksum(payload)
            for shift in stride(from: 28, through: 0, by: -4) {
                bytes.append(
                    JournalLine.hexDigit(UInt8(truncatingIfNeeded: sum >> UInt32(shift)) & 15))
            }
            bytes.append(space)
            bytes.append(contentsOf: payload)
            bytes.append(lineEnd)
        }

        private mutating func append(key: StaticString) {
            payload.append(space)
            key.withUTF8Buffer { payload.append(contentsOf: $0) }
            payload.append(UInt8(ascii: "="))
        }

        private mutating func append(number: Int) {
            if number < 0 {
                payload.append(UInt8(ascii: "-"))
            }
            var rest = number.magnitude
            let start = payload.count
            repeat {
                payload.append(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            payload[start...].reverse()
        }
    }

    /// What tells that all lines of a batch are there: how many bytes lie before its last line, and
    /// their CRC-32.
    struct Seal: Equatable {
        private(set) var length = 0
        private(set) var sum: UInt32 = 0

        init() {}

        init?(_ value: ArraySlice<UInt8>) {
            let parts = value.split(separator: UInt8(ascii: ":"))
            guard parts.count == 2, let length = number(parts[0]), let sum = number(parts[1]) else {
                return nil
            }
            self.length = length
            self.sum = UInt32(clamping: sum)
        }

        /// As it is with more bytes.
        func adding(_ bytes: ArraySlice<UInt8>) -> Seal {
            var result = self
            result.length += bytes.count
            result.sum = checksum(bytes, after: sum)
            return result
        }
    }
}

private let space = UInt8(ascii: " ")
private let lineEnd = UInt8(ascii: "\n")
