/// Numbers in files that are read often. `String` looks for letters of many bytes where there is one for
/// each, which made a tenth of what a submission computes.
extension FixedWidthInteger {
    /// What digits in ASCII say, with a `-` before them where it may be negative; nil for anything else,
    /// and for what does not fit. Letters of hexadecimal digits may be of either size.
    package init?(_ text: ByteString, radix: Self = 10) {
        self.init(digits: text.bytes[...], radix: radix)
    }

    /// The same of a part of some bytes.
    package init?(digits bytes: ArraySlice<UInt8>, radix: Self = 10) {
        let isNegative = Self.isSigned && bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes
        guard !digits.isEmpty else { return nil }
        var value: Self = 0
        for byte in digits {
            guard let digit = Self.digit(byte), digit < radix else { return nil }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: radix)
            let (next, isBeyond) =
                isNegative
                ? product.subtractingReportingOverflow(digit)
                : product.addingReportingOverflow(digit)
            guard !isTooLarge, !isBeyond else { return nil }
            value = next
        }
        self = value
    }

    private static func digit(_ byte: UInt8) -> Self? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Self(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Self(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Self(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
