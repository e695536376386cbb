/// The JSON document of `cqueue --json`, schema `cjobs/1`; cqueue(1) lists its members.
package enum JobDocument {
    package static func text(
        _ entries: [LocalQueue.Entry], user: ByteString, now: Instant, boot: ByteString
    ) -> [UInt8] {
        JSONText.document("jobs") { list in
            for entry in entries {
                list.object { write(entry, user, now, boot, to: &$0) }
            }
        }
    }

    private static func write(
        _ entry: LocalQueue.Entry, _ user: ByteString, _ now: Instant, _ boot: ByteString,
        to object: inout JSONText
    ) {
        let (job, request) = (entry.job, entry.job.request)
        object.member("id", job.id.text)
        object.member("name", request.name)
        object.member("user", user)
        object.member("backend", "local")
        object.member("queue", "local")
        object.member("state", job.state.rawValue)
        object.member("native_state", job.state.rawValue)
        object.member("reason", entry.reason.isEmpty ? nil : entry.reason)
        object.member("cores", request.resources.cores)
        object.member("memory", request.resources.memory == 0 ? nil : request.resources.memory)
        object.member("priority", request.priority)
        write(request.command, to: &object)
        object.member("input_line", request.inputLine)
        object.member("directory", request.directory)
        object.member("dependencies") { list in
            list.array { list in
                for dependency in request.dependencies { list.string(dependency.text) }
            }
        }
        object.member("prologue", request.prologue)
        object.member("begin", request.begin?.iso8601)
        object.member("time_limit", seconds: request.timeLimit)
        object.member("tries", request.tries)
        object.member("attempts", job.attempts)
        object.member("requeue", request.isRequeued)
        object.member("submitted", request.submitted.iso8601)
        object.member("started", job.started?.at.iso8601)
        object.member("ended", job.ending?.at.iso8601)
        object.member("elapsed", seconds: job.elapsed(now: now, boot: boot))
        write(job.ending, to: &object)
        let outputs = JobFiles.outputs(of: request, id: job.id, user: user)
        object.member("stdout", outputs.output)
        object.member("stderr", outputs.error)
        object.member("stdin", request.inputPath)
    }

    private static func write(_ command: Command, to object: inout JSONText) {
        switch command {
        case .arguments(let words):
            object.member("kind", "arguments")
            object.member("command") { list in
                list.array { list in
                    for word in words { list.string(word) }
                }
            }
        case .shell(let text):
            object.member("kind", "shell")
            object.member("command", text)
        case .script(let text, let words):
            object.member("kind", "script")
            object.member("command", text)
            object.member("arguments") { list in
                list.array { list in
                    for word in words { list.string(word) }
                }
            }
        }
    }

    private static func write(_ ending: Ending?, to object: inout JSONText) {
        var (code, signal): (Int?, Int?) = (nil, nil)
        switch ending?.processEnd {
        case .exited(let status): code = Int(status)
        case .killed(let number): signal = Int(number)
        case nil: break
        }
        if case .notStarted(let status, _) = ending?.cause { code = Int(status.code) }
        object.member("exitcode", code)
        object.member("signal", signal)
        object.member("exit_status", ending.map { Int($0.exitStatus.code) })
        object.member("user_time", seconds: ending?.usage.user)
        object.member("system_time", seconds: ending?.usage.system)
        object.member("max_rss", ending.map { $0.usage.peakMemory * 1024 })
    }
}

extension Dependency {
    /// `afterok:L7` or `singleton`.
    package var text: ByteString {
        switch self {
        case .job(let id, let condition): ByteString("\(condition.rawValue):\(id)")
        case .singleton: "singleton"
        }
    }
}
