import JobCore

/// How jobs are shown.
struct Display {
    private let line: ParsedLine
    /// The columns of a table.
    let columns: [Field]
    let order: Order
    /// What ends an ID or a path.
    let separator: UInt8

    init(_ line: ParsedLine) {
        self.line = line
        let asked = line.words(CqueueOptions.format)
        columns = asked.isEmpty ? Field.usual : asked.compactMap { Field.named($0) }
        order = Order(line.words(CqueueOptions.sort))
        separator = line.has(CqueueOptions.null) ? 0 : UInt8(ascii: "\n")
    }

    var ids: Bool { line.has(CqueueOptions.ids) }
    var long: Bool { line.has(CqueueOptions.long) }
    var count: Bool { line.has(CqueueOptions.count) }
    var stats: Bool { line.has(CqueueOptions.stats) }
    var json: Bool { line.has(CqueueOptions.json) }
    var jsonl: Bool { line.has(CqueueOptions.jsonl) }
    var parsable: Bool { line.has(CqueueOptions.parsable) }
    var noHeader: Bool { line.has(CqueueOptions.noHeader) }
    var stdout: Bool { line.has(CqueueOptions.stdout) }
    var script: Bool { line.has(CqueueOptions.script) }
    var path: Bool { line.has(CqueueOptions.path) }
    var follow: Bool { line.has(CqueueOptions.follow) }
    var watch: Bool { line.has(CqueueOptions.watch) }
    /// Milliseconds between two looks of `watch`.
    var interval: Int { line.time(CqueueOptions.interval) ?? 2000 }

    /// Whether jobs' files are shown, or where they are.
    var showsFiles: Bool {
        stdout || line.has(CqueueOptions.stderr) || script || path
    }

    /// Whether more is shown of each job than a batch system's own list tells.
    var isDetailed: Bool {
        long || json || jsonl || showsFiles || follow || order.needsDetails
            || columns.contains(where: \.isDetail)
    }

    var asksForHelp: Bool { line.words(CqueueOptions.format).contains("help") }
}
