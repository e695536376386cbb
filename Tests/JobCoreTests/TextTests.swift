import TestSupport
import Testing

@testable import JobCore

@Suite struct TextTests {
    @Test(arguments: [
        ("90", 5_400_000), ("90s", 90_000), ("30m", 1_800_000), ("2h", 7_200_000),
        ("1d12h", 129_600_000), ("10:30", 630_000), ("1:00:00", 3_600_000),
        ("2-12", 216_000_000), ("1-02:03", 93_780_000), ("1-02:03:04", 93_784_000),
    ])
    func `time limits are read as sbatch reads them`(_ text: String, _ milliseconds: Int) {
        #expect(DurationText.limit(text) == milliseconds)
    }

    @Test(arguments: [
        "", "x", "-1", "1:2:3:4", "1-", "-5:00", "5 m", "1h2d", "99999999999", "1.5", "3x", "::",
        "9999999999d",
    ])
    func `other time limits are refused`(_ text: String) {
        #expect(DurationText.limit(text) == nil)
    }

    @Test(arguments: [
        ("1.5", 1500), ("0", 0), ("90", 90_000), ("2m", 120_000), ("1:00", 60_000), ("0.5s", 500),
    ])
    func `a bare waiting time is seconds`(_ text: String, _ milliseconds: Int) {
        #expect(DurationText.wait(text) == milliseconds)
    }

    @Test(arguments: [
        ("4000", 4000 << 20), ("512K", 512 << 10), ("16G", 16 << 30), ("2GB", 2 << 30),
        ("2GiB", 2 << 30), ("1.5g", 3 << 29), ("1T", 1 << 40),
    ])
    func `sizes are 1024-based and bare ones MiB`(_ text: String, _ bytes: Int) {
        #expect(MemorySize.bytes(text) == bytes)
    }

    @Test(arguments: ["", "G", "-1", "1X", "1e5", "inf", "0x10", "99999999999T", "1 G"])
    func `other sizes are refused`(_ text: String) { #expect(MemorySize.bytes(text) == nil) }

    @Test(arguments: [
        ("now+90", 90_000), ("now+2hours", 7_200_000), ("now+1day", 86_400_000), ("now", 0),
    ])
    func `begin times may be relative`(_ text: String, _ later: Int) {
        let now = WallTime(milliseconds: 1_790_000_000_000)
        #expect(
            BeginTime.moment(text, now: now)
                == WallTime(milliseconds: now.milliseconds + later))
    }

    @Test func `a time of day that has passed is tomorrow's`() throws {
        var date = LocalDate(WallTime(milliseconds: 1_790_000_000_000))
        (date.hour, date.minute, date.second) = (12, 0, 0)
        let noon = date.wallTime
        let day = 86_400_000
        let later = try #require(BeginTime.moment("13:30", now: noon))
        #expect(later.milliseconds - noon.milliseconds == day / 16)
        let earlier = try #require(BeginTime.moment("09:00", now: noon))
        #expect(earlier.milliseconds - noon.milliseconds == day - day / 8)
        let full = try #require(BeginTime.moment("2030-01-02T03:04:05", now: noon))
        #expect(full.local == "2030-01-02T03:04:05")
    }

    @Test(arguments: [
        ("2h", -7200), ("1d12h", -129_600), ("now-30minutes", -1800), ("now", 0),
        ("09:30", -9000), ("13:00", -82_800), ("today", -43_200), ("yesterday", -129_600),
    ])
    func `a moment that was is meant where one looks back`(_ text: String, _ seconds: Int) {
        var date = LocalDate(WallTime(milliseconds: 1_790_000_000_000))
        (date.hour, date.minute, date.second) = (12, 0, 0)
        let noon = date.wallTime
        let past = BeginTime.past(text, now: noon)
        #expect(past == WallTime(milliseconds: noon.milliseconds + seconds * 1000))
        #expect(BeginTime.past("2026-01-02T03:04", now: noon)?.local == "2026-01-02T03:04:00")
    }

    @Test(arguments: ["", "90", "2", "tomorrow", "now+1hour", "1:2:3:4", "2026-02-30", "-2h"])
    func `other moments that were are refused`(_ text: String) {
        #expect(BeginTime.past(text, now: WallTime(milliseconds: 1_790_000_000_000)) == nil)
    }

    @Test func `a table is as wide as its values, and cuts none`() {
        var table = TextTable(headings: ["A", "LONG", "C"])
        for value: FieldValue in [
            .text("é\n"), .number(-12), .none, .none, .word("longer than it"), .time(90_061_000),
        ] {
            table.add(value)
        }
        let text = String(decoding: table.text(.init(filler: UInt8(ascii: "-"))), as: UTF8.self)
        #expect(
            text == """
                A    LONG            C
                é\\n  -12
                -    longer than it  1-01:01:01

                """)
    }

    @Test func `a table that is too wide gives way where it may`() {
        var table = TextTable(headings: ["ID", "NAME", "REASON"])
        for value: FieldValue in [
            .number(1), .text("éééééééééééééé"), .word("a reason of some length"), .number(2),
            .none,
            .word("held"),
        ] {
            table.add(value)
        }
        let elastic = [
            TextTable.Elastic(column: 1, least: 8), TextTable.Elastic(column: 2, least: 16),
        ]
        #expect(table.width == 43 && table.leastWidth(elastic: elastic) == 30)
        func widths(_ columns: Int) -> [Int] { table.limits(fitting: columns, elastic: elastic) }
        #expect(widths(50) == [2, 14, 23] && widths(40) == [2, 11, 23])
        #expect(widths(32) == [2, 8, 18] && widths(10) == [2, 6, 6])
        let look = TextTable.Look(limits: widths(32))
        #expect(
            String(decoding: table.text(look), as: UTF8.self) == """
                ID  NAME      REASON
                1   ééééééé…  a reason of some …
                2             held

                """)
    }

    @Test func `how long it may take is told from what has ended meanwhile`() {
        #expect(WaitProgress.estimate(14_000, 20, 480) == 336_000)
        #expect(WaitProgress.estimate(1000, 20, 480) == nil)
        #expect(WaitProgress.estimate(14_000, 1, 480) == nil)
        #expect(WaitProgress.estimate(14_000, 20, 0) == nil)
        var progress = WaitProgress()
        let first = progress.text(ended: 2, of: 9, failed: 0, running: 1, "ended")
        #expect(first.hasPrefix("2 of 9 ended, 1 running, 0:0"))
        let next = progress.text(ended: 3, of: 9, failed: 1, running: 1, "ended")
        #expect(next.hasPrefix("3 of 9 ended, 1 failed, 1 running, 0:0"))
    }

    @Test(arguments: [
        (0, "0"), (1023, "1023"), (1536 << 20, "1536M"), (16 << 30, "16G"), (218_340 << 10, "213M"),
        (8468 << 10, "8468K"), (18_468 << 10, "18M"), (1_234_567_890, "1.1G"), (123_456, "121K"),
        (5_000_000_000_000, "4.5T"), (1_048_575, "1.0M"), (4000 << 20, "4000M"),
    ])
    func `a size is short for a person`(_ bytes: Int, _ text: String) {
        #expect(MemorySize.short(bytes) == text)
    }

    @Test(arguments: [
        (0, "0:00"), (61_000, "1:01"), (3_600_000, "1:00:00"), (86_399_000, "23:59:59"),
        (90_061_000, "1-01:01:01"),
    ])
    func `lengths of time are shown as squeue does`(_ milliseconds: Int, _ text: String) {
        #expect(DurationText.clock(milliseconds: milliseconds) == text)
    }

    @Test func `a screen has what fits, and says how much is missing`() {
        let text = Array((1...9).map { "line \($0)\n" }.joined().utf8)
        let page = String(decoding: Terminal.page(text, rows: 6), as: UTF8.self)
        #expect(page.contains("line 4\u{1B}[K\r\n… 5 more\u{1B}[K\r\n\u{1B}[J"))
        #expect(!String(decoding: Terminal.page(text, rows: 10), as: UTF8.self).contains("more"))
    }

    @Test(arguments: [
        "", "25:00", "12:60", "yesterday", "now-1", "2026-13-01", "2026-02-30", "now+x", "1:2:3:4",
    ])
    func `other begin times are refused`(_ text: String) {
        #expect(BeginTime.moment(text, now: WallTime(milliseconds: 0)) == nil)
    }

    @Test func `quoted bytes come back from every shell as they were`() throws {
        var generator = Seeded(7)
        let alphabet: [UInt8] =
            Array("'\"\\$`!*?[]{}()|&;<>#~=%^ \t\n-ab".utf8) + [0xFF, 0xC3, 0xA9, 1, 0x7F]
        var script: [UInt8] = []
        var expected: [UInt8] = []
        for _ in 0..<2000 {
            let word = ByteString(
                (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
                    alphabet.randomElement(using: &generator)
                })
            script += Array("printf '%s.' ".utf8) + Shell.quote(word).bytes + [0x0A]
            expected += word.bytes + Array(".".utf8)
        }
        let scratch = try Scratch(cores: nil)
        try scratch.write(script, to: "script")
        for shell in ["dash", "bash"] {
            try scratch.run("\(shell) script > \(shell).out")
            #expect(try scratch.bytes(of: "\(shell).out") == expected, "\(shell)")
        }
    }

    @Test func `what a person reads has no control characters`() {
        let hostile = ByteString([0x61, 0x1B, 0x5B, 0x32, 0x4A, 0x0A, 0xFF, 0xC3, 0xA9])
        #expect(hostile.printable == "a\\x1b[2J\\n\\xffé")
    }

    @Test func `JSON keeps bytes that are no text`() {
        let text = JSONText.text {
            $0.object { $0.member("n", ByteString([0x22, 0xFF, 0xC3, 0xA9, 0x01])) }
        }
        #expect(String(decoding: text, as: UTF8.self) == #"{"n":"\"\udcffé\u0001"}"#)
    }

    @Test(arguments: [
        ("sort", "s*", true), ("sort", "*t", true), ("sort", "s?rt", true), ("sort", "sor", false),
        ("", "*", true), ("abcabc", "*abc", true), ("abc", "a*b", false),
    ])
    func `names fit patterns`(_ name: String, _ pattern: String, _ fits: Bool) {
        #expect(ByteString(name).matches(ByteString(pattern)) == fits)
    }
}

/// Random numbers that are the same in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
