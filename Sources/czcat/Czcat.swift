import JobCore

/// Decompress files to standard output.
@main
struct Czcat: Tool {
    static let syntax = CzcatOptions.syntax

    private let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try session.checkConfiguration()
        let files = line.operands.isEmpty ? ["-"] : line.operands
        if line.operands.isEmpty, File.isTerminal(0) {
            throw Failure(misuse: "no file is given, and standard input is a terminal")
        }
        var options = ByteStream.Options(threads: line.threads(FileOptions.jobs))
        options.packing =
            line.has(CzcatOptions.raw) ? .plain : line.packing(CzcatOptions.format)
        var reading = Reading(files, options, limit: line.number(CzcatOptions.maxOutput))
        if line.has(CzcatOptions.list) { return try Contents(reading).show(in: &session) }
        if line.has(CzcatOptions.test) {
            return try reading.pass(in: &session) { _, _ throws(Failure) in }
        }
        let compress = line.packing(FileOptions.compress)
        guard let output = line.text(CzcatOptions.output) else {
            return try Destination.standardOutput(compress).receive(&reading, &session)
        }
        let packing = compress ?? Packing(suffixOf: output)
        return try Destination.file(output, packing).receive(&reading, &session)
    }
}
