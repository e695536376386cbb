/// What runner, keeper and guards tell each other, all of it.
enum Message {
    // MARK: From the runner to the keeper

    /// Fork a guard for this attempt; the guard's end of a channel goes with it.
    case start(Assignment, Channel)
    /// The guard of that attempt, which is over, goes on with this one.
    case pass(from: AttemptName, to: Assignment)
    /// Look after an attempt that the runner found running and has no channel to.
    case watch(AttemptName)
    /// End an attempt that has lost its guard.
    case stop(AttemptName)

    // MARK: From the keeper to the runner

    /// No guard could be had for that attempt; what was lacking, as an error number.
    case refused(AttemptName, code: Int32)

    // MARK: From the runner to a guard

    /// End the job.
    case cancel
    /// The ending is on the disk, and there is no other attempt for this guard.
    case done
    /// The same, and it goes on with this one.
    case next(Assignment)

    // MARK: From a guard to the runner

    /// How its attempt ended.
    case ended(AttemptName, Ending)

    /// A message of which the words are there, and not the descriptors that belong to it: this process
    /// may have no more.
    case stripped(AttemptName)
}

extension Channel {
    func send(_ message: Message, waits: Bool = true) throws(Failure) {
        let (bytes, descriptors) = message.parts
        try send(bytes, with: descriptors, waits: waits)
    }

    /// The next message, waiting for it; nil where the other side has gone, or does not make sense.
    func receiveMessage() -> Message? {
        guard let (bytes, descriptors) = receive() else { return nil }
        return Message(bytes, descriptors)
    }
}

extension Message {
    /// As words and numbers, or a line of the journal; and the descriptors that go with it.
    fileprivate var parts: (bytes: [UInt8], descriptors: [Int32]) {
        func words(_ word: String, _ attempt: AttemptName, _ more: Int...) -> [UInt8] {
            let numbers = [attempt.job, attempt.number] + more
            return Array((word + numbers.reduce("") { "\($0) \($1)" }).utf8)
        }
        func words(_ word: String, _ task: Assignment, _ more: Int...) -> [UInt8] {
            let numbers =
                [
                    task.attempt.job, task.attempt.number, Int(task.place.file), task.place.offset,
                    task.tryNumber,
                ] + more
            return Array((word + numbers.reduce("") { "\($0) \($1)" }).utf8)
        }
        switch self {
        case .start(let task, let channel):
            return (words("start", task), [task.file.descriptor, channel.descriptor])
        case .pass(let old, let task):
            return (words("pass", task, old.job, old.number), [task.file.descriptor])
        case .next(let task): return (words("next", task), [task.file.descriptor])
        case .watch(let attempt): return (words("watch", attempt), [])
        case .stop(let attempt): return (words("stop", attempt), [])
        case .stripped(let attempt): return (words("stripped", attempt), [])
        case .refused(let attempt, let code): return (words("refused", attempt, Int(code)), [])
        case .cancel: return (Array("cancel".utf8), [])
        case .done: return (Array("done".utf8), [])
        case .ended(let attempt, let ending):
            var lines = JournalLine.Writer()
            Record.end(attempt.job, attempt: attempt.number, ending, again: false)
                .write(to: &lines, next: 0, isContinued: false)
            return (lines.bytes, [])
        }
    }

    fileprivate init?(_ bytes: [UInt8], _ descriptors: [Int32]) {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int($0) }
        let attempt = numbers.count > 1 ? AttemptName(numbers[0], numbers[1]) : AttemptName(0, 0)
        // What is not taken over is closed when this returns.
        let file = descriptors.first.map { File(owning: $0, name: "jobs/" + attempt.fileName) }
        let channel = descriptors.count > 1 ? Channel(owning: descriptors[1]) : nil
        var task: Assignment? {
            guard numbers.count > 4, let file else { return nil }
            let place = JobMark.Place(file: UInt16(clamping: numbers[2]), offset: numbers[3])
            return Assignment(
                attempt: attempt, tryNumber: numbers[4], place: place, file: file)
        }
        switch (words.first, numbers.count) {
        case ("cancel", 0): self = .cancel
        case ("done", 0): self = .done
        case ("watch", 2): self = .watch(attempt)
        case ("stop", 2): self = .stop(attempt)
        case ("stripped", 2): self = .stripped(attempt)
        case ("refused", 3): self = .refused(attempt, code: Int32(clamping: numbers[2]))
        case ("start", 5):
            if let task, let channel {
                self = .start(task, channel)
            } else {
                self = .stripped(attempt)
            }
        case ("pass", 7):
            if let task {
                self = .pass(from: AttemptName(numbers[5], numbers[6]), to: task)
            } else {
                self = .stripped(attempt)
            }
        case ("next", 5): self = task.map { .next($0) } ?? .stripped(attempt)
        default:
            guard case .line(let line, _) = JournalLine.read(bytes[...]),
                case .end(let job, let number, let ending, _)? = Record(line)
            else { return nil }
            self = .ended(AttemptName(job, number), ending)
        }
    }
}
