internal import Logging

/// What a tool says to people: on standard error, and in a file if one was named.
package struct Log: Sendable {
    private let logger: Logger

    /// The seed's levels. `normal` is between info and warn.
    enum Level: Int, Sendable {
        case debug = 1
        case info, normal, warning, error, critical

        /// A level's name, its first letter, or the seed's number for it, from 1 to 5.
        init?(named text: String) {
            switch text.lowercased() {
            case "debug", "d", "1": self = .debug
            case "info", "verbose", "i", "v", "2": self = .info
            case "normal", "n": self = .normal
            case "warn", "warning", "w", "3": self = .warning
            case "error", "e", "4": self = .error
            case "critical", "c", "5": self = .critical
            default: return nil
            }
        }

        init(_ level: Logger.Level) {
            switch level {
            case .trace, .debug: self = .debug
            case .info: self = .info
            case .notice: self = .normal
            case .warning: self = .warning
            case .error: self = .error
            case .critical: self = .critical
            }
        }

        var inLibrary: Logger.Level {
            switch self {
            case .debug: .debug
            case .info: .info
            case .normal: .notice
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
        }
    }

    /// - Throws: `Failure`: 64 or 78 for a wrong level, 73 for a log file that can't be opened.
    init(tool: String, _ options: LogOptions) throws(Failure) {
        let format = options.format.flatMap { LogLine.Format(rawValue: $0) }
        var handler = LogWriter(
            tool: tool, format: format,
            isColored: options.colors(isTerminal: File.isTerminal(2)))
        handler.logLevel = try options.threshold().inLibrary
        handler.file = try options.file.map { path throws(Failure) in try LogFile(path) }
        handler.also = options.also
        logger = Logger(label: tool) { _ in handler }
    }

    /// Whether it says what a person may want to know, but need not.
    package var isQuiet: Bool { logger.logLevel > .warning }

    /// Whether it says what -v asks for.
    var saysMore: Bool { logger.logLevel <= .info }

    /// For whoever looks for a fault in a tool, or in what was asked of it.
    package func debug(_ text: @autoclosure () -> String) { logger.debug("\(text())") }

    /// What was done, beyond the data.
    package func info(_ text: @autoclosure () -> String) { logger.info("\(text())") }

    /// How jobs or the queue are: no fault of anybody's.
    package func notice(_ text: String) {
        logger.warning("\(text)", metadata: [LogWriter.isNotice: "true"])
    }

    /// What was asked for is done otherwise than asked.
    package func warn(_ text: String) { logger.warning("\(text)") }

    /// What could not be done.
    package func error(_ text: String) { logger.error("\(text)") }
}

/// Writes what swift-log hands on, a line or more for each message.
struct LogWriter: LogHandler {
    let tool: String
    /// Nil: plain on standard error, the seed's in a file.
    let format: LogLine.Format?
    let isColored: Bool
    var file: LogFile?
    /// Where, beside the file, all of it is said: `stdout`, `stderr`.
    var also: String?
    var logLevel = Logger.Level.warning
    var metadata: Logger.Metadata = [:]

    /// Marks what is no warning, though as loud as one.
    static let isNotice = "notice"

    init(tool: String, format: LogLine.Format?, isColored: Bool) {
        self.tool = tool
        self.format = format
        self.isColored = isColored
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = LogLine(
            tool: tool, level: Log.Level(event.level), message: event.message.description,
            isNotice: event.metadata?[Self.isNotice] != nil, time: WallTime.now())
        var isSaid = file == nil || event.level >= .error || also == "stderr"
        if let file {
            do throws(Failure) {
                try file.append(line, format: format ?? .cluster)
            } catch {
                Messages.say("\(tool): \(error.message)")
                isSaid = true
            }
        }
        if isSaid { Messages.say(line.text(format ?? .plain, isColored: isColored)) }
        guard also == "stdout" else { return }
        var output = Output.standard()
        // Where even that fails, the file has it.
        try? output.line(line.text(format ?? .plain, isColored: false))
        try? output.flush()
    }
}
