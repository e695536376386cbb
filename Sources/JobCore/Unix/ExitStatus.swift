/// How a tool ends; the same numbers in all seven. Sources: sysexits.h, timeout(1), gzip(1).
package struct ExitStatus: Error, Equatable, Hashable, Sendable {
    package let code: Int32

    package init(_ code: Int32) { self.code = code }

    package static let success = ExitStatus(0)
    /// Done, and the answer is no, or part of it failed.
    package static let failure = ExitStatus(1)
    /// Wrong usage (EX_USAGE).
    package static let usage = ExitStatus(64)
    /// A line of input is not what it should be (EX_DATAERR).
    package static let badData = ExitStatus(65)
    /// An input file cannot be opened (EX_NOINPUT).
    package static let noInput = ExitStatus(66)
    /// The scheduler or its client is not available (EX_UNAVAILABLE).
    package static let unavailable = ExitStatus(69)
    /// A file cannot be created (EX_CANTCREAT).
    package static let cannotCreate = ExitStatus(73)
    /// Reading or writing failed (EX_IOERR).
    package static let inputOutput = ExitStatus(74)
    /// Try again later: the queue or the disk is full (EX_TEMPFAIL).
    package static let tryLater = ExitStatus(75)
    /// Not permitted (EX_NOPERM).
    package static let notPermitted = ExitStatus(77)
    /// A setting, or the spool's format, is wrong (EX_CONFIG).
    package static let configuration = ExitStatus(78)
    /// `cwait --timeout` elapsed, as for timeout(1).
    package static let timedOut = ExitStatus(124)
    /// cwait could not do its own work, or an ending is unknown.
    package static let cannotWait = ExitStatus(125)
    /// A command that was found and could not be started, as for env(1).
    package static let cannotStart = ExitStatus(126)
    /// A command that was not found, as for env(1).
    package static let notFound = ExitStatus(127)
    /// A job that the queue ended: cancelled, time limit, dependency (128 + SIGTERM).
    package static let endedByQueue = ExitStatus(143)

    /// That of a process which `signal` killed, as a shell shows it.
    package static func killed(by signal: Int32) -> ExitStatus { ExitStatus(128 + signal) }
}
