/// Guessing what a mistyped word was meant to be.
package enum Spellings {
    /// `: did you mean 'failed'?`, or nothing where no word is near enough. `prefix` stands before
    /// the word.
    package static func suggestion(
        for word: String, among words: [String], prefix: (String) -> String = { _ in "" }
    ) -> String {
        guard let nearest = nearest(to: word, among: words) else { return "" }
        return ": did you mean '\(prefix(nearest))\(nearest)'?"
    }

    /// The only one of `words` that begins with what was written, where that is three letters or
    /// more; else the nearest one: at most two letters, or a third of them, dropped, added, changed or
    /// swapped, and fewer in a short word. Nil where none is that near.
    package static func nearest(to word: String, among words: [String]) -> String? {
        let length = word.utf8.count
        guard (2...64).contains(length) else { return nil }
        let longer = length < 3 ? [] : words.filter { $0.hasPrefix(word) }
        if longer.count == 1 { return longer[0] }
        let limit = length < 4 ? 1 : max(2, length / 3)
        var best: (word: String, distance: Int)?
        for candidate in words where abs(candidate.utf8.count - length) <= limit {
            let distance = distance(word, candidate)
            if distance <= limit, best.map({ distance < $0.distance }) ?? true {
                best = (candidate, distance)
            }
        }
        return best?.word
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
