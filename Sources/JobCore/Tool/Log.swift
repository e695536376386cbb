/// What a tool says to people: on standard error, and in a file if one was named; a line or more for
/// each message.
package struct Log: Sendable {
    private let tool: String
    /// What is said at least.
    private let threshold: Level
    /// Nil: plain on standard error, the seed's in a file.
    private let format: LogLine.Format?
    private let isColored: Bool
    private let file: LogFile?
    /// Where, beside the file, all of it is said: `stdout`, `stderr`.
    private let also: String?

    /// The seed's levels. `normal` is between info and warn.
    enum Level: Int, Sendable, Comparable {
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

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// - Throws: `Failure`: 78 for a wrong level in the environment, 73 for a log file that can't be
    ///   opened.
    init(tool: String, _ options: LogOptions) throws(Failure) {
        self.tool = tool
        threshold = try options.threshold()
        format = options.format.flatMap { LogLine.Format(rawValue: $0) }
        isColored = options.colors(isTerminal: File.isTerminal(2))
        file = try options.file.map { path throws(Failure) in try LogFile(path) }
        also = options.also
    }

    /// Whether it says what a person may want to know, but need not.
    package var isQuiet: Bool { threshold > .warning }

    /// Whether it says what -v asks for.
    var saysMore: Bool { threshold <= .info }

    /// For whoever looks for a fault in a tool, or in what was asked of it.
    package func debug(_ text: @autoclosure () -> String) { say(.debug, text) }

    /// What was done, beyond the data.
    package func info(_ text: @autoclosure () -> String) { say(.info, text) }

    /// How jobs or the queue are: no fault of anybody's, though as loud as a warning.
    package func notice(_ text: String) { say(.warning, isNotice: true) { text } }

    /// What was asked for is done otherwise than asked.
    package func warn(_ text: String) { say(.warning) { text } }

    /// What could not be done.
    package func error(_ text: String) { say(.error) { text } }

    private func say(_ level: Level, isNotice: Bool = false, _ text: () -> String) {
        guard level >= threshold else { return }
        let line = LogLine(
            tool: tool, level: level, message: text(), isNotice: isNotice, time: WallTime.now())
        var isSaid = file == nil || level >= .error || also == "stderr"
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
