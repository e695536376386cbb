/// How one attempt of a job ended, and so, if it was the last, the job.
package struct Ending: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// Its command ended.
        case process(ProcessEnd)
        /// It could not be started; the reason is a message.
        case notStarted(ExitStatus, reason: ByteString)
        /// Somebody cancelled it; how its command ended, if it ran.
        case cancelled(ProcessEnd?)
        /// It reached its time limit.
        case timeLimit(ProcessEnd?)
        /// A job it depended on did not end as it had to.
        case dependency(JobID)
        /// The batch system ended it, or a machine did: a node failure, memory, preemption.
        case system(JobState, ProcessEnd?)
        /// Nobody is left who could know: `machine restarted`, `killed`.
        case lost(reason: ByteString)
        /// Its command ended, and what was to pack its output did not: the output is lost.
        case outputLost(ProcessEnd, reason: ByteString)
        /// The command was never executed, because something was lacking for now (the reason is a
        /// message) or a process of ours was killed first (no reason); the attempt does not count.
        case void(reason: ByteString)
    }

    package var cause: Cause
    package var at: WallTime
    /// Milliseconds from the attempt's start, by a clock that does not step.
    package var elapsed: Int
    package var usage: ResourceUsage
    /// The edition of the job's default outputs, from 1; 0 where it has none, nil where whoever tells of
    /// the ending did not look.
    package var outputEdition: Int?

    package init(
        _ cause: Cause, at: WallTime, elapsed: Int = 0, usage: ResourceUsage = ResourceUsage()
    ) {
        self.cause = cause
        self.at = at
        self.elapsed = elapsed
        self.usage = usage
    }

    package var state: JobState {
        switch cause {
        case .process(.exited(0)): .complete
        case .process, .notStarted, .outputLost: .failed
        case .cancelled, .dependency: .cancelled
        case .timeLimit: .timeout
        case .system(let state, _): state
        case .lost, .void: .unknown
        }
    }

    /// What `cwait` ends with for this job alone.
    package var exitStatus: ExitStatus {
        switch cause {
        case .process(.exited(let status)): ExitStatus(status)
        case .process(.killed(let signal)): .killed(by: signal)
        case .notStarted(let status, _): status
        case .outputLost(.exited(let status), _) where status != 0: ExitStatus(status)
        case .outputLost: .inputOutput
        case .system(.outOfMemory, .exited(let status)) where status != 0: ExitStatus(status)
        case .system(.outOfMemory, _): .killed(by: Signal.kill)
        case .cancelled, .timeLimit, .dependency, .system: .endedByQueue
        case .lost, .void: .cannotWait
        }
    }

    /// How the command itself ended, where it did.
    package var processEnd: ProcessEnd? {
        switch cause {
        case .process(let end), .outputLost(let end, _): end
        case .cancelled(let end), .timeLimit(let end), .system(_, let end): end
        case .notStarted, .dependency, .lost, .void: nil
        }
    }

    /// The exit status of its command; 126 or 127 where that could not be started.
    package var exitCode: Int? {
        if case .notStarted(let status, _) = cause { return Int(status.code) }
        if case .exited(let status) = processEnd { return Int(status) }
        return nil
    }

    /// The number of the signal that killed its command.
    package var signal: Int? {
        if case .killed(let number) = processEnd { Int(number) } else { nil }
    }

    /// What it used; nil where nobody looked.
    package var knownUsage: ResourceUsage? { usage == ResourceUsage() ? nil : usage }

    /// Bytes of the largest resident size of a process of its; nil where nobody looked.
    package var largestMemory: Int? { usage.peakMemory > 0 ? usage.peakMemory * 1024 : nil }

    /// For a person: `exit status 3`, `killed by SIGKILL`, `cancelled (dependency L2)`.
    package var summary: String {
        switch cause {
        case .process(.exited(let status)): "exit status \(status)"
        case .process(.killed(let signal)): "killed by \(Signal.name(of: signal))"
        case .notStarted(_, let reason): reason.printable
        case .cancelled: "cancelled"
        case .timeLimit: "time limit reached"
        case .dependency(let parent): "cancelled (dependency \(parent))"
        case .system(.outOfMemory, _): "killed: out of memory"
        case .system(.nodeFail, _): "ended by a node failure"
        case .system(.preempted, _): "ended to make room for another job"
        case .system(let state, _): state.rawValue
        case .lost(let reason): "unknown (lost: \(reason.printable))"
        case .outputLost(_, let reason): reason.printable
        case .void(let reason):
            reason.isEmpty ? "not started" : "cannot start yet: \(reason.printable)"
        }
    }

    /// What `summary` says, where it did not end with 0.
    package var remark: String? {
        if case .process(.exited(0)) = cause { nil } else { summary }
    }

    /// Whether it counts as one of the job's attempts.
    package var counts: Bool { if case .void = cause { false } else { true } }

    /// Whether the job runs once more after this attempt. `attempts` is how many have counted, this
    /// one included.
    package func leavesAnotherTry(attempts: Int, tries: Int, isRequeued: Bool) -> Bool {
        switch cause {
        case .process(.exited(0)), .cancelled, .timeLimit, .dependency, .system: false
        case .process, .notStarted, .outputLost: attempts < tries
        case .lost: isRequeued
        case .void: true
        }
    }
}
