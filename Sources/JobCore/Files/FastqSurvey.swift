/// Follows a FASTQ input from a record on, and notes where its records begin.
struct FastqSurvey: Sendable {
    private var reader: FastqReader
    private(set) var index: RecordIndex
    /// Where it began, and where the next byte lies.
    private let first: Int
    private(set) var position: Int
    /// Where the present record begins.
    private var record: Int

    init(from first: Int = 0, name: String, stride: Int = 1 << 16) {
        reader = FastqReader(name: name)
        index = RecordIndex(stride: stride)
        self.first = first
        position = first
        record = first
    }

    /// Whether all records that have begun are whole, and another may follow.
    var isAtRecord: Bool { reader.isAtRecord }

    /// Takes in the next bytes, but no record that begins at `limit` or behind.
    /// - Throws: `Failure` (65) for a line that has no place in such a record.
    mutating func add(
        _ bytes: UnsafeRawBufferPointer, until limit: Int = .max
    ) throws(Failure) {
        var next = 0
        let start = position
        defer { position = start + next }
        while next < bytes.count {
            let (end, isWhole) = try reader.endOfRecord(in: bytes, from: next)
            next = end
            guard isWhole else { continue }
            index.add(record)
            record = start + next
            if record >= limit { return }
        }
    }

    /// To be called when all bytes have come.
    /// - Throws: `Failure` (65) for a record that is not whole.
    mutating func finish() throws(Failure) {
        if try reader.finish() { index.add(record) }
    }

    /// Reads on in a file of `size` bytes as far as a record begins at `limit` or behind.
    mutating func follow(
        _ place: FilePlace, until limit: Int, of size: Int, through space: RawSpace
    ) throws(Failure) {
        while position < size, position < limit || !isAtRecord {
            try place.interruption.check()
            // Beyond the limit a little more each time: most records end soon.
            let wanted = position < limit ? limit - position : max(1 << 14, position - limit)
            let buffer = UnsafeMutableRawBufferPointer(
                start: space.start, count: min(wanted, space.count, size - position))
            let count = try place.file.read(into: buffer, at: place.start + position)
            guard count > 0 else { throw place.file.changed() }
            try add(UnsafeRawBufferPointer(rebasing: buffer[..<count]), until: limit)
        }
    }

    /// Takes in what comes next as it was found, if it begins exactly where this ends; returns
    /// whether it did.
    mutating func append(_ next: FastqSurvey) -> Bool {
        guard isAtRecord, next.first == position, next.isAtRecord else { return false }
        index.append(next.index)
        reader.skip(records: next.index.count)
        position = next.position
        record = position
        return true
    }

    /// What a section of a file seems to have: from the first likely record in it to the first that
    /// begins behind it. Nil where that is not to be told.
    init?(of range: Range<Int>, in sections: FileSections.Extent, through space: RawSpace) {
        var first = range.lowerBound
        if first > 0 {
            guard let likely = Self.likelyRecord(behind: first - 1, in: sections, space) else {
                return nil
            }
            first = likely
        }
        self.init(from: first, name: "", stride: sections.stride)
        do throws(Failure) {
            try follow(
                sections.place, until: range.upperBound, of: sections.size, through: space)
        } catch {
            // Whoever reads it from a certain record on finds out what is wrong.
            return nil
        }
        guard isAtRecord else { return nil }
    }

    /// The place of the first likely record behind the end of a line.
    private static func likelyRecord(
        behind start: Int, in sections: FileSections.Extent, _ space: RawSpace
    ) -> Int? {
        for reach in [1 << 13, space.count] {
            let buffer = UnsafeMutableRawBufferPointer(
                start: space.start, count: min(reach, sections.size - start))
            let count = try? sections.place.file.read(
                into: buffer, at: sections.place.start + start)
            guard let count else { return nil }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if let place = FastqReader.likelyRecord(in: bytes) { return start + place }
        }
        return nil
    }
}
