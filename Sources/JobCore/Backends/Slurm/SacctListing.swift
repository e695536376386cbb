/// What `sacct -X -n -p --delimiter=MARK --format=FIELDS` writes, a job a row.
///
/// With `-p` a delimiter also ends the row. SLURM_TIME_FORMAT=%s is understood, as for squeue.
///
/// Source: sacct(1), Slurm 22.05 and 26.05; `print_fields.c`.
package struct SacctListing: Sendable {
    package let layout: SlurmLayout
    /// The argument of `--delimiter`.
    package let delimiter: ByteString

    /// With a mark that is drawn by lot for each query.
    package init(mark: UInt64) {
        let mark = SlurmLayout.mark(mark)
        delimiter = ByteString(mark)
        layout = SlurmLayout(Self.columns.map(\.field), shape: .markedThroughout(mark))
    }

    private static let columns: [(name: String, field: SlurmLayout.Field)] = [
        ("JobID", .id), ("JobIDRaw", .rawNumber), ("User", .user), ("Partition", .partition),
        ("State", .state), ("ExitCode", .exitCode), ("Submit", .submitted), ("Start", .started),
        ("End", .ended), ("Elapsed", .elapsed), ("Timelimit", .timeLimit), ("NNodes", .nodes),
        ("NCPUS", .cores), ("ReqMem", .memory), ("NodeList", .nodeList), ("Reason", .reason),
        ("Account", .account), ("Comment", .comment), ("WorkDir", .directory), ("JobName", .name),
    ]

    /// The argument of `--format`.
    package static var fields: String { columns.map(\.name).joined(separator: ",") }

    /// The jobs of an answer; their steps (`12.batch`) are none. From a row on that is not whole
    /// nothing is read: one delimiter is as good as the other, and a name may look like a row.
    package func jobs(in answer: [UInt8]) -> [BatchJob] { layout.jobs(in: answer) }
}
