/// What `squeue -h -t all -o FORMAT` writes, for one format that is made here too.
///
/// The format goes best into the environment, as SQUEUE_FORMAT: other users can read an argument, and
/// whoever knows the mark while squeue runs could still rename a job. SLURM_BITSTR_LEN=0 keeps squeue
/// from shortening lists of tasks, and SLURM_TIME_FORMAT=%s from leaving open which of the two hours
/// it was when the clock was set back.
///
/// Source: squeue(1), Slurm 22.05 and 26.05, and its `print.c`.
package struct SqueueListing: Sendable {
    package let layout: SlurmLayout
    let mark: [UInt8]

    /// With a mark that is drawn by lot for each query.
    package init(mark: UInt64) { self.init(SlurmLayout.mark(mark)) }

    /// With the mark of a listing that was kept: its first row begins with it. Nil for one that has
    /// no rows.
    package init?(kept listing: [UInt8]) {
        var start = 0
        while start < listing.count, listing[start] != SlurmLayout.unitSeparator {
            guard let end = listing[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                return nil
            }
            start = end + 1
        }
        guard SlurmLayout.hasMark(listing, at: start) else { return nil }
        self.init(Array(listing[start..<(start + SlurmLayout.markLength)]))
    }

    private init(_ mark: [UInt8]) {
        self.mark = mark
        layout = SlurmLayout(
            Self.columns.map(\.field), shape: .marked(mark, guarded: Self.guarded))
    }

    /// Each field's letter in a format. Reasons are among the last ones since a plugin's may quote what
    /// a user wrote.
    private static let columns: [(letter: Character, field: SlurmLayout.Field)] = [
        ("i", .id), ("F", .arrayNumber), ("K", .arrayTasks), ("A", .rawNumber), ("u", .user),
        ("P", .partition), ("T", .state), ("M", .elapsed), ("l", .timeLimit), ("D", .nodes),
        ("C", .cores), ("m", .memory), ("N", .nodeList), ("S", .started), ("e", .ended),
        ("V", .submitted), ("r", .reason), ("E", .dependency), ("a", .account), ("k", .comment),
        ("Z", .directory), ("j", .name),
    ]

    /// How many of them, the last ones, stand between marks.
    private static let guarded = 6

    /// FORMAT, one argument; it has no byte that means anything to squeue but the letters.
    package var format: ByteString {
        var text = mark
        for (index, column) in Self.columns.enumerated() {
            text += "%\(column.letter)".utf8
            if index >= Self.columns.count - Self.guarded - 1 { text += mark }
            text.append(
                index == Self.columns.count - 1
                    ? UInt8(ascii: "\n") : SlurmLayout.unitSeparator)
        }
        // squeue itself ends the line.
        return ByteString(text.dropLast())
    }

    /// The jobs of an answer, a row each; `39_[2,4-9%2]` is one. A row that was cut off or is not in
    /// this format is left out, and so are lines between the rows, such as `CLUSTER: name`.
    package func jobs(in answer: [UInt8]) -> [BatchJob] {
        guard answer.count >= Self.worthHalving, let middle = rowStart(in: answer) else {
            return layout.jobs(in: answer)
        }
        let layout = layout
        let (first, second) = both(
            { layout.jobs(in: Array(answer[..<middle])) },
            { layout.jobs(in: Array(answer[middle...])) })
        return first + second
    }

    /// Bytes from which on two threads are quicker than one.
    private static let worthHalving = 1 << 18

    /// Where a row begins about the middle: a mark behind a mark and a newline, which no name has.
    private func rowStart(in answer: [UInt8]) -> Int? {
        var index = answer.count / 2
        while let end = answer[index...].firstIndex(of: UInt8(ascii: "\n")) {
            index = end + 1
            if answer[index...].starts(with: mark), answer[..<end].suffix(mark.count) == mark[...] {
                return index
            }
        }
        return nil
    }
}

/// An answer of squeue's as it was kept.
struct KeptSqueue: BatchListing {
    private let bytes: [UInt8]
    /// Nil where it has no rows.
    private let listing: SqueueListing?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        listing = SqueueListing(kept: bytes)
    }

    var jobs: [BatchJob] { listing?.jobs(in: bytes) ?? [] }

    func newestJobs(_ limit: Int, beginning prefix: String) -> [BatchJob] {
        listing?.newestJobs(in: bytes, limit, beginning: prefix) ?? []
    }

    var partitions: [ByteString] { listing?.partitions(in: bytes) ?? [] }
}
