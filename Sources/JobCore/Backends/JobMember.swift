/// A member of a job's object in a JSON document: its name, and what writes it.
package struct JobMember: Sendable {
    package let name: String
    /// What the column of a table is called that has the same in it.
    package let column: String?
    let write: @Sendable (JobReport, inout JSONText) -> Void

    private init(
        _ name: String, column: String? = nil,
        _ write: @escaping @Sendable (JobReport, inout JSONText) -> Void
    ) {
        self.name = name
        self.column = column
        self.write = write
    }

    private init(
        _ name: String, column: String? = nil, text: @escaping @Sendable (JobReport) -> ByteString?
    ) {
        self.init(name, column: column) { report, object in object.member(name, text(report)) }
    }

    private init(
        _ name: String, column: String? = nil, word: @escaping @Sendable (JobReport) -> String?
    ) {
        self.init(name, column: column) { report, object in
            let word = word(report)
            object.member(name, word?.isEmpty ?? true ? nil : word)
        }
    }

    private init(
        _ name: String, column: String? = nil, number: @escaping @Sendable (JobReport) -> Int?
    ) {
        self.init(name, column: column) { report, object in object.member(name, number(report)) }
    }

    private init(
        _ name: String, column: String? = nil, seconds: @escaping @Sendable (JobReport) -> Int?
    ) {
        self.init(name, column: column) { report, object in
            object.member(name, seconds: seconds(report))
        }
    }

    private init(
        _ name: String, column: String? = nil, time: @escaping @Sendable (JobReport) -> WallTime?
    ) {
        self.init(name, column: column) { report, object in
            object.member(name, time(report)?.iso8601)
        }
    }

    private init(
        _ name: String, column: String? = nil, flag: @escaping @Sendable (JobReport) -> Bool
    ) {
        self.init(name, column: column) { report, object in object.member(name, flag(report)) }
    }

    private init(
        _ name: String, column: String? = nil,
        list: @escaping @Sendable (JobReport) -> [ByteString]
    ) {
        self.init(name, column: column) { report, object in
            object.member(name) { text in
                text.array { text in
                    for element in list(report) { text.string(element) }
                }
            }
        }
    }

    /// Those that a document has where none are chosen, in that order.
    package static let usual: [JobMember] = [
        JobMember("id", word: { $0.id.text }),
        JobMember("name", text: { $0.name }),
        JobMember("user", text: { $0.user }),
        JobMember("backend", word: { $0.backend.rawValue }),
        JobMember("queue", text: { $0.queue }),
        JobMember("account", text: { $0.account }),
        JobMember("state", word: { $0.state.rawValue }),
        JobMember("native_state") { report, object in
            object.member("native_state", report.nativeState)
        },
        JobMember("disappeared", flag: { $0.hasDisappeared }),
        JobMember("reason", word: { $0.reason }),
        JobMember("cores", number: { $0.cores }),
        JobMember(
            "waits_for",
            list: { ($0.waitsFor ?? NumberList([])).numbers.map { ByteString("L\($0)") } }),
        JobMember("nodes", number: { $0.nodes }),
        JobMember("node_list", word: { $0.nodeList }),
        JobMember("memory", number: { $0.memory }),
        JobMember("priority", number: { $0.priority }),
        JobMember("kind") { report, object in writeCommand(of: report, to: &object) },
        JobMember("input", text: { $0.input }),
        JobMember("batch", text: { $0.request == nil ? nil : $0.batchTitle }),
        JobMember("labels") { report, object in
            write(labels: report.request?.labels, to: &object)
        },
        JobMember("directory", column: "workdir", text: { $0.directory }),
        JobMember("dependencies", column: "deps", list: { $0.dependencies }),
        JobMember("prologue", text: { $0.request?.prologue }),
        JobMember("environment") { report, object in
            write(environment: report.environment, to: &object)
        },
        JobMember("begin", time: { $0.begin }),
        JobMember("time_limit", seconds: { $0.timeLimit }),
        JobMember("tries", number: { $0.request?.tries }),
        JobMember("attempts", number: { $0.attempts }),
        JobMember("requeue", flag: { $0.request?.isRequeued ?? false }),
        JobMember("submitted", column: "submit", time: { $0.submitted }),
        JobMember("started", column: "start", time: { $0.started }),
        JobMember("ended", column: "end", time: { $0.ended }),
        JobMember("elapsed", seconds: { $0.elapsed }),
        JobMember("exitcode", number: { $0.ending?.exitCode }),
        JobMember("signal", number: { $0.ending?.signal }),
        JobMember("exit_status", number: { $0.ending.map { Int($0.exitStatus.code) } }),
        JobMember("user_time", seconds: { $0.ending?.knownUsage?.user }),
        JobMember("system_time", seconds: { $0.ending?.knownUsage?.system }),
        JobMember("max_rss", column: "maxrss", number: { $0.ending?.largestMemory }),
        JobMember("resubmitted_as", word: { $0.successor?.text }),
        JobMember("stdout", text: { $0.paths?.output }),
        JobMember("stderr", text: { $0.paths?.error }),
        JobMember("stdin", text: { $0.paths?.input }),
        JobMember("files") { report, object in write(report.paths, to: &object) },
    ]

    /// Those that are there only where they are chosen: columns of a table that `usual` has in other
    /// words.
    private static let others: [JobMember] = [
        JobMember("st", word: { $0.state.code }),
        JobMember("time", seconds: { $0.elapsed ?? 0 }),
        JobMember("command") { report, object in
            writeText(of: command(of: report), to: &object)
        },
        JobMember("arguments") { report, object in
            guard case .script(_, let words)? = report.request?.command else { return }
            write("arguments", words, to: &object)
        },
        JobMember("script", text: { $0.paths?.script }),
    ]

    /// The names of all of them.
    package static let names = (usual + others).map(\.name)

    /// The one of that name, or with what the column of that name shows.
    package static func named(_ name: String) -> JobMember? {
        (usual + others).first { $0.name == name || $0.column == name }
    }

    // MARK: Members with members

    /// `kind`, `command` and, of a script, `arguments`.
    private static func writeCommand(of report: JobReport, to object: inout JSONText) {
        let command = command(of: report)
        var kind: String? =
            switch command {
            case nil: nil
            case .arguments: "arguments"
            case .shell: "shell"
            case .script: "script"
            case .call: "function"
            }
        if report.paths?.function != nil { kind = "function" }
        object.member("kind", kind)
        writeText(of: command, to: &object)
        if case .script(_, let words)? = command { write("arguments", words, to: &object) }
    }

    /// What it runs; of a call the words that make it, whatever carries it out.
    private static func command(of report: JobReport) -> Command? {
        guard case .call(_, let arguments)? = report.request?.command,
            let script = report.paths?.function?.script
        else { return report.request?.command }
        return .arguments([PythonCall.interpreter, script] + arguments)
    }

    private static func writeText(of command: Command?, to object: inout JSONText) {
        switch command {
        case nil: object.member("command", nil as String?)
        case .arguments(let words): write("command", words, to: &object)
        case .shell(let text), .script(let text, _), .call(let text, _):
            object.member("command", text)
        }
    }

    private static func write(
        _ name: String, _ words: [ByteString], to object: inout JSONText
    ) {
        object.member(name) { list in
            list.array { list in
                for word in words { list.string(word) }
            }
        }
    }

    /// An object with a member for each variable; null where nothing tells.
    private static func write(environment: [ByteString]?, to object: inout JSONText) {
        guard let environment else { return object.member("environment", nil as String?) }
        object.member("environment") { list in
            list.object { list in
                var seen: Set<ByteString> = []
                for variable in environment {
                    guard let equals = variable.bytes.firstIndex(of: UInt8(ascii: "=")) else {
                        continue
                    }
                    let name = ByteString(variable.bytes[..<equals])
                    // As getenv(3) has it.
                    guard seen.insert(name).inserted else { continue }
                    list.member(name) {
                        $0.string(ByteString(variable.bytes[(equals + 1)...]))
                    }
                }
            }
        }
    }

    /// An object with a member for each label, null where that has no value; null where nothing tells.
    private static func write(labels: [JobLabel]?, to object: inout JSONText) {
        guard let labels else { return object.member("labels", nil as String?) }
        object.member("labels") { list in
            list.object { list in
                for label in labels { list.member(label.key) { $0.string(label.value) } }
            }
        }
    }

    private static func write(_ files: JobReport.Files?, to object: inout JSONText) {
        object.member("files") { list in
            list.array { list in
                let kinds: [(String, ByteString?)] = [
                    ("script", files?.script), ("status", files?.status),
                    ("function", files?.function?.script), ("result", files?.function?.result),
                ]
                for (kind, path) in kinds {
                    guard let path else { continue }
                    list.object { file in
                        file.member("kind", kind)
                        file.member("path", path)
                        file.member("written", File.isThere(path))
                    }
                }
            }
        }
    }
}
