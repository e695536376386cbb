import JobCore

/// How jobs are shown.
struct Display {
    private let line: ParsedLine
    /// The columns of a table.
    let columns: [Field]
    /// The members of a JSON document; nil for the usual ones.
    let members: [String]?
    /// Whether nobody has asked for other columns.
    let hasUsualColumns: Bool
    let order: Order
    /// What ends an ID or a path.
    let separator: UInt8
    /// What jobs are drawn as; nil where they are not.
    let picture: JobPicture?

    init(_ line: ParsedLine) {
        self.line = line
        let asked = line.words(CqueueOptions.format)
        hasUsualColumns = asked.isEmpty
        columns = asked.isEmpty ? Field.usual : asked.compactMap { Field.named($0) }
        members =
            asked.isEmpty
            ? nil
            : asked.compactMap { word in
                let name = word.lowercased.printable.replacing("-", with: "_")
                return JobMember.named(name)?.name ?? Field.named(word)?.name
            }
        order = Order(line.words(CqueueOptions.sort))
        picture = JobPicture(line)
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
    var env: Bool { line.has(CqueueOptions.env) }
    var path: Bool { line.has(CqueueOptions.path) }
    /// Whether the job is named before each line that it wrote.
    var tag: Bool { line.has(CqueueOptions.tag) }
    /// Whether it is a list that a person may look at and wonder why it is empty.
    var isForPeople: Bool {
        !(json || jsonl || ids || count || stats || line.has(CqueueOptions.parsable)
            || line.has(CqueueOptions.timelineSVG) || line.has(CqueueOptions.graph))
    }
    var batches: Bool { line.has(CqueueOptions.batches) }
    var follow: Bool { line.has(CqueueOptions.follow) }
    var watch: Bool { line.has(CqueueOptions.watch) }
    /// Milliseconds between two looks of `watch`.
    var interval: Int { line.time(CqueueOptions.interval) ?? 2000 }

    /// Whether jobs' files are shown, or where they are.
    var showsFiles: Bool {
        stdout || line.has(CqueueOptions.stderr) || script || path || env
    }

    /// Whether more is shown of each job than a batch system's own list tells.
    var isDetailed: Bool {
        long || json || jsonl || batches || showsFiles || follow || picture != nil
            || order.needsDetails
            || columns.contains(where: \.isDetail)
    }

    /// Whether each job's environment is shown: where it is chosen, and in JSON where jobs are named.
    func showsEnvironment(ofNamed isNamed: Bool) -> Bool {
        env || (json || jsonl) && (members?.contains("environment") ?? isNamed)
    }

    /// - Throws: `Failure` (64) for a column that only JSON has.
    func check() throws(Failure) {
        guard !json, !jsonl else { return }
        for word in line.words(CqueueOptions.format) where word != "help" {
            guard Field.named(word) == nil else { continue }
            throw Failure(
                "-o: '\(word.printable)' is a member of --json and no column", status: .usage)
        }
    }

    var asksForHelp: Bool { line.words(CqueueOptions.format).contains("help") }
}
