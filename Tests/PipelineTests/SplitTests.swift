import TestSupport
import Testing

/// `csplit` as a user types it.
@Suite struct SplitTests {
    /// A file of a heading and twenty lines, in all packings.
    private func prepared() throws -> Scratch {
        let scratch = try Scratch(cores: nil)
        try scratch.run("(echo head; seq 20) > big.txt; gzip -k big.txt; bzip2 -k big.txt")
        return scratch
    }

    @Test func `parts are what a job each gets`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            (echo head; seq 20) > big.txt
            csplit big.txt 8 | csub -o lines.%j --each 'wc -l {}' | cwait; echo $?; cat lines.*
            """)
        #expect(result.lines[0] == "0")
        #expect(
            result.lines.dropFirst()
                == (1...8).map { "\($0 <= 4 ? 4 : 3) big.txt.split_000\($0).txt" }[...])
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [
        ("csplit big.txt 2", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("csplit -n 2 big.txt", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("csplit --parts=2 big.txt", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("csplit big.txt.gz 2", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("csplit big.txt.bz2 2", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("mv big.txt x; csplit big.txt 1", "big.txt.split_0001.txt"),
        ("csplit big.txt 1 -z gz", "big.txt.split_0001.txt.gz"),
        ("csplit big.txt.gz 1 -z bz2", "big.txt.split_0001.txt.bz2"),
        ("csplit -n 1 < big.txt", "stdin.split_0001"),
        ("csplit -n1 - < big.txt", "stdin.split_0001"),
        ("cat big.txt | csplit -n 1 --prefix x_", "x_0001"),
        ("csplit big.txt 1 --prefix x_ -a 2", "x_01.txt"),
        ("csplit big.txt 1 --digits 6", "big.txt.split_000001.txt"),
        ("mkdir d; csplit big.txt 1 -O d", "d/big.txt.split_0001.txt"),
        ("csplit big.txt 1 -O d/e/ -p", "d/e/big.txt.split_0001.txt"),
        ("mkdir d; cd d; csplit ../big.txt 1", "big.txt.split_0001.txt"),
        ("csplit -l 15 big.txt", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("csplit -b 40 big.txt", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("csplit -r big.txt 2", "big.txt.split_0001.txt big.txt.split_0002.txt"),
        ("(echo h; echo 1) | csplit -n 5 -e", "stdin.split_0001"),
        ("echo h | csplit -l 5 -e", ""),
    ])
    func `names`(_ script: String, _ names: String) throws {
        let scratch = try prepared()
        let result = try scratch.run(script)
        #expect(result.status == 0 && result.errors.isEmpty, "\(script): \(result.errors)")
        #expect(result.lines.joined(separator: " ") == names, "\(script)")
        let there = try scratch.run(
            "ls -A . d/e 2>/dev/null | grep -v '^big.txt' | grep -c tmp; cd d 2>/dev/null; ls -- *_*1*"
        )
        #expect(there.lines.first == "0", "no temporary file is left: \(there)")
    }

    @Test(arguments: [
        "csplit big.txt 3", "csplit big.txt.gz 3", "csplit big.txt.bz2 3",
        "csplit -n 3 < big.txt", "cat big.txt | csplit -n 3", "csplit -n 3 < big.txt.gz",
        "cat big.txt.bz2 | csplit -n 3", "csplit big.txt.gz 3 -z gz", "csplit big.txt 3 -z bz2",
        "csplit -l 7 big.txt", "csplit -b 17 big.txt.gz", "csplit -l 7 -z gz big.txt",
    ])
    func `header and parts are the input`(_ script: String) throws {
        let scratch = try prepared()
        let result = try scratch.run(
            """
            \(script) > parts
            for part in $(cat parts); do czcat $part | head -1; done | uniq
            (echo head; for part in $(cat parts); do czcat $part | tail -n +2; done) | cmp - big.txt
            """)
        #expect(result == .init(output: "head\n"), "\(script)")
    }

    @Test func `without a header, with a longer one, and in turn`() throws {
        let scratch = try prepared()
        #expect(
            try scratch.run("csplit --no-header big.txt 7 | tail -1 | xargs cat").output
                == "18\n19\n20\n")
        #expect(
            try scratch.run("csplit --header-lines 3 --prefix h big.txt 6 | tail -1 | xargs cat")
                .output == "head\n1\n2\n18\n19\n20\n")
        #expect(
            try scratch.run("csplit -r --prefix r big.txt 9 | tail -1 | xargs cat").output
                == "head\n9\n18\n")
    }

    @Test(
        arguments: [
            ("csplit big.txt 0", 64), ("csplit big.txt", 64), ("csplit", 64),
            ("csplit big.txt x", 64), ("csplit -n 2 -l 3 big.txt", 64),
            ("csplit -l 3 -r big.txt", 64),
            ("csplit -b 0 big.txt", 64), ("csplit --prefix a/b big.txt 2", 64),
            ("csplit --no-header --header-lines 2 big.txt 2", 64),
            ("csplit --nosuch big.txt 2", 64),
            ("csplit nosuch 2", 66), ("csplit big.txt 2 -O nosuch", 73),
            ("csplit big.txt 2 >/dev/full", 74), ("mkdir d; csplit d 2", 66),
            ("head -c 20 big.txt.gz > x.gz; csplit x.gz 2", 1),
            ("csplit big.txt 2; csplit big.txt 2", 1),
        ] as [(String, Int32)])
    func `ends with`(_ script: String, _ status: Int32) throws {
        let result = try prepared().run(script)
        #expect(result.status == status, "\(script): \(result.errors)")
        #expect(result.errors.hasPrefix("csplit: "))
    }

    @Test func `paths end with NUL where that is asked for, and a dry run writes nothing`() throws {
        let scratch = try prepared()
        let result = try scratch.run(
            """
            csplit -0 --dry-run big.txt 2 | tr '\\0' ' '; csplit --dry-run -l 6 big.txt.gz | tail -1
            csplit --dry-run -O nosuch big.txt 10000 | head -1; ls -A
            """)
        #expect(
            result.output == """
                big.txt.split_0001.txt big.txt.split_0002.txt big.txt.split_0004.txt
                nosuch/big.txt.split_00001.txt
                big.txt
                big.txt.bz2
                big.txt.gz

                """)
    }

    // MARK: All or none

    @Test func `what is there stays unless it may be replaced`() throws {
        let scratch = try prepared()
        let refused = try scratch.run("echo mine > big.txt.split_0002.txt; csplit big.txt 3; ls -A")
        #expect(
            refused.errors == """
                csplit: 'big.txt.split_0002.txt' exists already
                csplit: --force replaces it

                """)
        #expect(
            refused.lines == ["big.txt", "big.txt.bz2", "big.txt.gz", "big.txt.split_0002.txt"])
        #expect(try scratch.bytes(of: "big.txt.split_0002.txt") == Array("mine\n".utf8))
        // How many there will be is known only at the end here.
        #expect(try scratch.run("csplit -l 10 big.txt 2>&1; ls | wc -l").lines.last == "4")
        let forced = try scratch.run("csplit --force big.txt 3; cat big.txt.split_0002.txt; ls -A")
        #expect(forced.lines.count == 3 + 8 + 6)
    }

    @Test func `parts of an earlier split are told of, or removed`() throws {
        let scratch = try prepared()
        let told = try scratch.run(
            "csplit big.txt 9 >/dev/null; csplit --force big.txt 7; ls *split* | wc -l")
        #expect(
            told.errors == """
                csplit: of an earlier split: 'big.txt.split_0008.txt', 'big.txt.split_0009.txt'; \
                --remove-stale removes such parts

                """)
        #expect(told.lines.last == "9")
        let others = "touch big.txt.split_x.txt big.txt.split_0009.txt.old big.txt.split_0009"
        let removed = try scratch.run(
            "\(others); csplit -q --force --remove-stale big.txt 7; ls *split* | wc -l")
        #expect(removed.lines.last == "10" && removed.errors.isEmpty)
    }

    @Test(arguments: [
        "ln big.txt x0001; csplit --force --prefix x --no-header -n 1 big.txt",
        "mv big.txt x0001; csplit --force --prefix x -n 1 x0001",
        "mv big.txt x0001; csplit --force --prefix x -n 1 < x0001",
        "ln -s big.txt x0001; csplit --force --prefix x -n 1 < big.txt",
        "mv big.txt x0001; csplit --force --prefix x -l 50 < x0001",
    ])
    func `a part never takes the place of the input`(_ script: String) throws {
        let scratch = try prepared()
        let result = try scratch.run("cp big.txt copy; \(script)")
        // The suffix of a named file's parts is its own, so both cases are there.
        if result.status == 0 {
            #expect(!result.output.contains("x0001\n"), "\(script)")
        } else {
            #expect(result.status == 1 && result.errors.hasSuffix("is the input\n"), "\(result)")
        }
        #expect(try scratch.run("cat x0001 | cmp - copy").status == 0, "\(script)")
    }

    @Test func `a damaged archive leaves no part`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 100000 | gzip | head -c 150000 > cut.gz; seq 100000 | bzip2 | head -c 50000 > cut.bz2
            (seq 1000 | gzip; printf 'BZgarbage') > garbage.gz
            for f in cut.gz cut.bz2; do for how in -n4 -l9000 -b90000 '-rn 3'; do
            csplit $how $f; echo $?; done; done; ls -A
            """)
        #expect(
            result.lines == [String](repeating: "1", count: 8) + [
                "cut.bz2", "cut.gz", "garbage.gz",
            ])
        #expect(result.errors.contains("csplit: cut.gz: unexpected end of file\n"))
        let garbage = try scratch.run("csplit garbage.gz 1; echo $?")
        #expect(garbage.lines == ["garbage.split_0001", "0"])
        #expect(garbage.errors.contains("trailing garbage ignored"))
    }

    @Test(arguments: ["INT", "TERM", "HUP"])
    func `a signal leaves no part`(_ signal: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            mkfifo pipe; (seq 100000; sleep 5) > pipe & feeder=$!
            for how in -n4 -l9; do
                csplit $how - < pipe & split=$!
                until ls .csplit* > /dev/null 2>&1; do sleep 0.01; done; sleep 0.1
                kill -\(signal) $split; wait $split; echo $?
                kill $feeder 2>/dev/null; (seq 100000; sleep 5) > pipe & feeder=$!
            done; kill $feeder; ls -A
            """)
        let status = 128 + ["INT": 2, "TERM": 15, "HUP": 1][signal, default: 0]
        #expect(result.lines == ["\(status)", "\(status)", "pipe"])
        #expect(result.errors.contains("csplit: stopped by SIG\(signal); there are no parts\n"))
    }

    @Test func `what a killed split leaves is hidden, and the next one removes it`() throws {
        let scratch = try prepared()
        let result = try scratch.run(
            """
            (cat big.txt; sleep 5) | csplit -l 3 -  & split=$!
            until ls .csplit*/1 > /dev/null 2>&1; do sleep 0.01; done
            kill -9 $split; wait $split; ls; ls -A | grep -c csplit
            (cat big.txt; sleep 1) | csplit -l 3 --prefix y - > y & other=$!
            sleep 0.3; csplit big.txt 1; ls -A | grep -c csplit; wait $other; cat y | wc -l
            ls -A | grep -c csplit
            """)
        #expect(
            result.lines == [
                "big.txt", "big.txt.bz2", "big.txt.gz", "1", "big.txt.split_0001.txt", "1", "7",
                "0",
            ])
    }

    /// It is killed in the system call that gives the third part its name.
    @Test(
        .enabled(if: Permits.tracing, "SKIPPED: needs strace, and to be allowed to trace"),
        arguments: [false, true])
    func `what a split that was killed among its names leaves is put right by the next one`(
        _ replaces: Bool
    ) throws {
        let scratch = try prepared()
        let result = try scratch.run(
            """
            \(replaces ? "for i in 1 2 3 4; do echo old $i > big.txt.split_000$i.txt; done" : "")
            before=$(ls; cat big.txt.split* 2>/dev/null)
            strace -qq -o /dev/null -e trace=renameat2 -e inject=renameat2:signal=KILL:when=3 \
                csplit \(replaces ? "--force" : "") big.txt 4 2> /dev/null; echo $?
            ls big.txt.split* | wc -l; [ "$(ls; cat big.txt.split* 2>/dev/null)" = "$before" ] || echo other
            echo x > y; csplit y 1; rm y*; ls -A | grep -c csplit
            [ "$(ls; cat big.txt.split* 2>/dev/null)" = "$before" ] && echo same
            csplit -q --force big.txt 4 > /dev/null; tail -qn +2 big.txt.split* | diff - <(tail -n +2 big.txt) && echo whole
            """)
        #expect(
            result.lines == [
                "137", replaces ? "4" : "2", "other", "y.split_0001", "0", "same", "whole",
            ], "\(result)")
    }

    @Test(.enabled(if: Permits.smallFileSystems, "SKIPPED: needs root and tmpfs"))
    func `a full disk leaves no part`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 60000 > big; gzip -k big; mkdir m; mount -t tmpfs -o size=256k none m
            for how in 'big 4' 'big.gz 4' '-l 9000 big' '-rn 3 big.gz' '-b 90000 big.gz' '-z gz big 2'
            do csplit -O m $how >/dev/null; echo $? $(ls -A m | wc -l); done; umount m
            """)
        #expect(result.lines.dropLast() == [String](repeating: "74 0", count: 5)[...])
        #expect(result.lines.last == "0 2")
        #expect(result.errors.hasPrefix("csplit: cannot write 'm"))
        #expect(result.errors.contains("No space left on device\n"))
    }

    @Test func `an input that changes meanwhile is an error`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 300000 > growing; (while :; do echo x >> growing; done) & writer=$!
            csplit -n 3 growing; echo $?; kill $writer; ls -A | grep -c growing.split
            """)
        #expect(result.lines == ["1", "0"])
        #expect(result.errors == "csplit: 'growing' changed while it was read\n")
    }

    // MARK: The other csplit

    @Test(
        .enabled(if: Permits.has("csplit"), "SKIPPED: needs the system's csplit"),
        arguments: [
            "csplit big.txt 8 9", "csplit big.txt '/^7/'", "csplit big.txt '%^7%'",
            "csplit -k big.txt 8", "csplit -s big.txt 8", "csplit -f yy big.txt 8",
            "csplit -n 3 -f yy big.txt 8", "csplit big.txt 5 '{2}'",
            "csplit --keep-files big.txt 9",
            "csplit --suppress-matched big.txt '/^7/'", "csplit --suffix-format=%03d big.txt 9",
            "POSIXLY_CORRECT=1 csplit big.txt 8", "csplit - '/^7/' < big.txt",
            "csplit -z big.txt '/7/' '{*}'",
        ])
    func `the system's csplit gets what is its own`(_ script: String) throws {
        let scratch = try prepared()
        let ours = try scratch.run(
            "mkdir a b; cp big.txt a; cp big.txt b; cd a; \(script); echo $?")
        let theirs = try scratch.run(
            "cd b; \(script.replacing("csplit ", with: "/usr/bin/csplit ")); echo $?; diff -r ../a ."
        )
        #expect(ours.output == theirs.output, "\(script): \(ours)")
        #expect(ours.status == theirs.status)
    }

    @Test func `where there is no other csplit that is said`() throws {
        let scratch = try prepared()
        let result = try scratch.run("PATH=${PATH%%:*}; csplit big.txt '/7/'")
        #expect(result.status == 64)
        #expect(
            result.errors.hasPrefix(
                "csplit: these are arguments of the system's csplit, and there is none on PATH"))
    }

    @Test func `records of several lines are kept whole, and that is said`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            for i in $(seq 200); do printf '>g%s\nACGT\nAC\n' $i; done > genes.fasta
            csplit genes.fasta 8 > parts; cat $(cat parts) | cmp - genes.fasta; wc -l < parts
            for p in $(cat parts); do echo $(grep -c '>' $p) $(head -c1 $p); done | sort | uniq -c
            csplit -q --record-lines 1 --header-lines 1 --force genes.fasta 8 > parts; grep -h '>' $(cat parts) | wc -l
            for i in $(seq 8); do printf '@r%s\nAC\n+\n@I\n' $i; done | gzip > r.gz
            csplit -q -r -n 3 r.gz | xargs wc -l | sed '$d'; gzip -dc r.gz | csplit -q -l 5 | wc -l
            csplit --fastq --prefix q genes.fasta 2; echo $?
            printf 'ID a\n1\nID b\n2\n3\nID c\n4\n' > x; csplit --record-start '^ID ' x 2 | xargs tail -n 1
            csplit --record-start '(' x 2; echo $?; csplit --fasta --fastq x 2; echo $?; ls x.split_* | wc -l
            """#)
        #expect(
            result.output == """
                8
                      8 25 >
                207
                12 r.split_0001
                12 r.split_0002
                 8 r.split_0003
                4
                65
                ==> x.split_0001 <==
                3

                ==> x.split_0002 <==
                4
                64
                64
                2

                """, "\(result)")
        #expect(
            result.errors.hasPrefix(
                """
                csplit: 'genes.fasta' has FASTA records, which are kept whole (--record-lines 1 splits by lines)
                csplit: 'genes.fasta' is not FASTQ with four lines a record: line 1 does not begin with '@'

                """), "\(result)")
    }
}
