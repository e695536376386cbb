/// What one run of a tool is asked to do.
package protocol Work {
    /// What it says, and where.
    var log: LogOptions { get }

    /// Whether its version is all that was asked for.
    var isVersionAsked: Bool { get }

    /// How it ends after any failure of its own; nil where the failure says so.
    var failureStatus: ExitStatus? { get }

    /// Does what the options ask for.
    mutating func work(in session: inout Session) throws(Failure) -> ExitStatus
}

/// What all seven programs have in common, from `main` to the exit status.
package protocol Tool: Work {
    /// What it is called: `csub`.
    static var name: String { get }
    /// Options and operands in a line, behind the tool's name.
    static var usage: String { get }
    /// How it ends after wrong usage that is found before the work begins.
    static func usageStatus(for arguments: [ByteString]) -> ExitStatus

    /// What the arguments ask for.
    /// - Throws: `Failure` (64) for arguments that make no sense.
    static func read(_ arguments: [ByteString]) throws(Failure) -> Reading
}

/// What a command line turns out to be.
package enum Reading {
    case work(any Work)
    /// Help, or completions: data.
    case show(String)
}

/// The version of all seven.
package let toolVersion = "0.1.0"

extension Work {
    package var failureStatus: ExitStatus? { nil }
}

extension Tool {
    package static func usageStatus(for arguments: [ByteString]) -> ExitStatus { .usage }

    /// Where each program begins.
    package static func main() { start() }

    static func start() {
        let words = processArguments()
        if words.first == Spool.keeperName, words.count == 2 {
            Keeper.run(path: words[1])
            return
        }
        guardStandardDescriptors()
        let status = run(Array(words.dropFirst()))
        exitProcess(status)
    }

    private static func run(_ arguments: [ByteString]) -> ExitStatus {
        var asked: (any Work)?
        do throws(Failure) {
            switch try read(arguments) {
            case .show(let text): return show(text)
            case .work(let work):
                asked = work
                var session = try Session(tool: name, work.log)
                return perform(work, in: &session)
            }
        } catch {
            let isMisuse = error.kind == .usage
            let status = isMisuse ? usageStatus(for: arguments) : error.status
            return refuse(error.message, asked?.failureStatus ?? status, isMisuse: isMisuse)
        }
    }

    private static func perform(_ asked: any Work, in session: inout Session) -> ExitStatus {
        var work = asked
        do throws(Failure) {
            let status =
                work.isVersionAsked
                ? try session.showVersion() : try work.work(in: &session)
            try session.output.flush()
            return status
        } catch {
            // What was written before counts, if it can be.
            try? session.output.flush()
            session.explain(error)
            if error.kind == .usage { Messages.say("usage: \(usage)") }
            return work.failureStatus ?? error.status
        }
    }

    /// What is wrong and, for wrong usage, how it goes, in a line each.
    private static func refuse(
        _ message: String, _ status: ExitStatus, isMisuse: Bool
    ) -> ExitStatus {
        Messages.say("\(name): \(message)")
        if isMisuse { Messages.say("usage: \(usage)") }
        return status
    }

    private static func show(_ text: String) -> ExitStatus {
        var output = Output.standard()
        do throws(Failure) {
            try output.line(text)
            try output.flush()
            return .success
        } catch {
            Messages.say("\(name): \(error.message)")
            return error.status
        }
    }
}
