import Testing

@testable import JobCore

/// Numbers that are read from bytes.
struct NumberTests {
    @Test(
        arguments: [
            ("0", 0), ("7", 7), ("0012", 12), ("-128", -128), ("127", 127), ("-0", 0),
        ] as [(ByteString, Int8)])
    func `digits are the number that they say`(_ text: ByteString, _ number: Int8) {
        #expect(Int8(text) == number)
    }

    @Test(
        arguments: ["", "-", "+1", " 1", "1 ", "1x", "128", "-129", "1000", "--1"] as [ByteString])
    func `what is no number, or does not fit, is nothing`(_ text: ByteString) {
        #expect(Int8(text) == nil)
    }

    @Test func `what has no sign takes none, and a radix has its digits`() {
        #expect(UInt64("-1" as ByteString) == nil)
        #expect(UInt64("18446744073709551615" as ByteString) == .max)
        #expect(UInt64("18446744073709551616" as ByteString) == nil)
        #expect(UInt64("00fF" as ByteString, radix: 16) == 255)
        #expect(UInt64("f" as ByteString) == nil)
    }
}
