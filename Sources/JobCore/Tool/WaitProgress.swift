/// How far jobs are that are waited for, as a line that a person looks at:
/// `20 of 500 ended, 3 failed, 2 running, 0:14, about 6:00 left`.
package struct WaitProgress {
    private let began = Instant.now()
    /// How many had ended when the first look was over.
    private var first: Int?

    /// Milliseconds after which the line is another one though nothing has happened.
    static let tick = 1000

    package init() {}

    package mutating func text(
        ended: Int, of total: Int, failed: Int, running: Int, _ participle: String
    ) -> String {
        let elapsed = Instant.now() - began
        let first = first ?? ended
        self.first = first
        var parts = ["\(ended) of \(total) \(participle)"]
        if failed > 0 { parts.append("\(failed) failed") }
        parts.append("\(running) running")
        parts.append(DurationText.clock(milliseconds: elapsed))
        if let left = Self.estimate(elapsed, ended - first, total - ended) {
            parts.append("about \(DurationText.clock(milliseconds: left)) left")
        }
        return parts.joined(separator: ", ")
    }

    /// Milliseconds until the rest has ended, if it goes on as it went; nil where too little has
    /// happened to tell.
    package static func estimate(_ elapsed: Int, _ ended: Int, _ open: Int) -> Int? {
        guard ended > 1, open > 0, elapsed > 2000 else { return nil }
        return Int(Double(elapsed) / Double(ended) * Double(open))
    }
}
