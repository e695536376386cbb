/// Where `--log-file` leads: a file that lines are appended to, plain or compressed, or the system's
/// log.
struct LogFile: Sendable {
    private let destination: Destination

    private enum Destination: Sendable {
        /// Appended to, packed as its name says.
        case file(File, Packing)
        case system
    }

    /// `syslog:` is the system's log (syslog(3)), anything else a path.
    /// - Throws: `Failure` (73) for a file that can't be opened.
    init(_ path: ByteString) throws(Failure) {
        guard path == "syslog:" else {
            destination = .file(
                try File(openUnplanted: path, .append, status: .cannotCreate),
                Packing(suffixOf: path))
            return
        }
        guard SystemLog.isThere else {
            throw Failure("syslog: nobody listens at /dev/log", status: .cannotCreate)
        }
        destination = .system
    }

    /// Appends a message in one write; to a packed file as a member, or stream, of its own, so that
    /// the file is whole after each.
    func append(_ line: LogLine, format: LogLine.Format) throws(Failure) {
        switch destination {
        case .system: SystemLog.write(line.message, tool: line.tool, priority: line.priority)
        case .file(let file, let packing):
            let text = Array((line.text(format, isColored: false) + "\n").utf8)
            try file.write(packing == .plain ? text : packed(text, packing))
        }
    }

    private func packed(_ text: [UInt8], _ packing: Packing) throws(Failure) -> [UInt8] {
        let writer = try PackedWriter(packing)
        var bytes: [UInt8] = []
        try writer.write(text) { part throws(Failure) in bytes += Array(part) }
        try writer.finish { part throws(Failure) in bytes += Array(part) }
        return bytes
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
