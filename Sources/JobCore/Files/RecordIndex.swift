/// Where the records of a file begin: one is kept in each stretch of it, so that any is found by
/// reading one stretch. Its size does not depend on the file's: the stretches become longer.
struct RecordIndex {
    private let most: Int
    private var stride: Int
    private var kept: [(number: Int, place: Int)] = []
    /// The next record that begins there or behind is kept.
    private var next = 0
    private(set) var count = 0

    init(most: Int = 1 << 14, stride: Int = 1 << 16) {
        self.most = most
        self.stride = stride
    }

    /// Takes in the place where the next record begins.
    mutating func add(_ place: Int) {
        if place >= next { keep(place) }
        count += 1
    }

    private mutating func keep(_ place: Int) {
        kept.append((count, place))
        next = place + stride
        guard kept.count >= most else { return }
        kept = Swift.stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
        stride *= 2
    }

    /// Takes in the records that come next.
    mutating func append(_ others: RecordIndex) {
        kept += others.kept.map { (count + $0.number, $0.place) }
        next = max(next, others.next)
        count += others.count
    }

    /// Where records begin, given in rising order and counted from 0; `size`, which is that of all
    /// of them, for those that are not there.
    func places(
        of records: [Int], kind: RecordKind, in place: FilePlace, size: Int
    ) throws(Failure) -> [Int] {
        var places: [Int] = []
        for record in records {
            places.append(
                record < count ? try begin(of: record, kind, in: place, size) : size)
        }
        return places
    }

    private func begin(
        of record: Int, _ kind: RecordKind, in place: FilePlace, _ size: Int
    ) throws(Failure) -> Int {
        guard let (number, known) = kept.last(where: { $0.number <= record }) else {
            throw place.file.changed()
        }
        var left = record - number
        if left == 0 { return known }
        var (position, next) = (known, known)
        var found: Int?
        var scanner = RecordScanner(kind, name: place.file.name.printable)
        let take = { (begins: Bool, bytes: UnsafeRawBufferPointer) in
            if begins, position > known {
                left -= 1
                if left == 0 { found = position }
            }
            position += bytes.count
        }
        let space = RawSpace(1 << 16)
        while found == nil, next < size {
            let piece = UnsafeMutableRawBufferPointer(
                start: space.start, count: min(space.count, size - next))
            let count = try place.file.read(into: piece, at: place.start + next)
            guard count > 0 else { throw place.file.changed() }
            try scanner.scan(UnsafeRawBufferPointer(rebasing: piece[..<count]), take)
            next += count
        }
        if found == nil { try scanner.finish(take) }
        guard let found else { throw place.file.changed() }
        return found
    }
}
