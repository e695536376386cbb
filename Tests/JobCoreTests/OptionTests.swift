import JobCore
import Testing

@Suite struct OptionTests {
    private static let now = WallTime.now()

    private func line(_ words: String...) throws -> ParsedLine { try line(words) }

    private func line(_ words: [String]) throws -> ParsedLine {
        try line(words.map { ByteString($0) })
    }

    private func line(_ words: [ByteString]) throws -> ParsedLine {
        try ParsedLine(words, for: SubmitOptions.syntax, now: Self.now).sound()
    }

    /// The options of a line as `name=value`.
    private func read(_ words: String...) throws -> [String] {
        try line(words).choices.map { "\($0.row.name)=\($0.value.text.printable)" }
    }

    @Test func `options end at the command`() throws {
        let line = try line("-c", "4", "make", "-j", "4")
        #expect(line.number(JobOptions.cores) == 4)
        #expect(line.operands == ["make", "-j", "4"])
    }

    @Test(arguments: [
        ["-c4"], ["-c", "4"], ["--cores=4"], ["--cpus", "4"], ["--cpus-per-task=4"],
    ])
    func `every spelling is the same option`(_ words: [String]) throws {
        #expect(try line(words).number(JobOptions.cores) == 4)
    }

    @Test func `letters without values can stand together`() throws {
        #expect(try read("-HWc2", "x") == ["hold=true", "wait=true", "cores=2"])
    }

    @Test func `two dashes end the options`() throws {
        #expect(try line("-H", "--", "-x").operands == ["-x"])
    }

    @Test func `behind --render options and operands mix`() throws {
        let line = try line("--render", "mem=4G", "--backend", "torque", "cores=2")
        #expect(line.operands == ["mem=4G", "cores=2"])
        #expect(line.text(SubmitOptions.backend) == "torque")
    }

    @Test func `bytes of a value stay as they are`() throws {
        let line = try line([ByteString("-o"), ByteString([0xFF, 0x2F])])
        #expect(line.text(JobOptions.output) == ByteString([0xFF, 0x2F]))
    }

    @Test(arguments: ["q", "n", "w", "l", "S", "x", "k", "s"])
    func `letters of two minds are refused`(_ letter: String) {
        #expect(throws: Failure.self) { try line("-\(letter)", "x") }
    }

    @Test(arguments: [["-c"], ["--nosuch"], ["--hold=1"], ["-Hc"], ["--cor", "4"]])
    func `what is no option is refused`(_ words: [String]) {
        #expect(throws: Failure.self) { try line(words) }
    }

    @Test func `no name and no letter stands for two options`() {
        let rows = SubmitOptions.syntax.rows
        let names = rows.flatMap(\.spellings)
        #expect(Set(names).count == names.count)
        #expect(
            Set(rows.map(\.name))
                == Set(
                    (JobOptions.all + SubmitOptions.all)
                        .filter(\.isOnCommandLine).map(\.name)))
    }

    @Test(arguments: [
        ("memm", "mem"), ("core", "cores"), ("patrition", "partition"), ("waltime", "walltime"),
        ("outflie", "outfile"),
    ])
    func `a mistyped name is guessed`(_ typed: String, _ meant: String) {
        #expect {
            try OptionTable.builtIn.keyword(ByteString(typed), status: .usage)
        } throws: { error in
            (error as? Failure)?.message == "unknown option '\(typed)': did you mean '\(meant)'?"
        }
    }

    @Test func `variables are chosen by rules`() throws {
        let all: [ByteString] = ["PATH=/bin", "A=1", "B=2", "SLURM_JOB_ID=3", "SLURM_CONF=/x"]
        #expect(
            ExportRules.all.apply(to: all) == ["PATH=/bin", "A=1", "B=2", "SLURM_CONF=/x"])
        #expect(ExportRules("NONE")?.apply(to: all) == ["PATH=/bin"])
        #expect(ExportRules("A,C=9")?.apply(to: all) == ["PATH=/bin", "A=1", "C=9"])
        #expect(
            ExportRules("ALL,A=7")?.apply(to: all)
                == ["PATH=/bin", "B=2", "SLURM_CONF=/x", "A=7"])
        #expect(ExportRules("1x=2") == nil)
    }
}
