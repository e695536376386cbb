/// Where the records of a file begin: every so many of them is kept, so that any is found by
/// reading a few. Its size does not depend on the file's: the gaps become larger.
struct RecordIndex {
    private let most: Int
    private var gap = 1
    private var kept: [Int] = []
    private(set) var count = 0

    init(most: Int = 1 << 14) { self.most = most }

    /// Takes in the place where the next record begins.
    mutating func add(_ place: Int) {
        if count % gap == 0 { kept.append(place) }
        count += 1
        guard kept.count == most else { return }
        kept = stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
        gap *= 2
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
        let known = kept[record / gap]
        var left = record % gap
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
