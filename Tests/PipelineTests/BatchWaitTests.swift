import TestSupport
import Testing

/// cwait on a batch system: its patience, signals, and what it tells of arrays.
@Suite struct BatchWaitTests {
    /// Functions for scripts: one forgets which clients were called; the other returns when one was.
    private static let calls = """
        forget() { : > $STANDIN/calls; }
        called() { until grep -q ^$1 $STANDIN/calls; do sleep 0.02; done; }

        """

    @Test func `a state other than the end is waited for, of each task`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub --array 0-2 true; cwait --state running -p 1 > p & p=$!
            slurm-job 1_0 state=RUNNING; slurm-job 1_2 state=RUNNING; slurm-job 1_0 run
            [ -s p ] && exit 1; slurm-job 1_1 state=RUNNING; wait $p; echo $?; cat p
            """)
        #expect(result.lines == ["1", "0", "1"], "\(result)")
    }

    @Test func `an array's outputs follow each other by task`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub --each 'echo out{}; echo err{} >&2; exit {}' ::: 3 0 4 > ids; cat ids
            for i in 2 0 1; do slurm-job 1_$i run; done; cwait -q -g 1; echo $?
            cwait -q -g - < ids 2> /dev/null; echo $?; cwait -q -g 1_[1-2] 2> /dev/null; echo $?
            slurm-job 1 drop; cwait -q -g --json 1_[0-1]
            """)
        #expect(
            result.lines == [
                "1_0", "1_1", "1_2", "out3", "out0", "out4", "4", "out3", "out0", "out4", "4",
                "out0",
                "out4", "4",
                #"{"schema":"cjobs/1","jobs":["#
                    + #"{"id":"1_0","state":"failed","exit_status":3,"#
                    + #""stdout":"out3\n","stderr":"err3\n"},"#
                    + #"{"id":"1_1","state":"complete","exit_status":0,"#
                    + #""stdout":"out0\n","stderr":"err0\n"}]}"#,
            ])
        #expect(result.errors == "err3\nerr0\nerr4\n")
    }

    @Test func `the jobs of a user are waited for, and all of mine`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.calls + """
                csub true; csub true; slurm-job 2 user=daemon; forget
                cwait -q -u me,daemon & p=$!; called squeue; slurm-job 1 run
                slurm-job 2 state=FAILED exit=9:0; wait $p; echo $?; cwait -u me,daemon; echo $?
                csub 'exit 3'; forget; cwait -q -a & p=$!; called squeue; slurm-job 3 run
                wait $p; echo $?
                """)
        #expect(result.lines == ["1", "2", "9", "0", "3", "3"])
    }

    @Test func `the others are cancelled when one has failed`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; csub true; csub 'exit 5'; slurm-job 3 run; slurm-job 1 state=RUNNING
            cwait -q --fail-fast --cancel-rest 1 2 3; echo $?; cwait -q 1; echo $?; cwait -q 2; echo $?
            """)
        #expect(result.lines == ["1", "2", "3", "5", "143", "143"])
    }

    @Test func `a slot is waited for, whatever the queue says meanwhile`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub --array 0-3 true; cwait --slot -m 4 -t 0.3; echo $?; : > $STANDIN/calls
            STANDIN_SQUEUE='ok down*2 ok' cwait --slot -m 4 -i 0.1 & p=$!
            until [ "$(grep -c ^squeue $STANDIN/calls)" -ge 5 ]; do sleep 0.1; done
            kill -0 $p && slurm-job 1_2 state=COMPLETED; wait $p; echo $?
            STANDIN_SQUEUE=down cwait --slot -m 4 --max-errors 2; echo $?
            """)
        #expect(result.lines == ["1", "124", "0", "125"], "\(result)")
    }

    @Test(arguments: ["INT 130", "TERM 143", "HUP 129"])
    func `a signal stops a question that hangs, and nothing is complained of`(
        _ signal: String
    ) throws {
        let words = signal.split(separator: " ")
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.calls + """
                csub true; forget; STANDIN_SQUEUE=hang env --default-signal cwait 1 & p=$!
                called squeue; c=$(pgrep -P $p); kill -\(words[0]) $p; wait $p; echo $?
                ! kill -0 $c 2> /dev/null
                """, timeout: 30)
        #expect(result.output == "1\n\(words[1])\n")
        #expect(result.errors.hasPrefix("cwait: stopped waiting; 1 not touched\n"))
        #expect(result.status == 0)
    }

    @Test func `the second signal ends it at once`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.calls + """
                csub true; forget; STANDIN_SCANCEL=hang cwait --cancel-on-interrupt 1 & p=$!
                called squeue; kill -TERM $p; called scancel; c=$(pgrep -P $p); kill -TERM $p
                wait $p; echo $?; kill -KILL $c
                """, timeout: 30)
        #expect(result.lines == ["1", "143"])
        #expect(result.errors == "cwait: stopped waiting; cancelling 1\n")
    }

    @Test func `the time is up though a question hangs`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            "csub true; export STANDIN_SQUEUE=hang; cwait -t 0.5 1; echo $?; cwait -at 0.5; echo $?",
            timeout: 30)
        #expect(result.lines == ["1", "124", "124"])
        #expect(
            result.errors == """
                cwait: time is up; 1 not ended
                cwait: time is up; Slurm has not answered

                """)
    }

    @Test func `whoever waits for another one's question can be stopped`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.calls + """
                csub true; forget; STANDIN_SQUEUE=hang cwait 1 & a=$!; called squeue
                cwait -t 0.3 1; echo $?; grep -c ^squeue $STANDIN/calls; kill $a; wait $a; echo $?
                """, timeout: 30)
        #expect(result.lines == ["1", "124", "1", "143"])
    }

    @Test func `files that appear late are waited for`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub -o out 'echo hi'; slurm-job 1 run; mv out late
            cwait --files-timeout 0.2 1; echo $?; cwait --files-timeout 60 -t 0.3 1; echo $?
            cwait --files-timeout 60 -g 1 & p=$!; mv late out; wait $p; echo $?
            """)
        #expect(result.lines == ["1", "0", "124", "hi", "0"], "\(result)")
        let name = "'\(scratch.path)/work/out'"
        #expect(
            result.errors
                == "cwait: 1: \(name) has not appeared\ncwait: time is up; 1 not ended\n")
    }

    @Test func `an exit record may come late, and still counts`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.calls + """
                csub 'exit 6'; slurm-job 1 run; f=$(ls *.status); mv $f late; slurm-job 1 forget
                forget; cwait --files-timeout 60 1 & p=$!; called sacct
                kill -0 $p; mv late $f; wait $p; echo $?
                """)
        #expect(result.lines == ["1", "6"], "\(result)")
    }

    @Test(.enabled(if: Permits.tracing, "SKIPPED: needs strace"))
    func `while late files are waited for, others that come make no work`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub -o out 'echo hi'; slurm-job 1 run; mv out late
            strace -o log -e trace=poll,ppoll cwait --files-timeout 60 -t 1.5 1 & p=$!
            while kill -0 $p 2> /dev/null; do touch a; mv a b; sleep 0.05; done; wait $p; echo $?
            [ "$(grep -c poll log)" -ge 3 ] && [ "$(grep -c poll log)" -le 40 ] || wc -l log
            """)
        #expect(result.lines == ["1", "124"], "\(result)")
    }

    @Test(.enabled(if: Permits.networkFileSystems, "SKIPPED: needs root, bindfs and strace"))
    func `a late file on a network file system is waited for by whoever follows the job`() throws {
        let scratch = try Scratch.onSlurm()
        // What the job wrote is not there when it has ended, and comes once that was seen.
        let result = try scratch.run(
            """
            mkdir near far; bindfs near far; trap 'umount far' EXIT
            csub -o far/out 'echo hi; mv near/out near/late'
            strace -o log -e trace=openat cqueue --follow 1 > seen & p=$!
            until grep -qs '/far"' log; do sleep 0.02; done
            slurm-job 1 run
            until sed '1,/cluster.status"/d' log | grep -q '/far"'; do sleep 0.02; done
            mv near/late near/out; wait $p; echo $?; cat seen
            """, timeout: 30)
        #expect(result.lines == ["1", "0", "hi"], "\(result)")
    }
}
