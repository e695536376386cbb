/// How many lines each stretch of a file has, so that any line is found by reading one stretch.
/// Its size does not depend on that of the file: the stretches become longer.
struct LineIndex {
    /// How many stretches there are at most, and how long one is.
    private let most: Int
    private var stride: Int
    /// Newlines of each stretch.
    private var counts: [Int] = []
    private var lastCount = 0
    private(set) var size = 0
    private var newlines = 0
    private var endsWithNewline = true

    init(most: Int = 1 << 14, stride: Int = 1 << 16) {
        self.most = most
        self.stride = stride
    }

    /// Lines, a last one without its newline included.
    var lines: Int { newlines + (endsWithNewline ? 0 : 1) }

    /// Takes in the file's next bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let last = bytes.last else { return }
        endsWithNewline = last == UInt8(ascii: "\n")
        var rest = bytes
        while !rest.isEmpty {
            let count = min(stride - size % stride, rest.count)
            let found = Newlines.count(in: UnsafeRawBufferPointer(rebasing: rest[..<count]))
            lastCount += found
            newlines += found
            size += count
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            if size % stride == 0 {
                counts.append(lastCount)
                lastCount = 0
                if counts.count == most { widen() }
            }
        }
    }

    private mutating func widen() {
        counts = Swift.stride(from: 0, to: counts.count, by: 2).map { counts[$0] + counts[$0 + 1] }
        stride *= 2
    }

    /// Where lines begin, given in rising order and counted from 0; those that the file has not
    /// begin at its end.
    func places(
        of lines: [Int], in file: File, at start: Int
    ) throws(Failure) -> [Int] {
        var places: [Int] = []
        let space = RawSpace(1 << 16)
        var (stretch, before) = (0, 0)
        var (lastLine, position) = (0, 0)
        for line in lines {
            while stretch < counts.count, before + counts[stretch] < line {
                before += counts[stretch]
                stretch += 1
            }
            if stretch * stride > position { (lastLine, position) = (before, stretch * stride) }
            var missing = line - lastLine
            while missing > 0, position < size {
                let buffer = UnsafeMutableRawBufferPointer(
                    start: space.start, count: min(space.count, size - position))
                let count = try file.read(into: buffer, at: start + position)
                guard count > 0 else { throw file.changed() }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                if let place = Newlines.place(after: &missing, in: bytes) {
                    position += place
                } else {
                    position += count
                }
            }
            lastLine = line - missing
            places.append(position)
        }
        return places
    }
}

extension LineIndex {
    /// Where a part of whole lines ends that begins at `first` and has `most` bytes at most, or
    /// more if its one line has.
    func cut(
        after first: Int, atMost most: Int, in file: File, at start: Int
    ) throws(Failure) -> Int {
        guard size - first > most else { return size }
        let space = RawSpace(1 << 16)
        func read(_ range: Range<Int>) throws(Failure) -> UnsafeRawBufferPointer {
            let buffer = UnsafeMutableRawBufferPointer(start: space.start, count: range.count)
            guard try file.read(into: buffer, at: start + range.lowerBound) == range.count else {
                throw file.changed()
            }
            return UnsafeRawBufferPointer(buffer)
        }
        // The last line end within reach, from there backwards.
        var end = first + most
        while end > first {
            let begin = max(first, end - space.count)
            if let place = Newlines.lastPlace(in: try read(begin..<end)) { return begin + place }
            end = begin
        }
        // None: the first behind it.
        end = first + most
        while end < size {
            var missing = 1
            let bytes = try read(end..<min(size, end + space.count))
            if let place = Newlines.place(after: &missing, in: bytes) { return end + place }
            end += bytes.count
        }
        return size
    }
}
