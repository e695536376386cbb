/// Records that count together or not at all, as they are to lie in a journal.
struct RecordBatch {
    let bytes: [UInt8]
    /// Where each of them lies.
    let offsets: [Int]

    /// `next` is the next free job number behind them, `end` where the journal ends.
    init(_ records: [Record], next: Int, at end: Int) {
        var lines = JournalLine.Writer()
        var offsets: [Int] = []
        offsets.reserveCapacity(records.count)
        for (index, record) in records.enumerated() {
            offsets.append(end + lines.bytes.count)
            record.write(to: &lines, next: next, isContinued: index + 1 < records.count)
        }
        bytes = lines.bytes
        self.offsets = offsets
    }
}
