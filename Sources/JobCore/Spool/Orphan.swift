/// A running attempt whose guard is not a child of our keeper: started under a keeper or runner
/// that was killed since. It is watched from outside, through its file's lock and through handles
/// on its processes; since Linux 6.15 such a handle tells how a process ended, even to those who
/// are not its parent.
struct Orphan {
    private let spool: Spool
    private let job: Int
    private let attempt: Int
    private let isFromBefore: Bool
    private var guardHandle: ProcessHandle?
    private var jobHandle: ProcessHandle?
    /// How often it was found ended and not yet reaped; a parent that never reaps is given up.
    private var zombieLooks = 0
    private static let mostZombieLooks = 3000
    /// Something has happened to one of its processes.
    var isDue = true
    /// Milliseconds until it should be looked at without that.
    private(set) var nextLook: Int?

    /// `startBoot` is the boot that it was started in, where that is known.
    init(job: Int, attempt: Int, startBoot: ByteString?, spool: Spool) throws(Failure) {
        self.spool = spool
        self.job = job
        self.attempt = attempt
        isFromBefore = startBoot.map { $0 != spool.bootID } ?? false
    }

    /// What to sleep on.
    var handles: [ProcessHandle] {
        if let guardHandle { return [guardHandle] }
        return nextLook == nil ? [jobHandle].compactMap { $0 } : []
    }

    /// Looks what has become of it.
    ///
    /// - Returns: how it ended, where nobody else is left to say so.
    mutating func look() throws(Failure) -> Ending.Cause? {
        isDue = false
        nextLook = nil
        if isFromBefore { return .lost(reason: "machine restarted") }
        guard let file = try AttemptFile(of: job, attempt: attempt, in: spool) else {
            return .lost(reason: "no trace of it is left")
        }
        let cast = try file.cast()
        if let handle = guardHandle, handle.hasEnded { guardHandle = nil }
        if file.isHeld {
            if jobHandle == nil { jobHandle = cast.job.flatMap { ProcessHandle($0) } }
            if guardHandle == nil { guardHandle = cast.guardID.flatMap { ProcessHandle($0) } }
            if guardHandle?.hasEnded ?? true {
                // The keeper has it, or the guard is only just beginning.
                guardHandle = nil
                nextLook = 20
            } else if jobHandle == nil {
                nextLook = 20
            }
            // While the lock was held the numbers could not mean anybody else.
            if file.isHeld { return nil }
        }
        guard let jobID = cast.job else { return .void }
        guardHandle = nil
        if jobHandle == nil, let handle = ProcessHandle(jobID), cast.jobIsItself {
            jobHandle = handle
        }
        guard let jobHandle else { return .lost(reason: "killed") }
        if !jobHandle.hasEnded {
            nextLook = nil
            return nil
        }
        JobProcesses.signal(Signal.kill, job: job, spool)
        if let end = jobHandle.end ?? Processes.zombieEnd(of: jobID) { return .process(end) }
        // The kernel tells once its new parent, the system's first process, has reaped it.
        if jobHandle.isZombie, zombieLooks < Self.mostZombieLooks {
            zombieLooks += 1
            nextLook = 10
            return nil
        }
        return jobHandle.end.map { .process($0) } ?? .lost(reason: "killed")
    }

    /// Asks for its end. False where only the keeper can do that.
    func cancel() -> Bool {
        if let guardHandle, guardHandle.signal(Signal.terminate) { return true }
        guard let file = try? AttemptFile(of: job, attempt: attempt, in: spool) else { return true }
        if file.isHeld {
            guard let guardID = try? file.cast().guardID, let handle = ProcessHandle(guardID),
                file.isHeld
            else { return false }
            return handle.signal(Signal.terminate)
        }
        JobProcesses.signal(Signal.kill, job: job, spool)
        return true
    }
}

/// The processes of a job that has lost its guard, known by what their environment says.
enum JobProcesses {
    static func isMember(_ process: Int32, of job: Int, _ spool: Spool) -> Bool {
        let environment = Processes.environment(of: process)
        return environment.contains(ByteString("CSUB_JOB_ID=L\(job)"))
            && environment.contains("CJOBS_SPOOL=" + spool.path)
            && Processes.arguments(of: process).first != Spool.keeperName
    }

    /// Whether it says that it is a job's.
    static func isOfAnyJob(_ process: Int32) -> Bool {
        Processes.environment(of: process).contains { $0.hasPrefix("CSUB_JOB_ID=") }
    }

    static func signal(_ number: Int32, job: Int, _ spool: Spool) {
        for process in Processes.all() where isMember(process, of: job, spool) {
            Processes.signal(process, number)
        }
    }
}
