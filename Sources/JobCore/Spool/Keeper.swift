/// The process above runner and guards. It stays small: it never loads the queue. It forks the
/// runner, and anew when that dies, and a guard for each start the runner asks for; and it is the
/// second to whom a job's ending goes, when a guard is killed.
package struct Keeper {
    private let spool: Spool
    private let settings: LocalSettings
    /// The lock on `runner`, ours and the runner's as long as one of us lives.
    private let ownership: File
    private let signals: SignalQueue
    private let processID = Machine.processID()
    /// The limits that a guard starts out with.
    private let limits = Set(Surroundings.current().limits)
    private var runner: (process: Int32, channel: Channel, since: Instant)?
    private var guards: [Int32: Attempt] = [:]
    /// Attempts whose guard was killed, by the job's main process.
    private var adopted: [Int32: Attempt] = [:]
    /// A guard was killed before it told which process is its job's.
    private var uncertain: [Attempt] = []
    private var restarts = 0
    private var nextStart: Instant?

    /// An attempt that a guard of ours stands behind, or stood.
    private struct Attempt {
        let task: Assignment
        let started = Instant.now()
        var isBeingEnded = false

        /// The job's main process, once it has written down its number.
        var main: Int32? {
            AttemptFile.cast(in: (try? task.file.bytes(at: 0, count: 256)) ?? []).job
        }
    }

    /// Turns this process, started by `Spool.ensureRunner`, into a keeper; returns when there is
    /// nothing left to do.
    package static func run(path: ByteString) {
        Processes.setName("cjobs-keeper")
        Processes.setFileMask(0o077)
        Processes.becomeSubreaper()
        Processes.raiseOpenFileLimit()
        _ = Machine.claimProcessors()
        do throws(Failure) {
            let ownership = File(owning: 3, name: "runner")
            ownership.closeOnExec()
            let (settings, problem) = readSettings()
            let spool = try Spool(path: path, settings)
            if let problem { spool.log("keeper: \(problem)") }
            do throws(Failure) {
                var keeper = try Keeper(spool: spool, settings: settings, ownership: ownership)
                try keeper.keep()
            } catch {
                spool.log("keeper: \(error.message)")
            }
        } catch {
            // No spool: nothing to keep, and nowhere to say so.
        }
    }

    /// Settings that can't be read stop no job: those who submit are told of them.
    private static func readSettings() -> (LocalSettings, problem: String?) {
        do throws(Failure) {
            return (try LocalSettings(Configuration()), nil)
        } catch {
            return (LocalSettings(), error.message)
        }
    }

    private init(spool: Spool, settings: LocalSettings, ownership: File) throws(Failure) {
        self.spool = spool
        self.settings = settings
        self.ownership = ownership
        signals = try SignalQueue([Signal.child])
    }

    private mutating func keep() throws(Failure) {
        try startRunner()
        while true {
            var descriptors = [signals.descriptor]
            if let runner { descriptors.append(runner.channel.descriptor) }
            let ready = waitForInput(on: descriptors, timeout: timeout())
            while signals.next() != nil {}
            if ready.contains(1) { try obeyAll() }
            if try runnerHasLeft() { return }
            for process in Array(guards.keys) { try look(atGuard: process) }
            lookAtAdopted()
            if runner == nil, let nextStart, Instant.now() >= nextStart { try startRunner() }
        }
    }

    private func timeout() -> Int? {
        if !uncertain.isEmpty { return 2 }
        if adopted.contains(where: { $0.value.isBeingEnded }) { return 50 }
        return runner == nil ? nextStart.map { max(0, $0 - Instant.now()) } : nil
    }

    // MARK: The runner

    private mutating func startRunner() throws(Failure) {
        let (ours, theirs) = try Channel.pair()
        switch try Processes.fork() {
        case .parent(let child):
            runner = (child, ours, Instant.now())
            nextStart = nil
        case .child:
            Processes.signalOnParentsDeath(Signal.kill)
            if Processes.parentID() != processID { Processes.exitNow(1) }
            closeAll(except: [ownership.descriptor, theirs.descriptor] + spool.descriptors)
            Runner.run(
                spool: spool, cores: settings.cores, ownership: ownership, keeper: theirs)
        }
    }

    /// Notices the runner's end. True when it left because nothing was to be done.
    private mutating func runnerHasLeft() throws(Failure) -> Bool {
        guard let (process, _, since) = runner,
            let end = Processes.reap(process, waiting: false)
        else { return false }
        runner = nil
        if end == .exited(0) { return true }
        guard spool.isThere else { return true }
        restarts = Instant.now() - since > 5000 ? 0 : restarts + 1
        // One that was killed can go on at once; one that fails by itself will do so again.
        let most = end == .killed(by: Signal.kill) ? 50 : 5000
        let gap = restarts < 2 ? 0 : min(most, 20 << min(restarts, 10))
        spool.log("runner \(process) ended (\(end)); starting another in \(gap) ms")
        nextStart = Instant.now() + gap
        return false
    }

    /// What the runner says: an assignment for a new guard, or for one that there is; or `end JOB`
    /// for an attempt that has lost its guard.
    ///
    /// - Returns: false where the runner has died.
    private mutating func obey() throws(Failure) -> Bool {
        guard let runner, let (message, descriptors) = runner.channel.receive() else {
            return false
        }
        if let (task, message) = Assignment.read(message, descriptors: descriptors) {
            switch message {
            case .start where descriptors.count == 2:
                try startGuard(for: task, channel: Channel(owning: descriptors[1]))
            case .pass(let job, let attempt):
                let guardID = guards.first {
                    $0.value.task.job == job && $0.value.task.attempt == attempt
                }?.key
                if let guardID {
                    guards[guardID] = Attempt(task: task)
                } else {
                    // That guard has been killed before it could hear of it.
                    uncertain.append(Attempt(task: task))
                }
            case .start, .next: break
            }
            return true
        }
        let words = String(decoding: message, as: UTF8.self).split(separator: " ")
        guard words.first == "end", let job = words.last.flatMap({ Int($0) }) else { return true }
        for (process, attempt) in adopted where attempt.task.job == job {
            adopted[process]?.isBeingEnded = true
            signalAdopted(Signal.terminate, job: job, main: process)
        }
        return true
    }

    /// Everything that the runner has said so far.
    private mutating func obeyAll() throws(Failure) {
        while let channel = runner?.channel,
            !waitForInput(on: [channel.descriptor], timeout: 0).isEmpty, try obey()
        {}
    }

    private mutating func startGuard(for task: Assignment, channel: Channel) throws(Failure) {
        switch try Processes.fork() {
        case .parent(let child):
            guards[child] = Attempt(task: task)
        case .child:
            closeAll(except: [task.file.descriptor, channel.descriptor] + spool.descriptors)
            do throws(Failure) {
                var new = try Guard(
                    spool: spool.reopenedAfterFork(), task: task, keeper: processID,
                    ownLimits: limits, runner: channel, grace: settings.grace)
                try new.stand()
                Processes.exitNow(0)
            } catch {
                spool.log("guard of L\(task.job): \(error.message)")
                Processes.exitNow(1)
            }
        }
    }

    /// Closes what a forked process has no business with: above all the files of other attempts,
    /// whose locks must end with their own guards.
    private func closeAll(except kept: [Int32]) {
        Processes.closeDescriptors(from: 3, except: kept)
    }

    // MARK: Guards

    /// Notices a guard's end. One that was killed leaves us its job.
    private mutating func look(atGuard process: Int32) throws(Failure) {
        guard guards[process] != nil, let end = Processes.reap(process, waiting: false) else {
            return
        }
        // It may have been passed on, and have begun with its next attempt, before we heard of it.
        try obeyAll()
        guard let attempt = guards.removeValue(forKey: process), end != .exited(0) else { return }
        spool.log("guard \(process) of L\(attempt.task.job) ended (\(end))")
        uncertain.append(attempt)
    }

    private mutating func lookAtAdopted() {
        if !uncertain.isEmpty { settleUncertain() }
        guard !adopted.isEmpty else { return }
        for (process, attempt) in adopted {
            guard let found = Processes.look(at: process) else {
                if attempt.isBeingEnded, Instant.now() - attempt.started > settings.grace {
                    signalAdopted(Signal.kill, job: attempt.task.job, main: process)
                }
                continue
            }
            killLeftovers(of: attempt, main: process)
            let cause: Ending.Cause =
                attempt.isBeingEnded ? .cancelled(found.end) : .process(found.end)
            record(cause, of: attempt, usage: found.usage)
            Processes.reap(process)
            adopted[process] = nil
        }
    }

    /// Finds the main process of a job whose guard was killed. The process writes its number
    /// before it executes the command: without one there is none, or it is about to.
    private mutating func settleUncertain() {
        let strangers = strangers()
        // What has ended and is nobody's main process was left by an attempt that is recorded. A main
        // process writes its number before anything else, so who has ended is looked up once more.
        let ended = strangers.filter { Processes.look(at: $0) != nil }
        if !ended.isEmpty {
            let nobodys = Set(self.strangers())
            for process in ended where nobodys.contains(process) { Processes.reap(process) }
        }
        uncertain = uncertain.filter { attempt in
            if let main = attempt.main {
                if Processes.isChild(main) {
                    adopted[main] = attempt
                } else {
                    // Its ending was recorded, and then its guard was killed.
                    AttemptFile.remove(attempt.task.job, attempt.task.attempt, in: spool)
                }
                return false
            }
            if strangers.isEmpty {
                record(.void, of: attempt)
                return false
            }
            return true
        }
    }

    /// Children that are neither runner nor guard nor the main process of an attempt: not even of
    /// one whose guard may have been killed a moment ago.
    private func strangers() -> [Int32] {
        let mains = (uncertain + guards.values).compactMap(\.main)
        return Processes.children(of: processID).filter {
            $0 != runner?.process && guards[$0] == nil && adopted[$0] == nil && !mains.contains($0)
        }
    }

    private func signalAdopted(_ number: Int32, job: Int, main: Int32) {
        Processes.signalGroup(main, number)
        for process in [main] + strangers() where belongs(process, to: job) {
            Processes.signal(process, number)
        }
    }

    private func belongs(_ process: Int32, to job: Int) -> Bool {
        JobProcesses.isMember(process, of: job, spool)
    }

    /// Kills what a job without a guard has left behind: what is ours by now and names the job in
    /// its environment, or names none and can be nobody else's.
    private func killLeftovers(of attempt: Attempt, main: Int32) {
        Processes.signalGroup(main, Signal.kill)
        for _ in 0..<200 {
            let rest = strangers().filter {
                belongs($0, to: attempt.task.job)
                    || (adopted.count + uncertain.count <= 1 && !JobProcesses.isOfAnyJob($0))
            }
            if rest.isEmpty { return }
            for process in rest {
                Processes.signal(process, Signal.kill)
                Processes.reap(process, waiting: false)
            }
            Processes.pause(milliseconds: 2)
        }
    }

    private func record(
        _ cause: Ending.Cause, of attempt: Attempt, usage: ResourceUsage = ResourceUsage()
    ) {
        let ending = Ending(
            cause, at: WallTime.now(), elapsed: Instant.now() - attempt.started, usage: usage)
        var pause = 50
        while true {
            do throws(Failure) {
                _ = try spool.write { change throws(Failure) in
                    try change.finish(attempt.task.job, attempt: attempt.task.attempt, ending)
                }
                AttemptFile.remove(attempt.task.job, attempt.task.attempt, in: spool)
                return
            } catch {
                guard spool.isThere else { return }
                Processes.pause(milliseconds: pause)
                pause = min(pause * 2, 2000)
            }
        }
    }
}
