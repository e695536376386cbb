/// A message as it is written.
struct LogLine {
    let tool: String
    let level: Log.Level
    let message: String
    let isNotice: Bool
    let time: WallTime

    enum Format: String {
        /// `csub: warning: …`
        case plain
        /// `20160223 11:46:24.969 | WARNING --> …`: the seed's, with further lines behind dashes.
        case cluster
        /// One object a line.
        case json
    }

    /// Without the last line's end.
    func text(_ format: Format, isColored: Bool) -> String {
        switch format {
        case .plain:
            let prefix = level == .warning && !isNotice ? "\(tool): warning: " : "\(tool): "
            return message.split(separator: "\n", omittingEmptySubsequences: false)
                .map { prefix + $0 }.joined(separator: "\n")
        case .cluster:
            let stamp = time.compact
            let head = "\(stamp) | \(flag)"
            let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
            let first = "\(stamp) | \(isColored ? coloredFlag : flag) --> \(lines[0])"
            let dashes = String(repeating: "-", count: head.utf8.count + " --> ".utf8.count - 2)
            return ([first] + lines.dropFirst().map { "\(dashes)> \($0)" }).joined(separator: "\n")
        case .json:
            return String(decoding: JSONText.text { json(&$0) }, as: UTF8.self)
        }
    }

    private func json(_ text: inout JSONText) {
        text.object { object in
            object.member("time", time.iso8601)
            object.member("tool", tool)
            object.member("level", flag.lowercased())
            object.member("message", message)
        }
    }

    private var flag: String {
        switch level {
        case .debug: "DEBUG"
        case .info: "INFO"
        case .normal: "NORMAL"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }

    /// Bold, and white, yellow or red, as the seed has it.
    private var coloredFlag: String {
        let color: String
        switch level {
        case .debug: return flag
        case .info, .normal: color = "97"
        case .warning: color = "93"
        case .error, .critical: color = "91"
        }
        return "\u{1B}[1m\u{1B}[\(color)m\(flag)\u{1B}[0m"
    }
}
