/// What an input is packed in, told by its first bytes and not by its name.
package enum Packing: Sendable, Equatable {
    case plain
    /// RFC 1952; any number of members.
    case gzip
    /// bzip2(1); any number of streams.
    case bzip2

    /// What the first bytes of an input say.
    enum Finding {
        case packing(Packing)
        /// The format of another tool, by that tool's name, and how to read it.
        case other(name: String, tool: String)
    }

    private static let magics: [(bytes: [UInt8], finding: Finding)] = [
        ([0x1F, 0x8B], .packing(.gzip)),
        ([0x42, 0x5A, 0x68], .packing(.bzip2)),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .other(name: "xz", tool: "xz -dc")),
        ([0x28, 0xB5, 0x2F, 0xFD], .other(name: "zstd", tool: "zstd -dc")),
        ([0x1F, 0x9D], .other(name: "compress", tool: "gzip -dc")),
        ([0x50, 0x4B, 0x03, 0x04], .other(name: "zip", tool: "unzip -p")),
    ]

    /// Looks at no more bytes than it must, so that a short first line of a pipe is not held up.
    ///
    /// An input that is cut within its magic number is packed all the same: where its name says so,
    /// or where a text would hardly consist of just these bytes.
    static func find(
        in input: InputBuffer, suffix: Packing?
    ) throws(Failure) -> Finding {
        var candidates = magics
        var count = 0
        while true {
            if let whole = candidates.first(where: { $0.bytes.count == count }) {
                // 'BZh' is text unless a level follows, or nothing at all.
                guard case .packing(.bzip2) = whole.finding,
                    let level = try input.peek(count), !(0x31...0x39).contains(level)
                else { return whole.finding }
                return .packing(.plain)
            }
            guard let byte = try input.peek(count) else {
                let isCut = count > 0 || suffix != nil
                guard isCut, let suffix, candidates.contains(where: { $0.finding.is(suffix) })
                else { return .packing(count == 1 && candidates.count == 2 ? .gzip : .plain) }
                return .packing(suffix)
            }
            candidates = candidates.filter { $0.bytes[count] == byte }
            if candidates.isEmpty { return .packing(.plain) }
            count += 1
        }
    }

    /// What a name's suffix asks for when a file is written.
    package init(suffixOf name: ByteString) {
        self = name.hasSuffix(".gz") ? .gzip : name.hasSuffix(".bz2") ? .bzip2 : .plain
    }

    /// `gzip`, `bzip2` or `plain`.
    package var word: String {
        switch self {
        case .plain: "plain"
        case .gzip: "gzip"
        case .bzip2: "bzip2"
        }
    }

    /// `.gz`, `.bz2`, or nothing.
    package var suffix: ByteString {
        switch self {
        case .plain: ""
        case .gzip: ".gz"
        case .bzip2: ".bz2"
        }
    }
}

extension Packing.Finding {
    fileprivate func `is`(_ packing: Packing) -> Bool {
        if case .packing(packing) = self { return true }
        return false
    }
}
