/// Starts and endings of attempts, as the runner records them, and then sees to it that they happen.
extension Runner {
    // MARK: Endings

    /// Records how an attempt ended.
    mutating func record(
        _ ending: Ending, of attempt: AttemptName, in change: inout Spool.Transaction
    ) throws(Failure) {
        guard let (mark, again) = try change.finish(attempt, ending) else { return }
        loans.note(attempt.job, nil)
        model.end(attempt.job, ending, again: again, as: mark.state)
    }

    /// Tells a guard that its word is on the disk; where there is none, nobody else removes the file.
    func dismiss(_ attempt: Attempt) {
        if let channel = attempt.guardChannel {
            // One that has died needs no word.
            try? channel.send(.done)
        } else {
            AttemptFile.remove(attempt.name, in: spool)
        }
    }

    /// An attempt whose start is on record never began.
    mutating func fail(_ attempt: AttemptName, _ reason: ByteString) {
        attempts[attempt.job] = Attempt(
            attempt, ending: Ending(.void(reason: reason), at: WallTime.now()))
        hasUnrecorded = true
    }

    // MARK: Starts

    /// Makes the attempt's file and adds the start to the change. Nil where it cannot begin now.
    mutating func begin(
        _ job: Int, in change: inout Spool.Transaction
    ) throws(Failure) -> Assignment? {
        let mark = try change.mark(of: job)
        let attempt = AttemptName(job, Int(mark.attempt) + 1)
        var start = Job.Start(at: WallTime.now(), instant: Instant.now(), boot: spool.bootID)
        if attempt.number > 1 {
            start.outputEdition = try change.outputEdition(of: job)
        }
        do throws(Failure) {
            let file = try AttemptFile(creating: attempt, in: spool)
            try change.append(.start(job, attempt: attempt.number, start))
            return Assignment(
                attempt: attempt, tryNumber: Int(mark.countedAttempts) + 1, place: mark.request,
                file: file.file)
        } catch  where error.kind == .exists {
            try resume(attempt, start, in: &change)
        } catch  where error.mayPass {
            spool.log("cannot start L\(job): \(error.message)")
            model.hinder(job, isLacking: true)
        }
        return nil
    }

    /// The attempt's file is there already: its start was decided and then lost, with a runner that
    /// was killed or with a damaged line. If no command was executed it can begin after all.
    private mutating func resume(
        _ attempt: AttemptName, _ start: Job.Start, in change: inout Spool.Transaction
    ) throws(Failure) {
        guard let file = try AttemptFile(of: attempt, in: spool) else {
            model.scheduler.waitAgain(attempt.job)
            return
        }
        let cast = try file.cast()
        if !file.isHeld, cast.neverBegan, cast.main == nil {
            spool.jobs.remove(attempt.fileName)
            model.scheduler.waitAgain(attempt.job)
            return
        }
        try change.append(.start(attempt.job, attempt: attempt.number, start))
        attempts[attempt.job] = Attempt(attempt)
        try keeper.send(.watch(attempt))
    }

    /// Asks the keeper for a guard.
    mutating func launch(_ task: Assignment) {
        do throws(Failure) {
            let (ours, theirs) = try Channel.pair()
            try keeper.send(.start(task, theirs))
            attempts[task.attempt.job] = Attempt(task.attempt, guardChannel: ours)
        } catch {
            fail(task.attempt, ByteString(error.message))
        }
    }

    /// Passes the guard of an attempt that is over and recorded on to another one. The keeper is
    /// told first, so that it never takes the new attempt for the old one.
    mutating func pass(from old: Attempt, to task: Assignment) {
        guard let channel = old.guardChannel else { return launch(task) }
        do throws(Failure) {
            try keeper.send(.pass(from: old.name, to: task))
        } catch {
            // That guard ends with its channel.
            return launch(task)
        }
        do throws(Failure) {
            try channel.send(.next(task))
            attempts[task.attempt.job] = Attempt(task.attempt, guardChannel: channel)
        } catch {
            // Nor will it begin with this one; the keeper sees that when it has ended.
            attempts[task.attempt.job] = Attempt(task.attempt)
        }
    }
}
