import ArgumentParser
import JobCore

/// How long, and how often.
struct Limits: ParsableArguments {
    @Option(
        name: [.customShort("t", allowingJoined: true), .long],
        help: ArgumentHelp(
            "Give up after this long, with 124: 90, 90s, 2h.", valueName: "time"))
    var timeout: WaitingTime?

    @Option(
        name: [.customShort("i", allowingJoined: true), .long],
        help: ArgumentHelp(
            "Time between two questions to a batch system.", valueName: "time"))
    var interval: WaitingTime?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Wait this long once more when all is over.", valueName: "time"))
    var grace: WaitingTime?

    @Option(
        name: .customLong("files-timeout"),
        help: ArgumentHelp(
            "Time that the files of an ended job may take to appear.", valueName: "time"))
    var filesTimeout: WaitingTime?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Time that a job that nobody knows may take to appear (30s).", valueName: "time"))
    var appear: WaitingTime?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Give up a job that was suspended or queued again for so long.", valueName: "time"))
    var uncertain: WaitingTime?

    @Option(
        name: .customLong("max-errors"),
        help: ArgumentHelp(
            "Give up when a batch system does not answer N times in a row.", valueName: "n"))
    var maxErrors: Int?

    @Flag(
        name: .customLong("vanished-ok"),
        help: "A job that left the queue without a trace counts as 0.")
    var vanishedOK = false

    init() {}

    /// - Throws: `Failure` (64) for a value that means nothing.
    func check() throws(Failure) {
        if let maxErrors, maxErrors < 1 {
            throw Failure("--max-errors takes a number from 1", status: .usage)
        }
    }

    /// How to wait for these states, or with none for the end.
    func manner(goal: Set<JobState>) -> WaitManner {
        var manner = WaitManner()
        manner.interval = interval?.milliseconds
        manner.filesTimeout = filesTimeout?.milliseconds
        if let appear { manner.appearance = appear.milliseconds }
        manner.uncertainty = uncertain?.milliseconds
        manner.errors = maxErrors
        manner.vanishedIsFine = vanishedOK
        manner.goal = goal
        return manner
    }
}

/// A length of time; a bare number is seconds.
struct WaitingTime: ExpressibleByArgument {
    let milliseconds: Int

    init?(argument: String) {
        guard let time = DurationText.wait(argument) else { return nil }
        milliseconds = time
    }
}
