import TestSupport
import Testing

/// cwait, and csub -W: what is said of jobs that failed, and how far they are.
@Suite struct WaitFailureTests {
    @Test(arguments: [
        ("csub -J boom 'exit 2' | cwait", "cwait: L2 boom: exit status 2; boom.2.cluster.err\n"),
        ("csub -W -J boom 'exit 2'", "csub: L2 boom: exit status 2; boom.2.cluster.err\n"),
        (
            "csub -J killed 'kill -9 $$' | cwait",
            "cwait: L2 killed: killed by SIGKILL; killed.2.cluster.err\n"
        ),
        (
            "csub -J slow -t 0:01 sleep 100 | cwait",
            "cwait: L2 slow: time limit reached; slow.2.cluster.err\n"
        ),
        (
            "csub nosuchcmd 2> hint | cwait",
            "cwait: L2 nosuchcmd: cannot run 'nosuchcmd': No such file or directory\n"
        ),
        ("csub -J x -e /dev/null false | cwait", "cwait: L2 x: exit status 1\n"),
        ("csub -J x -o all -e all false | cwait", "cwait: L2 x: exit status 1; all\n"),
        ("csub -J $'a\\nb' -e e false | cwait", "cwait: L2 a\\nb: exit status 1; e\n"),
        (
            "csub -J x -e e 'echo oops >&2; kill $$' | cwait -g",
            "oops\ncwait: L2 x: killed by SIGTERM; e\n"
        ),
        ("csub -J x 'echo oops >&2; exit 3' | cwait -g", "oops\n"),
        (
            "csub -J x --each 'echo {} >&2; exit {}' ::: 3 4 | cwait -g",
            """
            3
            cwait: L2 x: exit status 3; x.2.cluster.err
            4
            cwait: L3 x: exit status 4; x.3.cluster.err
            cwait: 2 of 2 jobs did not end with 0

            """
        ),
        ("csub -J x -e e false | cwait -p > id", "cwait: L2 x: exit status 1; e\n"),
        ("csub false | cwait -q", ""), ("csub -Q -W false", ""), ("csub true | cwait", ""),
    ])
    func `a job that failed is a line`(_ script: String, _ errors: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(script)
        #expect(result.errors == errors, "\(result)")
    }

    @Test func `a file elsewhere is named in full`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "mkdir a b; cd a; id=$(csub -J x false); cd ../b; cwait $id; echo $?")
        #expect(result.output == "1\n")
        #expect(
            result.errors
                == "cwait: L2 x: exit status 1; \(scratch.path)/work/a/x.2.cluster.err\n")
    }

    @Test func `ten lines at most, and then how many more`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub -J x --each 'exit {}' ::: 0 {1..13} | cwait; echo $?")
        #expect(result.output == "13\n")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 11, "\(result)")
        #expect(lines.dropLast().allSatisfy { $0.contains(" x: exit status ") })
        #expect(lines.last == "cwait: and 3 more: 13 of 14 jobs did not end with 0")
        #expect(try scratch.run("cwait -q L2-L15").errors.isEmpty)
    }

    @Test func `the first of a chain that failed is named by all behind it`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub -H -J part 'exit 7'); b=$(csub -J mid -d $a true)
            c=$(csub -J merge -d $b true); d=$(csub -J mail -d $c true)
            cqueue --release $a; cwait $c; echo $?; cwait $d $b
            cqueue -a --no-header -o id,reason $a $b $c $d | tr -s ' '
            cqueue --jsonl $d | grep -o '"reason":"[^"]*"'
            """)
        #expect(
            result.lines == [
                "143", "L2 exit status 7", "L3 cancelled (dependency L2)",
                "L4 cancelled (dependency L2)", "L5 cancelled (dependency L2)",
                #""reason":"cancelled (dependency L2)""#,
            ], "\(result)")
        #expect(
            result.errors.split(separator: "\n").sorted() == [
                "cwait: 2 of 2 jobs did not end with 0",
                "cwait: L3 mid: cancelled (dependency L2)",
                "cwait: L4 merge: cancelled (dependency L2)",
                "cwait: L5 mail: cancelled (dependency L2)",
            ])
    }

    @Test func `on a terminal the last line of its standard error follows`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            a=$(csub -J py 'printf "Traceback:\n  x\nValueError: \033[1mbad\n\n" >&2; exit 1')
            b=$(csub -J still false)
            script -qec "cwait --progress never $a; cwait --progress never $b" /dev/null < /dev/null
            cwait $a
            """#)
        #expect(
            result.output == """
                cwait: L2 py: exit status 1; py.2.cluster.err\r
                cwait:     ValueError: \\x1b[1mbad\r
                cwait: L3 still: exit status 1; still.3.cluster.err\r

                """, "\(result)")
        #expect(result.errors == "cwait: L2 py: exit status 1; py.2.cluster.err\n")
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `the tasks of an array that failed are lines, and the job behind them names one`()
        throws
    {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub -J part -a 0-3 'exit $CSUB_ARRAY_INDEX'); cwait $a 2> one
            sed "s/ $a/ A/" one
            b=$(csub -J child -d $a true); c=$(csub -J grandchild -d $b true); cwait $c 2> two
            sed "s/ $a)/ A)/; s/ $c/ C/" two
            """)
        #expect(
            result.lines.sorted() == [
                "cwait: A: 3 of 4 tasks did not end with 0",
                "cwait: A_1 part: exit status 1; part.1.1.cluster.err",
                "cwait: A_2 part: exit status 2; part.1.2.cluster.err",
                "cwait: A_3 part: exit status 3; part.1.3.cluster.err",
                "cwait: C grandchild: cancelled (dependency A)",
            ], "\(result)")
    }

    @Test func `the progress line has failures, the time and an estimate, and fits`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkfifo go go0 go1 go2 go3 go4
            for n in 0 1 2; do csub --threads 5 "read x < go$n; exit $n"; done > ids
            csub 'read x < go3' >> ids; csub 'read x < go4' >> ids
            script -qec 'stty cols 300; cwait < ids' /dev/null > seen < /dev/null & p=$!
            until grep -q '0 of 5 ended' seen; do sleep 0.05; done; for n in 0 1 2; do echo > go$n; done
            until grep -q '3 of 5 ended, 2 failed, 2 running, 0:[0-9][0-9], about' seen; do
                sleep 0.05
            done
            echo > go3; echo > go4; wait $p
            csub 'read x < go' > id
            script -qec 'stty cols 20; cwait < id' /dev/null > narrow < /dev/null & p=$!
            until grep -q '0 of 1 ended' narrow; do sleep 0.05; done; echo > go; wait $p
            tr '\r' '\n' < narrow | grep -o 'cwait: 0 of 1.*' | head -1
            """#, timeout: 60)
        #expect(result.output == "cwait: 0 of 1 ended\n", "\(result)")
    }
}
