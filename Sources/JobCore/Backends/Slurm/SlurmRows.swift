/// Cuts a table of squeue or sacct into rows, and these into fields.
///
/// A row that is not whole is passed over. The next one is then looked for where no name can make
/// believe that it begins; in a table where nothing shows that, reading ends.
struct SlurmRows {
    private let bytes: [UInt8]
    private let layout: SlurmLayout
    private var next = 0
    /// The places in the table of the row's fields, in the order of the layout.
    private(set) var fields: [Range<Int>]

    private static let newline = UInt8(ascii: "\n")

    init(_ bytes: [UInt8], _ layout: SlurmLayout) {
        self.bytes = bytes
        self.layout = layout
        fields = Array(repeating: 0..<0, count: layout.fields.count)
    }

    /// Goes to the next whole row; false where there is none.
    mutating func advance() -> Bool {
        while next < bytes.count {
            let isWhole =
                switch layout.shape {
                case .plain(let separator): cutLine(separator)
                case .marked(let mark, let guarded): cutRow(mark, guarded)
                case .markedThroughout(let mark): cutRow(mark)
                }
            if isWhole { return true }
        }
        return false
    }

    private mutating func cutLine(_ separator: UInt8) -> Bool {
        var start = next
        let end = place(of: Self.newline, from: start)
        next = end + 1
        // A line without an end was cut off.
        guard end < bytes.count else { return false }
        for field in fields.indices.dropLast() {
            let stop = place(of: separator, from: start)
            guard stop < end else { return false }
            fields[field] = start..<stop
            start = stop + 1
        }
        fields[fields.count - 1] = start..<end
        return true
    }

    /// Finds where the next row begins: at a mark that no field separator and no newline follows, since
    /// those end the other marks of a row.
    private mutating func cutRow(_ mark: [UInt8], _ guarded: Int) -> Bool {
        var start = place(of: mark, from: next)
        // `CLUSTER: name`, or a row whose front is missing, is left out.
        while let byte = byte(behind: mark, at: start), byte == 0x1F || byte == Self.newline {
            start = place(of: mark, from: start + 1)
        }
        start += mark.count
        next = start
        let free = fields.count - guarded
        for field in fields.indices {
            let stop: Int
            if field < free - 1 {
                stop = place(of: SlurmLayout.unitSeparator, from: start)
                guard stop < bytes.count, !isMark(mark, at: stop) else { return false }
                fields[field] = start..<stop
                start = stop + 1
                continue
            }
            stop = place(of: mark, from: start)
            let follower = field == fields.count - 1 ? Self.newline : SlurmLayout.unitSeparator
            guard byte(behind: mark, at: stop) == follower else { return false }
            // There is one field too many where Slurm's own last one has a separator in it.
            guard field >= free || place(of: SlurmLayout.unitSeparator, from: start) == stop else {
                return false
            }
            fields[field] = start..<stop
            start = stop + mark.count + 1
        }
        next = start
        return true
    }

    private mutating func cutRow(_ mark: [UInt8]) -> Bool {
        var start = next
        next = bytes.count
        for field in fields.indices {
            let stop = place(of: mark, from: start)
            guard stop < bytes.count else { return false }
            fields[field] = start..<stop
            start = stop + mark.count
        }
        guard start < bytes.count, bytes[start] == Self.newline else { return false }
        next = start + 1
        return true
    }

    /// The first place of a byte, else the end of the table.
    private func place(of byte: UInt8, from start: Int) -> Int {
        bytes.place(of: byte, from: start)
    }

    /// The first place of a mark, else the end of the table.
    private func place(of mark: [UInt8], from start: Int) -> Int {
        var place = place(of: SlurmLayout.unitSeparator, from: start)
        while place < bytes.count, !isMark(mark, at: place) {
            place = self.place(of: SlurmLayout.unitSeparator, from: place + 1)
        }
        return place
    }

    private func isMark(_ mark: [UInt8], at place: Int) -> Bool { bytes.has(mark, at: place) }

    private func byte(behind mark: [UInt8], at place: Int) -> UInt8? {
        place + mark.count < bytes.count ? bytes[place + mark.count] : nil
    }
}
