import JobCore

/// Shows the same again and again, in the same place of a terminal.
struct Watch {
    /// Milliseconds between.
    let interval: Int

    /// Goes on until `q` is pressed or a signal ends it. What fails later than the first time is shown
    /// in the list's place: an outage comes to an end.
    func run(
        _ session: inout Session, _ patience: Patience, _ text: () throws(Failure) -> [UInt8]
    ) throws(Failure) -> ExitStatus {
        guard session.output.isTerminal else {
            throw Failure("--watch needs a terminal to write to", status: .usage)
        }
        var shown = try text()
        let changes = try SignalQueue([Signal.windowChange, Signal.continue])
        let ends = try SignalQueue([Signal.interrupt, Signal.terminate, Signal.hangup])
        patience.descriptor = ends.descriptor
        let keys = TerminalKeys()
        while true {
            let heading = "\(WallTime.now().local), every \(DurationText.short(interval))\n\n"
            try session.output.write(
                Terminal.page(Array(heading.utf8) + shown, rows: Terminal.rows))
            try session.output.flush()
            _ = waitForInput(
                on: [changes.descriptor, ends.descriptor] + (keys.map { [$0.descriptor] } ?? []),
                timeout: interval)
            if let signal = ends.next() {
                keys?.giveBack()
                Signal.die(of: signal)
            }
            if changes.next() == Signal.continue { keys?.takeOver() }
            if keys?.pressed().contains(where: Self.ends) ?? false { return .success }
            do throws(Failure) {
                shown = try text()
            } catch {
                shown = Array((error.message + "\n").utf8)
            }
        }
    }

    private static func ends(_ key: UInt8) -> Bool {
        key == UInt8(ascii: "q") || key == UInt8(ascii: "Q")
    }
}
