package import ArgumentParser

/// Work whose options the argument parser reads: a tool, or a verb of one.
package protocol DeclaredWork: Work, ParsableCommand {
    /// The options that all tools have.
    var common: CommonOptions { get }
}

/// A tool that declares its options.
package protocol DeclaredTool: Tool, DeclaredWork {
    /// The arguments as the parser shall see them.
    static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString]
}

extension DeclaredWork {
    package var log: LogOptions { common.log }
    package var isVersionAsked: Bool { common.isVersionAsked }
}

extension DeclaredTool {
    package static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString] {
        arguments
    }

    /// Where each program begins, and not at the parser's own beginning.
    package static func main() { start() }

    package static func read(_ arguments: [ByteString]) throws(Failure) -> Reading {
        // The parser would take the next word for the value.
        for word in arguments.prefix(while: { $0 != "--" })
        where word.hasPrefix("--") && word.bytes.firstIndex(of: UInt8(ascii: "=")) == word.count - 1
        {
            throw Failure("\(word.printable) needs a value behind it", status: .usage)
        }
        return try parsed(by: self, try prepare(arguments))
    }
}

/// What the argument parser makes of arguments.
/// - Throws: `Failure` (64) with the parser's reason.
package func parsed(
    by command: any ParsableCommand.Type, _ arguments: [ByteString]
) throws(Failure) -> Reading {
    do {
        var parsed = try command.parseAsRoot(arguments.map { ArgumentText.string($0) })
        if let work = parsed as? any Work { return .work(work) }
        // A verb that only has verbs of its own, or the parser's own 'help': both throw a text.
        try parsed.run()
        return .show("")
    } catch {
        guard command.exitCode(for: error) != .success else {
            return .show(command.fullMessage(for: error))
        }
        let message = command.message(for: error)
        let line = message.split(separator: "\n").first.map { String($0) } ?? message
        throw Failure(line.prefix(1).lowercased() + line.dropFirst(), status: .usage)
    }
}
