/// How a table of squeue or sacct is laid out: which fields a row has, and what stands between them.
///
/// Names, comments and directories are other people's bytes, and any separator may be among them, a
/// newline too. So these fields stand between marks, which begin with 0x1f and go on with digits
/// that were drawn by lot for this one query: nobody who named a job can have known them.
package struct SlurmLayout: Sendable {
    package enum Field: Int, CaseIterable, Sendable {
        case id, arrayNumber, arrayTasks, rawNumber, user, partition, state, reason, elapsed
        case timeLimit, nodes, cores, memory, nodeList, submitted, started, ended, dependency
        case account, comment, directory, name, exitCode
        /// What is not read.
        case other
    }

    package let fields: [Field]
    let shape: Shape

    enum Shape: Sendable {
        /// One byte between the fields, and a newline behind the last: for tables with nothing of
        /// other people's in them. A byte like it in the last field is part of the field.
        case plain(separator: UInt8)
        /// The mark begins a row, 0x1f stands between the fields that Slurm itself makes up, the
        /// mark and 0x1f around the `guarded` last ones, the mark and a newline at the end.
        case marked([UInt8], guarded: Int)
        /// The mark stands behind every field, and a newline behind the last mark.
        case markedThroughout([UInt8])
    }

    /// Fields with `separator` between: how tables are recorded.
    package init(_ fields: [Field], separator: Character) {
        self.fields = fields
        shape = .plain(separator: separator.asciiValue ?? 0x1F)
    }

    init(_ fields: [Field], shape: Shape) {
        self.fields = fields
        self.shape = shape
    }

    static let unitSeparator: UInt8 = 0x1F

    /// 0x1f and the sixteen hexadecimal digits of a number.
    static func mark(_ number: UInt64) -> [UInt8] {
        let digits = String(number, radix: 16)
        return [unitSeparator] + Array(repeating: UInt8(ascii: "0"), count: 16 - digits.utf8.count)
            + Array(digits.utf8)
    }

    static let markLength = 17

    /// Whether a mark could stand at `index`.
    static func hasMark(_ bytes: [UInt8], at index: Int) -> Bool {
        guard bytes.count - index >= markLength, bytes[index] == unitSeparator else { return false }
        return bytes[(index + 1)..<(index + markLength)].allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
    }
}
