/// The indices of an array's tasks, as schedulers write them: `0-15`, `1,3,5-7`, `0-20:4`, `2,4-9%2`
/// (sbatch(1), `--array`; squeue(1), `%K`).
package struct ArrayTasks: Hashable, Sendable {
    private struct Span: Hashable, Sendable {
        var first: Int
        var last: Int
        var step: Int

        func contains(_ index: Int) -> Bool {
            index >= first && index <= last && (index - first) % step == 0
        }
        var count: Int { (last - first) / step + 1 }
    }

    private var spans: [Span]
    /// How many may run at once (`%N`), where that was said.
    package private(set) var limit: Int?

    /// No index is larger: no scheduler has arrays of that size.
    private static let largest = 10_000_000

    /// One task.
    package init(_ index: Int) { spans = [Span(first: index, last: index, step: 1)] }

    /// Those with these indices, in ascending order; nil where there are none.
    package init?(indices: [Int]) {
        if indices.isEmpty { return nil }
        spans = []
        for index in indices.sorted() {
            if let last = spans.last, index <= last.last + 1 {
                spans[spans.count - 1].last = max(last.last, index)
            } else {
                spans.append(Span(first: index, last: index, step: 1))
            }
        }
    }

    /// Nil for what is no such list. Brackets around it are not part of it.
    package init?(_ text: some StringProtocol) {
        var list = Substring(text)
        if let percent = list.firstIndex(of: "%") {
            guard let limit = Self.number(list[list.index(after: percent)...]) else { return nil }
            self.limit = limit
            list = list[..<percent]
        }
        spans = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            guard let span = Self.span(part) else { return nil }
            spans.append(span)
        }
    }

    /// The same as one range, of two indices at least, with a step: what `qsub -J` reads (qsub(1B),
    /// OpenPBS). `5` is `5-6:2`; nil where no range has just these.
    package var range: String? {
        var span = spans[0]
        if spans.count > 1 {
            let indices = indices.sorted()
            let step = indices.count > 1 ? indices[1] - indices[0] : 1
            span = Span(first: indices[0], last: indices[indices.count - 1], step: step)
            guard step > 0, span.count == indices.count, indices.allSatisfy(span.contains) else {
                return nil
            }
        }
        if span.count == 1 { span = Span(first: span.first, last: span.first + 1, step: 2) }
        return "\(span.first)-\(span.last)" + (span.step > 1 ? ":\(span.step)" : "")
            + (limit.map { "%\($0)" } ?? "")
    }

    private static func span(_ text: Substring) -> Span? {
        var (range, step) = (text, 1)
        if let colon = text.firstIndex(of: ":") {
            guard let number = number(text[text.index(after: colon)...]), number > 0 else {
                return nil
            }
            (range, step) = (text[..<colon], number)
        }
        guard let dash = range.firstIndex(of: "-") else {
            return number(range).map { Span(first: $0, last: $0, step: 1) }
        }
        guard let first = number(range[..<dash]),
            let last = number(range[range.index(after: dash)...]), first <= last
        else { return nil }
        return Span(first: first, last: last, step: step)
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...8).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            number <= largest
        else { return nil }
        return number
    }

    package func contains(_ index: Int) -> Bool { spans.contains { $0.contains(index) } }

    package var count: Int { spans.reduce(0) { $0 + $1.count } }

    /// Every index, in the order of the list.
    package var indices: [Int] {
        spans.flatMap { Array(stride(from: $0.first, through: $0.last, by: $0.step)) }
    }

    /// The list as schedulers write it, without a limit: `0-3,7`, `0-20:4`.
    package var text: String {
        spans.map { span in
            if span.first == span.last { return "\(span.first)" }
            return "\(span.first)-\(span.last)" + (span.step == 1 ? "" : ":\(span.step)")
        }.joined(separator: ",")
    }

    /// Whether a task is in both lists.
    package func overlaps(_ other: ArrayTasks) -> Bool {
        let (few, many) = count < other.count ? (self, other) : (other, self)
        return few.indices.contains { many.contains($0) }
    }
}
