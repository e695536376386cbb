import TestSupport
import Testing

/// What the tools say to people: how much, where, and in what form.
@Suite struct LogTests {
    /// A warning and, at info, a line more.
    private static let noisy = "csub -c 99 -W --get true"

    @Test(arguments: [
        ("", 1), ("-Q", 0), ("-v", 1), ("--log-level error", 0), ("--log-level e", 0),
        ("--log-level 4", 0), ("--log-level warn", 1), ("--log-level normal", 1),
        ("--log-level D", 1),
        ("-v --log-level critical", 0),
    ])
    func `a level says how much is said`(_ options: String, _ count: Int) throws {
        let result = try Scratch().run(
            "\(Self.noisy.replacing("csub", with: "csub \(options)"))")
        let warnings = result.errors.split(separator: "\n").filter {
            $0 == "csub: warning: 99 cores asked for, limiting to 4"
        }
        #expect(warnings.count == count, "\(result)")
        #expect(result.status == 0)
    }

    @Test func `the environment has a level too, and options outdo it`() throws {
        let scratch = try Scratch()
        let quiet = ["CJOBS_LOG_LEVEL": "error"]
        #expect(try scratch.run(Self.noisy, with: quiet).errors.isEmpty)
        #expect(try !scratch.run("csub -v -c 99 true", with: quiet).errors.isEmpty)
        let wrong = try scratch.run("csub true", with: ["CJOBS_LOG_LEVEL": "loud"])
        #expect(wrong.status == 78)
        #expect(wrong.errors.hasPrefix("csub: CJOBS_LOG_LEVEL: 'loud' is not one of debug, info,"))
    }

    @Test(arguments: ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"])
    func `all seven have the same options`(_ tool: String) throws {
        let scratch = try Scratch(cores: nil)
        let help = try scratch.run("\(tool) --help-all").output
        for option in [
            "-v, --verbose", "--quiet", "--log-level LEVEL", "--log-file FILE",
            "--log-format FORM", "--color WHEN", "--config FILE", "-V, --version",
        ] {
            #expect(help.contains(option), "\(option)")
        }
        let wrong = try scratch.run("\(tool) --log-level loud")
        #expect(wrong.errors.contains("--log-level: 'loud' is not one of debug, info, normal"))
        #expect(wrong.status == (tool == "cwait" ? 125 : 64))
        #expect(
            try scratch.run("\(tool) --log-file nosuch/log").status == (tool == "cwait" ? 125 : 73))
    }

    @Test func `a file gets the seed's lines, appended, and standard error the failures`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --log-file log -c 99 -W --get true; csub --log-file log -Q -c 99 -W --get true
            csub --log-file log -d L99 true; cat log
            """)
        let stamp = #/^\d{8} \d\d:\d\d:\d\d\.\d{3} \| /#
        #expect(result.lines.allSatisfy { $0.prefixMatch(of: stamp) != nil }, "\(result)")
        #expect(
            result.lines.map { String($0.drop { $0 != "|" }) } == [
                "| WARNING --> 99 cores asked for, limiting to 4",
                "| ERROR --> cannot depend on 'L99': no such job",
            ])
        #expect(result.errors == "csub: cannot depend on 'L99': no such job\n")
    }

    @Test(arguments: [("gz", "gzip"), ("bz2", "bzip2")])
    func `a packed file gets each message packed`(_ suffix: String, _ program: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            for i in 1 2 3; do csub --log-file log.\(suffix) -c 9$i -W --get true; done
            \(program) -t log.\(suffix) && \(program) -dc log.\(suffix) | sed 's/.*-->//'
            """)
        let lines = (1...3).map { " 9\($0) cores asked for, limiting to 4" }
        #expect(result.lines == lines, "\(result)")
    }

    @Test func `beside a file, all of it can be said elsewhere as well`() throws {
        let scratch = try Scratch()
        let warning = "csub: warning: 99 cores asked for, limiting to 4\n"
        let rest = "--log-file log -c 99 -W --get true"
        #expect(try scratch.run("csub --log-also stderr \(rest)").errors == warning)
        #expect(try scratch.run("csub --log-also stdout \(rest)") == .init(output: warning))
        #expect(try scratch.run("csub --log-also stderr true").status == 64)
        #expect(try scratch.run("wc -l < log").output == "2\n")
    }

    @Test(
        .enabled(
            if: Permits.isRoot && !Permits.hasSystemLog && Permits.has("python3"),
            "SKIPPED: needs root, python3, and a machine without a system log"))
    func `the system's log is a file, too`() throws {
        let scratch = try Scratch()
        #expect(try scratch.run("csub --log-file syslog: true").status == 73)
        let result = try scratch.run(
            """
            python3 -c '
            import socket
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind("/dev/log"); open("up", "w")
            print(s.recv(1000).decode())' > got & until [ -e up ]; do sleep 0.01; done
            csub --log-file syslog: -c 99 -W --get true; wait; rm /dev/log; cat got
            """)
        #expect(result.output.hasPrefix("<12>"), "\(result)")
        #expect(result.output.contains("csub["))
        #expect(result.output.contains("]: 99 cores asked for, limiting to 4"))
    }

    @Test func `a failure and the advice on it are a line each`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "chmod 755 \"$CJOBS_SPOOL\"; csub --log-format cluster true; chmod 700 \"$CJOBS_SPOOL\""
        )
        #expect(result.errors.contains(" | ERROR --> cannot use '"))
        #expect(result.errors.split(separator: "\n").count == 2)
    }

    @Test func `JSON lines are JSON`() throws {
        let result = try Scratch().run(
            """
            csub --log-format json -c 99 -W --get true 2>&1 | python3 -c '
            import json, sys
            for line in sys.stdin: o = json.loads(line); print(o["tool"], o["level"], o["message"])'
            """)
        #expect(result.output == "csub warning 99 cores asked for, limiting to 4\n")
    }

    @Test(arguments: [
        ("", "", false), ("--color always", "", true), ("--color never", "CLICOLOR_FORCE=1", false),
        ("", "CLICOLOR_FORCE=1", true), ("", "NO_COLOR=1 CLICOLOR_FORCE=1", false),
        ("--color always", "NO_COLOR=1", true), ("", "CLICOLOR_FORCE=0", false),
    ])
    func `colours as asked`(_ options: String, _ variables: String, _ isColored: Bool) throws {
        let result = try Scratch().run(
            "\(variables) csub \(options) --log-format cluster -c 99 -W --get true")
        #expect(
            result.errors.contains("| \u{1B}[1m\u{1B}[93mWARNING\u{1B}[0m --> ") == isColored)
        #expect(result.errors.contains("\u{1B}") == isColored)
    }

    @Test(.enabled(if: Permits.has("script"), "SKIPPED: needs script(1)"))
    func `a terminal gets colours, a dumb one none`() throws {
        let scratch = try Scratch()
        let command = "csub --log-format cluster -c 99 -W --get true"
        #expect(try scratch.run("script -qec '\(command)' /dev/null").output.contains("\u{1B}[93m"))
        for variable in ["TERM=dumb", "NO_COLOR=1"] {
            let plain = try scratch.run("\(variable) script -qec '\(command)' /dev/null").output
            #expect(plain.contains("WARNING") && !plain.contains("\u{1B}"), "\(plain)")
        }
    }

    @Test func `standard output is the same, however much is said`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "csub -vv true > a; csub -Q true > b; cat a b; csub -vv true 2>/dev/full >/dev/null")
        #expect(result.output == "L2\nL3\n")
        #expect(result.status == 0)
    }
}
