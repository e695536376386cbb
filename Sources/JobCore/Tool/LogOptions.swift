internal import ArgumentParser

/// How much a tool says, where, and in what form; every tool takes these options.
package struct LogOptions: Sendable {
    /// How often -v was given.
    package var verbosity = 0
    package var isQuiet = false
    /// `--log-level`; nil leaves it to -v, -q and `$CJOBS_LOG_LEVEL`.
    package var level: ByteString?
    package var file: ByteString?
    /// `stdout` or `stderr`: there too, beside the file.
    package var also: ByteString?
    package var format: ByteString?
    /// `auto`, `always` or `never`.
    package var color: ByteString?
    /// `--config`.
    package var config: ByteString?

    package init() {}

    /// From csub's command line.
    package init(_ line: SubmitLine) {
        verbosity = line.count(of: SubmitOptions.verbose)
        isQuiet = line.has(SubmitOptions.quiet)
        level = line.text(SubmitOptions.logLevel)
        file = line.text(SubmitOptions.logFile)
        also = line.text(SubmitOptions.logAlso)
        format = line.text(SubmitOptions.logFormat)
        color = line.text(SubmitOptions.color)
        config = line.text(SubmitOptions.config)
    }

    /// - Throws: `Failure` (64) for a word that is none of an option's.
    func check() throws(Failure) {
        let words = [
            (SubmitOptions.logAlso, also), (SubmitOptions.logFormat, format),
            (SubmitOptions.color, color),
        ]
        for (row, text) in words {
            guard let text else { continue }
            _ = try Choice(
                row, text: text, spelling: "--\(row.name)", origin: .commandLine,
                now: WallTime.now())
        }
        if also != nil, file == nil {
            throw Failure("--log-also goes with --log-file", status: .usage)
        }
    }

    /// What is said at least.
    /// - Throws: `Failure` (64, or 78 for the variable) for a word that is no level.
    func threshold() throws(Failure) -> Log.Level {
        if let level { return try Self.level(level, "--log-level", .usage) }
        if isQuiet { return .error }
        if verbosity > 0 { return verbosity == 1 ? .info : .debug }
        guard let text = Surroundings.variable("CJOBS_LOG_LEVEL"), !text.isEmpty else {
            return .warning
        }
        return try Self.level(text, "CJOBS_LOG_LEVEL", .configuration)
    }

    private static func level(
        _ text: ByteString, _ source: String, _ status: ExitStatus
    ) throws(Failure) -> Log.Level {
        guard let level = text.string.flatMap({ Log.Level(named: $0) }) else {
            throw Failure(
                "\(source): '\(text.printable)' is not debug, info, normal, warn, error, critical "
                    + "or 1 to 5", status: status)
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

/// The options that six tools declare; csub has them in its table.
package struct CommonOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say more on standard error; twice: everything.")
    var verbose: Int

    @Flag(name: [.short, .customShort("Q"), .long], help: "Failures only on standard error.")
    var quiet = false

    // Words, and not types of their own: each type that the parser meets costs its start-up.
    @Option(SubmitOptions.logLevel) var logLevel: ByteString?
    @Option(SubmitOptions.logFile) var logFile: ByteString?
    @Option(SubmitOptions.logAlso) var logAlso: ByteString?
    @Option(SubmitOptions.logFormat) var logFormat: ByteString?
    @Option(SubmitOptions.color) var color: ByteString?
    @Option(SubmitOptions.config) var config: ByteString?

    @Flag(name: [.customShort("V"), .customLong("version")], help: "Show the version.")
    package var isVersionAsked = false

    package init() {}

    package var log: LogOptions {
        var options = LogOptions()
        options.verbosity = verbose
        options.isQuiet = quiet
        options.level = logLevel
        options.file = logFile
        options.also = logAlso
        options.format = logFormat
        options.color = color
        options.config = config
        return options
    }
}
