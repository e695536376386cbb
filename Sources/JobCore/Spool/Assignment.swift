/// One attempt at a job, as runner, keeper and guard speak of it.
struct Assignment {
    let job: Int
    let attempt: Int
    /// Where the request lies.
    let place: JobMark.Place
    /// The attempt's file, with its lock.
    let file: File

    init(job: Int, attempt: Int, place: JobMark.Place, file: File) {
        self.job = job
        self.attempt = attempt
        self.place = place
        self.file = file
    }

    /// What a runner tells, in words and numbers; the attempt's file goes with it.
    enum Message {
        /// To the keeper: fork a guard for this attempt. The guard's end of a channel goes with it.
        case start
        /// To the keeper: the guard of that attempt, which is over, goes on with this one.
        case pass(from: Int, attempt: Int)
        /// To the guard itself: it goes on with this one.
        case next

        func bytes(_ assignment: Assignment) -> [UInt8] {
            let place = assignment.place
            let what = "\(assignment.job) \(assignment.attempt) \(place.file) \(place.offset)"
            let words =
                switch self {
                case .start: "start \(what)"
                case .pass(let job, let attempt): "pass \(what) \(job) \(attempt)"
                case .next: "next \(what)"
                }
            return Array(words.utf8)
        }
    }

    /// Reads a message of any kind.
    static func read(
        _ message: [UInt8], descriptors: [Int32]
    ) -> (assignment: Assignment, message: Message)? {
        let words = String(decoding: message, as: UTF8.self).split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int($0) }
        guard numbers.count >= 4, let descriptor = descriptors.first else { return nil }
        let name = AttemptFile.name(numbers[0], numbers[1])
        let assignment = Assignment(
            job: numbers[0], attempt: numbers[1],
            place: JobMark.Place(file: UInt16(clamping: numbers[2]), offset: numbers[3]),
            file: File(owning: descriptor, name: name))
        switch words[0] {
        case "start": return (assignment, .start)
        case "next": return (assignment, .next)
        case "pass" where numbers.count == 6:
            return (assignment, .pass(from: numbers[4], attempt: numbers[5]))
        default: return nil
        }
    }
}
