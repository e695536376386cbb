/// How long somebody is ready to wait for other programs: until a descriptor is ready to read, such
/// as that of a `SignalQueue`, and until a moment. Endless unless it was told otherwise.
package final class Patience {
    package var descriptor: Int32?
    package var deadline: Instant?

    package init() {}

    package var isEndless: Bool { descriptor == nil && deadline == nil }

    /// Whether somebody has made an end of it.
    package var isOver: Bool {
        if let deadline, Instant.now() >= deadline { return true }
        return descriptor.map { !waitForInput(on: [$0], timeout: 0).isEmpty } ?? false
    }

    /// - Throws: `Failure.interrupted` when it is over.
    package func check() throws(Failure) { if isOver { throw .interrupted } }

    /// It is endless again, for what has to be done after its end.
    package func begin() { (descriptor, deadline) = (nil, nil) }

    /// Sleeps that long.
    /// - Throws: `Failure.interrupted` when it is over before.
    package func pause(milliseconds: Int) throws(Failure) {
        let end = Instant.now() + milliseconds
        let descriptors = descriptor.map { [$0] } ?? []
        while Instant.now() < end {
            let rest = min(end, deadline ?? end) - Instant.now()
            if !waitForInput(on: descriptors, timeout: rest).isEmpty
                || deadline.map({ Instant.now() >= $0 }) ?? false
            {
                throw .interrupted
            }
        }
    }
}
