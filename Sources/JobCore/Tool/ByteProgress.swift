/// A line on a terminal's standard error that says how many bytes are done, for work that lasts
/// longer than a second; nothing where standard error is no terminal.
package struct ByteProgress {
    private var line: ProgressLine
    private var next: Instant

    package init(_ session: borrowing Session) {
        line = ProgressLine(session)
        next = Instant.now() + 1000
    }

    /// Says how far it is, five times a second at most.
    package mutating func show(_ name: String, _ bytes: Int) {
        guard line.isShown, Instant.now() >= next else { return }
        next = Instant.now() + 200
        line.show("\(name): \(bytes / 1_000_000) MB")
    }

    /// Takes the line away, before anything else is said and at the end.
    package mutating func clear() { line.clear() }
}
