/// Follows a FASTQ input line by line, and checks that each record has its four lines: where a
/// sequence goes on for several, no count of lines says where a record ends.
///
/// Source: Cock et al., "The Sanger FASTQ file format for sequences with quality scores", 2010.
struct FastqReader {
    private let name: String
    /// Which of the record's four lines is being read.
    private var phase = 0
    /// How much of it has come.
    private var length = 0
    private var last: UInt8 = 0
    private var sequenceLength = 0
    private var line = 1
    /// Whether an empty line has come where a record would begin: only such may follow.
    private(set) var isOver = false

    init(name: String) { self.name = name }

    /// Whether the next byte begins a record, unless it is an empty line's.
    var isAtRecord: Bool { phase == 0 && length == 0 && !isOver }

    /// Takes for read so many whole records that begin here.
    mutating func skip(records count: Int) { line += 4 * count }

    /// The first place behind the end of a line where a whole and sound record seems to begin.
    static func likelyRecord(in bytes: UnsafeRawBufferPointer) -> Int? {
        var next = 0
        while let newline = bytes.place(of: UInt8(ascii: "\n"), from: next) {
            next = newline + 1
            guard next < bytes.count else { break }
            guard bytes[next] == UInt8(ascii: "@") else { continue }
            var reader = FastqReader(name: "")
            let end = try? reader.endOfRecord(in: bytes, from: next)
            if let end, end.isWhole { return next }
        }
        return nil
    }

    /// Where the present record ends, or as much of it as `bytes` have from `start` on.
    /// - Throws: `Failure` (65) for a line that has no place in such a record.
    mutating func endOfRecord(
        in bytes: UnsafeRawBufferPointer, from start: Int
    ) throws(Failure) -> (end: Int, isWhole: Bool) {
        var next = start
        if phase == 0, length == 0, !isOver, let end = endOfPlainRecord(in: bytes, from: start) {
            line += 4
            return (end, true)
        }
        while next < bytes.count {
            let newline = bytes.place(of: UInt8(ascii: "\n"), from: next)
            let end = newline ?? bytes.count
            if end > next {
                if length == 0 { try begin(with: bytes[next]) }
                length += end - next
                last = bytes[end - 1]
            }
            guard newline != nil else { return (bytes.count, false) }
            next = end + 1
            if try endLine() { return (next, true) }
        }
        return (bytes.count, false)
    }

    /// The end of a record that begins at `start` and is as most are: whole, sound, and with nothing
    /// in its third line but the `+`. Nil leaves it to the look at each line.
    private func endOfPlainRecord(
        in bytes: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        let newline = UInt8(ascii: "\n")
        guard bytes[start] == UInt8(ascii: "@"),
            let name = bytes.place(of: newline, from: start),
            let sequence = bytes.place(of: newline, from: name + 1)
        else { return nil }
        let qualities = sequence + 3
        let end = qualities + (sequence - name - 1)
        guard end < bytes.count, bytes[sequence + 1] == UInt8(ascii: "+"),
            bytes[sequence + 2] == newline,
            bytes.place(of: newline, from: qualities) == end
        else { return nil }
        return end + 1
    }

    /// Whether a record ends here, whose last line has no newline.
    /// - Throws: `Failure` (65) where the last record lacks a line.
    @discardableResult
    mutating func finish() throws(Failure) -> Bool {
        let endsRecord = length > 0 ? try endLine() : false
        guard phase == 0 else { throw fault("the last record has no more than \(phase) lines") }
        return endsRecord
    }

    private func begin(with first: UInt8) throws(Failure) {
        guard !isOver else { throw fault("line \(line) follows an empty line") }
        if phase == 0, first != UInt8(ascii: "@") {
            throw fault("line \(line) does not begin with '@'")
        }
        if phase == 2, first != UInt8(ascii: "+") {
            throw fault("line \(line) does not begin with '+'")
        }
    }

    /// Whether the record ends with the line.
    private mutating func endLine() throws(Failure) -> Bool {
        let text = length > 0 && last == UInt8(ascii: "\r") ? length - 1 : length
        (length, line) = (0, line + 1)
        switch phase {
        case 0 where text == 0:
            isOver = true
            return false
        case 1: sequenceLength = text
        case 2 where text == 0: throw fault("line \(line - 1) does not begin with '+'")
        case 3:
            guard text == sequenceLength else {
                throw fault("line \(line - 1) has not as many qualities as there are bases")
            }
            phase = 0
            return true
        default: break
        }
        phase += 1
        return false
    }

    private func fault(_ what: String) -> Failure {
        Failure(
            "'\(name)' is not FASTQ with four lines a record: \(what)", status: .badData,
            advice: "--record-lines 1 splits it by lines")
    }
}
