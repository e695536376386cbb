import JobCore

/// One job in full, a line a fact; what there is nothing to tell of is left out.
struct JobPage {
    private(set) var text: [UInt8] = []

    init(_ report: JobReport) {
        let isLocal = report.backend == .local
        text += "\(report.id) \(report.name.printable)\n".utf8
        add("state", .state(report.state))
        add("native state", .word(isLocal ? "" : report.nativeState))
        add("reason", .word(report.reason))
        add("command", .word(report.request?.command.summary ?? ""))
        add("input", FieldValue(text: report.input))
        add(
            "batch",
            FieldValue(text: report.request?.batch.flatMap { BatchName.isNamed($0) ? $0 : nil }))
        let labels = report.request?.labels.map(\.text) ?? []
        add("labels", .text(ByteString.joined(labels, by: ", ")))
        add("directory", FieldValue(text: report.directory))
        add("user", .text(isLocal ? "" : report.user))
        add("queue", .text(isLocal ? "" : report.queue))
        add("account", FieldValue(text: report.account))
        add("nodes", report.nodes == 1 ? .none : .number(report.nodes))
        add("on", .word(report.nodeList))
        add("cores", .number(report.cores))
        add("memory", FieldValue(size: report.memory))
        add("priority", FieldValue(number: report.priority == 0 ? nil : report.priority))
        add("after", .text(ByteString.joined(report.dependencies, by: ", ")))
        add("begins", FieldValue(moment: report.begin))
        add("time limit", FieldValue(time: report.timeLimit))
        let tries = report.request?.tries ?? 1
        add("attempts", .word(report.attempts == 0 ? "" : "\(report.attempts) of \(tries)"))
        add("submitted", FieldValue(moment: report.submitted))
        add("started", FieldValue(moment: report.started))
        add("ended", FieldValue(moment: report.ended))
        add("elapsed", FieldValue(time: report.elapsed))
        add("exit", FieldValue(number: report.ending.map { Int($0.exitStatus.code) }))
        let usage = report.ending?.knownUsage
        add("cpu time", FieldValue(seconds: usage.map { $0.user + $0.system }))
        let asked = report.memory.map { " of \(MemorySize.short($0))" } ?? ""
        let used = report.ending?.largestMemory.map { MemorySize.short($0) + asked }
        add("memory used", .word(used ?? ""))
        add("stdout", FieldValue(text: report.paths?.output))
        add("stderr", FieldValue(text: report.paths?.error))
        add("script", FieldValue(text: report.paths?.script))
        add("function", FieldValue(text: report.paths?.function?.script))
        add("result", FieldValue(text: report.paths?.function?.result))
    }

    private mutating func add(_ name: String, _ value: FieldValue) {
        var shown: [UInt8] = []
        guard value.append(to: &shown) > 0 else { return }
        text += "    \(name): ".utf8
        text += shown
        text.append(UInt8(ascii: "\n"))
    }
}
