/// How much a tool says, where, and in what form; every tool takes these options.
package struct LogOptions: Sendable {
    /// How often -v was given.
    package var verbosity = 0
    package var isQuiet = false
    /// `--log-level`; nil leaves it to -v, -q and `$CJOBS_LOG_LEVEL`.
    package var level: String?
    package var file: ByteString?
    /// `stdout` or `stderr`: there too, beside the file.
    package var also: String?
    package var format: String?
    /// `auto`, `always` or `never`.
    package var color: String?
    /// `--config`.
    package var config: ByteString?

    package init() {}

    /// From a command line.
    package init(_ line: ParsedLine) {
        verbosity = line.count(of: CommonOptions.verbose)
        isQuiet = line.has(CommonOptions.quiet)
        level = line.word(CommonOptions.logLevel)
        file = line.text(CommonOptions.logFile)
        also = line.word(CommonOptions.logAlso)
        format = line.word(CommonOptions.logFormat)
        color = line.word(CommonOptions.color)
        config = line.text(CommonOptions.config)
    }

    /// What is said at least.
    /// - Throws: `Failure` (78) where the variable of the environment has no level.
    func threshold() throws(Failure) -> Log.Level {
        if let level { return Log.Level(named: level) ?? .warning }
        if isQuiet { return .error }
        if verbosity > 0 { return verbosity == 1 ? .info : .debug }
        guard let text = Surroundings.variable("CJOBS_LOG_LEVEL"), !text.isEmpty else {
            return .warning
        }
        guard let level = text.string.flatMap({ Log.Level(named: $0) }) else {
            throw Failure(
                "CJOBS_LOG_LEVEL: \(CommonOptions.logLevel.type.complaint(about: text))",
                status: .configuration)
        }
        return level
    }

    /// Whether what goes to the terminal is coloured: as asked, else by `NO_COLOR`,
    /// `CLICOLOR_FORCE` and `TERM` (no-color.org).
    func colors(isTerminal: Bool) -> Bool {
        func isSet(_ name: String) -> Bool {
            Surroundings.variable(name).map { !$0.isEmpty } ?? false
        }
        switch color {
        case "always": return true
        case "never": return false
        default:
            if isSet("NO_COLOR") { return false }
            if isSet("CLICOLOR_FORCE"), Surroundings.variable("CLICOLOR_FORCE") != "0" {
                return true
            }
            return isTerminal && isSet("TERM") && Surroundings.variable("TERM") != "dumb"
        }
    }
}
