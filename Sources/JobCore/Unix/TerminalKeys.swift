internal import Glibc

/// The keys that are pressed on the terminal of this process, read one by one and not shown, until it
/// is gone; a terminal is left as it was found.
package final class TerminalKeys {
    private let terminal: File
    private let before: termios

    /// Nil where this process has no terminal, or is not in its foreground.
    package init?() {
        guard let terminal = try? File(open: "/dev/tty", .readNow) else { return nil }
        var modes = termios()
        guard tcgetattr(terminal.descriptor, &modes) == 0 else { return nil }
        self.terminal = terminal
        before = modes
        guard takeOver() else { return nil }
    }

    deinit { giveBack() }

    /// What becomes ready to read when a key is pressed.
    package var descriptor: Int32 { terminal.descriptor }

    /// Reads key by key, also after a shell has set the terminal as it likes it.
    /// - Returns: false in the background, where that would stop this process.
    @discardableResult
    package func takeOver() -> Bool {
        guard tcgetpgrp(descriptor) == getpgrp() else { return false }
        var modes = before
        modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
        return tcsetattr(descriptor, TCSANOW, &modes) == 0
    }

    /// Leaves the terminal as it was.
    package func giveBack() {
        guard tcgetpgrp(descriptor) == getpgrp() else { return }
        var modes = before
        _ = tcsetattr(descriptor, TCSANOW, &modes)
    }

    /// What has been pressed since the last call.
    package func pressed() -> [UInt8] {
        guard !waitForInput(on: [descriptor], timeout: 0).isEmpty else { return [] }
        return (try? terminal.read(atMost: 64)) ?? []
    }
}
