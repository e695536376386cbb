import Foundation
import TestSupport
import Testing

/// What goes wrong with a command line, a script or a file is told when it is submitted, and not days later.
@Suite struct SubmitCheckTests {
    // MARK: Files

    @Test(arguments: EachTests.Queue.available)
    func `the directory of an output is made`(_ queue: EachTests.Queue) throws {
        let result = try queue.scratch().run(
            """
            csub -J n -o no/such/%x/x.out -e other/y.err 'echo hi; echo err >&2' | cwait; echo $?
            cat no/such/n/x.out other/y.err; mkdir d; csub -D d -o sub/z.gz echo packed | cwait
            gzip -dc d/sub/z.gz; : > file; csub -o file/x true; echo $?
            """)
        #expect(result.lines == ["0", "hi", "err", "packed", "73"], "\(result)")
    }

    @Test(arguments: ["torque", "openpbs"])
    func `it is made on PBS as well`(_ dialect: String) throws {
        let result = try Scratch.onPBS(dialect).run(
            "csub -o no/such/x.out echo hi | cwait; cat no/such/x.out; csub -i none cat; echo $?")
        #expect(result.lines == ["hi", "66"], "\(result)")
    }

    @Test(arguments: EachTests.Queue.available)
    func `a directory that only the job's number names is made when it starts`(
        _ queue: EachTests.Queue
    ) throws {
        let result = try queue.scratch().run(Self.numbered)
        #expect(result.lines == Self.numberedLines, "\(result)")
    }

    @Test(arguments: ["torque", "openpbs"])
    func `and so it is on PBS`(_ dialect: String) throws {
        let result = try Scratch.onPBS(dialect).run(Self.numbered)
        #expect(result.lines == Self.numberedLines, "\(result)")
    }

    /// Outputs in directories that get their names with the job's number: both in one file, apart, the
    /// second packed, and again.
    private static let numbered = """
        number() { sed 's/[.].*//' $1; }
        csub -Q -o 'o %j/%x.out' -J n 'echo hi; echo err >&2' > id; cwait -q < id; cat "o $(number id)/n.out"
        csub -Q -o a/%j/out -e b/%j/err.gz 'echo hi; echo err >&2; exit 3' > id; cwait -q < id; echo $?
        cat a/$(number id)/out; gzip -dc b/$(number id)/err.gz
        csub -Q --resubmit $(cat id) > again; cwait -q < again; echo $?; cat a/$(number again)/out
        cqueue -a --path $(cat again) | grep -c "/a/$(number again)/out"
        """
    private static let numberedLines = ["hi", "err", "3", "hi", "err", "3", "hi", "1"]

    @Test(arguments: EachTests.Queue.available)
    func `an input that is not there is told, unless another job may bring it`(
        _ queue: EachTests.Queue
    ) throws {
        let result = try queue.scratch().run(
            """
            csub -i nofile cat; echo $?; csub -D / -i no/file cat; echo $?
            csub 'echo brought > nofile' > id; csub -d - -i nofile cat < id > child; cwait -g < child
            echo x > there; csub -i there cat | cwait -g
            """)
        #expect(result.lines == ["66", "66", "brought", "x"], "\(result)")
        #expect(result.errors.contains("csub: cannot open 'nofile': there is no such file"))
    }

    @Test(arguments: EachTests.Queue.available)
    func `a line or a chunk that no program can be given is refused`(
        _ queue: EachTests.Queue
    ) throws {
        let result = try queue.scratch().run(
            """
            { echo short; head -c 131072 /dev/zero | tr '\\0' x; } > in
            csub --each 'echo {}' < in; echo $?; csub --each 'cat {} | wc' < in; echo $?
            seq 1000000 | csub --chunk 1000000 --each 'echo {} > o'; echo $?
            head -c 131000 /dev/zero | tr '\\0' x > in; csub --each 'wc -c <<< {}' < in | cwait -g
            """)
        #expect(result.lines == ["65", "65", "65", "131001"], "\(result)")
        #expect(result.errors.contains("csub: input 2 has a word of 131093 bytes"), "\(result)")
    }

    // MARK: Scripts

    @Test(arguments: EachTests.Queue.available)
    func `a byte order mark is no part of a script`(_ queue: EachTests.Queue) throws {
        let result = try queue.scratch().run(
            #"""
            printf '\357\273\277#!/bin/sh\n#CSUB -J bom\n#SBATCH -c 2\necho "$CSUB_NAME $CSUB_CORES"\n' > s
            csub - < s | cwait -g; csub -f --track s | cwait -g
            """#)
        #expect(result.lines == ["bom 2", "bom 2"], "\(result)")
    }

    @Test(arguments: EachTests.Queue.available)
    func `CR LF and an interpreter that is not there are told by its name`(
        _ queue: EachTests.Queue
    ) throws {
        let result = try queue.scratch().run(
            #"""
            printf '#!/bin/bash\r\necho hi\r\n' > crlf; csub - < crlf; echo $?; csub -f crlf; echo $?
            printf 'echo hi\r\n' | csub -; echo $?; printf '#!/no/such\nx\n' | csub -; echo $?
            printf '#! /no/other -x\nx\n' > other; csub -f other; echo $?; cqueue -n crlf -a --count
            """#)
        #expect(result.lines == ["65", "65", "65", "65", "65", "0"], "\(result)")
        #expect(result.errors.contains("CR LF, which /bin/bash would read"), "\(result)")
        #expect(result.errors.contains("CR LF, which bash would read"))
        #expect(result.errors.contains("its interpreter '/no/such' is not there"))
        #expect(result.errors.contains("'other': its interpreter '/no/other' is not there"))
    }

    @Test func `a program that env does not find is told, unless a prologue may bring it`() throws {
        let result = try Scratch().run(
            #"""
            printf '#!/usr/bin/env python99\nx\n' > s; csub - < s; echo $?
            printf '#!/usr/bin/env bash\necho ok\n' | csub - | cwait -g
            mkdir bin; printf '#!/bin/sh\necho brought\n' > bin/python99; chmod +x bin/python99
            csub --prologue 'PATH=$PWD/bin:$PATH' - < s | cwait -g
            """#)
        #expect(result.lines == ["65", "ok", "brought"], "\(result)")
        #expect(result.errors.contains("its interpreter 'python99' is not on PATH\n"))
    }

    // MARK: Command lines

    @Test(arguments: EachTests.Queue.available)
    func `a job file has arguments behind two dashes`(_ queue: EachTests.Queue) throws {
        let result = try queue.scratch().run(
            #"""
            printf '#!/bin/sh\n#SBATCH -o out\nprintf "<%%s>" "$@"\n' > s.sh; echo true > t.sh
            csub -f s.sh -- A 'b  c' > id; cwait < id; cat out; echo
            csub --resubmit - < id | cwait; cat out; echo; csub -f s.sh A; echo $?
            csub -f s.sh t.sh -- A; echo $?
            """#)
        #expect(result.lines == ["<A><b  c>", "<A><b  c>", "66", "64"], "\(result)")
        #expect(
            result.errors.contains(
                "csub: arguments of a job file stand behind '--': csub -f s.sh -- A\n"))
    }

    @Test func `a job file may come from a pipe, however slowly`() throws {
        let result = try Scratch().run(
            #"""
            csub -J x -f <(sleep 0.1; echo '#!/bin/sh'; sleep 0.1; echo 'echo hi') | cwait -g
            """#)
        #expect(result.lines == ["hi"], "\(result)")
    }

    @Test func `whoever gives a job file otherwise is told how it is meant`() throws {
        let result = try Scratch().run(
            #"""
            printf '#!/bin/sh\n#SBATCH -c 2\necho $CSUB_CORES\n' > old.sbatch; csub -H old.sbatch
            chmod +x old.sbatch; csub ./old.sbatch | cwait -g; csub bash old.sbatch | cwait -g
            csub < old.sbatch; echo $?
            """#)
        #expect(result.lines.suffix(3) == ["1", "1", "64"], "\(result)")
        let errors = result.errors
        #expect(
            errors.contains("csub: 'old.sbatch' is a file here and no program: csub -f old.sbatch"))
        #expect(errors.contains("csub: the #SBATCH lines of './old.sbatch' don't count"))
        #expect(errors.contains("csub: the #SBATCH lines of 'old.sbatch' don't count"))
        #expect(errors.contains("csub: csub - reads a script from standard input"))
    }

    @Test func `on a terminal it says that it reads, and where the ID goes`() throws {
        let result = try Scratch().run(
            #"""
            terminal() { script -qec "$1" /dev/null; }
            (sleep 0.5; printf 'echo from a terminal\n\004') | terminal 'csub -W --get -'
            (sleep 0.5; printf 'a\n\004') | terminal 'csub -W --get --each "echo {}"'
            terminal 'csub true > out.txt; csub true | cat'; cat out.txt
            """#)
        let text = result.output
        #expect(text.contains("reading a script from the terminal; Ctrl-D ends it"), "\(result)")
        #expect(text.contains("reading lines for --each from the terminal"), "\(result)")
        #expect(text.split(separator: "gets the ID of the job").count == 2, "\(result)")
    }

    // MARK: What is asked for

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `nothing is asked of Slurm that nobody asked for`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            csub -H true > id; grep -cE -- '--(mem|time)' *.sbatch; cqueue --cancel - < id
            csub -H -t 5 --mem 100 true > id; grep -cE -- '--(mem|time)' true.2.cluster.sbatch
            """#)
        #expect(result.lines == ["0", "2"], "\(result)")
    }

    @Test(arguments: ["torque", "openpbs"])
    func `nor of PBS`(_ dialect: String) throws {
        let result = try Scratch.onPBS(dialect).run(
            "csub -H true; cat *.qsub | grep -E 'mem|walltime'")
        #expect(result.lines == ["1.server"], "\(result)")
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `a Slurm job has the name that it was given`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            for name in 'project:test 1/2' "it's \"a\" \\b|c" 'ä,%j;$x'; do
                csub -H -J "$name" true > id; squeue -h -j $(cat id) -o %j; cqueue --no-header -o name - < id
                cqueue --cancel - < id
            done; ls *.sbatch | tr -d 'A-Za-z0-9._\n-' | wc -c
            """#)
        #expect(
            result.lines == [
                "project:test 1/2", "project:test 1/2", "it's \"a\" \\b|c", "it's \"a\" \\b|c",
                "ä,%j;$x", "ä,%j;$x", "0",
            ], "\(result)")
    }

    // MARK: Surroundings

    @Test(.enabled(if: Permits.namespaces, "SKIPPED: needs root and unshare"))
    func `without a proc or a dev null it works, or one line says what is missing`() throws {
        let result = try Scratch().run(
            #"""
            mkdir dev; seq 9 > in; within() { unshare -m sh -c "$1"; }
            within 'mount -t tmpfs none /proc; csub -V | head -1 | cut -d" " -f1; czcat in | wc -l
                csplit -n 2 in | wc -l; csub true; echo $?'
            within 'mount --bind dev /dev; unset CJOBS_SITE_CONFIG; CJOBS_SPOOL=$PWD/q csub true; echo $?'
            """#)
        #expect(result.lines.prefix(3) == ["csub", "9", "2"], "\(result)")
        #expect(result.lines.count == 5 && !result.lines.contains("134"), "\(result)")
        #expect(!result.errors.contains("Swift"), "\(result)")
        #expect(
            result.errors.contains("csub: the local queue needs a /proc, and none is mounted\n"))
        #expect(result.errors.contains("there is no /dev/null\n"), "\(result)")
    }

    @Test func `a zip archive is told by its name`() throws {
        let result = try Scratch().run(
            """
            printf 'PK\\003\\004rest of it' > a.zip; cp a.zip a.txt; czcat a.zip; echo $?; czcat < a.txt
            csplit -n 2 a.txt; echo $?; ls
            """)
        #expect(result.lines.suffix(2) == ["a.txt", "a.zip"], "\(result)")
        #expect(!result.lines.prefix(2).contains("0"), "\(result)")
        #expect(result.errors.components(separatedBy: "unzip -p").count == 4, "\(result)")
    }
}
