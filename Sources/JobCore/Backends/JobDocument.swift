/// The JSON document of `cqueue --json`, schema `cjobs/1`; cqueue(1) lists its members.
package enum JobDocument {
    package static func text(_ reports: [JobReport]) -> [UInt8] {
        JSONText.document("jobs") { list in
            for report in reports {
                list.object { write(report, to: &$0) }
            }
        } + [UInt8(ascii: "\n")]
    }

    /// One job on a line of its own: an object of the document's list.
    package static func line(_ report: JobReport) -> [UInt8] {
        JSONText.text { $0.object { write(report, to: &$0) } } + [UInt8(ascii: "\n")]
    }

    /// What stands in the document's place where nobody could be asked.
    package static func text(of failure: Failure) -> [UInt8] {
        JSONText.text { document in
            document.object { document in
                document.member("schema", "cjobs/1")
                document.member("error", failure.message)
            }
        } + [UInt8(ascii: "\n")]
    }

    private static func write(_ report: JobReport, to object: inout JSONText) {
        let request = report.request
        object.member("id", report.id.text)
        object.member("name", report.name)
        object.member("user", report.user)
        object.member("backend", report.backend.rawValue)
        object.member("queue", report.queue)
        object.member("account", report.account)
        object.member("state", report.state.rawValue)
        object.member("native_state", report.nativeState)
        object.member("disappeared", report.hasDisappeared)
        object.member("reason", report.reason.isEmpty ? nil : report.reason)
        object.member("cores", report.cores)
        object.member("waits_for") { list in
            list.array { list in
                for number in report.waitsFor?.numbers ?? NumberList([]).numbers {
                    list.string(ByteString("L\(number)"))
                }
            }
        }
        object.member("nodes", report.nodes)
        object.member("node_list", report.nodeList.isEmpty ? nil : report.nodeList)
        object.member("memory", report.memory)
        object.member("priority", report.priority)
        write(request?.command, to: &object)
        object.member("input_line", request?.inputLine)
        object.member("directory", report.directory)
        object.member("dependencies") { list in
            list.array { list in
                for dependency in report.dependencies { list.string(dependency) }
            }
        }
        object.member("prologue", request?.prologue)
        object.member("begin", report.begin?.iso8601)
        object.member("time_limit", seconds: report.timeLimit)
        object.member("tries", request?.tries)
        object.member("attempts", report.attempts)
        object.member("requeue", request?.isRequeued ?? false)
        object.member("submitted", report.submitted?.iso8601)
        object.member("started", report.started?.iso8601)
        object.member("ended", report.ended?.iso8601)
        object.member("elapsed", seconds: report.elapsed)
        write(report.ending, to: &object)
        write(report.paths, to: &object)
    }

    private static func write(_ files: JobReport.Files?, to object: inout JSONText) {
        object.member("stdout", files?.output)
        object.member("stderr", files?.error)
        object.member("stdin", files?.input)
        object.member("files") { list in
            list.array { list in
                let kinds: [(String, ByteString?)] = [
                    ("script", files?.script), ("status", files?.status),
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

    private static func write(_ command: Command?, to object: inout JSONText) {
        switch command {
        case nil:
            object.member("kind", nil as String?)
            object.member("command", nil as String?)
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
        object.member("exitcode", ending?.exitCode)
        object.member("signal", ending?.signal)
        object.member("exit_status", ending.map { Int($0.exitStatus.code) })
        object.member("user_time", seconds: ending?.usage.user)
        object.member("system_time", seconds: ending?.usage.system)
        object.member("max_rss", ending.map { $0.usage.peakMemory * 1024 })
    }
}
