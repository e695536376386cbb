extension File {
    /// What is thrown where bytes are missing that were there before.
    func changed() -> Failure {
        Failure("'\(name.printable)' changed while it was read", status: .failure)
    }

    /// Hands bytes of it to `body`, as many at a time as `space` has room for, and calls `check`
    /// before each of them.
    func read(
        _ range: Range<Int>, through space: RawSpace, check: () throws(Failure) -> Void,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        var position = range.lowerBound
        while position < range.upperBound {
            try check()
            let buffer = UnsafeMutableRawBufferPointer(
                start: space.start, count: min(space.count, range.upperBound - position))
            let count = try read(into: buffer, at: position)
            guard count > 0 else { throw changed() }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            position += count
        }
    }
}
