/// Where in a file an input, or what is behind its header, lies.
struct FilePlace: Sendable {
    let file: File
    let start: Int
    let interruption: Interruption

    /// What lies behind its first bytes.
    func behind(_ count: Int) -> FilePlace {
        FilePlace(file: file, start: start + count, interruption: interruption)
    }

    /// How many bytes its first lines have.
    func size(ofLines count: Int) throws(Failure) -> Int {
        var header = HeaderLines(count)
        let space = RawSpace(1 << 16)
        while !header.isWhole {
            try interruption.check()
            let buffer = UnsafeMutableRawBufferPointer(start: space.start, count: space.count)
            let count = try file.read(into: buffer, at: start + header.size)
            if count == 0 { break }
            _ = try header.takeOff(
                UnsafeRawBufferPointer(rebasing: buffer[..<count])
            ) { _ in }
        }
        return header.size
    }

    /// Where a part of whole lines ends that begins at `first` and has `most` bytes at most, or
    /// more if its one line has; `size` is that of all of them.
    func cut(after first: Int, atMost most: Int, of size: Int) throws(Failure) -> Int {
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
