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

    @Flag(name: .long, help: "One JSON document.")
    var json = false

    @Flag(name: .long, help: "Fields with '|' between, no heading.")
    var parsable = false

    @Flag(name: .customLong("no-header"), help: "No heading.")
    var noHeader = false

    @Flag(name: .long, help: "What the jobs wrote to standard output.")
    var stdout = false

    @Flag(name: .long, help: "What the jobs wrote to standard error.")
    var stderr = false

    @Flag(name: .long, help: "What the jobs run.")
    var script = false

    init() {}

    /// How many of these ways were chosen.
    var choices: Int {
        [ids, long, count, json, parsable, stdout, stderr, script].count { $0 }
    }

    /// Whether more is shown of each job than a line has.
    var isDetailed: Bool { long || json || stdout || stderr || script }

    /// Writes what was asked for. False where a job's file could not be shown, which is said; the
    /// others are shown all the same.
    func show(
        _ list: JobList, separator: UInt8, _ session: inout Session
    ) throws(Failure) -> Bool {
        var isWhole = true
        if ids {
            for report in list.jobs { try session.output.line(report.id.text, end: separator) }
        } else if stdout || stderr || script {
            for report in list.jobs {
                do throws(Failure) {
                    try showFiles(of: report, &session)
                } catch  where error.status == .noInput {
                    session.explain(error)
                    isWhole = false
                }
            }
        } else if json {
            try session.output.write(JobDocument.text(list.jobs))
            try session.output.line("")
        } else if long {
            for report in list.jobs { try session.output.write(JobPage(report).text) }
        } else {
            try showTable(list, &session)
        }
        return isWhole
    }

    private func showTable(_ list: JobList, _ session: inout Session) throws(Failure) {
        var table = TextTable(headings: [
            "JOBID", "NAME", "USER", "ST", "TIME", "CORES", "QUEUE", "REASON",
        ])
        for report in list.jobs {
            let row = [
                report.id.text, report.name.printable, report.user.printable, report.state.code,
                DurationText.clock(milliseconds: report.elapsed ?? 0), "\(report.cores)",
                report.queue.printable, report.reason,
            ]
            if parsable {
                let fields = row.map { $0.replacing("|", with: "\\x7c") }
                try session.output.line(fields.joined(separator: "|"))
            } else {
                table.add(row)
            }
        }
        guard !parsable else { return }
        for line in table.lines(heading: !noHeader) { try session.output.line(line) }
    }

    private func showFiles(of report: JobReport, _ session: inout Session) throws(Failure) {
        if script { return try showScript(of: report, &session) }
        let files = try JobOutput(report)
        if stdout { try files.copyOutput(to: &session) }
        if stderr { try files.copyError(to: &session) }
    }

    /// What was given to the batch system; of a local job what it runs.
    private func showScript(of report: JobReport, _ session: inout Session) throws(Failure) {
        if let path = report.files?.script {
            let file = try File(open: path, .read, status: .noInput)
            try session.output.write(ByteString(try file.readAll()))
            return
        }
        switch report.request?.command {
        case nil:
            throw Failure(
                "cannot show '\(report.id)': csub did not submit it", status: .noInput)
        case .arguments(let words):
            try session.output.write(Shell.quote(words))
            try session.output.line("")
        case .shell(let text):
            try session.output.write(text)
            try session.output.line("")
        case .script(let text, _): try session.output.write(text)
        }
    }
}

/// One job in full, a line a fact.
struct JobPage {
    let text: String

    init(_ report: JobReport) {
        var lines = ["\(report.id) \(report.name.printable)"]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append("    \(name): \(value)")
        }
        add("state", report.state.rawValue)
        add("native state", report.backend == .local ? nil : report.nativeState)
        add("reason", report.reason)
        add("command", report.request?.command.summary)
        add("directory", report.directory?.printable)
        add("user", report.backend == .local ? nil : report.user.printable)
        add("queue", report.backend == .local ? nil : report.queue.printable)
        add("account", report.account?.printable)
        add("nodes", report.nodes == 1 ? nil : "\(report.nodes)")
        add("on", report.nodeList)
        add("cores", "\(report.cores)")
        add("memory", report.memory.map { MemorySize.text($0) })
        add("priority", report.priority.flatMap { $0 == 0 ? nil : "\($0)" })
        add("after", report.dependencies.map(\.printable).joined(separator: ", "))
        add("begins", report.begin?.local)
        add("time limit", report.timeLimit.map { DurationText.clock(milliseconds: $0) })
        let tries = report.request?.tries ?? 1
        add("attempts", report.attempts == 0 ? nil : "\(report.attempts) of \(tries)")
        add("submitted", report.submitted?.local)
        add("started", report.started?.local)
        add("ended", report.ended?.local)
        add("elapsed", report.elapsed.map { DurationText.clock(milliseconds: $0) })
        add("exit", report.ending.map { "\($0.exitStatus.code)" })
        add("stdout", report.paths?.output.printable)
        add("stderr", report.paths?.error.printable)
        add("script", report.paths?.script?.printable)
        text = lines.joined(separator: "\n") + "\n"
    }
}
