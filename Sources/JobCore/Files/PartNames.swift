/// What the parts of a file are called: `big.txt.split_0001.txt`.
package struct PartNames: Sendable {
    /// Before the number and behind it.
    private let prefix: ByteString
    private let suffix: ByteString
    private let digits: Int

    /// - Parameters:
    ///   - input: the input's path; its `.gz` or `.bz2` is left out, and `-` is `stdin`.
    ///   - prefix: instead of `big.txt.split_`.
    ///   - digits: of the number, at least.
    ///   - packing: what the parts are packed in.
    package init(
        of input: ByteString, prefix: ByteString? = nil, digits: Int = 4,
        packing: Packing = .plain
    ) {
        var base = input == "-" ? "stdin" : input.lastComponent
        let packed = Packing(suffixOf: base).suffix
        if !packed.isEmpty, base.count > packed.count {
            base = ByteString(base.bytes.dropLast(packed.count))
        }
        var ending: ByteString = ""
        if let dot = base.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < base.count {
            ending = ByteString(base.bytes[dot...])
        }
        self.prefix = prefix ?? base + ".split_"
        self.digits = digits
        suffix = ending + packing.suffix
    }

    /// The name of a part, counted from 0, of so many.
    package func name(of part: Int, among count: Int) -> ByteString {
        let number = "\(part + 1)"
        let width = max(digits, "\(count)".utf8.count)
        let zeros = String(repeating: "0", count: max(0, width - number.utf8.count))
        return prefix + ByteString(zeros + number) + suffix
    }

    /// Whether a name has the shape of a part's, whatever its number, digits and packing.
    func covers(_ name: ByteString) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let rest = name.bytes.dropFirst(prefix.count)
        let number = rest.prefix { (0x30...0x39).contains($0) }
        let behind = ByteString(rest.dropFirst(number.count))
        let plain = Packing(suffixOf: suffix).suffix
        let bare = ByteString(suffix.bytes.dropLast(plain.count))
        return !number.isEmpty && number.count >= min(digits, 4)
            && [bare, bare + ".gz", bare + ".bz2"].contains(behind)
    }
}
