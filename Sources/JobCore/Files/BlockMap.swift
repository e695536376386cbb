/// Where the deflate blocks of a gzip input lie, so that they can be copied without decoding.
final class BlockMap: @unchecked Sendable {
    /// The beginning of a block, or the end of a member's last one.
    struct Entry {
        /// Bits before it in the input, and bytes before it in what the input holds.
        var bit: Int
        var output: Int
        /// Where the member's bytes begin; no block refers to anything before that.
        var member: Int
        /// The last of its member, which says so in its first bit.
        var isLast = false
        /// Its bytes lie at whole bytes of the input, and must do so in a copy.
        var isStored = false
        /// No block: the member is over here.
        var isEnd = false
    }

    /// Enough for 50 GB as gzip packs them; what is beyond is not copied.
    private static let most = 1 << 20
    private(set) var entries: [Entry] = []
    private var isFirst = true
    private var isFull = false
    private var member = 0

    func beginMember() { isFirst = true }

    func add(bit: Int, output: Int, isEnd: Bool) {
        if isFirst { member = output }
        isFirst = false
        // The last entry must not be a block whose end is not known.
        isFull = isFull || entries.count >= Self.most && entries.last?.isEnd ?? false
        guard !isFull else { return }
        entries.append(Entry(bit: bit, output: output, member: member, isEnd: isEnd))
    }

    /// What the header of the block says that was added last.
    func describe(isLast: Bool, isStored: Bool) {
        guard !isFull, !entries.isEmpty else { return }
        entries[entries.count - 1].isLast = isLast
        entries[entries.count - 1].isStored = isStored
    }

    /// Blocks side by side in one member, by their entries: the second is where they end.
    typealias Run = (first: Entry, last: Entry?, end: Entry)

    /// How far back a block may refer.
    private static let window = 1 << 15
    /// Fewer bytes are not worth a run.
    private static let least = 1 << 13

    /// Blocks that can stand in a file of the bytes `range` as they are: those that lie in it, and
    /// refer to nothing before it. Bit positions may change, so that stored ones can't.
    func runs(within range: Range<Int>) -> [Run] {
        var runs: [Run] = []
        var index = firstIndex(from: range.lowerBound)
        while index < entries.count, entries[index].output <= range.upperBound {
            let first = entries[index]
            let isFree =
                first.member >= range.lowerBound
                || first.output >= range.lowerBound + Self.window
            guard isFree, !first.isEnd, !first.isStored else {
                index += 1
                continue
            }
            var end = index
            while end + 1 < entries.count, entries[end + 1].output <= range.upperBound,
                !entries[end].isEnd, !entries[end].isStored
            {
                end += 1
            }
            if entries[end].output - first.output >= Self.least {
                let last = entries[end - 1]
                runs.append((first, last.isLast ? last : nil, entries[end]))
            }
            index = max(end, index + 1)
        }
        return runs
    }

    private func firstIndex(from output: Int) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].output < output { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
