/// A plain file that is looked at section by section, side by side on threads.
struct FileSections {
    /// What is looked at, and how finely.
    struct Extent: Sendable {
        let place: FilePlace
        let size: Int
        /// How long the stretches are that an index of it has; a section has some of them, all
        /// whole but the file's last one.
        let stride: Int
    }

    let extent: Extent
    private let each: Int
    private let threads: Int
    /// Told how many bytes have been looked at.
    private let progress: (Int) -> Void

    /// So long is a section, unless the file is so large that an index has longer stretches.
    static let usualSize = 1 << 21

    /// `each` is a section's size, a power of two.
    init(
        _ place: FilePlace, size: Int, each: Int, threads: Int, progress: @escaping (Int) -> Void
    ) {
        self.threads = threads
        self.progress = progress
        var stride = min(each, 1 << 16)
        while size / stride >= 1 << 14 { stride *= 2 }
        extent = Extent(place: place, size: size, stride: stride)
        self.each = max(each, stride)
    }

    /// One of them, and what was found in it.
    private final class Section<Finding: Sendable>: @unchecked Sendable {
        var range = 0..<0
        let space = RawSpace(1 << 18)
        var finding: Result<Finding, Failure>?
    }

    /// Hands the sections to `look`, each on one of the threads with a space to read it through, and
    /// what was found to `take`, in order and on this thread.
    func forEach<Finding: Sendable>(
        _ look: @escaping @Sendable (Range<Int>, RawSpace) throws(Failure) -> Finding,
        _ take: (Range<Int>, Finding) throws(Failure) -> Void
    ) throws(Failure) {
        let (place, size, each) = (extent.place, extent.size, each)
        let next = Shared(0)
        let cut: @Sendable (Section<Finding>) -> Bool = { section in
            next.access { next in
                section.range = next..<min(next + each, size)
                next = section.range.upperBound
                return next < size
            }
        }
        let work: @Sendable (Section<Finding>) -> Void = { section in
            do throws(Failure) {
                section.finding = .success(try look(section.range, section.space))
            } catch {
                section.finding = .failure(error)
            }
        }
        func finish(_ section: Section<Finding>) throws(Failure) {
            try place.interruption.check()
            if let finding = section.finding { try take(section.range, finding.get()) }
            progress(section.range.upperBound)
        }
        let sections = (0...threads).map { _ in Section<Finding>() }
        guard let relay = try? Relay(sections, threads: threads, cut: cut, work: work) else {
            // The system has no other thread.
            var isMore = true
            while isMore {
                isMore = cut(sections[0])
                work(sections[0])
                try finish(sections[0])
            }
            return
        }
        while let section = relay.next() {
            try finish(section)
            relay.recycle(section)
        }
    }

    /// Hands out all bytes in order, in pieces which are valid during the call.
    func forEachPiece(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        var done = 0
        try extent.place.read(0..<extent.size, through: RawSpace(1 << 18)) {
            bytes throws(Failure) in
            try body(bytes)
            done += bytes.count
            progress(done)
        }
    }

    /// An index of all of it.
    func lineIndex(of mark: LineMark) throws(Failure) -> LineIndex {
        let extent = extent
        var whole = LineIndex(of: mark, stride: extent.stride)
        try forEach { range, space throws(Failure) in
            var index = LineIndex(
                of: mark, stride: extent.stride, after: try extent.place.byte(before: range))
            try extent.place.read(range, through: space) { index.add($0) }
            return index
        } _: { _, index in
            whole.append(index)
        }
        return whole
    }
}

extension FilePlace {
    /// Hands bytes of it to `body`, as many at a time as `space` has room for.
    func read(
        _ range: Range<Int>, through space: RawSpace,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try file.read(
            (start + range.lowerBound)..<(start + range.upperBound), through: space,
            check: { () throws(Failure) in try interruption.check() }, body)
    }

    /// The byte that stands before some others; before the first a line has ended.
    fileprivate func byte(before range: Range<Int>) throws(Failure) -> UInt8 {
        guard range.lowerBound > 0 else { return UInt8(ascii: "\n") }
        guard let byte = try file.bytes(at: start + range.lowerBound - 1, count: 1).first else {
            throw file.changed()
        }
        return byte
    }
}
