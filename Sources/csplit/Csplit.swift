import ArgumentParser
import JobCore

/// Split a file into parts of whole lines.
@main
struct Csplit: DeclaredTool {
    static let name = "csplit"
    static let usage = "csplit [options] FILE PARTS | -n PARTS|-l LINES|-b BYTES [FILE]"
    static let configuration = CommandConfiguration(
        commandName: "csplit",
        abstract: "Split a file into parts of whole lines.",
        usage: """
            csplit [options] FILE PARTS
            csplit [options] -n PARTS|-l LINES|-b BYTES [FILE]
            """,
        discussion: """
            Plain, gzip and bzip2 files; '-' is standard input. The parts' paths go to standard \
            output. Arguments that are those of the system's csplit (patterns, -f, -k, -s) are \
            handed over to it.
            """)

    @OptionGroup(title: "Splitting") var cutting: Cutting
    @OptionGroup(title: "Parts") var making: Making
    @OptionGroup(title: "Other") var other: OtherOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    @Argument(help: "The file, and without -n, -l and -b the number of parts.", completion: .file())
    var words: [ByteString] = []

    static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString] {
        guard SystemCsplit.isMeant(by: arguments) else { return arguments }
        Exec.next("csplit", arguments: arguments)
        throw Failure(
            "these are arguments of the system's csplit, and there is none on PATH: "
                + "this is the csplit of cjobs",
            status: .usage)
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try session.checkConfiguration()
        let (path, rule) = try cutting.choose(words)
        if path == "-", File.isTerminal(0) {
            throw Failure("no file is given, and standard input is a terminal", status: .usage)
        }
        var splitter = Splitter(rule)
        splitter.headerLines = try making.headerCount()
        splitter.elidesEmpty = making.elideEmpty
        splitter.packing = making.compress ?? .plain
        splitter.threads = ThreadCount.orDefault(other.jobs)
        let names = try making.names(of: path)
        let file = try InputFile.open(path)
        let interruption = try Interruption()
        var progress = ByteProgress(session)
        let context = Splitter.Context(interruption) { progress.show(path.printable, $0) }
        do throws(Failure) {
            let paths =
                other.dryRun
                ? try plan(file, splitter, names, context)
                : try split(file, splitter, names, context, session)
            progress.clear()
            for path in paths {
                try session.output.write(path)
                try session.output.write(CollectionOfOne(other.separator))
            }
            return .success
        } catch {
            progress.clear()
            if let signal = interruption.signal {
                session.log.error("\(error.message); there are no parts")
                Signal.die(of: signal)
            }
            throw error
        }
    }

    /// The paths that there would be.
    private func plan(
        _ file: File, _ splitter: Splitter, _ names: PartNames, _ context: Splitter.Context
    ) throws(Failure) -> [ByteString] {
        if let count = splitter.knownCount { return making.paths(names, count) }
        return making.paths(names, try splitter.split(file, into: nil, context).count)
    }

    /// Makes the parts, and returns their paths.
    private func split(
        _ file: File, _ splitter: Splitter, _ names: PartNames, _ context: Splitter.Context,
        _ session: borrowing Session
    ) throws(Failure) -> [ByteString] {
        let parts = try PartSet(
            in: making.directory, names, input: file.status(), making.manners)
        if let count = splitter.knownCount {
            try parts.checkPlaces(of: 0..<count, among: count)
        }
        let result = try splitter.split(file, into: parts, context)
        let paths = try parts.publish(result.count)
        if let warning = result.warning { session.log.notice(warning) }
        try report(parts, result.count, session)
        return paths
    }

    /// Tells of parts that an earlier split has left.
    private func report(
        _ parts: PartSet, _ count: Int, _ session: borrowing Session
    ) throws(Failure) {
        let stale = try parts.staleParts(beyond: count)
        guard !stale.isEmpty, !making.manners.removesStale else { return }
        let some = stale.prefix(3).map { "'\($0.printable)'" }.joined(separator: ", ")
        let more = stale.count > 3 ? " and \(stale.count - 3) more" : ""
        session.log.notice("of an earlier split: \(some)\(more); --remove-stale removes such parts")
    }
}
