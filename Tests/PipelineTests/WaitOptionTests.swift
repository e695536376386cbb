import TestSupport
import Testing

/// cwait's options, on the local queue.
@Suite struct WaitOptionTests {
    /// A function for scripts: returns when a process has begun to wait for signals.
    private static let waiting = """
        waiting() {
            until (( (0x$(awk '/SigBlk/ { print $2 }' /proc/$1/status) & 0x4203) == 0x4003 )); do :; done
        }

        """

    @Test func `a state other than the end is waited for`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'read x < go; exit 3'); b=$(csub -H true)
            cwait --state running -p $a; echo $?; cwait --state held,running -p $a $b; echo $?
            cqueue --count -t running; cqueue -q --cancel $b; cwait -q --state running $b; echo $?
            echo > go; cwait -q $a; echo $?
            """)
        #expect(
            result.lines == ["L2", "0", "L2", "L3", "0", "1", "143", "3"]
                || result.lines == ["L2", "0", "L3", "L2", "0", "1", "143", "3"], "\(result)")
    }

    @Test func `the jobs of a user are waited for`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.waiting + """
                mkfifo go; a=$(csub 'read x < go; exit 3'); cwait -u daemon,2; echo $?
                cwait -p -u daemon,me > p & p=$!; waiting $p; echo > go; wait $p; echo $?; cat p
                cwait -u nosuchuser; echo $?
                """)
        #expect(result.lines == ["0", "3", "L2", "125"])
        #expect(
            result.errors == """
                cwait: L2 read: exit status 3; read.2.cluster.err
                cwait: 'nosuchuser': no such user

                """)
    }

    @Test func `the others are cancelled when one has failed, or has won`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub sleep 1000); b=$(csub -H true); c=$(csub 'exit 3')
            cwait -q --fail-fast --cancel-rest $a $b $c; echo $?; cwait -q $a; echo $?
            cwait -q $b; echo $?; a=$(csub sleep 1000); b=$(csub true)
            cwait --any --cancel-rest $a $b; echo $?; cwait -q $a; echo $?
            """)
        #expect(result.lines == ["3", "143", "143", "L6", "0", "143"])
        #expect(result.errors.isEmpty)
    }

    @Test func `a slot is waited for`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.waiting + """
                cwait --slot; echo $?; cwait --slot -m 0; echo $?
                csub -H true > a; csub -H true > b; cwait --slot -m 2 -t 0.05; echo $?
                CJOBS_MAX_QUEUE_LEN=2 cwait --slot -t 0.05; echo $?
                cwait --slot -m 2 & p=$!; waiting $p; cqueue --cancel - < a; wait $p; echo $?
                cwait --slot -m 1 & p=$!; waiting $p; kill -TERM $p; wait $p; echo $?
                """, timeout: 60)
        #expect(result.lines == ["0", "0", "124", "124", "0", "143"])
        #expect(result.errors.contains("cwait: time is up; the queue is still full\n"))
        #expect(result.errors.hasSuffix("cwait: stopped waiting; the queue is still full\n"))
    }

    @Test(arguments: [
        ("worst", "0 3 5 3", 5), ("any", "3 0 5", 0), ("any", "3 5", 5), ("first", "0 5 3", 5),
        ("first", "0 0", 0), ("count", "0 3 5 3", 3), ("count", "0 0", 0),
    ])
    func `one status is made of many`(_ rule: String, _ ends: String, _ status: Int32) throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run("csub --each 'exit {}' ::: \(ends) | cwait -q --exit \(rule)")
        #expect(result.status == status, "\(rule): \(ends)")
        #expect(try scratch.run("cwait -q --exit \(rule) last L99").status == 125)
    }

    @Test func `an interrupt may cancel the jobs`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.waiting + """
                a=$(csub sleep 1000); b=$(csub -H true)
                cwait --cancel-on-interrupt $a $b & p=$!; waiting $p
                kill -TERM $p; wait $p; echo $?; cwait -q $a; echo $?; cwait -q $b; echo $?
                """, timeout: 60)
        #expect(result.lines == ["143", "143", "143"])
        #expect(result.errors == "cwait: stopped waiting; cancelling L2 L3\n")
    }

    @Test func `somebody is told when it is over`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --each 'exit {}' ::: 3 0 | cwait -q -p --failed --notify 'echo "$IDS: $STATUS"'
            echo $?; csub -H true | cwait -q -t 0 --notify 'echo $STATUS'; echo $?
            csub true | cwait --notify 'exit 7'; echo $?
            """)
        #expect(result.lines == ["L2", "3", "124", "0"])
        #expect(result.errors == "L2 L3: 3\n124\ncwait: warning: --notify: exit status 7\n")
    }

    @Test func `results are one document`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --each 'echo out{}; echo err >&2; exit {}' ::: 1 0 | cwait -q -g --json
            echo $?; csub -o both 'echo a; echo "b\\"" >&2; printf "\\377"' | cwait --get --json
            csub -H true | tee id | cqueue --cancel -; cwait -q --get --json < id
            """)
        #expect(
            result.lines == [
                #"{"schema":"cjobs/1","jobs":["#
                    + #"{"id":"L2","state":"failed","exit_status":1,"#
                    + #""stdout":"out1\n","stderr":"err\n"},"#
                    + #"{"id":"L3","state":"complete","exit_status":0,"#
                    + #""stdout":"out0\n","stderr":"err\n"}]}"#,
                "1",
                #"{"schema":"cjobs/1","jobs":[{"id":"L4","state":"complete","exit_status":0,"#
                    + #""stdout":"a\nb\"\n\udcff","stderr":null}]}"#,
                #"{"schema":"cjobs/1","jobs":[{"id":"L5","state":"cancelled","exit_status":143,"#
                    + #""stdout":null,"stderr":null}]}"#,
            ])
    }

    @Test func `the pause at the end comes after everything else`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub 'exit 3'); cwait -p --grace 1000 $a > p & p=$!
            until grep -q $a p; do :; done; kill -TERM $p; wait $p; echo $?
            cwait --grace 0.01 $a; echo $?
            """)
        #expect(result.lines == ["143", "3"])
    }

    @Test func `progress is shown always, or never`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -H true | CI=1 cwait -q --progress always -t 0.1 2>&1 | grep -o '0 of 1 ended'
            mkfifo go; csub 'read x < go' > id
            script -qec 'cwait --progress never -t 0 < id' /dev/null < /dev/null; echo > go
            """)
        #expect(result.output == "0 of 1 ended\ncwait: time is up; L3 not ended\r\n")
    }

    @Test(arguments: [
        ("--all L1", "--all takes no ID"), ("--slot L1", "--slot takes no ID"),
        ("--all -u me", "--all and --user exclude each other"),
        ("-m 3 L1", "--max-queue-len goes with --slot"), ("--json L1", "--json goes with --get"),
        ("--cancel-rest L1", "--cancel-rest goes with --fail-fast or --any"),
        ("--any --fail-fast L1", "--any and --fail-fast exclude each other"),
        ("--any --exit any L1", "--any and --exit exclude each other"),
        ("--state running -g L1", "--state and --get exclude each other"),
        ("-g -p L1", "--get and --print exclude each other"),
    ])
    func `what does not go together is refused`(_ options: String, _ reason: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run("cwait \(options)")
        #expect(result.status == 125)
        #expect(
            result.errors
                == "cwait: \(reason)\nusage: cwait [options] [ID...]\nsee 'cwait --help'\n")
    }
}
