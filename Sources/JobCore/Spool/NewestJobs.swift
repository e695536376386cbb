extension Spool.View {
    /// The newest jobs in any of these states whose number begins with these digits, the newest first,
    /// and no more than `limit`.
    ///
    /// A shell writes what all the words have in common that it is given. So that it writes nothing
    /// which only the newest share, older jobs follow that differ from them: one for each place at
    /// which any does.
    package func newestJobs(
        _ limit: Int, in states: Set<JobState>, beginning digits: String
    ) throws(Failure) -> [(number: Int, mark: JobMark)] {
        var found: [(number: Int, mark: JobMark)] = []
        var common = ""
        for range in Self.ranges(of: digits, below: head.next) {
            var end = range.upperBound
            while end > range.lowerBound {
                let count = min(1 << 13, end - range.lowerBound)
                guard let marks = try spool.table.marks(from: end - count, count: count) else {
                    throw Spool.damagedTable
                }
                for index in marks.indices.reversed() {
                    let (number, mark) = (end - count + index, marks[index])
                    guard mark.phase != .absent, states.contains(mark.state) else { continue }
                    if found.count >= limit {
                        if common.count == digits.count { return found }
                        if Self.begins(number, with: common) { continue }
                    }
                    let text = "\(number)"
                    common = found.isEmpty ? text : common.commonPrefix(with: text)
                    found.append((number, mark))
                }
                end -= count
            }
        }
        return found
    }

    /// The numbers below `limit` that begin with these digits, the highest range first.
    private static func ranges(of digits: String, below limit: Int) -> [Range<Int>] {
        if digits.isEmpty { return limit > 1 ? [1..<limit] : [] }
        guard var low = Int(digits), low > 0, "\(low)" == digits else { return [] }
        var ranges: [Range<Int>] = []
        var width = 1
        while low < limit {
            ranges.append(low..<min(low + width, limit))
            low *= 10
            width *= 10
        }
        return ranges.reversed()
    }

    private static func begins(_ number: Int, with digits: String) -> Bool {
        guard let wanted = Int(digits) else { return true }
        var number = number
        while number > wanted { number /= 10 }
        return number == wanted
    }
}
