/// Guessing what a mistyped word was meant to be.
package enum Spellings {
    /// The nearest of `words`: at most two letters dropped, added, changed or swapped, and fewer in
    /// a short word; nil where none is that near.
    package static func nearest(to word: String, among words: [String]) -> String? {
        let limit = word.count < 2 ? 0 : word.count < 4 ? 1 : 2
        guard word.count <= 64 else { return nil }
        let near = words.map { (word: $0, distance: distance(word, $0)) }
            .filter { $0.distance <= limit }
        return near.min { $0.distance < $1.distance }?.word
    }

    /// Edits from one word to the other, where swapping neighbours is one (Damerau-Levenshtein
    /// with adjacent transpositions).
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var rows = [Array(0...right.count)]
        for i in 1...left.count {
            var row = [i]
            for j in 1...right.count {
                let change = left[i - 1] == right[j - 1] ? 0 : 1
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + change)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    best = min(best, rows[i - 2][j - 2] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
