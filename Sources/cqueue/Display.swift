import ArgumentParser
import JobCore

/// How jobs are shown.
struct Display: ParsableArguments {
    @Flag(name: [.customShort("I"), .long], help: "IDs only.")
    var ids = false

    @Flag(name: .shortAndLong, help: "Everything about each job.")
    var long = false

    @Flag(name: .long, help: "How many.")
    var count = false

    @Flag(name: .long, help: "How many in each state.")
    var stats = false

    @Flag(name: .long, help: "One JSON document.")
    var json = false

    @Flag(name: .long, help: "A JSON object a line.")
    var jsonl = false

    @Flag(name: .long, help: "Fields with '|' between, no heading.")
    var parsable = false

    @Option(
        name: [.customShort("o", allowingJoined: true), .customLong("format")],
        parsing: .singleValue,
        help: ArgumentHelp(
            "Columns, with commas between; 'help' lists them.", valueName: "fields"),
        completion: .list(["help"] + Field.all.map(\.name)))
    var format: [String] = []

    @Option(
        name: [.customShort("S", allowingJoined: true), .customLong("sort")],
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Sort by these fields; '-' before one turns its order around.", valueName: "keys"),
        completion: .list(Field.all.map(\.name)))
    var sort: [String] = []

    @Flag(name: .customLong("no-header"), help: "No heading.")
    var noHeader = false

    @Flag(name: .long, help: "What the jobs wrote to standard output.")
    var stdout = false

    @Flag(name: .long, help: "What the jobs wrote to standard error.")
    var stderr = false

    @Flag(name: .long, help: "What the jobs run.")
    var script = false

    @Flag(name: .long, help: "The paths of the jobs' files.")
    var path = false

    @Flag(name: .long, help: "What a job writes, as it writes it, until it ends.")
    var follow = false

    @Flag(name: .shortAndLong, help: "Show it again and again, on a terminal.")
    var watch = false

    @Option(
        name: .long, help: ArgumentHelp("Seconds between, with --watch (2).", valueName: "time"))
    var interval: Interval?

    init() {}

    /// How many of these ways were chosen.
    var choices: Int {
        [ids, long, count, stats, json, jsonl, parsable, showsFiles, follow].count { $0 }
    }

    /// Whether jobs' files are shown, or where they are.
    var showsFiles: Bool { stdout || stderr || script || path }

    /// Whether more is shown of each job than a batch system's own list tells.
    /// - Throws: `Failure` (64) for a name that is no field's.
    func isDetailed() throws(Failure) -> Bool {
        if long || json || jsonl || showsFiles || follow { return true }
        let order = try Order(sort)
        let columns = try columns()
        return order.needsDetails || columns.contains(where: \.isDetail)
    }

    var asksForHelp: Bool { format.contains("help") }

    /// - Throws: `Failure` (64) for a name that is no field's.
    func columns() throws(Failure) -> [Field] {
        try Field.named(format.isEmpty ? Field.usual : format.joined(separator: ","))
    }

    /// - Throws: `Failure` (64) for options that do not go together.
    func check() throws(Failure) {
        let isTable = !(ids || long || count || stats || json || jsonl || showsFiles || follow)
        if !format.isEmpty, !isTable {
            throw Failure("--format goes with a table, or --parsable", status: .usage)
        }
        if watch, ids || json || jsonl || parsable || showsFiles || follow {
            throw Failure(
                "--watch goes with a table, --long, --count or --stats", status: .usage)
        }
        if interval != nil, !watch { throw Failure("--interval goes with --watch", status: .usage) }
        if [stdout, stderr, script, path].count(where: { $0 }) > 1 {
            throw Failure("these options exclude each other", status: .usage)
        }
    }
}

/// `--interval`; a bare number is seconds, and a tenth of one is the least.
struct Interval: ExpressibleByArgument {
    let milliseconds: Int

    init?(argument: String) {
        guard let time = DurationText.wait(argument), time >= 100 else { return nil }
        milliseconds = time
    }
}
