/// What all seven programs have in common, from `main` to the exit status.
package protocol Tool {
    /// What it is called, and how.
    static var syntax: CommandSyntax { get }

    /// How it ends after any failure of its own; nil where the failure says so.
    static func failureStatus(for line: ParsedLine) -> ExitStatus?

    /// Hands arguments over that are another program's of the same name; returns where they are ours.
    static func handOver(_ arguments: [ByteString]) throws(Failure)

    /// One run, as its command line asks for it. Nothing is done before `work`.
    init(_ line: ParsedLine)

    /// Does what the options ask for.
    func work(in session: inout Session) throws(Failure) -> ExitStatus
}

/// The version of all seven.
package let toolVersion = "0.1.0"

extension Tool {
    package static func failureStatus(for line: ParsedLine) -> ExitStatus? { nil }

    package static func handOver(_ arguments: [ByteString]) throws(Failure) {}

    /// Where each program begins.
    package static func main() {
        let words = processArguments()
        if words.first == Spool.keeperName, words.count == 2 {
            Keeper.run(path: words[1])
            return
        }
        guardStandardDescriptors()
        exitProcess(run(Array(words.dropFirst())))
    }

    private static func run(_ arguments: [ByteString]) -> ExitStatus {
        let line = ParsedLine(arguments, for: syntax, now: Session.now())
        do throws(Failure) {
            try handOver(arguments)
            if let fault = line.fault { throw fault }
            if let text = try Information(line).text() { return show(text) }
            var session = try Session(tool: syntax.tool, LogOptions(line))
            return perform(line, in: &session)
        } catch {
            Messages.say("\(syntax.tool): \(error.message)")
            if let advice = error.advice { Messages.say("\(syntax.tool): \(advice)") }
            return end(after: error, line)
        }
    }

    private static func perform(_ line: ParsedLine, in session: inout Session) -> ExitStatus {
        do throws(Failure) {
            let status = try Self(line).work(in: &session)
            try session.output.flush()
            return status
        } catch {
            // What was written before counts, if it can be.
            try? session.output.flush()
            session.explain(error)
            return end(after: error, line)
        }
    }

    /// Shows the usage where that was wrong, and tells how to end.
    private static func end(after failure: Failure, _ line: ParsedLine) -> ExitStatus {
        if failure.kind == .misuse {
            Messages.say("usage: \(line.syntax.usageLine)")
            Messages.say("see '\(line.syntax.name) --help'")
        }
        return failureStatus(for: line) ?? failure.status
    }

    private static func show(_ text: ByteString) -> ExitStatus {
        var output = Output.standard()
        do throws(Failure) {
            try output.write(text)
            try output.flush()
            return .success
        } catch {
            Messages.say("\(syntax.tool): \(error.message)")
            return error.status
        }
    }
}
