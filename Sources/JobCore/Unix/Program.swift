internal import CSys
internal import Glibc

/// The arguments of this process as bytes, as the kernel gave them: `CommandLine.arguments` would change
/// what is not UTF-8, and is empty without a /proc.
package func processArguments() -> [ByteString] {
    var count: Int32 = 0
    guard let words = csys_arguments(&count) else { return [] }
    return (0..<Int(count)).compactMap { index in
        words[index].map { ByteString(cString: $0) }
    }
}

/// Ends this process.
package func exitProcess(_ status: ExitStatus) { exit(status.code) }

extension File {
    /// Standard input. It stays open.
    package static var standardInput: File {
        File(owning: dup(0), name: "standard input")
    }
}
