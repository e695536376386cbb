package import ArgumentParser

/// What all seven programs have in common, from `main` to the exit status.
package protocol Tool: ParsableCommand {
    /// What it is called: `csub`.
    static var name: String { get }
    /// Options and operands in a line, behind the tool's name.
    static var usage: String { get }
    /// How it ends after wrong usage that the parser finds.
    static func usageStatus(for arguments: [ByteString]) -> ExitStatus

    /// How it ends after any failure of its own; nil where the failure says so.
    var failureStatus: ExitStatus? { get }

    /// Does what the options ask for.
    mutating func work(in session: inout Session) throws(Failure) -> ExitStatus

    /// The arguments as the parser shall see them.
    static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString]
}

/// The version of all seven.
package let toolVersion = "0.1.0"

extension Tool {
    package static func usageStatus(for arguments: [ByteString]) -> ExitStatus { .usage }

    package var failureStatus: ExitStatus? { nil }

    package static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString] {
        arguments
    }

    /// Where each program begins.
    package static func main() {
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
        var tool: Self
        do {
            tool = try parse(prepare(arguments).map { ArgumentText.string($0) })
        } catch let failure as Failure {
            return refuse(failure.message, usageStatus(for: arguments))
        } catch {
            guard exitCode(for: error) != .success else { return show(fullMessage(for: error)) }
            return refuse(
                lowercasingFirst(message(for: error)), usageStatus(for: arguments))
        }
        var session = Session(tool: name)
        do throws(Failure) {
            let status = try tool.work(in: &session)
            try session.output.flush()
            return status
        } catch {
            // What was written before counts, if it can be.
            try? session.output.flush()
            if error.status == .usage { return refuse(error.message, tool.failureStatus ?? .usage) }
            session.explain(error)
            return tool.failureStatus ?? error.status
        }
    }

    /// Wrong usage: what is wrong, and how it goes, in a line each.
    private static func refuse(_ message: String, _ status: ExitStatus) -> ExitStatus {
        Messages.say("\(name): \(firstLine(message))")
        Messages.say("usage: \(usage)")
        return status
    }

    /// Help, version and completions are data.
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

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map { String($0) } ?? text
    }

    private static func lowercasingFirst(_ text: String) -> String {
        text.prefix(1).lowercased() + text.dropFirst()
    }
}

/// The option that every tool has.
package struct VersionOption: ParsableArguments {
    @Flag(name: [.customShort("V"), .customLong("version")], help: "Show the version.")
    package var isAsked = false

    package init() {}
}
