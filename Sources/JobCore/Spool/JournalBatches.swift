extension Journal {
    /// Where the last batch ends that counts, between two line ends.
    ///
    /// Whoever appends saves the journal first, or cuts it back, so a batch that somebody went on behind
    /// was saved, whatever has become of its lines since. At the end of the journal a batch may be
    /// one of which the power failed before all blocks were written: it counts if its seal is right,
    /// or if less is damaged than a disk can leave out.
    func endOfBatches(from start: Int, to end: Int) throws(Failure) -> Int {
        var boundary = start
        var tail = Tail()
        let done = try scan(from: start, to: end) { offset, bytes in
            tail.note(damaged: bytes, to: offset + bytes.count)
        } _: { line, offset, length throws(Failure) in
            if line.isContinued {
                tail.isOpen = true
                return
            }
            if tail.hasGap, let seal = line.seal, try !holds(seal, before: offset) {
                tail.isOpen = true
                return
            }
            boundary = offset + length
            tail = Tail()
        }
        // A damaged line at the end may be a record that somebody was told of, or the last of a batch.
        let mayBeWhole = !tail.isOpen || (tail.end == done && !tail.hasGap)
        return mayBeWhole ? max(boundary, tail.end) : boundary
    }

    /// What lies behind the last batch that counts.
    private struct Tail {
        /// Records of a batch whose last is not there.
        var isOpen = false
        /// A block may never have been written.
        var hasGap = false
        /// Where the damage ends, and how long it is.
        var end = 0
        private var length = 0

        /// A disk leaves out sectors of 512 bytes or more, which read as zeros or as whatever was there
        /// before; a line has no zeros.
        mutating func note(damaged bytes: ArraySlice<UInt8>, to end: Int) {
            let isNext = end - bytes.count == self.end
            length = bytes.count + (isNext ? length : 0)
            self.end = end
            if length >= 512 || bytes.contains(0) { hasGap = true }
        }
    }

    private func holds(_ seal: JournalLine.Seal, before end: Int) throws(Failure) -> Bool {
        guard seal.length <= end else { return false }
        var found = JournalLine.Seal()
        var position = end - seal.length
        while position < end {
            let bytes = try file.bytes(at: position, count: min(1 << 20, end - position))
            if bytes.isEmpty { return false }
            found = found.adding(bytes[...])
            position += bytes.count
        }
        return found == seal
    }
}
