/// How the world names a job: an opaque word, printed as the scheduler's own commands accept it.
/// The local queue's are `L` and a number that only grows.
package struct JobID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for what can't be an ID on any backend: nothing, or with other characters than letters,
    /// digits and `._-;[]`.
    package init?(_ text: String) {
        let isUsable = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || "._-;[]".utf8.contains($0)
        }
        guard !text.isEmpty, isUsable, !text.hasPrefix("-") else { return nil }
        self.text = text
    }

    /// The local queue's job of that number.
    package init(local number: Int) { text = "L\(number)" }

    /// The number of a job of the local queue.
    package var localNumber: Int? {
        guard text.hasPrefix("L"), let number = Int(text.dropFirst()), number > 0,
            text == "L\(number)"
        else { return nil }
        return number
    }

    package var description: String { text }

    /// `L7`, or all of `L7-L9` and `L7-9`.
    ///
    /// - Returns: nil where the text is neither, or the range is empty or beyond a million.
    package static func range(_ text: String) -> [JobID]? {
        if text.hasPrefix("L"), let dash = text.firstIndex(of: "-"),
            let first = Int(text[text.index(after: text.startIndex)..<dash])
        {
            var last = text[text.index(after: dash)...]
            if last.hasPrefix("L") { last.removeFirst() }
            guard let end = Int(last), first > 0, end >= first, end - first < 1_000_000 else {
                return nil
            }
            return (first...end).map { JobID(local: $0) }
        }
        return JobID(text).map { [$0] }
    }
}
