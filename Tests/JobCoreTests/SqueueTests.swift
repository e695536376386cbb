import JobCore
import Testing

/// squeue's tables: those that were recorded, and such as a hostile user would like to have made.
@Suite struct SqueueTests {
    private typealias Fields = [SlurmLayout.Field]

    /// `%i|%F|%K|%A|%u|%P|%T|%r|%M|%l|%D|%C|%m|%N|%S|%e|%V|%E|%Z|%j`
    private static let all: Fields = [
        .id, .arrayNumber, .arrayTasks, .rawNumber, .user, .partition, .state, .reason, .elapsed,
        .timeLimit, .nodes, .cores, .memory, .nodeList, .started, .ended, .submitted, .dependency,
        .directory, .name,
    ]
    private static let long: Fields = [
        .rawNumber, .id, .arrayNumber, .arrayTasks, .other, .other, .user, .partition, .state,
        .reason, .other, .nodeList, .nodes, .cores, .started, .ended, .dependency, .name, .other,
    ]

    private static func jobs(_ file: String, _ fields: Fields) throws -> [String: BatchJob] {
        let layout = SlurmLayout(fields, separator: "|")
        let jobs = layout.jobs(in: try Recording.bytes("slurm/\(file).out"))
        return Dictionary(jobs.map { ($0.id.text, $0) }) { first, _ in first }
    }

    @Test(
        arguments: [
            ("squeue-all-fields", all), ("squeue-all-fields-array", all), ("squeue-final", all),
            ("squeue-O-sep", long), ("squeue-nodefail", [.id, .name, .state, .reason, .nodeList]),
            ("squeue-me", [.id, .state]), ("squeue-j-list", [.id, .state, .reason]),
            ("squeue-j-mixed", [.id, .state]), ("squeue-completing-5s", [.id, .state, .reason]),
            ("oom-squeue", [.id, .name, .state, .reason]),
            ("pending-resources-priority", [.id, .name, .state, .reason, .started]),
            ("deadline-squeue", [.id, .name, .state, .reason]),
            ("purged-dep-after", [.id, .name, .state, .reason, .dependency]),
        ] as [(String, [SlurmLayout.Field])])
    func `every row of a recorded table is a job`(
        _ file: String, _ fields: [SlurmLayout.Field]
    ) throws {
        let jobs = try Self.jobs(file, fields)
        #expect(try jobs.count == Recording.lineCount("slurm/\(file).out"))
    }
}
