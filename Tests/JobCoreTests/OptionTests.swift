import JobCore
import Testing

@Suite struct OptionTests {
    private func line(_ words: String...) throws -> SubmitLine {
        try SubmitLine(words.map { ByteString($0) })
    }

    @Test func `options end at the command`() throws {
        let line = try line("-c", "4", "make", "-j", "4")
        #expect(line.options == ["--cores=4"])
        #expect(line.operands == ["make", "-j", "4"])
    }

    @Test func `every spelling is the same option`() throws {
        for words in [
            ["-c4"], ["-c", "4"], ["--cores=4"], ["--cpus", "4"], ["--cpus-per-task=4"],
        ] {
            #expect(try SubmitLine(words.map { ByteString($0) }).options == ["--cores=4"])
        }
        #expect(try line("-HWc2", "x").options == ["--hold", "--wait", "--cores=2"])
    }

    @Test func `two dashes end the options`() throws {
        let line = try line("-H", "--", "-x")
        #expect(line.operands == ["-x"])
    }

    @Test func `bytes of a value stay as they are`() throws {
        let line = try SubmitLine(["-o", ByteString([0xFF, 0x2F])])
        #expect(line.options == [ByteString(Array("--output=".utf8) + [0xFF, 0x2F])])
    }

    @Test(arguments: ["q", "n", "w", "l", "S", "x", "k", "s"])
    func `letters of two minds are refused`(_ letter: String) {
        #expect(throws: Failure.self) { try line("-\(letter)", "x") }
    }

    @Test(arguments: [["-c"], ["--nosuch"], ["--hold=1"], ["-Hc"], ["--cor", "4"]])
    func `what is no option is refused`(_ words: [String]) {
        #expect(throws: Failure.self) { try SubmitLine(words.map { ByteString($0) }) }
    }

    @Test func `no name and no letter stands for two options`() {
        let names = SubmitOptions.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        let letters = SubmitOptions.all.compactMap(\.letter)
        #expect(Set(letters).count == letters.count)
        #expect(letters.allSatisfy { SubmitOptions.unassigned[$0] == nil })
    }

    @Test func `variables are chosen by rules`() throws {
        let all: [ByteString] = ["PATH=/bin", "A=1", "B=2", "SLURM_JOB_ID=3", "SLURM_CONF=/x"]
        #expect(
            try ExportRules(nil).apply(to: all) == ["PATH=/bin", "A=1", "B=2", "SLURM_CONF=/x"])
        #expect(try ExportRules("NONE").apply(to: all) == ["PATH=/bin"])
        #expect(try ExportRules("A,C=9").apply(to: all) == ["PATH=/bin", "A=1", "C=9"])
        #expect(
            try ExportRules("ALL,A=7").apply(to: all)
                == ["PATH=/bin", "B=2", "SLURM_CONF=/x", "A=7"])
        #expect(throws: Failure.self) { try ExportRules("1x=2") }
    }
}
