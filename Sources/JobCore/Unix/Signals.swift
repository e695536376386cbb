internal import CSys
internal import Glibc

/// Signals by number and name.
package enum Signal {
    package static let terminate = SIGTERM
    package static let kill = SIGKILL
    package static let interrupt = SIGINT
    package static let child = SIGCHLD
    package static let user1 = SIGUSR1
    package static let user2 = SIGUSR2
    package static let pipe = SIGPIPE
    package static let hangup = SIGHUP
    package static let stop = SIGSTOP
    package static let windowChange = SIGWINCH
    package static let `continue` = SIGCONT

    private static let names: [(String, Int32)] = [
        ("HUP", SIGHUP), ("INT", SIGINT), ("QUIT", SIGQUIT), ("ILL", SIGILL), ("TRAP", SIGTRAP),
        ("ABRT", SIGABRT), ("BUS", SIGBUS), ("FPE", SIGFPE), ("KILL", SIGKILL),
        ("USR1", SIGUSR1), ("SEGV", SIGSEGV), ("USR2", SIGUSR2), ("PIPE", SIGPIPE),
        ("ALRM", SIGALRM), ("TERM", SIGTERM), ("CHLD", SIGCHLD), ("CONT", SIGCONT),
        ("STOP", SIGSTOP), ("TSTP", SIGTSTP), ("TTIN", SIGTTIN), ("TTOU", SIGTTOU),
        ("URG", SIGURG), ("XCPU", SIGXCPU), ("XFSZ", SIGXFSZ), ("VTALRM", SIGVTALRM),
        ("PROF", SIGPROF), ("WINCH", SIGWINCH), ("IO", SIGIO), ("PWR", SIGPWR), ("SYS", SIGSYS),
    ]

    /// `HUP`, `INT` and the others that have a name.
    package static var allNames: [String] { names.map(\.0) }

    /// The number of `TERM`, `SIGTERM`, `term` or `15`.
    package static func number(of text: String) -> Int32? {
        if let number = Int32(text) { return (1...64).contains(number) ? number : nil }
        var name = text.uppercased()
        if name.hasPrefix("SIG") { name.removeFirst(3) }
        return names.first { $0.0 == name }?.1
    }

    /// `SIGTERM`, or `signal 40` for one without a name.
    package static func name(of number: Int32) -> String {
        names.first { $0.1 == number }.map { "SIG" + $0.0 } ?? "signal \(number)"
    }

    /// Whether a process ends by it that has not asked for anything else (signal(7)).
    package static func endsProcesses(_ number: Int32) -> Bool {
        ![SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH].contains(number)
    }

    /// Keeps every signal back while `body` runs, so that a process is neither stopped nor ended
    /// between two steps that belong together (SIGKILL and SIGSTOP excepted).
    package static func deferred<Result>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        sigprocmask(SIG_SETMASK, &all, &before)
        defer { sigprocmask(SIG_SETMASK, &before, nil) }
        return try body()
    }

    /// Ends this process as that signal would have.
    package static func die(of number: Int32) { csys_die_of(number) }

    /// Writing behind a reader that has gone is an error to look at, not a death.
    package static func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }
}

/// Signals that arrive as something to read, beside other events (signalfd(2)).
package final class SignalQueue {
    package let descriptor: Int32
    private var set = sigset_t()

    /// From now on these signals do nothing but wait here.
    package init(_ signals: [Int32]) throws(Failure) {
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        sigprocmask(SIG_BLOCK, &set, nil)
        descriptor = csys_signalfd(&set)
        guard descriptor >= 0 else { throw Failure(system: "cannot receive signals") }
    }

    deinit { close(descriptor) }

    /// From now on these signals do again what they do, one that has arrived and was not taken, too.
    package func release() { sigprocmask(SIG_UNBLOCK, &set, nil) }

    /// The next that has arrived.
    package func next() -> Int32? {
        let number = csys_next_signal(descriptor)
        return number == 0 ? nil : number
    }
}
