import JobCore

/// The options of csplit.
enum CsplitOptions {
    // MARK: Where the cuts are

    static let number = OptionRow(
        "number", "n", ["parts"], type: .count, value: "PARTS", isUsual: true,
        excludes: ["lines", "bytes"], help: "So many parts, which differ by one line at most.")
    static let lines = OptionRow(
        "lines", "l", type: .count, value: "LINES", isUsual: true, excludes: ["bytes"],
        help: "So many lines a part.")
    static let bytes = OptionRow(
        "bytes", "b", type: .byteCount, value: "SIZE", isUsual: true,
        help: "Whole lines up to so many bytes a part: 4096, 512K, 1.5G.")
    static let roundRobin = OptionRow(
        "round-robin", "r", isUsual: true, excludes: ["lines", "bytes"],
        help: "Line by line to each part in turn.")

    // MARK: What is never cut

    static let recordStart = OptionRow(
        "record-start", type: .bytes, value: "REGEX",
        excludes: ["record-lines", "fasta", "fastq"],
        help: "A record begins at each line in which REGEX (extended) is found.")
    static let recordLines = OptionRow(
        "record-lines", type: .count, value: "N", excludes: ["fasta", "fastq"],
        help: "N lines are a record; 1 splits any file by lines.")
    static let fasta = OptionRow(
        "fasta", isUsual: true, excludes: ["fastq"], help: "A record begins at each line with '>'.")
    static let fastq = OptionRow(
        "fastq", isUsual: true, help: "Records have four lines, which are checked.")

    // MARK: What the parts are like, and where they go

    static let outDirectory = OptionRow(
        "out-dir", "O", type: .directory, value: "DIRECTORY", isUsual: true,
        help: "The directory for the parts (.).")
    static let parents = OptionRow(
        "parents", "p", help: "Makes that directory where it is missing.")
    static let prefix = OptionRow(
        "prefix", type: .anyBytes, value: "PREFIX", isUsual: true,
        help: "Names begin with this (FILE.split_).")
    static let digits = OptionRow(
        "digits", "a", type: .number(1...18), value: "N",
        help: "Digits of the parts' numbers, at least (4).")
    static let noHeader = OptionRow(
        "no-header", isUsual: true, excludes: ["header-lines"],
        help: "The first line is a line like others.")
    static let headerLines = OptionRow(
        "header-lines", type: .amount, value: "N", isUsual: true,
        help: "So many lines at the top are the header of every part (1; 0 with records).")
    static let elideEmpty = OptionRow(
        "elide-empty", "e", help: "Leaves out parts without a line.")
    static let force = OptionRow("force", isUsual: true, help: "Replaces parts that are there.")
    static let removeStale = OptionRow(
        "remove-stale", help: "Removes parts of an earlier split that this one does not replace.")

    // MARK: The run

    static let dryRun = OptionRow(
        "dry-run", isUsual: true, help: "Shows the parts' paths; writes nothing.")
    static let null = OptionRow("null", "0", help: "Paths end with NUL.")

    static let syntax = CommandSyntax(
        "csplit", "Split a file into parts of whole lines.",
        usage: ["[options] FILE PARTS", "[options] -n PARTS|-l LINES|-b BYTES [FILE]"],
        discussion: """
            Plain, gzip and bzip2 files; '-' is standard input. The parts' paths go to standard \
            output. FASTA and FASTQ records are kept whole, and have no header. Arguments that are those of the system's csplit (patterns, -f, -k, -s) are \
            handed over to it.
            """,
        groups: [
            OptionGroup("Splitting", [number, lines, bytes, roundRobin]),
            OptionGroup("Records", [recordStart, recordLines, fasta, fastq]),
            OptionGroup(
                "Parts",
                [
                    outDirectory, parents, prefix, digits, noHeader, headerLines,
                    FileOptions.compress, elideEmpty, force, removeStale,
                ]),
            OptionGroup("Other", [dryRun, FileOptions.jobs, null]), CommonOptions.group,
        ],
        operands: [
            Operand("FILE", .file, isOptional: true), Operand("PARTS", .count, isOptional: true),
        ],
        examples: [
            .init("csplit big.txt 8", "eight parts, each with the first line"),
            .init("csplit -n 8 --no-header big.txt.gz", "no header; unpacked on the way"),
            .init("csplit -l 10000 -z gz big.txt", "parts of 10,000 lines, packed"),
            .init("csplit -O parts -p big.txt 4", "into a directory that is made"),
            .init("csplit big.txt 8 | csub --each 'sort {} > {}.sorted'", "a job for each part"),
        ], hasNamesake: true)
}
