import Testing

@testable import JobCore

/// The forms of a message.
@Suite struct LogLineTests {
    private func line(_ message: String, _ level: Log.Level = .warning) -> LogLine {
        LogLine(
            tool: "csub", level: level, message: message, isNotice: false,
            time: WallTime(milliseconds: 1_456_227_984_009))
    }

    /// The same without the time, which depends on where the machine is.
    private func cluster(_ message: String, _ level: Log.Level = .warning, colored: Bool = false)
        -> String
    {
        String(line(message, level).text(.cluster, isColored: colored).drop { $0 != "." })
    }

    @Test func `plain lines have the tool's name, each`() {
        #expect(line("a\nb").text(.plain, isColored: true) == "csub: warning: a\ncsub: warning: b")
        #expect(line("a", .error).text(.plain, isColored: true) == "csub: a")
    }

    @Test func `the seed's lines, with further ones behind dashes as long as the head`() {
        #expect(cluster("Hi", .info) == ".009 | INFO --> Hi")
        let lines = line("a\nb", .info).text(.cluster, isColored: false).split(separator: "\n")
        #expect(lines[0].hasSuffix(" | INFO --> a"))
        #expect(lines[1] == String(repeating: "-", count: lines[0].count - 3) + "> b")
    }

    @Test(arguments: [
        (Log.Level.debug, ".009 | DEBUG --> x"),
        (.info, ".009 | \u{1B}[1m\u{1B}[97mINFO\u{1B}[0m --> x"),
        (.warning, ".009 | \u{1B}[1m\u{1B}[93mWARNING\u{1B}[0m --> x"),
        (.error, ".009 | \u{1B}[1m\u{1B}[91mERROR\u{1B}[0m --> x"),
        (.critical, ".009 | \u{1B}[1m\u{1B}[91mCRITICAL\u{1B}[0m --> x"),
    ])
    func `the seed's colours`(_ level: Log.Level, _ text: String) {
        #expect(cluster("x", level, colored: true) == text)
    }

    @Test(arguments: [
        ("debug", 1), ("i", 2), ("normal", 3), ("WARN", 4), ("warning", 4), ("error", 5), ("c", 6),
        ("1", 1), ("2", 2), ("3", 4), ("4", 5), ("5", 6),
    ])
    func `levels have names, letters and the seed's numbers`(_ word: String, _ rank: Int) {
        #expect(Log.Level(named: word)?.rawValue == rank)
        #expect(Log.Level(named: word + "x") == nil)
    }
}
