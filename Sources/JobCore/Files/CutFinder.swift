/// Reads an input once, its header left out, and then tells where the parts begin.
protocol CutFinder: AnyObject {
    /// Takes in the next bytes.
    func add(_ bytes: UnsafeRawBufferPointer) throws(Failure)

    /// Takes in all bytes of a file instead, side by side where that can be.
    func addAll(of sections: FileSections) throws(Failure)

    /// Where the parts begin, and where the last one ends, counted from behind the header; in
    /// `place` are the bytes that were added.
    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int]
}

extension CutFinder {
    func addAll(of sections: FileSections) throws(Failure) {
        try sections.forEachPiece { bytes throws(Failure) in try add(bytes) }
    }
}

extension Splitter {
    /// What finds the cuts by this rule; nil for one that deals records out as they come.
    func cutFinder(for kind: RecordKind, name: String) -> (any CutFinder)? {
        switch (rule, kind) {
        case (.parts(let count), .lines(let each)): LineCuts(parts: count, each: each)
        case (.parts(let count), .fasta): MarkedLineCuts(parts: count, UInt8(ascii: ">"))
        case (.parts(let count), .fastq): FastqCuts(parts: count, name: name)
        case (.parts(let count), .matching): RecordCuts(parts: count, kind, name: name)
        case (.bytes(let most), .lines(1)): LineEndCuts(atMost: most)
        case (.bytes(let most), _): FullCuts(atMost: most, kind, name: name)
        case (.lines, _), (.roundRobin, _): nil
        }
    }

    /// The numbers of the records that parts begin with, and the number of all: the first parts
    /// have one more where it does not come out even.
    static func firsts(of parts: Int, among records: Int, elidesEmpty: Bool) -> [Int] {
        let count = elidesEmpty ? min(parts, records) : parts
        guard count > 0 else { return [0] }
        let (each, more) = records.quotientAndRemainder(dividingBy: count)
        return (0...count).map { $0 * each + min($0, more) }
    }
}

/// So many parts of records of so many lines: counting the lines is enough.
private final class LineCuts: CutFinder {
    private let parts: Int
    private let each: Int
    private var index = LineIndex()

    init(parts: Int, each: Int) {
        self.parts = parts
        self.each = each
    }

    func add(_ bytes: UnsafeRawBufferPointer) { index.add(bytes) }

    func addAll(of sections: FileSections) throws(Failure) {
        index = try sections.lineIndex(of: .newline)
    }

    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int] {
        let records = (index.lines + each - 1) / each
        let firsts = Splitter.firsts(of: parts, among: records, elidesEmpty: elidesEmpty)
        return try index.places(after: firsts.map { $0 * each }, in: place.file, at: place.start)
    }
}

/// So many parts of records that begin at each line with a certain first byte. What stands before
/// the first such line belongs to its record.
private final class MarkedLineCuts: CutFinder {
    private let parts: Int
    private let mark: LineMark
    private var index: LineIndex

    init(parts: Int, _ first: UInt8) {
        self.parts = parts
        mark = .firstByte(first)
        index = LineIndex(of: mark)
    }

    func add(_ bytes: UnsafeRawBufferPointer) { index.add(bytes) }

    func addAll(of sections: FileSections) throws(Failure) {
        index = try sections.lineIndex(of: mark)
    }

    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int] {
        let records = max(index.count, min(index.size, 1))
        let firsts = Splitter.firsts(of: parts, among: records, elidesEmpty: elidesEmpty)
        // The record with the number 1, counted from 0, begins at the second mark.
        let marks = firsts.map { $0 == 0 ? 0 : $0 + 1 }
        let behind = try index.places(after: marks, in: place.file, at: place.start)
        return zip(firsts, behind).map { first, place in
            (1..<max(records, 1)).contains(first) ? place - 1 : place
        }
    }
}

/// So many parts of FASTQ records.
private final class FastqCuts: CutFinder {
    private let parts: Int
    private let name: String
    private var survey: FastqSurvey

    init(parts: Int, name: String) {
        self.parts = parts
        self.name = name
        survey = FastqSurvey(name: name)
    }

    func add(_ bytes: UnsafeRawBufferPointer) throws(Failure) { try survey.add(bytes) }

    /// In each section a record is guessed and those behind it are followed. That counts if the
    /// records before end exactly there; else the section is read once more.
    func addAll(of sections: FileSections) throws(Failure) {
        let extent = sections.extent
        let space = RawSpace(1 << 18)
        survey = FastqSurvey(name: name, stride: extent.stride)
        try sections.forEach { range, space in
            FastqSurvey(of: range, in: extent, through: space)
        } _: { range, found throws(Failure) in
            if let found, survey.append(found) { return }
            try survey.follow(
                extent.place, until: range.upperBound, of: extent.size, through: space)
        }
    }

    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int] {
        try survey.finish()
        let index = survey.index
        let firsts = Splitter.firsts(of: parts, among: index.count, elidesEmpty: elidesEmpty)
        return try index.places(of: firsts, kind: .fastq, in: place, size: survey.position)
    }
}

/// So many parts of records that have to be looked for.
private final class RecordCuts: CutFinder {
    private let parts: Int
    private let kind: RecordKind
    private var scanner: RecordScanner
    private var index = RecordIndex()
    private var size = 0

    init(parts: Int, _ kind: RecordKind, name: String) {
        self.parts = parts
        self.kind = kind
        scanner = RecordScanner(kind, name: name)
    }

    private func take(_ begins: Bool, _ bytes: UnsafeRawBufferPointer) {
        if begins { index.add(size) }
        size += bytes.count
    }

    func add(_ bytes: UnsafeRawBufferPointer) throws(Failure) { try scanner.scan(bytes, take) }

    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int] {
        try scanner.finish(take)
        let firsts = Splitter.firsts(of: parts, among: index.count, elidesEmpty: elidesEmpty)
        return try index.places(of: firsts, kind: kind, in: place, size: size)
    }
}

/// Parts of so many bytes: from each cut backwards to the end of a line.
private final class LineEndCuts: CutFinder {
    private let most: Int
    private var size = 0

    init(atMost most: Int) { self.most = most }

    func add(_ bytes: UnsafeRawBufferPointer) { size += bytes.count }

    func addAll(of sections: FileSections) { size = sections.extent.size }

    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int] {
        var cuts = [0]
        while let last = cuts.last, last < size {
            try place.interruption.check()
            cuts.append(try place.cut(after: last, atMost: most, of: size))
        }
        if cuts.count == 1, !elidesEmpty { cuts.append(size) }
        return cuts
    }
}

/// Parts of so many bytes of records that have to be looked for: cut while they go by.
private final class FullCuts: CutFinder {
    private let most: Int
    private var scanner: RecordScanner
    private var found = [0]
    /// Where the record begins that is going by.
    private var record = 0
    private var size = 0

    init(atMost most: Int, _ kind: RecordKind, name: String) {
        self.most = most
        scanner = RecordScanner(kind, name: name)
    }

    private func take(_ begins: Bool, _ bytes: UnsafeRawBufferPointer) {
        if begins { endRecord() }
        size += bytes.count
    }

    /// The record that ends here begins a part of its own where the present one has no room for it.
    private func endRecord() {
        if let first = found.last, size - first > most, record > first { found.append(record) }
        record = size
    }

    func add(_ bytes: UnsafeRawBufferPointer) throws(Failure) { try scanner.scan(bytes, take) }

    func cuts(elidesEmpty: Bool, in place: FilePlace) throws(Failure) -> [Int] {
        try scanner.finish(take)
        endRecord()
        if size > 0 || !elidesEmpty { found.append(size) }
        return found
    }
}
