/// Compares the members of a gzip input with what their ends say of them.
struct MemberCheck {
    private var sum: UInt32 = 0
    private var length: UInt32 = 0

    /// Takes in a batch.
    /// - Returns: how many of its bytes are to be handed out, and gzip's words for what is wrong
    ///   behind them.
    mutating func verify(_ batch: Batch) -> (count: Int, fault: String?) {
        var position = 0
        for mark in batch.marks {
            add(batch.start + position, mark.end - position)
            position = mark.end
            if sum != mark.checksum {
                return (position, "invalid compressed data--crc error")
            }
            if length != mark.length {
                return (position, "invalid compressed data--length error")
            }
            sum = 0
            length = 0
        }
        add(batch.start + position, batch.count - position)
        return (batch.count, nil)
    }

    private mutating func add(_ start: UnsafePointer<UInt8>, _ count: Int) {
        sum = checksum(UnsafeRawBufferPointer(start: start, count: count), after: sum)
        length &+= UInt32(truncatingIfNeeded: count)
    }
}
