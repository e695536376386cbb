/// Where `--log-file` leads: a file that lines are appended to, plain or compressed, or the system's
/// log.
struct LogFile: Sendable {
    private let destination: Destination

    private enum Destination: Sendable {
        case file(File)
        case system
    }

    /// `syslog:` is the system's log (syslog(3)), anything else a path.
    /// - Throws: `Failure` (73) for a file that can't be opened.
    init(_ path: ByteString) throws(Failure) {
        guard path == "syslog:" else {
            destination = .file(try File(open: path, .append, status: .cannotCreate))
            return
        }
        guard SystemLog.isThere else {
            throw Failure("syslog: nobody listens at /dev/log", status: .cannotCreate)
        }
        destination = .system
    }

    /// Appends a message in one write.
    func append(_ line: LogLine, format: LogLine.Format) throws(Failure) {
        switch destination {
        case .system: SystemLog.write(line.message, tool: line.tool, priority: line.priority)
        case .file(let file):
            try file.write(Array((line.text(format, isColored: false) + "\n").utf8))
        }
    }
}

extension LogLine {
    /// The system log's number for its level (syslog(3)).
    fileprivate var priority: Int32 {
        switch level {
        case .debug: 7
        case .info: 6
        case .normal: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
