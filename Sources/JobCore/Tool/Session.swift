/// One run of a tool: where its data goes, and how it talks to people.
package struct Session: ~Copyable {
    /// The tool's name, before each message.
    package let tool: String
    /// Standard output: data, nothing else.
    package var output = Output.standard()
    /// What it says to people.
    package let log: Log
    /// What shows it.
    package let screen: Screen
    /// `--config`.
    private let configPath: ByteString?
    private var loaded: Configuration?

    /// - Throws: `Failure`: 64 or 78 for a wrong level, 73 for a log file that can't be opened.
    init(tool: String, _ options: LogOptions) throws(Failure) {
        self.tool = tool
        log = try Log(tool: tool, options)
        configPath = options.config
        screen = Screen(options)
    }

    /// What the configuration says; read when it is first asked for.
    /// - Throws: `Failure` as `Configuration.init`.
    package mutating func configuration() throws(Failure) -> Configuration {
        if let loaded { return loaded }
        let configuration = try Configuration(named: configPath)
        try configuration.paths.handOn()
        loaded = configuration
        if log.saysMore {
            for path in configuration.filePaths { log.debug("reading '\(path.printable)'") }
            for remark in configuration.remarks() { log.info(remark) }
        }
        return configuration
    }

    /// For a tool that has no use for it: whoever names a file is told if that is no good.
    package mutating func checkConfiguration() throws(Failure) {
        if configPath != nil { _ = try configuration() }
    }

    /// The same for whoever is about to write it, and may do so before it is there.
    package mutating func writableConfiguration() throws(Failure) -> Configuration {
        let configuration = try Configuration(named: configPath, forWriting: true)
        loaded = configuration
        return configuration
    }

    /// Where the configuration is, read or not.
    package var configurationPaths: ConfigPaths { ConfigPaths(named: configPath) }

    /// The local queue and the batch systems; `asked` is `--backend`.
    package mutating func backends(asked: ByteString?) throws(Failure) -> Backends {
        let log = self.log
        return try Backends(configuration(), asked: asked) { remark in
            switch remark {
            case .notice(let text): log.notice(text)
            case .info(let text): log.info(text)
            case .debug(let text): log.debug(text)
            }
        }
    }

    /// A variable of the environment.
    package static func variable(_ name: String) -> ByteString? { Surroundings.variable(name) }

    /// The wall clock.
    package static func now() -> WallTime { WallTime.now() }

    /// Says what went wrong, and what to do about it where that is known.
    package func explain(_ failure: Failure) {
        log.error(failure.message)
        if let advice = failure.advice { log.error(advice) }
    }

    /// Standard input as a whole.
    package func readInput(limit: Int = .max) throws(Failure) -> [UInt8] {
        try File.standardInput.readAll(limit: limit)
    }

    /// Job IDs: the operands, or else standard input, as every tool reads them.
    ///
    /// A line gives its first word; empty lines, those that begin with `#`, and a first line that
    /// begins with `JOBID` give none. An operand may be a range, `L7-L9`, or `last`, and both may name a
    /// batch, `@sort`: `named` tells the jobs of these. `separator` is what ends a line: NUL for `-0`.
    ///
    /// - Throws: `Failure` (64) where there is no operand and standard input is a terminal; (65)
    ///   for a word that cannot be an ID.
    package func jobIDs(
        from operands: [ByteString], separator: UInt8 = UInt8(ascii: "\n"),
        named: (JobID) throws(Failure) -> [JobID]
    ) throws(Failure) -> [JobID] {
        var ids: [JobID] = []
        for operand in operands where operand != "-" {
            if let id = operand.string.flatMap({ JobID($0) }), id.isName {
                ids += try named(id)
            } else if let range = operand.string.flatMap({ JobID.range($0) }) {
                ids += range
            } else {
                throw Failure("'\(operand.printable)' is no job ID", status: .usage)
            }
        }
        guard operands.isEmpty || operands.contains("-") else { return unique(ids) }
        guard !File.isTerminal(0) else {
            throw Failure(
                misuse: "no job IDs: none are given, and standard input is a terminal")
        }
        var isFirst = true
        for line in try readInput().split(separator: separator) {
            guard
                let word = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D })
                    .first,
                word.first != UInt8(ascii: "#")
            else { continue }
            let text = ByteString(word)
            let isHeading = isFirst && text.string?.uppercased() == "JOBID"
            isFirst = false
            if isHeading { continue }
            guard let id = text.string.flatMap({ JobID($0) }) else {
                throw Failure(
                    "standard input: '\(text.printable)' is no job ID", status: .badData)
            }
            if id.batchName == nil { ids.append(id) } else { ids += try named(id) }
        }
        return unique(ids)
    }

    private func unique(_ ids: [JobID]) -> [JobID] {
        var seen: Set<JobID> = []
        return ids.filter { seen.insert($0).inserted }
    }
}
