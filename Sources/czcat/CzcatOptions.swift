import JobCore

/// The options of czcat.
enum CzcatOptions {
    static let output = OptionRow(
        "output", "o", type: .file, value: "FILE", isUsual: true,
        help: "Writes to this file; '.gz' or '.bz2' at its end compresses.")
    static let test = OptionRow(
        "test", "t", isUsual: true, excludes: ["list", "output", "compress"],
        help: "Looks for damage; writes nothing.")
    static let list = OptionRow(
        "list", "l", isUsual: true, excludes: ["output", "compress"],
        help: "Lists formats, members and sizes.")
    static let format = OptionRow(
        "format",
        type: .choice(WordSet(["gz", "bz2", "plain", "auto"], also: ["gzip", "bzip2"])),
        value: "FORMAT", isUsual: true,
        help: "Takes this format for granted: gz, bz2, plain or auto.")
    static let raw = OptionRow("raw", isUsual: true, help: "Copies unchanged, whatever it is.")
    static let maxOutput = OptionRow(
        "max-output", type: .byteCount, value: "SIZE", isUsual: true,
        help: "Stops with 1 where there would be more bytes.")
    static let force = OptionRow(
        "f", help: "Nothing; zcat's -f is what this tool does anyway.")

    static let syntax = CommandSyntax(
        "czcat", "Decompress files to standard output.",
        usage: [
            "[options] [FILE...]", "-o FILE|-z gz|bz2 [options] [FILE...]",
            "-t|-l [options] [FILE...]",
        ],
        discussion: """
            Plain, gzip and bzip2 files, told by content. Without a FILE, or where FILE is '-': \
            standard input. Where there is no FILE: FILE.gz or FILE.bz2.
            """,
        groups: [
            OptionGroup(
                "Options",
                [
                    output, FileOptions.compress, test, list, format, raw, FileOptions.jobs,
                    maxOutput, force,
                ]),
            CommonOptions.group,
        ],
        operands: [Operand("FILE", .file, isOptional: true, isRepeated: true)],
        examples: [
            .init("czcat reads.fq.gz | head", "the first lines"),
            .init("czcat -t *.gz", "look for damage"),
            .init("czcat -l reads.fq.gz", "sizes before and after"),
            .init("czcat -o all.gz a.gz b.bz2 c.txt", "three in one, packed"),
            .init("sort big.txt | czcat -z gz > big.gz", "pack a stream"),
        ])
}
