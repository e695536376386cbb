internal import Glibc

/// Why a tool cannot do what was asked: one line for a person, and the status to end with.
package struct Failure: Error, Sendable {
    /// `cannot open 'x': No such file or directory`, without the tool's name.
    package let message: String
    /// What to do about it, on a line of its own.
    package let advice: String?
    package let status: ExitStatus
    /// The system's error number behind it, or 0.
    package let systemError: Int32
    /// Whether a command line is not one that the tool has: the usage helps then.
    package let isMisuse: Bool

    /// A command line that the tool does not have, with status 64.
    package init(misuse message: String, advice: String? = nil) {
        self.message = message
        self.advice = advice
        status = .usage
        systemError = 0
        isMisuse = true
    }

    package init(_ message: String, status: ExitStatus, advice: String? = nil) {
        self.message = message
        self.advice = advice
        self.status = status
        systemError = 0
        isMisuse = false
    }

    /// What was tried, and after a colon the system's own reason: the current `errno`.
    package init(system attempt: String, status: ExitStatus? = nil, code: Int32 = errno) {
        message = "\(attempt): \(Failure.text(of: code))"
        advice = nil
        self.status = status ?? Failure.status(of: code)
        systemError = code
        isMisuse = false
    }

    /// The system's words for an error number (strerror(3)).
    package static func text(of code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// The status that fits an error number where the caller knows no better.
    private static func status(of code: Int32) -> ExitStatus {
        switch code {
        case EACCES, EPERM, EROFS: .notPermitted
        case ENOSPC, EDQUOT, EAGAIN, EMFILE, ENFILE, ENOMEM: .tryLater
        case ENOENT, ENOTDIR, EISDIR, ELOOP: .noInput
        default: .inputOutput
        }
    }

    /// Whoever waited for a program has no patience any more.
    package static let interrupted = Failure(system: "stopped waiting", code: EINTR)

    package var isInterruption: Bool { systemError == EINTR }
    package var isMissingFile: Bool { systemError == ENOENT }
    package var isExistingFile: Bool { systemError == EEXIST }
}

/// Calls again while a system call ends with EINTR.
@discardableResult
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
