/// What the runner sleeps on, and what it hears: from the journal, from guards and from the keeper.
extension Runner {
    /// Sleeps until a guard, the keeper, the journal or the clock has something to say.
    mutating func sleep() throws(Failure) {
        var descriptors = [keeper.descriptor, timer.descriptor]
        if let watch { descriptors.append(watch.descriptor) }
        let firstLoan = descriptors.count
        descriptors += loans.descriptors
        let first = descriptors.count
        var owners: [Int] = []
        for (job, attempt) in attempts {
            guard let channel = attempt.guardChannel else { continue }
            descriptors.append(channel.descriptor)
            owners.append(job)
        }
        let ready = waitForInput(on: descriptors, timeout: timeout())
        hasNews = true
        for index in ready {
            switch index {
            case 0: try hearKeeper()
            case 1: timer.drain()
            case _ where index >= firstLoan && index < first: break
            case _ where index < first:
                watch?.drain()
                // Most often it was our own hand that wrote.
                if ready.count == 1, try !model.hasNews() { hasNews = false }
            default: try hear(owners[index - first])
            }
        }
    }

    private func timeout() -> Int? {
        var result: Int?
        func atMost(_ milliseconds: Int) {
            result = min(result ?? milliseconds, max(0, milliseconds))
        }
        let now = Instant.now()
        if let idleSince { atMost(idleSince + Self.linger - now) }
        // That moment may have come since the last step.
        if isHeldBack, model.scheduler.hasWork, let next = model.lacks.next { atMost(next - now) }
        // Without a watch the journal's size is looked at instead.
        if watch == nil { atMost(20) }
        if house.isOutOfRoom, model.scheduler.hasWork { atMost(1000) }
        return result
    }

    mutating func heed(_ notes: [QueueModel.Note]) throws(Failure) {
        for note in notes {
            switch note {
            case .cancel(let job): try cancel(job)
            case .ended(let job):
                attempts[job] = nil
                loans.note(job, nil)
            case .waits(let job, let waiting): loans.note(job, waiting)
            }
        }
    }

    /// Asks whoever stands behind a running job to end it.
    mutating func cancel(_ job: Int) throws(Failure) {
        guard let attempt = attempts[job] else { return }
        attempts[job]?.isUnwanted = true
        if let channel = attempt.guardChannel {
            do throws(Failure) {
                return try channel.send(.cancel)
            } catch {
                // Its guard has gone; the keeper has the job.
            }
        }
        try keeper.send(.stop(attempt.name))
    }

    private mutating func hearKeeper() throws(Failure) {
        guard let message = keeper.receiveMessage() else {
            throw Failure("the keeper has died", status: .failure)
        }
        switch message {
        case .refused(let name, let code):
            guard attempts[name.job]?.name == name else { return }
            let reason = ByteString("cannot fork a guard: " + Failure.text(of: code))
            fail(name, reason)
        case .start, .pass, .watch, .stop, .cancel, .done, .next, .ended, .stripped: break
        }
    }

    /// Hears what a guard has to say.
    private mutating func hear(_ job: Int) throws(Failure) {
        guard let attempt = attempts[job], let channel = attempt.guardChannel else { return }
        if case .ended(attempt.name, var ending)? = channel.receiveMessage() {
            // Its guard has looked.
            ending.outputEdition = ending.outputEdition ?? 0
            attempts[job]?.ending = ending
            return
        }
        // Killed: the keeper has its job now, and will record how it ends.
        attempts[job]?.guardChannel = nil
        if attempt.isUnwanted { try keeper.send(.stop(attempt.name)) }
    }
}
