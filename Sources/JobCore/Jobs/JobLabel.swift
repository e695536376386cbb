/// What a job is marked with, so that it can be chosen by that: `KEY` or `KEY=VALUE`.
package struct JobLabel: Hashable, Sendable {
    package let key: ByteString
    /// Nil where only a key was given.
    package let value: ByteString?

    /// Nil for what is no label: nothing before the `=`, or more than one line.
    package init?(_ text: ByteString) {
        let key = text.bytes.prefix { $0 != UInt8(ascii: "=") }
        guard !key.isEmpty, text.isOneLine else { return nil }
        self.key = ByteString(key)
        value = key.count < text.count ? ByteString(text.bytes.dropFirst(key.count + 1)) : nil
    }

    /// As it was given.
    package var text: ByteString { value.map { key + "=" + $0 } ?? key }

    /// Whether a label of a job is of the key that is asked for and, where a value is, of that: it may be
    /// a pattern.
    package func matches(_ wanted: JobLabel) -> Bool {
        guard key == wanted.key else { return false }
        guard let pattern = wanted.value else { return true }
        return (value ?? "").matches(pattern)
    }
}

extension [JobLabel] {
    /// Each key once, with the value that it was given last, where it stands first.
    package var merged: [JobLabel] {
        var labels: [JobLabel] = []
        for label in self {
            if let place = labels.firstIndex(where: { $0.key == label.key }) {
                labels[place] = label
            } else {
                labels.append(label)
            }
        }
        return labels
    }

    /// Whether each of those that are asked for is among them.
    package func have(_ wanted: [JobLabel]) -> Bool {
        wanted.allSatisfy { label in contains { $0.matches(label) } }
    }
}
