import TestSupport
import Testing

/// The main job: `csub COMMAND | cwait` ends as COMMAND does.
@Suite struct StatusTests {
    /// What a user types, and what it ends with on every backend.
    static let pipelines: [(script: String, status: Int32)] = [
        ("csub true | cwait", 0), ("csub false | cwait", 1), ("csub 'exit 7' | cwait", 7),
        ("csub 'kill -9 $$' | cwait", 137), ("csub 'kill -TERM $$' | cwait", 143),
        ("csub 'exit 255' | cwait", 255), ("csub nosuchcmd | cwait", 127),
        ("csub / | cwait", 126), ("csub -o /dev/null/x true", 73),
        ("csub -i nosuch cat", 66), ("csub --nosuch | cwait", 125),
        ("csub | cwait", 125), ("cwait </dev/null", 125), ("cwait -r </dev/null", 0),
        ("cwait L99", 125), ("cwait what", 125), ("cwait --nosuch L1", 125),
        ("csub sleep 100 | cwait -t 0.05", 124), ("csub -t 1s sleep 200 | cwait", 143),
        ("printf '#!/bin/sh\\nexit $1\\n' | csub - 9 | cwait", 9),
        ("echo 'exit 8' | csub - | cwait", 8),
        ("csub --each 'exit {}' ::: 3 5 4 | cwait", 5),
        ("csub -W 'exit 6'", 6), ("csub -W --nosuch", 125),
        ("csub -q x", 64), ("csub -c 0 x", 64), ("csub -D /nosuch true", 66),
        ("cqueue L99", 1), ("cqueue --nosuch", 64), ("cqueue --cancel", 64),
        ("a=$(csub false); b=$(csub -d $a touch x); cwait $b", 143),
        ("a=$(csub false); cwait -q $a; b=$(csub -d $a touch x); cwait $b", 143),
        ("a=$(csub 'exit 4'); csub -d afternotok:$a 'exit 5' | cwait", 5),
        ("a=$(csub 'exit 4'); csub -d afterany:$a 'exit 6' | cwait", 6),
        ("a=$(csub sleep 100); cqueue --cancel $a && cwait $a", 143),
        ("a=$(csub -H 'exit 3'); cqueue --release $a && cwait $a", 3),
        ("a=$(csub -H sleep 100); cqueue --cancel $a && cwait $a", 143),
        (
            "csub 'echo hi; exit 3' | cwait --get | grep -qx hi; echo ${PIPESTATUS[1]} | grep -qx 3",
            0
        ),
    ]

    @Test(arguments: pipelines)
    func `ends the same on every backend`(_ script: String, _ status: Int32) throws {
        let scratch = try Scratch()
        #expect(try scratch.run(script).status == status, "\(script)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test(arguments: [
        ("csub -W -d L99 true", 125), ("csub -d L99 true", 1), ("csub --mem 100000T true", 1),
        ("czcat x", 1), ("czcat --help", 0), ("czcat --nosuch", 64), ("csplit x 2", 66),
        ("cclean", 0), ("cclean L99", 1), ("cclean -D nosuch", 66), ("cclean -D .", 0),
    ])
    func `ends with`(_ script: String, _ status: Int32) throws {
        let scratch = try Scratch()
        #expect(try scratch.run(script).status == status, "\(script)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `a job that depends on a failed one never runs, and that is said`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("a=$(csub false); b=$(csub -d $a touch x); cwait $b")
        #expect(result.status == 143)
        #expect(result.errors == "cwait: L3 touch: cancelled (dependency L2)\n")
        #expect(!scratch.has("x"))
    }

    @Test func `bad input gets one line, and wrong usage two more`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub --nosuch true")
        #expect(
            result.errors == """
                csub: unknown option '--nosuch'
                usage: csub [options] COMMAND [ARG...]
                see 'csub --help'

                """)
        #expect(result.output.isEmpty)
        #expect(
            try scratch.run("csub -n 4 true").errors.hasPrefix(
                "csub: -n is not used here: --ntasks-per-node, -c/--cores or --dry-run?\n"))
        #expect(
            try scratch.run("cwait L99").errors == "cwait: cannot wait for 'L99': no such job\n")
    }

    @Test(arguments: [
        "csub true", "csub --help", "csub -V", "cwait --help", "cqueue", "cqueue --help",
        "cqueue --json", "csub -H true | cwait -t 0 -p; cqueue -I",
    ])
    func `a full disk is said and told by the status`(_ script: String) throws {
        let scratch = try Scratch()
        let full = try scratch.run("csub -H true >/dev/null; (\(script)) >/dev/full")
        #expect(full.status == 74, "\(full)")
        #expect(full.errors.contains("cannot write standard output: No space left on device"))
        let closed = try scratch.run("(\(script)) >&-")
        #expect(closed.status == 74, "\(closed)")
        #expect(closed.errors.contains("cannot write standard output: Bad file descriptor"))
    }

    @Test func `an ID that cannot be printed is named`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub 'echo ran >> log' >/dev/full; cwait -q L2")
        #expect(
            result.errors
                == "csub: L2 was accepted, but could not be printed: "
                + "cannot write standard output: No space left on device\n")
        #expect(try scratch.bytes(of: "log") == Array("ran\n".utf8))
    }

    @Test func `a reader that has seen enough ends a tool quietly`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -H --each 'true {}' < <(seq 5000) | head -1
            cqueue | head -1; cqueue -I | true; echo "${PIPESTATUS[0]}"
            """)
        #expect(result.errors.isEmpty)
        #expect(result.lines[0] == "L2")
        #expect(result.lines[1].hasPrefix("JOBID"))
        #expect(["0", "141"].contains(result.lines[2]))
        #expect(try scratch.run("cqueue --count").output == "5000\n")
    }
}
