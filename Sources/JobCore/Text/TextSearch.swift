/// What is looked for in a text, and put in its place. The library has the same beside its regular
/// expressions, which are larger than all of this.
extension StringProtocol {
    /// Where another text stands first; nil where it does not, or is empty.
    func firstRange(of part: String) -> Range<Index>? {
        guard let first = part.utf8.first else { return nil }
        let (bytes, wanted) = (utf8, part.utf8)
        var start = bytes.startIndex
        while let place = bytes[start...].firstIndex(of: first) {
            if bytes[place...].starts(with: wanted) {
                return place..<bytes.index(place, offsetBy: wanted.count)
            }
            start = bytes.index(after: place)
        }
        return nil
    }

    /// Where another text stands, without overlaps.
    func ranges(of part: String) -> [Range<Index>] {
        var ranges: [Range<Index>] = []
        var start = startIndex
        while let range = self[start...].firstRange(of: part) {
            ranges.append(range)
            start = range.upperBound
        }
        return ranges
    }

    /// Whether another text stands in it.
    package func contains(_ part: String) -> Bool { part.isEmpty || firstRange(of: part) != nil }

    /// The text with another one put in the place of a third, as often as that stands there, or
    /// `maxReplacements` times.
    package func replacing(
        _ part: String, with other: String, maxReplacements: Int = .max
    ) -> String {
        var (text, start) = ("", startIndex)
        for range in ranges(of: part).prefix(maxReplacements) {
            text += self[start..<range.lowerBound] + other
            start = range.upperBound
        }
        return text + self[start...]
    }

    /// What stands between the places of another text; at most `maxSplits` of these divide.
    func split(
        separator: String, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
    ) -> [SubSequence] {
        var (parts, start): ([SubSequence], Index) = ([], startIndex)
        for range in ranges(of: separator) where parts.count < maxSplits {
            if !omittingEmptySubsequences || start < range.lowerBound {
                parts.append(self[start..<range.lowerBound])
            }
            start = range.upperBound
        }
        if !omittingEmptySubsequences || start < endIndex { parts.append(self[start...]) }
        return parts
    }
}
