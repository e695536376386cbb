internal import Glibc

/// The arguments of this process as bytes; `CommandLine.arguments` would change what is not UTF-8.
package func processArguments() -> [ByteString] {
    let words = CommandLine.unsafeArgv
    // Swift's runtime finds them by a look into /proc, and has none where that failed.
    guard CommandLine.argc > 0 else {
        return Processes.arguments(of: Machine.processID()).dropLast()
    }
    return (0..<Int(CommandLine.argc)).compactMap { words[$0].map { ByteString(cString: $0) } }
}

/// Ends this process.
package func exitProcess(_ status: ExitStatus) { exit(status.code) }

extension File {
    /// Standard input. It stays open.
    package static var standardInput: File {
        File(owning: dup(0), name: "standard input")
    }
}
