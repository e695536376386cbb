import JobCore

/// Split a file into parts of whole lines.
@main
struct Csplit: Tool {
    static let syntax = CsplitOptions.syntax

    private let line: ParsedLine
    private let options: SplitPlan

    init(_ line: ParsedLine) {
        self.line = line
        options = SplitPlan(line)
    }

    static func handOver(_ arguments: [ByteString]) throws(Failure) {
        guard SystemCsplit.isMeant(by: arguments, not: syntax) else { return }
        Exec.next("csplit", arguments: arguments)
        throw Failure(
            misuse: "these are arguments of the system's csplit, and there is none on PATH: "
                + "this is the csplit of cjobs")
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try session.checkConfiguration()
        let (path, rule) = try options.choose()
        if path == "-", File.isTerminal(0) {
            throw Failure(misuse: "no file is given, and standard input is a terminal")
        }
        var splitter = Splitter(rule)
        splitter.headerLines = options.headerLines
        splitter.records = try options.records()
        splitter.elidesEmpty = line.has(CsplitOptions.elideEmpty)
        splitter.packing = line.packing(FileOptions.compress) ?? .plain
        splitter.threads = line.threads(FileOptions.jobs)
        let names = try options.names(of: path)
        let file = try InputFile.open(path)
        let interruption = try Interruption()
        var progress = ByteProgress(session)
        let context = Splitter.Context(interruption) { progress.show(path.printable, $0) }
        do throws(Failure) {
            let paths =
                line.has(CsplitOptions.dryRun)
                ? try plan(file, splitter, names, context)
                : try split(file, splitter, names, context, session)
            progress.clear()
            let separator = line.has(CsplitOptions.null) ? 0 : UInt8(ascii: "\n")
            for path in paths {
                try session.output.write(path)
                try session.output.write(CollectionOfOne(separator))
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
        if let count = splitter.knownCount { return options.paths(names, count) }
        return options.paths(names, try splitter.split(file, into: nil, context).count)
    }

    /// Makes the parts, and returns their paths.
    private func split(
        _ file: File, _ splitter: Splitter, _ names: PartNames, _ context: Splitter.Context,
        _ session: borrowing Session
    ) throws(Failure) -> [ByteString] {
        let parts = try PartSet(
            in: options.directory, names, input: file.status(), options.manners)
        if let count = splitter.knownCount {
            try parts.checkPlaces(of: 0..<count, among: count)
        }
        let result = try splitter.split(file, into: parts, context)
        let paths = try parts.publish(result.count)
        if let warning = result.warning { session.log.notice(warning) }
        if splitter.records == nil, let title = result.records.title {
            session.log.notice(
                "'\(file.name.printable)' has \(title) records, which are kept whole "
                    + "(--record-lines 1 splits by lines)")
        }
        report(parts, result.count, session)
        return paths
    }

    /// Tells of parts that an earlier split has left. All parts are there by now, so that a look that
    /// fails is no failure.
    private func report(_ parts: PartSet, _ count: Int, _ session: borrowing Session) {
        let stale: [ByteString]
        do throws(Failure) {
            stale = try parts.staleParts(beyond: count)
        } catch {
            session.log.notice("cannot look for parts of an earlier split: \(error.message)")
            return
        }
        guard !stale.isEmpty, !options.manners.removesStale else { return }
        let some = stale.prefix(3).map { "'\($0.printable)'" }.joined(separator: ", ")
        let more = stale.count > 3 ? " and \(stale.count - 3) more" : ""
        session.log.notice("of an earlier split: \(some)\(more); --remove-stale removes such parts")
    }
}
