import JobCore

/// Shows the same again and again, in the same place of a terminal.
struct Watch {
    /// Milliseconds between.
    let interval: Int

    /// Goes on until a signal ends it. What fails later than the first time is shown in the list's
    /// place: an outage comes to an end.
    func run(
        _ session: inout Session, _ text: () throws(Failure) -> [UInt8]
    ) throws(Failure) -> ExitStatus {
        guard session.output.isTerminal else {
            throw Failure("--watch needs a terminal to write to", status: .usage)
        }
        let changes = try SignalQueue([Signal.windowChange])
        var shown = try text()
        while true {
            let heading = "\(WallTime.now().local), every \(DurationText.short(interval))\n\n"
            try session.output.write(
                Terminal.page(Array(heading.utf8) + shown, rows: Terminal.rows))
            try session.output.flush()
            _ = waitForInput(on: [changes.descriptor], timeout: interval)
            _ = changes.next()
            do throws(Failure) {
                shown = try text()
            } catch {
                shown = Array((error.message + "\n").utf8)
            }
        }
    }
}
