/// What a running job does while some of its processes wait for other jobs: its cores are lent until
/// none of them waits any more.
package struct Waiting: Hashable, Sendable {
    /// The processes that wait. When the last of them ends, whatever the reason, the job goes on.
    package var processes: Set<ProcessIdentity>
    /// The numbers of the local jobs that they wait for; without duplicates, and in order.
    package var jobs: NumberList
    /// They wait for something else as well: a batch system's jobs, or room in the queue.
    package var isForMore = false
    /// It has what it waited for, and asks for its cores.
    package var isReturning = false

    package init(processes: Set<ProcessIdentity>, jobs: NumberList) {
        self.processes = processes
        self.jobs = jobs
    }
}

/// Numbers from 1 in ascending order, kept as ranges: `3-7,9`.
package struct NumberList: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<Int>] = []

    package init(_ numbers: some Sequence<Int>) {
        for number in numbers.sorted() where number > 0 {
            if let last = ranges.last, number <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, number)
            } else {
                ranges.append(number...number)
            }
        }
    }

    /// Reads what `text` writes; parts that are none are left out.
    package init(_ text: String) {
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first > 0, last >= first,
                ends.count < 3, ranges.last.map({ $0.upperBound < first }) ?? true
            else { continue }
            ranges.append(first...last)
        }
    }

    package var isEmpty: Bool { ranges.isEmpty }
    package var count: Int { ranges.reduce(0) { $0 + $1.count } }
    /// Each number, the lowest first.
    package var numbers: some Sequence<Int> { ranges.lazy.joined() }

    package var text: String {
        ranges.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }.joined(separator: ",")
    }
}
