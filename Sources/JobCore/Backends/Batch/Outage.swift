/// Whether a batch system answers, over many questions: one that does not has not ended anybody's
/// job, so it is asked again, and said from time to time.
package struct Outage {
    private let name: BackendName
    /// How often in a row it may fail; nil for any number.
    private let most: Int?
    private var failures = 0
    private var lastWord: Instant?

    package init(of name: BackendName, most: Int?) {
        self.name = name
        self.most = most
    }

    package mutating func end() { failures = 0 }

    /// It has failed once more.
    /// - Returns: what is to be said of that; nil where it was said within a minute.
    /// - Throws: `Failure` (125) where that is once too often.
    package mutating func note(_ failure: Failure) throws(Failure) -> String? {
        failures += 1
        if let most, failures >= most {
            throw Failure(
                "\(name.title) did not answer \(failures) times: \(failure.message)",
                status: .cannotWait)
        }
        let now = Instant.now()
        guard lastWord.map({ now - $0 >= 60_000 }) ?? true else { return nil }
        lastWord = now
        return "\(name.title) does not answer, still waiting: \(failure.message)"
    }
}
