/// How long a queue may be.
package enum QueueLimit {
    /// What was asked for, else CJOBS_MAX_QUEUE_LEN, else what is configured; nil, or 0, for any
    /// number.
    /// - Throws: `Failure` (78) where the variable is no number.
    package static func longest(asked: Int?, configured: Int?) throws(Failure) -> Int? {
        if let asked { return asked == 0 ? nil : asked }
        guard let text = Surroundings.variable("CJOBS_MAX_QUEUE_LEN"), !text.isEmpty else {
            return configured
        }
        guard let number = text.string.flatMap({ Int($0) }), number >= 0 else {
            throw Failure(
                "CJOBS_MAX_QUEUE_LEN: '\(text.printable)' is not a whole number from 0",
                status: .configuration)
        }
        return number == 0 ? nil : number
    }
}
