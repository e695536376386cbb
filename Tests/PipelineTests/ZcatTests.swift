import TestSupport
import Testing

/// `czcat` as a user types it.
@Suite struct ZcatTests {
    /// Some files to read.
    private func prepared() throws -> Scratch {
        let scratch = try Scratch(cores: nil)
        try scratch.run(
            """
            seq 1 20000 > x; gzip -k x; bzip2 -k x
            head -c 20000 x.gz > cut.gz; head -c 30 x.bz2 > cut.bz2
            (cat x.gz; echo garbage) > garbage.gz; (cat x.gz; printf '\\0\\0') > zeros.gz
            cp x.gz flipped.gz; printf '\\0\\0\\0\\0' | dd of=flipped.gz bs=1 conv=notrunc \
                seek=$(($(stat -c %s x.gz) - 8)) 2>/dev/null
            : > empty.gz; : > empty; printf '\\375\\067zXZ\\0x' > x.xz
            """)
        return scratch
    }

    @Test(arguments: [
        "czcat x", "czcat x.gz", "czcat x.bz2", "czcat < x", "czcat < x.gz", "czcat - < x.bz2",
        "cat x.gz | czcat", "czcat -f x", "mv x.gz y.gz; czcat y", "mv x.bz2 y.bz2; czcat y",
        "cp x.gz plain-name; czcat plain-name", "cp x y.gz; czcat y.gz", "czcat -j1 x.bz2",
        "czcat zeros.gz", "czcat -z gz x | gzip -dc", "czcat -z bz2 x.gz | bzip2 -dc",
        "czcat x.bz2 -o y.gz && gzip -dc y.gz", "czcat x -o y.bz2 && bzip2 -dc y.bz2",
        "czcat -o y < x.gz && cat y", "czcat x.gz -o x.gz && gzip -dc x.gz",
        "ln -s x.bz2 y; czcat --format bz2 y", "czcat --raw x.gz | gzip -dc",
        "split -n 3 x y.; gzip y.*; cat y.*.gz | czcat", "czcat -- x.gz", "czcat x.gz -q",
        "mkfifo p; cat x.gz > p & czcat p", "czcat --max-output 1M x.gz",
    ])
    func `the same bytes come out`(_ script: String) throws {
        let scratch = try prepared()
        let text = try String(decoding: scratch.bytes(of: "x"), as: UTF8.self)
        #expect(try scratch.run(script) == .init(output: text), "\(script)")
    }

    @Test(
        arguments: [
            ("czcat cut.gz", 1, "cut.gz: unexpected end of file"),
            ("czcat cut.bz2", 1, "cut.bz2: unexpected end of file"),
            ("czcat flipped.gz", 1, "flipped.gz: invalid compressed data--crc error"),
            ("czcat empty.gz", 1, "empty.gz: unexpected end of file"),
            ("czcat empty", 0, nil), ("czcat < empty", 0, nil), ("czcat zeros.gz", 0, nil),
            ("czcat garbage.gz", 2, "garbage.gz: decompression OK, trailing garbage ignored"),
            ("czcat -q garbage.gz", 2, nil),
            ("czcat garbage.gz cut.gz x", 1, nil), ("czcat cut.gz garbage.gz", 1, nil),
            ("czcat garbage.gz x", 2, nil),
            ("czcat nosuch", 1, "cannot open 'nosuch': No such file or directory"),
            ("mkdir d; czcat d", 1, "cannot read 'd': Is a directory"),
            ("czcat --format gz x", 1, "x: not in gzip format"),
            ("czcat --format bz2 x", 1, "x: not in bzip2 format"),
            ("czcat -t x.gz x.bz2 x", 0, nil), ("czcat -t cut.gz x", 1, nil),
            ("czcat x > /dev/full", 74, "cannot write standard output: No space left on device"),
            ("czcat x.gz > /dev/full", 74, "cannot write standard output: No space left on device"),
            ("czcat x.bz2 >&-", 74, "cannot write standard output: Bad file descriptor"),
            ("czcat x -o /dev/full", 74, "cannot write '/dev/full': No space left on device"),
            ("czcat x -o nosuch/y", 73, "cannot create 'nosuch/y': No such file or directory"),
            ("ln -s x y; czcat x -o y", 1, "'x' is the output"),
            ("czcat --max-output 100 x.gz", 1, "x.gz: more output than --max-output allows"),
            ("czcat -t -l x", 64, nil), ("czcat --format zip x", 64, nil), ("czcat -j0 x", 64, nil),
            ("czcat -z xz x", 64, nil), ("czcat --max-output x x", 64, nil),
        ] as [(String, Int32, String?)])
    func `ends with`(_ script: String, _ status: Int32, _ message: String?) throws {
        let result = try prepared().run(script)
        #expect(result.status == status, "\(script): \(result.errors)")
        if let message { #expect(result.errors == "czcat: \(message)\n", "\(script)") }
    }

    @Test func `what another tool reads is said, with that tool's name`() throws {
        let result = try prepared().run("czcat x.xz")
        #expect(result.status == 1)
        #expect(
            result.errors == """
                czcat: x.xz: it is in the format of xz, which this tool does not read
                czcat: 'xz -dc' decompresses it

                """)
    }

    @Test func `what was good is written, and the other files go on`() throws {
        let scratch = try prepared()
        let result = try scratch.run(
            "czcat cut.gz nosuch x > y; echo $?; gzip -dc cut.gz 2>/dev/null | cat - x | cmp - y")
        #expect(result.output == "1\n")
        #expect(result.errors.split(separator: "\n").count == 2)
    }

    @Test func `a link to the output stays a link, and one that is killed leaves no file`() throws {
        let scratch = try prepared()
        #expect(try scratch.run("ln -s y z; czcat x.gz -o z; test -L z && cmp x y").status == 0)
        let killed = try scratch.run(
            """
            mkdir e; (cat x; sleep 5) | czcat -o e/y & until pgrep -P $$ czcat; do :; done > /dev/null
            sleep 0.2; kill -9 $(pgrep -P $$ czcat); wait; ls -A e
            """)
        #expect(killed.output.isEmpty)
    }

    @Test(.disabled(if: Permits.isSanitized, "SKIPPED: a sanitizer's runtime writes a larger file"))
    func `an output that may not grow any more leaves no file`() throws {
        let left = try prepared().run(
            "mkdir d; (ulimit -f 4; trap '' XFSZ; czcat x -o d/y); echo $?; ls -A d")
        #expect(left.output == "74\n")
    }

    @Test func `--max-output stops right there`() throws {
        let result = try prepared().run("czcat --max-output 1K x.bz2 | wc -c; czcat x | head -c 5")
        #expect(result.output == "1024\n1\n2\n3")
    }

    @Test func `a reader that has seen enough ends it quietly`() throws {
        let scratch = try prepared()
        let result = try scratch.run(
            """
            for f in x x.gz x.bz2; do cat $f $f $f $f > big; done
            yes | head -c 3000000 | gzip > big.gz
            czcat big.gz | head -1; echo "${PIPESTATUS[0]}"
            """)
        #expect(result == .init(output: "y\n141\n"))
    }

    @Test func `--list shows formats, members and sizes`() throws {
        let scratch = try prepared()
        let result = try scratch.run("cat x.gz x.gz > two.gz; czcat -l x two.gz x.bz2")
        let rows = result.lines.map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0] == ["FORMAT", "MEMBERS", "PACKED", "PLAIN", "SAVED", "NAME"])
        #expect(rows[1] == ["plain", "0", "108894", "108894", "0.0%", "x"])
        #expect(rows[2][0...1] == ["gzip", "2"] && rows[2][3] == "217788")
        #expect(rows[3][0...1] == ["bzip2", "1"] && rows[3][3] == "108894")
    }

    @Test(
        .enabled(if: Permits.has("python3"), "SKIPPED: needs python3"),
        .disabled(if: Permits.isSanitized, "SKIPPED: a sanitizer takes memory of its own"))
    func `memory stays flat, whatever the input`() throws {
        let scratch = try Scratch(cores: nil)
        // A bomb of each kind, many members, and one with a hostile header.
        let result = try scratch.run(
            """
            head -c 60000000 /dev/zero > zeros; gzip -k1 zeros; bzip2 -k1 zeros
            seq 200000 | gzip -c > s.gz; cat s.gz s.gz s.gz s.gz s.gz s.gz > members.gz
            (printf '\\037\\213\\010\\010\\0\\0\\0\\0\\0\\3'; head -c 40000000 /dev/zero | tr '\\0' n) > name.gz
            cat > peak.py <<'E'
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            E
            for f in zeros zeros.gz zeros.bz2 members.gz name.gz; do python3 peak.py czcat -j2 $f; done
            """)
        let peaks = result.lines.compactMap { Int($0) }
        #expect(peaks.count == 5)
        // KiB: sixteen MB a thread and thirty-two more.
        for peak in peaks { #expect(peak < 64 << 10) }
    }

    @Test(.enabled(if: Permits.has("python3"), "SKIPPED: needs python3"))
    func `progress is shown on a terminal, and only for work that takes longer`() throws {
        let scratch = try prepared()
        let script = """
            cat > terminal.py <<'E'
            import os, pty, sys
            seen = b""
            def read(descriptor):
                global seen
                data = os.read(descriptor, 4096)
                seen += data
                return b""
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp("sh", ["sh", "-c", sys.argv[1]])
            while True:
                try:
                    data = os.read(terminal, 4096)
                except OSError:
                    break
                if not data:
                    break
                seen += data
            os.waitpid(pid, 0)
            print("MB" in seen.decode())
            E
            python3 terminal.py '(cat x; sleep 1.3; cat x; sleep 0.1) | czcat > /dev/null'
            python3 terminal.py 'czcat x > /dev/null'
            python3 terminal.py '(cat x; sleep 1.3; cat x; sleep 0.1) | czcat -q > /dev/null'
            (cat x; sleep 1.3; cat x; sleep 0.1) | czcat 2>&1 > /dev/null
            """
        #expect(try scratch.run(script).output == "True\nFalse\nFalse\n")
    }
}
