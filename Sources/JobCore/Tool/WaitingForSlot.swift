/// Waiting until a queue has room: the seed's `wait_to_submit`.
package struct SlotWaiter {
    /// Milliseconds to wait at most.
    package var timeout: Int?
    /// How long the queue may be; nil for what is configured.
    package var longest: Int?
    /// Milliseconds between two looks; nil for what is configured.
    package var interval: Int?
    /// How often in a row a batch system may fail to answer; nil for any number.
    package var errors: Int?

    package init() {}

    /// - Returns: 0 when the queue is shorter than its limit; 124 when the time is up.
    package func wait(
        for queue: any Backend, in backends: Backends, session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        let patience = backends.patience
        let signals = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        defer { signals.release() }
        guard let limit = try queue.longest(asked: longest) else { return .success }
        let deadline = timeout.map { Instant.now() + $0 }
        (patience.descriptor, patience.deadline) = (signals.descriptor, deadline)
        defer { (patience.descriptor, patience.deadline) = (nil, nil) }

        var loan = try backends.coreLoan()
        var outage = Outage(of: queue.name, most: errors)
        var hasSaid = false
        let changes = try queue.changes()
        while true {
            do throws(Failure) {
                if try queue.length() < limit {
                    if let signal = try loan?.settle(until: deadline, or: signals) {
                        Signal.die(of: signal)
                    }
                    return .success
                }
                outage.end()
                if !hasSaid { session.log.info("the queue is full (\(limit) jobs); waiting") }
                hasSaid = true
            } catch  where error.kind == .unavailable {
                if let word = try outage.note(error) { session.log.notice(word) }
            } catch  where error.kind == .interrupted {
                // A signal, or the time is up.
            }
            if let deadline, Instant.now() >= deadline {
                session.log.notice("time is up; the queue is still full")
                try loan?.drop()
                return .timedOut
            }
            try loan?.begin(waitingFor: [])
            if let signal = try changes.wait(or: signals, until: deadline, interval: interval) {
                session.log.error("stopped waiting; the queue is still full")
                Signal.die(of: signal)
            }
        }
    }
}
