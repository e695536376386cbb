import JobCore

/// What the options say of a split: where the cuts are, and what becomes of the parts.
struct SplitPlan {
    private let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    // MARK: Where the cuts are

    /// The file and the rule, from the options and the operands.
    /// - Throws: `Failure` (64) for operands that say neither or too much.
    func choose() throws(Failure) -> (ByteString, Splitter.Rule) {
        let words = line.operands
        let path = words.first ?? "-"
        let rule: Splitter.Rule?
        if let number = line.number(CsplitOptions.number) {
            rule = parts(number)
        } else if let lines = line.number(CsplitOptions.lines) {
            rule = .lines(lines)
        } else if let bytes = line.number(CsplitOptions.bytes) {
            guard bytes > 0 else {
                throw Failure("a part of no bytes holds no line", status: .usage)
            }
            rule = .bytes(bytes)
        } else {
            rule = nil
        }
        if let rule {
            guard words.count <= 1 else {
                throw Failure(misuse: "there are more operands than FILE")
            }
            return (path, rule)
        }
        guard words.count == 2 else { throw Failure(misuse: "into how many parts?") }
        guard case .number(let count)? = OptionType.count.value(of: words[1], now: Session.now())
        else {
            throw Failure("'\(words[1].printable)' is no number of parts", status: .usage)
        }
        return (path, parts(count))
    }

    private func parts(_ count: Int) -> Splitter.Rule {
        line.has(CsplitOptions.roundRobin) ? .roundRobin(count) : .parts(count)
    }

    /// Nil for what fits the records.
    var headerLines: Int? {
        line.has(CsplitOptions.noHeader) ? 0 : line.number(CsplitOptions.headerLines)
    }

    /// What is never cut; nil for what the file seems to have.
    /// - Throws: `Failure` (64) for what is no regular expression.
    func records() throws(Failure) -> RecordKind? {
        if let text = line.text(CsplitOptions.recordStart) {
            return .matching(try LinePattern(text))
        }
        if let count = line.number(CsplitOptions.recordLines) { return .lines(count) }
        if line.has(CsplitOptions.fasta) { return .fasta }
        return line.has(CsplitOptions.fastq) ? .fastq : nil
    }

    // MARK: What the parts are like, and where they go

    var directory: ByteString { line.text(CsplitOptions.outDirectory) ?? "." }

    var manners: PartSet.Manners {
        var manners = PartSet.Manners()
        manners.replaces = line.has(CsplitOptions.force)
        manners.removesStale = line.has(CsplitOptions.removeStale)
        manners.makesDirectory = line.has(CsplitOptions.parents)
        return manners
    }

    /// - Throws: `Failure` (64) for a prefix that is more than a name.
    func names(of path: ByteString) throws(Failure) -> PartNames {
        let prefix = line.text(CsplitOptions.prefix)
        if let prefix, prefix.contains(UInt8(ascii: "/")) {
            throw Failure("a prefix has no '/': --out-dir names a directory", status: .usage)
        }
        return PartNames(
            of: path, prefix: prefix, digits: line.number(CsplitOptions.digits) ?? 4,
            packing: line.packing(FileOptions.compress) ?? .plain)
    }

    /// The paths that there would be.
    func paths(_ names: PartNames, _ count: Int) -> [ByteString] {
        let start: ByteString =
            directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
        return (0..<count).map { start + names.name(of: $0, among: count) }
    }
}
