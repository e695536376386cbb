import TestSupport
import Testing

/// csub: what arrives at the job, and where its output goes.
@Suite struct SubmitTests {
    @Test func `output goes to NAME.N.cluster.out and .err in the submit directory`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub 'echo out; echo err >&2' | cwait; cat echo.2.cluster.*")
        #expect(result == .init(output: "err\nout\n"))
        try scratch.run("mkdir d; csub -J a/b -D d pwd | cwait")
        #expect(try scratch.run("cat a_b.3.cluster.out").output.hasSuffix("/work/d\n"))
    }

    @Test func `patterns name the output, and one name for both joins them`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -J j -o '%x-%j-%%.log' 'echo one; echo two >&2' | cwait; cat j-L2-%.log
            csub -o o -e e 'echo one; echo two >&2' | cwait; cat o e
            """)
        #expect(result == .init(output: "one\ntwo\none\ntwo\n"))
    }

    @Test func `arguments arrive as they are`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            csub printf '<%s>' 'a b' "it's" '$(touch PWNED)' '' '-x' $'new\nline' '`id`' '%s' '*' | cwait
            cat printf.2.cluster.out; ls
            """#)
        #expect(
            result.output == "<a b><it's><$(touch PWNED)><><-x><new\nline><`id`><%s><*>"
                + "printf.2.cluster.err\nprintf.2.cluster.out\n")
    }

    @Test func `bytes that are no text arrive, and reach the right files`() throws {
        let scratch = try Scratch()
        try scratch.run(
            #"""
            mkdir $'d\xff'; cd $'d\xff'
            csub -J $'n\xfe' -o $'o\xff %x' printf '%s' $'\xff\xc3\xa9\x80' | cwait; cat $'o\xff n\xfe' > ../out
            cd ..; csub -D $'d\xff' -o p pwd | cwait; cat p $'d\xff/p' > pwd 2>/dev/null
            printf 'x\xff\n\xfe y\n' | csub -o %j --each 'printf "%s" {}' | cwait; cat L4 L5 > each
            export V=$'v\xff'; csub -o env 'printf "%s" "$V"' | cwait
            """#)
        #expect(try scratch.bytes(of: "out") == [0xFF, 0xC3, 0xA9, 0x80])
        #expect(try scratch.bytes(of: "pwd").contains(0xFF))
        #expect(try scratch.bytes(of: "each") == [0x78, 0xFF, 0xFE, 0x20, 0x79])
        #expect(try scratch.bytes(of: "env") == [0x76, 0xFF])
        #expect(try scratch.run("cqueue -a --json | python3 -m json.tool").status == 0)
    }

    @Test func `a lone operand with blanks is shell text, others are not`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            echo 'echo prog' > 'my prog'; chmod +x 'my prog'
            csub 'echo a | tr a b' | cwait -g; csub --exec './my prog' | cwait -g
            csub --shell echo 'x;' echo y | cwait -g; csub ./none | cwait -q
            """)
        #expect(result.output == "b\nprog\nx\ny\n")
        #expect(result.status == 127)
    }

    @Test func `a script comes on standard input with its interpreter and arguments`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            printf '#!/usr/bin/awk -f\nBEGIN { print ARGV[1] }\n' | csub - hello | cwait -g
            csub - a 'b c' <<'X' | cwait -g
            printf '%s|' "$@"
            X
            : | csub -
            """#)
        #expect(result.output == "hello\na|b c|")
        #expect(result.errors == "csub: the script on standard input is empty\n")
        #expect(result.status == 65)
    }

    @Test func `csub never reads standard input unless told to`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("printf 'a\\nb\\n' | while read x; do csub -Q -H $x; done")
        #expect(result.output == "L2\nL3\n")
    }

    @Test func `each input line is a job, in order, all or none`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            printf '%s\0' 'a b' $'new\nline' "q'" | csub -0 -o %j --each 'echo {#} {}' | cwait
            cat L2 L3 L4
            csub -o %j --each 'wc -c {} > {/.}.n' ::: /etc/hostname | cwait; ls *.n
            printf 'one\0two\n' | csub --each 'echo {}'; cqueue -a -I | wc -l
            : | csub --each 'echo {}'
            """#)
        #expect(result.output == "1 a b\n2 new\nline\n3 q'\nhostname.n\n5\n")
        #expect(result.errors == "csub: standard input has a NUL in it: use -0\n")
        #expect(result.status == 0)
    }

    @Test(arguments: [
        "`echo {}`", "true # {}", "cat <<< {}", "x=$(echo {}); echo $x", "eval true; : {}",
    ])
    func `no input of each runs as a command`(_ template: String) throws {
        let scratch = try Scratch()
        try scratch.run(
            #"""
            printf '%s\0' '$(touch PWNED)' '`touch PWNED`' $'x\ntouch PWNED\n' '; touch PWNED' \
                "'; touch PWNED; '" '" ; touch PWNED; "' $'x\nE\ntouch PWNED' '-e touch PWNED' |
                csub -0 -Q --each "$TEMPLATE" | cwait -q
            """#, with: ["TEMPLATE": template])
        #expect(!scratch.has("PWNED"))
        #expect(try scratch.run("cqueue -a --count").output == "9\n")
    }

    @Test func `the submitter's surroundings arrive`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            umask 027; ulimit -n 77; export FRUIT='a b'
            nice -n 5 csub 'umask; ulimit -n; nice; echo "$FRUIT"; pwd' | cwait -g
            """)
        #expect(result.lines.dropLast() == ["0027", "77", "5", "a b"])
        let narrow = try scratch.run(
            "A=1 B=2 SLURM_JOB_ID=9 csub --export A,C=3 'echo $A$B$C$SLURM_JOB_ID' | cwait -g")
        #expect(narrow.output == "13\n")
    }

    @Test func `a job knows itself`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -c 2 -J me 'echo $CSUB_JOB_ID $CSUB_NAME $CSUB_CORES $CSUB_TRY $CSUB_BACKEND \
            $OMP_NUM_THREADS' | cwait -g
            csub --each 'echo $CSUB_INPUT {#}' ::: 'x y' | cwait -g
            """)
        #expect(result.output == "L2 me 2 1 local 2\nx y 1\n")
    }

    @Test func `a job has three descriptors and no terminal`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "exec 7</etc/passwd; csub 'ls /proc/$$/fd; readlink /proc/$$/fd/0; ps -o tty= $$' | cwait -g"
        )
        #expect(result.lines.prefix(4) == ["0", "1", "2", "/dev/null"])
        #expect(result.lines.last == "?" || !Permits.has("ps"))
    }

    @Test func `attempts go on until one ends with 0`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --tries 5 'echo $CSUB_TRY >> log; test $CSUB_TRY = 3' | cwait; echo $?
            csub --tries 2 'echo x >> log2; exit 4' | cwait; echo $?
            cat log log2
            """)
        #expect(result.output == "0\n4\n1\n2\n3\nx\nx\n")
    }

    @Test func `what would run can be seen without running it`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub --dry-run echo 'a b' > s; sh s; cqueue -a --count")
        #expect(result == .init(output: "a b\n1\n"))
    }

    @Test func `wait and get make csub a way to run a command`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub -W --get 'echo out; echo err >&2; exit 3'")
        #expect(result == .init(output: "out\n", errors: "err\n", status: 3))
        #expect(try scratch.run("csub -W true").output == "L3\n")
    }

    @Test func `a full queue is waited for, or told`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'read x < go')
            csub -m 1 --no-block true; echo $?
            csub -m 1 -Q 'echo ran > ran' > id & cqueue --can-submit -m 1; echo $?
            echo > go; wait; cwait < id; cat ran; cqueue --can-submit -m 1; echo $?
            csub -m 2 --each 'true {}' ::: 1 2 3; echo $?
            """)
        #expect(result.output == "75\n1\nran\n0\n64\n")
        #expect(result.errors.contains("csub: the queue is full: it may have 1 jobs\n"))
    }

    @Test func `the command substitution returns at once`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "a=$(csub sleep 1000 2>&1); echo $a; cqueue -t active -I", timeout: 20)
        #expect(result == .init(output: "L2\nL2\n"))
    }

    @Test func `a job can submit jobs and wait for them`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub 'csub \"exit 5\" | cwait; echo $?' | cwait -g")
        #expect(result.output == "5\n")
    }

    @Test func `cores beyond the machine's are cut with a warning`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub -c 99 'echo $CSUB_CORES' | cwait -g")
        #expect(result.output == "4\n")
        #expect(result.errors == "csub: warning: 99 cores asked for, limiting to 4\n")
    }

    @Test func `an output that is named .gz or .bz2 is compressed, and read back as it was`() throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            id=$(csub -o out.gz -e err.bz2 'seq 100000; echo oops >&2; exit 3'); cwait -q $id; echo $?
            gzip -t out.gz && gzip -dc out.gz | cksum; seq 100000 | cksum; bzip2 -dc err.bz2
            cqueue --stdout $id | tail -1; cwait --get $id 2>&1 >/dev/null | head -1
            csub -o both.gz -e both.gz 'echo a; echo b >&2' | cwait; gzip -dc both.gz
            csub -o no.gz nosuch -W -Q > /dev/null; csub -o no.gz -W --get nosuch; echo $?; gzip -dc no.gz
            id=$(csub -o long.gz 'echo begun; (sleep 1000 &) ; touch up; sleep 1000')
            until [ -e up ]; do sleep 0.01; done; cqueue --cancel $id; cwait -q $id; gzip -dc long.gz
            cqueue --check
            """)
        #expect(
            result.lines[0] == "3" && result.lines[1] == result.lines[2]
                && Array(result.lines.dropFirst(3)) == [
                    "oops", "100000", "oops", "a", "b", "127", "begun",
                ], "\(result)")
    }

    @Test(
        .enabled(
            if: Permits.smallFileSystems, "SKIPPED: needs root and mount(8) for a full file system")
    )
    func `a full disk costs a compressed output, and not the job's status`() throws {
        let result = try Scratch().run(
            """
            mkdir m; mount -t tmpfs -o size=64k none m
            id=$(csub -o m/x.gz 'head -c 1000000 /dev/urandom; exit 5'); cwait -q $id; echo $?; umount m
            cqueue --no-header -o reason $id | grep -c "^packed output is lost: .*m/x.gz': No space left"
            cqueue --check
            """)
        #expect(result.output == "5\n1\n", "\(result)")
    }
}
