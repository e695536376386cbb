internal import Glibc

/// Why a tool cannot do what was asked: one line for a person, the status to end with, and the kind
/// that code tells one failure from another by.
package struct Failure: Error, Sendable {
    /// `cannot open 'x': No such file or directory`, without the tool's name.
    package let message: String
    /// What to do about it, on a line of its own.
    package let advice: String?
    package let status: ExitStatus
    package let kind: Kind
    /// The system's error number behind it, or 0.
    package let systemError: Int32

    /// What went wrong, as far as code has to know. The status is for whoever called the tool, and
    /// one status has many meanings; the message is for a person.
    package enum Kind: Sendable, Equatable {
        /// There is nothing of that name (ENOENT).
        case missing
        /// There is something of that name already (EEXIST).
        case exists
        /// The name stands for what cannot be used so: a directory, a loop of links (EISDIR…).
        case unsuitable
        /// The disk, or the user's share of it, is full (ENOSPC, EDQUOT).
        case noSpace
        /// Descriptors, processes or memory are lacking just now (EMFILE, ENFILE, EAGAIN, ENOMEM).
        case passingLack
        /// It is not allowed (EACCES, EPERM, EROFS).
        case notPermitted
        /// A signal came, or the time was up, before there was an answer (EINTR).
        case interrupted
        /// Whatever was to be written cannot get out: the reader has gone, the disk is full.
        case outputLost
        /// Reading or writing failed; also each error number that is none of the above.
        case inputOutput
        /// An input that was asked for cannot be opened, for whatever reason.
        case noInput
        /// There is more of it than is read.
        case tooLarge
        /// The queue's table is not to be believed, and has to be made anew.
        case damagedTable
        /// What the queue recorded, or stored for a job, is not as it was written.
        case damagedRecord
        /// The batch system, or its client, does not answer.
        case unavailable
        /// The batch system did not take a job because of those that it was to wait for.
        case parentsHaveEnded
        /// Nobody knows whether the batch system accepted the job.
        case unclear
        /// The queue is run by processes in other namespaces.
        case elsewhere
        /// A command line that the tool does not have: its usage helps.
        case misuse
        /// Any other: nobody has to tell it from the rest.
        case other
    }

    /// A failure with no error number of the system's behind it. Without a `kind` it is the one
    /// that the status leaves no doubt about.
    package init(
        _ message: String, status: ExitStatus, kind: Kind? = nil, advice: String? = nil
    ) {
        self.message = message
        self.advice = advice
        self.status = status
        self.kind = kind ?? Kind(status)
        systemError = 0
    }

    /// A command line that the tool does not have, with status 64.
    package init(misuse message: String, advice: String? = nil) {
        self.init(message, status: .usage, kind: .misuse, advice: advice)
    }

    /// What was tried, and after a colon the system's own reason: the current `errno`.
    package init(
        system attempt: String, status: ExitStatus? = nil, kind: Kind? = nil, code: Int32 = errno
    ) {
        message = "\(attempt): \(Failure.text(of: code))"
        advice = nil
        self.kind = kind ?? Kind(code: code)
        self.status = status ?? self.kind.status
        systemError = code
    }

    /// A file that was named for something is not there (66).
    package static func noFile(_ path: ByteString, for use: String) -> Failure {
        Failure(
            "cannot open '\(path.printable)': there is no such file for \(use)", status: .noInput)
    }

    /// The same, with what to do where it is a directory or file that could not be made, and nothing is
    /// said yet.
    package func advising(_ advice: String) -> Failure {
        guard self.advice == nil, kind == .notPermitted, systemError != 0 else { return self }
        return Failure(message, status, kind, systemError, advice)
    }

    /// The same, to be told with another status.
    package func with(status: ExitStatus) -> Failure {
        Failure(message, status, kind, systemError, advice)
    }

    private init(
        _ message: String, _ status: ExitStatus, _ kind: Kind, _ code: Int32, _ advice: String?
    ) {
        self.message = message
        self.status = status
        self.kind = kind
        self.advice = advice
        systemError = code
    }

    /// The error number of a process that may have no more descriptors (EMFILE).
    package static let noDescriptors = EMFILE

    /// Whether a disk, or what stands for one, could not do it (EIO).
    package var isDeviceError: Bool { systemError == EIO }

    /// The system's words for an error number (strerror(3)).
    package static func text(of code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// Whoever waited for a program has no patience any more.
    package static let interrupted = Failure(system: "stopped waiting", code: EINTR)
}

extension Failure.Kind {
    /// The kind of an error number.
    init(code: Int32) {
        self =
            switch code {
            case ENOENT: .missing
            case EEXIST: .exists
            case ENOTDIR, EISDIR, ELOOP: .unsuitable
            case ENOSPC, EDQUOT: .noSpace
            case EAGAIN, EMFILE, ENFILE, ENOMEM: .passingLack
            case EACCES, EPERM, EROFS: .notPermitted
            case EINTR: .interrupted
            default: .inputOutput
            }
    }

    /// The kind of a failure of which only the status is known.
    fileprivate init(_ status: ExitStatus) {
        self =
            switch status {
            case .noInput: .noInput
            case .unavailable: .unavailable
            case .notPermitted: .notPermitted
            case .inputOutput: .inputOutput
            default: .other
            }
    }

    /// Whether the same may well succeed a little later, with nothing changed by whoever asked.
    package var isPassing: Bool { self == .noSpace || self == .passingLack }

    /// The status that fits where the caller knows no better.
    fileprivate var status: ExitStatus {
        switch self {
        case .missing, .unsuitable, .noInput: .noInput
        case .noSpace, .passingLack, .unclear, .damagedTable, .elsewhere: .tryLater
        case .notPermitted: .notPermitted
        case .unavailable: .unavailable
        case .misuse: .usage
        case .tooLarge, .damagedRecord: .badData
        case .exists, .interrupted, .outputLost, .inputOutput, .parentsHaveEnded, .other:
            .inputOutput
        }
    }
}

/// Calls again while a system call ends with EINTR.
@discardableResult
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
