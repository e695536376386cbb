import JobCore

/// The order of a list: `-S`, names of fields with commas between, each with `-` before it for the
/// largest first.
struct Order {
    private let keys: [(field: Field, isDescending: Bool)]

    /// - Throws: `Failure` (64) for a name that is no field's.
    init(_ texts: [String]) throws(Failure) {
        var keys: [(Field, Bool)] = []
        for word in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let isMarked = word.hasPrefix("-") || word.hasPrefix("+")
            let name = isMarked ? word.dropFirst() : word
            for field in try Field.named(String(name)) {
                keys.append((field, word.hasPrefix("-")))
            }
        }
        self.keys = keys
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
