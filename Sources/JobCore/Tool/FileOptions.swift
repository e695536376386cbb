/// How the tools for files read options that more than one of them has.
extension ParsedLine {
    /// The packing that an option names; nil where it was not given.
    package func packing(_ row: OptionRow) -> Packing? {
        switch word(row) {
        case "gz", "gzip": .gzip
        case "bz2", "bzip2": .bzip2
        case "plain": .plain
        default: nil
        }
    }

    /// How many threads work: as many as there are processors, where the user says nothing.
    package func threads(_ row: OptionRow) -> Int { number(row) ?? min(64, Machine.processors()) }
}

/// Options that more than one tool for files has.
package enum FileOptions {
    package static let compress = OptionRow(
        "compress", "z", type: .choice(packings), value: "FORMAT", isUsual: true,
        help: "Compresses what is written: gz or bz2.")
    package static let jobs = OptionRow(
        "jobs", "j", type: .number(1...64), value: "N",
        help: "Works with so many threads (the processors there are).")

    package static let packings = WordSet(["gz", "bz2"], also: ["gzip", "bzip2"])
}
