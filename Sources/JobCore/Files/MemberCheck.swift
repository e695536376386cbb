internal import CZlib

/// Compares the members of a gzip input with what their ends say of them.
struct MemberCheck {
    private var checksum: UInt = 0
    private var length: UInt32 = 0

    /// Takes in a batch.
    /// - Returns: how many of its bytes are to be handed out, and gzip's words for what is wrong
    ///   behind them.
    mutating func verify(_ batch: Batch) -> (count: Int, fault: String?) {
        var position = 0
        for mark in batch.marks {
            add(batch.start + position, mark.end - position)
            position = mark.end
            if UInt32(checksum) != mark.checksum {
                return (position, "invalid compressed data--crc error")
            }
            if length != mark.length {
                return (position, "invalid compressed data--length error")
            }
            checksum = 0
            length = 0
        }
        add(batch.start + position, batch.count - position)
        return (batch.count, nil)
    }

    private mutating func add(_ start: UnsafePointer<UInt8>, _ count: Int) {
        checksum = crc32_z(checksum, start, count)
        length &+= UInt32(truncatingIfNeeded: count)
    }
}
