/// A signal that asks the tool to stop, noticed between two steps so that it can tidy up first.
package final class Interruption: @unchecked Sendable {
    private let signals: SignalQueue
    private let seen = Shared<Int32?>(nil)
    /// The signal that came.
    package var signal: Int32? { seen.access { $0 } }

    /// From now on INT, TERM and HUP wait to be looked at.
    package init() throws(Failure) {
        signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
    }

    /// - Throws: `Failure` when a signal has come.
    package func check() throws(Failure) {
        let signal = seen.access { seen in
            seen = seen ?? signals.next()
            return seen
        }
        if let signal {
            throw Failure("stopped by \(Signal.name(of: signal))", status: .killed(by: signal))
        }
    }

    /// Waits until there is something to read, or throws when a signal comes first.
    package func wait(for file: File) throws(Failure) {
        while true {
            try check()
            if waitForInput(on: [file.descriptor, signals.descriptor], timeout: nil).contains(0) {
                return
            }
        }
    }
}
