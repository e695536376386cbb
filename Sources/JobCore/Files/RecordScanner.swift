/// Finds where records begin in bytes that come piece by piece.
struct RecordScanner {
    /// Told of the bytes in order, in stretches of which each lies within one record, and whether a
    /// stretch is the beginning of one.
    typealias Receiver = (_ begins: Bool, UnsafeRawBufferPointer) throws(Failure) -> Void

    private let kind: RecordKind
    /// Whether the next byte begins a record that nobody has been told of.
    private var begins = true
    /// Whether a line that begins a record has been seen; what stands before it is the first's.
    private var hasBegun = false
    private var isAtLineStart = true
    /// Lines that the present record still lacks, where it has a fixed number.
    private var missing = 0
    private var fastq: FastqReader
    /// The beginning of a line of which the end has not come yet.
    private var partial: [UInt8] = []
    /// Of a longer line only so many bytes are matched.
    private static let longestMatch = 1 << 20

    /// `name` is the input's, for messages.
    init(_ kind: RecordKind, name: String) {
        self.kind = kind
        fastq = FastqReader(name: name)
        if case .lines(let count) = kind { missing = count }
    }

    /// - Throws: `Failure` (65) where the input has not the records that it should have.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, _ tell: Receiver) throws(Failure) {
        switch kind {
        case .lines(let count): try scanLines(bytes, count, tell)
        case .fasta: try scanFasta(bytes, tell)
        case .fastq: try scanFastq(bytes, tell)
        case .matching(let pattern): try scanMatching(bytes, pattern, tell)
        }
    }

    /// To be called when all bytes have come.
    /// - Throws: `Failure` (65) for a record that is not whole.
    mutating func finish(_ tell: Receiver) throws(Failure) {
        if case .fastq = kind { try fastq.finish() }
        guard case .matching(let pattern) = kind, !partial.isEmpty else { return }
        try endLine(pattern, tell)
    }

    private mutating func pass(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ tell: Receiver
    ) throws(Failure) {
        guard !range.isEmpty else { return }
        try tell(begins, UnsafeRawBufferPointer(rebasing: bytes[range]))
        begins = false
    }

    private mutating func scanLines(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, _ tell: Receiver
    ) throws(Failure) {
        var next = 0
        while next < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[next...])
            guard let end = Newlines.place(after: &missing, in: rest) else {
                return try pass(bytes, next..<bytes.count, tell)
            }
            try pass(bytes, next..<(next + end), tell)
            next += end
            (begins, missing) = (true, count)
        }
    }

    private mutating func scanFasta(
        _ bytes: UnsafeRawBufferPointer, _ tell: Receiver
    ) throws(Failure) {
        let newline = UInt8(ascii: "\n")
        var (next, search) = (0, 0)
        while let place = bytes.place(of: UInt8(ascii: ">"), from: search) {
            search = place + 1
            guard place == 0 ? isAtLineStart : bytes[place - 1] == newline else { continue }
            if hasBegun {
                try pass(bytes, next..<place, tell)
                (next, begins) = (place, true)
            }
            hasBegun = true
        }
        try pass(bytes, next..<bytes.count, tell)
        if let last = bytes.last { isAtLineStart = last == newline }
    }

    private mutating func scanFastq(
        _ bytes: UnsafeRawBufferPointer, _ tell: Receiver
    ) throws(Failure) {
        var next = 0
        while next < bytes.count {
            let (end, isWhole) = try fastq.endOfRecord(in: bytes, from: next)
            // Empty lines at the end are the last record's.
            if fastq.isOver { begins = false }
            try pass(bytes, next..<end, tell)
            next = end
            if isWhole { begins = true }
        }
    }

    private mutating func scanMatching(
        _ bytes: UnsafeRawBufferPointer, _ pattern: LinePattern, _ tell: Receiver
    ) throws(Failure) {
        var next = 0
        while next < bytes.count {
            let newline = bytes.place(of: UInt8(ascii: "\n"), from: next)
            let end = newline.map { $0 + 1 } ?? bytes.count
            if isAtLineStart, partial.isEmpty, newline != nil {
                // The common case: a whole line at once.
                take(pattern, UnsafeRawBufferPointer(rebasing: bytes[next..<(end - 1)]))
                try pass(bytes, next..<end, tell)
            } else if isAtLineStart {
                partial += bytes[next..<end]
                if newline != nil || partial.count >= Self.longestMatch {
                    try endLine(pattern, tell)
                    isAtLineStart = newline != nil
                }
            } else {
                // The rest of a line that was too long to be kept.
                try pass(bytes, next..<end, tell)
                isAtLineStart = newline != nil
            }
            next = end
        }
    }

    /// Takes a line, or as much of it as counts, for the beginning of a record if it is one.
    private mutating func take(_ pattern: LinePattern, _ line: UnsafeRawBufferPointer) {
        guard pattern.matches(line) else { return }
        if hasBegun { begins = true }
        hasBegun = true
    }

    /// Passes on the line that was kept.
    private mutating func endLine(_ pattern: LinePattern, _ tell: Receiver) throws(Failure) {
        let line = partial
        partial = []
        let text = line.last == UInt8(ascii: "\n") ? line.count - 1 : line.count
        line.withUnsafeBytes { take(pattern, UnsafeRawBufferPointer(rebasing: $0[..<text])) }
        let failure = line.withUnsafeBytes { bytes -> Failure? in
            do throws(Failure) {
                try pass(bytes, 0..<bytes.count, tell)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
