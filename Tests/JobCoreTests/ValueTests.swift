import JobCore
import Testing

/// One reader for each type of value, and one spelling for what it read.
@Suite struct ValueTests {
    private static let now = WallTime.now()

    private func read(_ row: OptionRow, _ text: String) -> String? {
        row.type.value(of: ByteString(text), now: Self.now)?.text.printable
    }

    @Test(
        arguments: [
            // As sbatch(1) reads --time: a number is minutes.
            ("90", "01:30:00"), ("90s", "00:01:30"), ("30m", "00:30:00"), ("2h", "02:00:00"),
            ("1d12h", "1-12:00:00"), ("10:30", "00:10:30"), ("1:02:03", "01:02:03"),
            ("1-12", "1-12:00:00"), ("1-12:30", "1-12:30:00"), ("2-00:00:01", "2-00:00:01"),
            ("100:00:00", "4-04:00:00"), ("none", "none"), ("None", "none"),
            ("0", "00:00:00"), ("UNLIMITED", "00:00:00"), ("0-9", nil), ("-5", nil),
            ("1:2:3:4", nil), ("two", nil), ("", nil),
            ("1h30", nil),
            ("99999999999", nil),
        ] as [(String, String?)])
    func `times`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.time, text) == value)
    }

    @Test(
        arguments: [
            ("4000", "4000"), ("4G", "4096"), ("4GB", "4096"), ("4GiB", "4096"), ("1.5G", "1536"),
            ("512K", "5"), ("1", "5"), ("0", "0"), ("6000K", "6000K"), ("5.1", "5223K"),
            ("2t", "2097152"),
            ("none", "none"), ("lots", nil), ("4X", nil), ("", nil), ("-1", nil), ("1e400", nil),
            ("4 G", nil),
        ] as [(String, String?)])
    func `sizes, of which five MiB is the least`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.memory, text) == value)
    }

    @Test(
        arguments: [
            ("1", "1"), ("64", "64"), ("none", "none"), ("0", nil), ("-1", nil), ("+1", nil),
            ("1.5", nil),
            ("", nil), ("1000001", nil), ("9999999999999999999999", nil),
        ] as [(String, String?)])
    func `counts`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.cores, text) == value)
    }

    @Test(
        arguments: [
            ("a", "a"), ("a,b", "a,b"), (" a , b ", "a,b"), ("['a', \"b\"]", "a,b"), ("a,,b", nil),
            ("", nil),
            ("a,\n  b", "a,b"), ("a\u{1}b", nil),
        ] as [(String, String?)])
    func `lists`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.features, text) == value)
    }

    @Test(
        arguments: [
            ("0-15", "0-15"), ("1,3,5-7%2", "1,3,5-7%2"), ("0-10:2", "0-10:2"), ("5", "5"),
            ("a", nil),
            ("5-1", nil), ("0-9:0", nil), ("1-2-3", nil), ("1:2", nil), ("1%0", nil), ("1%", nil),
            ("", nil), (",", nil),
        ] as [(String, String?)])
    func `arrays`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.array, text) == value)
    }

    @Test(
        arguments: [
            ("L7", "afterok:L7"), ("L7,L8", "afterok:L7:L8"), ("afterany:L7:L8", "afterany:L7:L8"),
            ("afterok:L1,afterany:L2,singleton", "afterok:L1,afterany:L2,singleton"), ("-", "-"),
            ("afterwards:L7", nil), ("", nil), ("afterok:", nil),
        ] as [(String, String?)])
    func `dependencies`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.depend, text) == value)
    }

    @Test(
        arguments: [
            ("true", "true"), ("Yes", "true"), ("on", "true"), ("1", "true"), ("False", "false"),
            ("off", "false"), ("maybe", nil),
        ] as [(String, String?)])
    func `flags in a profile`(_ text: String, _ value: String?) {
        #expect(read(JobOptions.hold, text) == value)
    }

    @Test func `a wrong value names option, value and what is expected`() {
        for row in JobOptions.all where ![.bytes, .file, .directory].contains(row.type) {
            // A control character is in no value of one line.
            #expect {
                try Choice(row, text: "\u{1}", origin: .commandLine, now: Self.now)
            } throws: { error in
                let message = (error as? Failure)?.message ?? ""
                return message.hasPrefix("\(row.name): '\\x01' is not ")
                    && message.contains(row.type.expected)
            }
        }
    }
}
