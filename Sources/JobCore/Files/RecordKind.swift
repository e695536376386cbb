/// What a split never cuts: a line, or a record of several lines.
package enum RecordKind: Sendable {
    /// So many lines; 1 for lines alone.
    case lines(Int)
    /// From a line that begins with `>` to the next one. What stands before the first belongs to it.
    case fasta
    /// Four lines: `@` and a name, the sequence, `+`, and as many qualities as bases.
    case fastq
    /// From a line in which the expression is found to the next one.
    case matching(LinePattern)

    /// Whether a record may be more than a line, so that a first line is part of one and no header.
    package var isMoreThanLine: Bool {
        if case .lines(1) = self { return false }
        return true
    }

    /// What it is called in a message; nil for what has no name.
    package var title: String? {
        switch self {
        case .fasta: "FASTA"
        case .fastq: "FASTQ"
        case .lines, .matching: nil
        }
    }
}

/// Tells by the beginning of an input which records it has, where nobody has said so.
struct RecordDetector {
    /// What the input's name says.
    private let named: Named?
    private enum Named { case fasta, fastq }

    /// So much of an input is looked at, at most.
    static let reach = 1 << 16

    private static let fastaEndings: [ByteString] = [
        ".fa", ".fasta", ".fas", ".fna", ".ffn", ".faa", ".frn",
    ]
    private static let fastqEndings: [ByteString] = [".fq", ".fastq"]

    /// `name` is the input's, packed or not.
    init(name: ByteString) {
        var base = name.lowercased
        base = ByteString(base.bytes.dropLast(Packing(suffixOf: base).suffix.count))
        if Self.fastaEndings.contains(where: { base.hasSuffix($0) }) {
            named = .fasta
        } else if Self.fastqEndings.contains(where: { base.hasSuffix($0) }) {
            named = .fastq
        } else {
            named = nil
        }
    }

    /// What an input has that begins with `bytes`; nil where more of it must be seen.
    ///
    /// A name alone proves nothing, and neither does an `@`: the four lines of a FASTQ record fit
    /// together.
    func kind(of bytes: [UInt8], isAll: Bool) -> RecordKind? {
        guard let first = bytes.first else { return isAll ? .lines(1) : nil }
        if first == UInt8(ascii: ">") || (first == UInt8(ascii: ";") && named == .fasta) {
            return .fasta
        }
        guard first == UInt8(ascii: "@") else { return .lines(1) }
        if named == .fastq { return .fastq }
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: 4, omittingEmptySubsequences: false)
        guard lines.count > 4 || isAll || bytes.count >= Self.reach else { return nil }
        let isFastq =
            lines.count >= 4 && lines[2].first == UInt8(ascii: "+") && !lines[1].isEmpty
            && lines[1].count == lines[3].count
        return isFastq ? .fastq : .lines(1)
    }
}
