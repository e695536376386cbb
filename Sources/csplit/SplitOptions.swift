import ArgumentParser
import JobCore

/// Where the cuts are.
struct Cutting: ParsableArguments {
    @Option(
        name: [
            .customShort("n", allowingJoined: true), .customLong("number"), .customLong("parts"),
        ], help: "So many parts, which differ by one line at most.")
    var number: PartCount?

    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("lines")],
        help: "So many lines a part.")
    var lines: PartCount?

    @Option(
        name: [.customShort("b", allowingJoined: true), .customLong("bytes")],
        help: "Whole lines up to so many bytes a part: 4096, 512K, 1.5G.")
    var bytes: ByteCount?

    @Flag(
        name: [.customShort("r"), .customLong("round-robin")],
        help: "Line by line to each part in turn.")
    var roundRobin = false

    init() {}

    /// The file and the rule, from the options and the operands.
    func choose(_ words: [ByteString]) throws(Failure) -> (ByteString, Splitter.Rule) {
        let chosen = [number != nil, lines != nil, bytes != nil].filter { $0 }.count
        guard chosen <= 1 else {
            throw Failure("choose one of --number, --lines and --bytes", status: .usage)
        }
        guard words.count <= (chosen == 1 ? 1 : 2) else {
            throw Failure("there are more operands than FILE and PARTS", status: .usage)
        }
        if chosen == 0 {
            guard words.count == 2 else {
                throw Failure("into how many parts?", status: .usage)
            }
            guard let text = words[1].string, let count = PartCount(argument: text) else {
                throw Failure(
                    "'\(words[1].printable)' is no number of parts", status: .usage)
            }
            return (words[0], parts(count.value))
        }
        let path = words.first ?? "-"
        if let number { return (path, parts(number.value)) }
        guard !roundRobin else {
            throw Failure("--round-robin goes with a number of parts", status: .usage)
        }
        if let lines { return (path, .lines(lines.value)) }
        guard let bytes = bytes?.bytes, bytes > 0 else {
            throw Failure("a part of no bytes holds no line", status: .usage)
        }
        return (path, .bytes(bytes))
    }

    private func parts(_ count: Int) -> Splitter.Rule {
        roundRobin ? .roundRobin(count) : .parts(count)
    }
}

/// A whole number from 1.
struct PartCount: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        guard let number = Int(argument), (1...1_000_000).contains(number) else { return nil }
        value = number
    }
}

/// What the parts are like and where they go.
struct Making: ParsableArguments {
    @Option(
        name: [.customShort("O", allowingJoined: true), .customLong("out-dir")],
        help: "The directory for the parts (.).", completion: .directory)
    var outDirectory: ByteString?

    @Flag(
        name: [.customShort("p"), .customLong("parents")],
        help: "Make that directory where it is missing.")
    var parents = false

    @Option(name: .long, help: "Names begin with this (FILE.split_).")
    var prefix: ByteString?

    @Option(
        name: [.customShort("a", allowingJoined: true), .customLong("digits")],
        help: "Digits of the parts' numbers, at least (4).")
    var digits: Digits?

    @Flag(name: .customLong("no-header"), help: "The first line is a line like others.")
    var noHeader = false

    @Option(
        name: .customLong("header-lines"),
        help: "So many lines at the top are the header of every part (1).")
    var headerLines: HeaderCount?

    @Option(
        name: [.customShort("z", allowingJoined: true), .customLong("compress")],
        help: "Compress the parts: gz or bz2.")
    var compress: Packing?

    @Flag(
        name: [.customShort("e"), .customLong("elide-empty")],
        help: "Leave out parts without a line.")
    var elideEmpty = false

    @Flag(name: .long, help: "Replace parts that are there.")
    var force = false

    @Flag(
        name: .customLong("remove-stale"),
        help: "Remove parts of an earlier split that this one does not replace.")
    var removeStale = false

    init() {}

    var directory: ByteString { outDirectory ?? "." }

    var manners: PartSet.Manners {
        var manners = PartSet.Manners()
        manners.replaces = force
        manners.removesStale = removeStale
        manners.makesDirectory = parents
        return manners
    }

    func headerCount() throws(Failure) -> Int? {
        guard !noHeader || headerLines == nil else {
            throw Failure("choose one of --no-header and --header-lines", status: .usage)
        }
        return noHeader ? 0 : headerLines?.value
    }

    func names(of path: ByteString) throws(Failure) -> PartNames {
        if let prefix, prefix.contains(UInt8(ascii: "/")) {
            throw Failure("a prefix has no '/': --out-dir names a directory", status: .usage)
        }
        return PartNames(
            of: path, prefix: prefix, digits: digits?.value ?? 4, packing: compress ?? .plain)
    }

    /// The paths that there would be.
    func paths(_ names: PartNames, _ count: Int) -> [ByteString] {
        let start: ByteString =
            directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
        return (0..<count).map { start + names.name(of: $0, among: count) }
    }
}

/// `--digits`.
struct Digits: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        guard let number = Int(argument), (1...18).contains(number) else { return nil }
        value = number
    }
}

/// `--header-lines`.
struct HeaderCount: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        guard let number = Int(argument), number >= 0 else { return nil }
        value = number
    }
}

/// What is about the tool rather than the parts.
struct OtherOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Show the parts' paths; write nothing.")
    var dryRun = false

    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
        help: "Work with so many threads (the processors there are).")
    var jobs: ThreadCount?

    @Flag(name: [.customShort("0"), .customLong("null")], help: "Paths end with NUL.")
    var null = false

    init() {}

    var separator: UInt8 { null ? 0 : UInt8(ascii: "\n") }
}
