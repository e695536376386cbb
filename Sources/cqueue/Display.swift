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

    /// Writes what was asked for. False where a job's file could not be shown, which is said; the
    /// others are shown all the same.
    func show(
        _ listing: LocalQueue.Listing, in queue: LocalQueue, separator: UInt8,
        _ session: inout Session
    ) throws(Failure) -> Bool {
        var isWhole = true
        if ids {
            for entry in listing.jobs {
                try session.output.line(entry.job.id.text, end: separator)
            }
        } else if stdout || stderr || script {
            for entry in listing.jobs {
                do throws(Failure) {
                    try showFiles(of: entry.job, queue, &session)
                } catch  where error.status == .noInput {
                    session.explain(error)
                    isWhole = false
                }
            }
        } else {
            let now = Instant.now()
            let user = Users.name(of: Machine.userID())
            let boot = queue.spool.bootID
            if json {
                try session.output.write(
                    JobDocument.text(listing.jobs, user: user, now: now, boot: boot))
                try session.output.line("")
            } else if long {
                for entry in listing.jobs {
                    let page = JobPage(entry, user: user, now: now, boot: boot)
                    try session.output.write(page.text)
                }
            } else {
                try showTable(listing, user.printable, now, boot, &session)
            }
        }
        return isWhole
    }

    private func showTable(
        _ listing: LocalQueue.Listing, _ user: String, _ now: Instant, _ boot: ByteString,
        _ session: inout Session
    ) throws(Failure) {
        var table = TextTable(headings: [
            "JOBID", "NAME", "USER", "ST", "TIME", "CORES", "QUEUE", "REASON",
        ])
        for entry in listing.jobs {
            let job = entry.job
            let elapsed = job.elapsed(now: now, boot: boot) ?? 0
            let row = [
                job.id.text, job.request.name.printable, user, job.state.code,
                DurationText.clock(milliseconds: elapsed), "\(job.request.resources.cores)",
                "local", entry.reason,
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

    private func showFiles(
        of job: Job, _ queue: LocalQueue, _ session: inout Session
    ) throws(Failure) {
        if script {
            switch job.request.command {
            case .arguments(let words):
                try session.output.write(Shell.quote(words))
                try session.output.line("")
            case .shell(let text):
                try session.output.write(text)
                try session.output.line("")
            case .script(let text, _): try session.output.write(text)
            }
            return
        }
        let files = try JobOutput(of: job.id, in: queue)
        if stdout { try files.copyOutput(to: &session) }
        if stderr { try files.copyError(to: &session) }
    }
}

/// One job in full, a line a fact.
struct JobPage {
    let text: String

    init(_ entry: LocalQueue.Entry, user: ByteString, now: Instant, boot: ByteString) {
        let (job, request) = (entry.job, entry.job.request)
        let files = JobFiles.outputs(of: request, id: job.id, user: user)
        var lines = ["\(job.id) \(request.name.printable)"]
        func add(_ name: String, _ value: String?) {
            guard let value else { return }
            lines.append("    \(name): \(value)")
        }
        add("state", job.state.rawValue)
        add("reason", entry.reason.isEmpty ? nil : entry.reason)
        add("command", request.command.summary)
        add("directory", request.directory.printable)
        add("cores", "\(request.resources.cores)")
        let memory = request.resources.memory
        add("memory", memory == 0 ? nil : MemorySize.text(memory))
        add("priority", request.priority == 0 ? nil : "\(request.priority)")
        let parents = request.dependencies.map(\.text.printable).joined(separator: ", ")
        add("after", parents.isEmpty ? nil : parents)
        add("begins", request.begin?.local)
        add("time limit", request.timeLimit.map { DurationText.clock(milliseconds: $0) })
        add("attempts", job.attempts == 0 ? nil : "\(job.attempts) of \(request.tries)")
        add("submitted", request.submitted.local)
        add("started", job.started?.at.local)
        add("ended", job.ending?.at.local)
        let elapsed = job.elapsed(now: now, boot: boot)
        add("elapsed", elapsed.map { DurationText.clock(milliseconds: $0) })
        add("exit", job.ending.map { "\($0.exitStatus.code)" })
        add("stdout", files.output.printable)
        add("stderr", files.error.printable)
        text = lines.joined(separator: "\n") + "\n"
    }
}
