import ArgumentParser
import JobCore

/// Decompress files to standard output.
@main
struct Czcat: Tool {
    static let name = "czcat"
    static let usage = "czcat [options] [FILE...]"
    static let configuration = CommandConfiguration(
        commandName: "czcat", abstract: "Decompress files to standard output.",
        usage: "czcat [options] [FILE...]")

    @OptionGroup var version: VersionOption

    @Option(name: [.customShort("j", allowingJoined: true), .customLong("jobs")]) var jobs: Int?
    @Argument var files: [ByteString] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        if version.isAsked { return try session.showVersion() }
        for path in files {
            let file = try File(open: path, .read)
            let stream = try ByteStream(file, .init(threads: jobs ?? 2))
            while case let bytes = try stream.next(), bytes.count > 0 {
                try session.output.pass(bytes)
            }
        }
        return .success
    }
}
