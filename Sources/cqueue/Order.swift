import JobCore

/// The order of a list: `-S`, names of fields, each with `-` before it for the largest first.
struct Order {
    private let keys: [(field: Field, isDescending: Bool)]

    init(_ words: [ByteString]) {
        keys = words.compactMap { word in
            let isMarked = word.hasPrefix("-") || word.hasPrefix("+")
            let name = isMarked ? ByteString(word.bytes.dropFirst()) : word
            return Field.named(name).map { ($0, word.hasPrefix("-")) }
        }
    }

    var needsDetails: Bool { keys.contains { $0.field.isDetail } }

    /// Where neither of two jobs comes first, they stay as they were. A job of which there is nothing
    /// to tell comes last, whichever way.
    func sort(_ jobs: inout [JobReport]) {
        guard !keys.isEmpty else { return }
        let values = jobs.map { job in keys.map { $0.field.value(job) } }
        let places = jobs.indices.sorted { left, right in
            for (index, key) in keys.enumerated() {
                let (one, other) = (values[left][index], values[right][index])
                let isReversed = key.isDescending && !one.isNone && !other.isNone
                if one.precedes(other) { return !isReversed }
                if other.precedes(one) { return isReversed }
            }
            return left < right
        }
        jobs = places.map { jobs[$0] }
    }
}
