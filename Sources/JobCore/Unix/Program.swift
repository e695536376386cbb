internal import Glibc

/// The arguments of this process as bytes; `CommandLine.arguments` would change what is not UTF-8.
package func processArguments() -> [ByteString] {
    let words = CommandLine.unsafeArgv
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
