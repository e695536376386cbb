import ArgumentParser
import JobCore

/// Decompress files to standard output.
@main
struct Czcat: DeclaredTool {
    static let name = "czcat"
    static let usage = "czcat [options] [FILE...]"
    static let configuration = CommandConfiguration(
        commandName: "czcat",
        abstract: "Decompress files to standard output.",
        usage: """
            czcat [options] [FILE...]
            czcat -o FILE|-z gz|bz2 [options] [FILE...]
            czcat -t|-l [options] [FILE...]
            """,
        discussion: """
            Plain, gzip and bzip2 files, told by content. Without a FILE, or where FILE is '-': \
            standard input. Where there is no FILE: FILE.gz or FILE.bz2.
            """)

    @Option(
        name: [.customShort("o", allowingJoined: true), .customLong("output")],
        help: "Write to this file; '.gz' or '.bz2' at its end compresses.")
    var output: ByteString?

    @Option(
        name: [.customShort("z", allowingJoined: true), .customLong("compress")],
        help: "Compress what is written: gz or bz2.")
    var compress: Packing?

    @Flag(name: .shortAndLong, help: "Look for damage; write nothing.")
    var test = false

    @Flag(name: .shortAndLong, help: "List formats, members and sizes.")
    var list = false

    @Option(name: .long, help: "Take this format for granted: gz, bz2, plain or auto.")
    var format: Format = .auto

    @Flag(name: .long, help: "Copy unchanged, whatever it is.")
    var raw = false

    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
        help: "Decode with so many threads (the processors there are).")
    var jobs: ThreadCount?

    @Option(
        name: .customLong("max-output"), help: "Stop with 1 where there would be more bytes.")
    var maxOutput: ByteCount?

    @Flag(name: .customShort("f"), help: "Nothing; zcat's -f is what this tool does anyway.")
    var force = false

    @OptionGroup var common: CommonOptions

    @Argument(help: "Files to decompress.", completion: .file())
    var files: [ByteString] = []

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try session.checkConfiguration()
        guard [test, list, output != nil || compress != nil].filter({ $0 }).count <= 1 else {
            throw Failure("choose one of --test, --list, and writing", status: .usage)
        }
        let files = files.isEmpty ? ["-"] : files
        if files.contains("-"), self.files.isEmpty, File.isTerminal(0) {
            throw Failure(
                "no file is given, and standard input is a terminal", status: .usage)
        }
        var options = ByteStream.Options(threads: ThreadCount.orDefault(jobs))
        options.packing = raw ? .plain : format.packing
        var reading = Reading(files, options, limit: maxOutput?.bytes)
        if list { return try Contents(reading).show(in: &session) }
        if test { return try reading.pass(in: &session) { _, _ throws(Failure) in } }
        guard let output else {
            return try Destination.standardOutput(compress).receive(&reading, &session)
        }
        let packing = compress ?? Packing(suffixOf: output)
        return try Destination.file(output, packing).receive(&reading, &session)
    }
}

/// `--format`.
enum Format: String, ExpressibleByArgument {
    case auto, gz, gzip, bz2, bzip2, plain

    var packing: Packing? {
        switch self {
        case .auto: nil
        case .gz, .gzip: .gzip
        case .bz2, .bzip2: .bzip2
        case .plain: .plain
        }
    }
}
