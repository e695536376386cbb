/// How many lines, or lines of a kind, each stretch of a file has, so that any is found by reading
/// one stretch. Its size does not depend on that of the file: the stretches become longer.
struct LineIndex {
    /// What is counted.
    private let mark: LineMark
    /// How many stretches there are at most, and how long one is.
    private let most: Int
    private var stride: Int
    /// Marks of each stretch.
    private var counts: [Int] = []
    private var lastCount = 0
    private(set) var size = 0
    /// Marks that there are.
    private(set) var count = 0
    /// The byte before the next one; before the first a line has ended.
    private var last: UInt8

    init(
        of mark: LineMark = .newline, most: Int = 1 << 14, stride: Int = 1 << 16,
        after previous: UInt8 = UInt8(ascii: "\n")
    ) {
        self.mark = mark
        self.most = most
        self.stride = stride
        last = previous
    }

    /// Lines, a last one without its newline included, where newlines are counted.
    var lines: Int { count + (last == UInt8(ascii: "\n") ? 0 : 1) }

    /// Takes in the file's next bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while let end = rest.last {
            let length = min(stride - size % stride, rest.count)
            let stretch = UnsafeRawBufferPointer(rebasing: rest[..<length])
            let found = mark.count(in: stretch, after: last)
            lastCount += found
            count += found
            size += length
            last = length == rest.count ? end : rest[length - 1]
            rest = UnsafeRawBufferPointer(rebasing: rest[length...])
            if size % stride == 0 {
                counts.append(lastCount)
                lastCount = 0
                if counts.count == most { widen() }
            }
        }
    }

    /// Takes in what was counted of the bytes that come next, in stretches of the same length; up
    /// to here they are whole.
    mutating func append(_ next: LineIndex) {
        counts += next.counts
        lastCount = next.lastCount
        size += next.size
        count += next.count
        last = next.last
    }

    private mutating func widen() {
        counts = Swift.stride(from: 0, to: counts.count, by: 2).map { counts[$0] + counts[$0 + 1] }
        stride *= 2
    }

    /// Where the bytes behind marks begin, which are given in rising order and counted from 1, and
    /// for 0 the file's beginning; its end for those that it has not.
    func places(
        after marks: [Int], in file: File, at start: Int
    ) throws(Failure) -> [Int] {
        var places: [Int] = []
        let space = RawSpace(1 << 16)
        var (stretch, before) = (0, 0)
        var (lastMark, position) = (0, 0)
        for number in marks {
            while stretch < counts.count, before + counts[stretch] < number {
                before += counts[stretch]
                stretch += 1
            }
            if stretch * stride > position { (lastMark, position) = (before, stretch * stride) }
            var missing = number - lastMark
            while missing > 0, position < size {
                // With the byte before them.
                let lead = min(position, 1)
                let buffer = UnsafeMutableRawBufferPointer(
                    start: space.start, count: min(space.count, size - position + lead))
                let count = try file.read(into: buffer, at: start + position - lead)
                guard count > lead else { throw file.changed() }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[lead..<count])
                let previous = lead > 0 ? buffer[0] : UInt8(ascii: "\n")
                position +=
                    mark.place(after: &missing, in: bytes, after: previous) ?? bytes.count
            }
            lastMark = number - missing
            places.append(position)
        }
        return places
    }
}
