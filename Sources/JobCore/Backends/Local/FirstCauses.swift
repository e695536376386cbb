/// Finds the job that failed first behind a chain of local jobs, each of which was cancelled because
/// of the one before. What was found is kept, so that a chain is walked once.
struct FirstCauses {
    private var known: [Int: JobID] = [:]

    /// The ending, with the job that failed first in place of the one that it depended on.
    mutating func firstCause(of ending: Ending, in view: Spool.View) throws(Failure) -> Ending {
        guard case .dependency(let parent) = ending.cause else { return ending }
        var result = ending
        result.cause = .dependency(try first(behind: parent, in: view))
        return result
    }

    private mutating func first(
        behind parent: JobID, in view: Spool.View
    ) throws(Failure) -> JobID {
        var first = parent
        var passed: [Int] = []
        while let number = first.localNumber {
            if let found = known[number] {
                first = found
                break
            }
            passed.append(number)
            let mark = try view.mark(of: number)
            // Each waits for one with a lower number.
            guard mark.phase == .cancelled,
                case .dependency(let next)? = try view.job(number, mark)?
                    .ending?.cause, let before = next.localNumber, before < number
            else { break }
            first = next
        }
        for number in passed { known[number] = first }
        return first
    }
}
