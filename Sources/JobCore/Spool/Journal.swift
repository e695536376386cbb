/// The append-only file that is the queue: what happened, a record a line.
///
/// It is replaced by a shorter one now and then (`Compaction`), so an open journal is good for as
/// long as one looks at it under the spool's lock; its committed bytes never change.
struct Journal {
    static let name: ByteString = "journal"

    let file: File

    init(_ file: File) { self.file = file }

    /// Reads the lines from `start` to `end`, in pieces, and gives each to `body` with its offset;
    /// `damaged` gets the offset and bytes of what is no line. Returns where the last whole line
    /// ends.
    @discardableResult
    func scan(
        from start: Int, to end: Int,
        damaged: (_ offset: Int, _ bytes: ArraySlice<UInt8>) throws(Failure) -> Void = { _, _ in },
        _ body: (_ line: JournalLine, _ offset: Int, _ length: Int) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        var position = start
        var piece = 1 << 17
        while position < end {
            let bytes = try file.bytes(at: position, count: min(piece, end - position))
            if bytes.isEmpty { return position }
            var rest = bytes[...]
            read: while !rest.isEmpty {
                let offset = position + (rest.startIndex - bytes.startIndex)
                switch JournalLine.read(rest) {
                case .line(let line, let length):
                    try body(line, offset, length)
                    rest = rest.dropFirst(length)
                case .damaged(let length):
                    try damaged(offset, rest.prefix(length))
                    rest = rest.dropFirst(length)
                case .incomplete:
                    break read
                }
            }
            let done = bytes.count - rest.count
            position += done
            if done == 0 {
                // The line is longer than the piece, or torn at the end of all.
                if bytes.count < piece || bytes.count > 2 * JournalLine.longest { return position }
                piece *= 4
            }
        }
        return position
    }

    /// Appends what is to be on the disk when this returns; where that fails the journal is as it was.
    func append(_ bytes: [UInt8], at end: Int) throws(Failure) {
        do throws(Failure) {
            try file.write(bytes, at: end)
            try file.syncData()
        } catch {
            try? file.truncate(to: end)
            throw error
        }
    }

    /// What lies at `offset` up to the line's end, readable or not.
    func damagedLine(at offset: Int) throws(Failure) -> [UInt8] {
        let bytes = try file.bytes(at: offset, count: 1 << 16)
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
        return Array(bytes[...end])
    }

    /// The line that begins at `offset`; nil where there is none that can be read.
    func line(at offset: Int) throws(Failure) -> JournalLine? {
        var count = 512
        while true {
            let bytes = try file.bytes(at: offset, count: count)
            switch JournalLine.read(bytes[...]) {
            case .line(let line, _): return line
            case .damaged: return nil
            case .incomplete where bytes.count < count || count > 2 * JournalLine.longest:
                return nil
            case .incomplete: count *= 8
            }
        }
    }
}
