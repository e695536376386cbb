import TestSupport
import Testing

/// Jobs that submit jobs and wait for them: what they lend, and what they must not wait for.
@Suite struct WaitWithinJobTests {
    @Test func `on one core a job that waits for one that waits for one ends as the last`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            csub --no-id -W 'csub --no-id -W "csub --no-id -W \"exit 7\""'; echo $?
            csub --no-id -W 'csub "exit 3" | cwait -q; s=$?; echo again; exit $s'; echo $?; cat *.out
            """#)
        #expect(result.output == "7\n3\nagain\n", "\(result)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `forty jobs that wait for a job each all end, and never two compute at once`() throws
    {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            compute() { mkdir computing && echo $1 >> trace && rmdir computing || echo at once >> trace; }
            export -f compute
            for i in {1..40}; do
                csub -Q -o /dev/null "compute $i; csub -Q --no-id -W -o /dev/null 'compute $i; exit $i'
                    s=\$?; compute $i; exit \$s"
            done > ids
            for i in $(cat ids); do cwait -q $i; echo $?; done > statuses; seq 40 | diff - statuses
            sort -n trace | uniq -c | awk '{ print $1 }' | uniq -c
            """#, timeout: 300)
        #expect(result.output.split(whereSeparator: \.isWhitespace) == ["40", "3"], "\(result)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `a job that waits shows what for, and holds no cores`() throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            mkfifo go ready
            csub -c 2 -J parent 'csub -Q --no-id -W -c 2 -J child "echo > ready; read x < go"; exit 4' > id; read x < ready
            cqueue --no-header -o id,state,cores,reason $(cat id) L3
            cqueue --json $(cat id) | python3 -c 'import json, sys; print(json.load(sys.stdin)["jobs"][0]["waits_for"])'
            echo > go; cwait -q < id; echo $?; cqueue -a --no-header -o id,cores,reason L2
            """#)
        #expect(
            result.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "L2 running 0 waits for L3", "L3 running 2", "['L3']", "4",
                "L2 2 exit status 4",
            ], "\(result)")
    }

    @Test func `a cwait that is killed takes its job's cores back at once`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            mkfifo go.a go.b ready.a ready.b
            csub -Q 'csub -Q "echo > ready.a; read x < go.a" > child; cwait $(cat child) & echo $! > pid; wait $!
                echo > ready.b; read x < go.b' > id
            read x < ready.a; csub -H true > next; kill -9 $(cat pid); read x < ready.b
            until [ "$(cqueue --no-header -o cores $(cat id))" = 1 ]; do :; done; cqueue --release $(cat next)
            echo > go.a; cwait $(cat child); cqueue --no-header -o state $(cat next); echo > go.b; cwait $(cat id next); echo $?
            """#)
        #expect(result.output.replacing(" ", with: "") == "pending\n0\n", "\(result)")
    }

    @Test func `a job with two waits lends its cores until the last of them is over`() throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            mkfifo go
            csub --no-id -W -Q -c 2 -o out 'a=$(csub -Q true); b=$(csub -Q "read x < go; exit 5"); cwait -q $a & x=$!; cwait -q $b & y=$!
                wait $x; echo $?; cqueue --no-header -o cores $CSUB_JOB_ID; echo > go; wait $y; echo $?
                cqueue --no-header -o cores $CSUB_JOB_ID'
            cat out
            """#)
        #expect(result.output.split(whereSeparator: \.isWhitespace) == ["0", "0", "5", "2"])
    }

    @Test func `a runner that was killed takes over what is lent`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            mkfifo go ready
            csub -Q 'csub -Q --no-id -W "echo > ready; read x < go; exit 6"' > id; read x < ready
            until [ "$(cqueue --no-header -o cores $(cat id) | tr -d ' ')" = 0 ]; do :; done
            for p in $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do
                [ "$(cat /proc/$p/comm)" = cjobs-runner ] && kill -9 $p
            done
            csub -Q 'exit 3' > next; echo > go; cwait -q $(cat id); echo $?; cwait -q < next; echo $?
            """#)
        #expect(result.output == "6\n3\n")
        #expect(try scratch.faults().isEmpty)
    }

    @Test(arguments: ["keeper", "runner", "keeper runner"])
    func `a job that waits for one that has not started lends its core to it, whoever is killed`(
        _ who: String
    ) throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            SupervisionTests.tools
                + #"""

                csub -Q -H true > gate; export gate=$(cat gate)
                csub -Q 'csub -Q --no-id -W -d afterany:$gate "exit 6"' > id
                until_ '[ "$(cqueue --no-header -o cores $(cat id) | tr -d " ")" = 0 ]'
                old=$(ours runner); kill_ WHO; cqueue > seen
                until_ '[ -n "$(ours runner)" ] && [ "$(ours runner)" != '$old' ]'
                cqueue --release $gate; cwait -q $(cat id); echo $?; sound
                """#.replacing("WHO", with: who), timeout: 60)
        #expect(result.output == "6\n", "\(result)")
    }

    @Test func `a job's time to wait counts while it asks for its cores`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            mkfifo go.a go.b ready.a ready.b
            # Both wait for the same job: the second has to wait for the first to end.
            csub -Q -H 'read x < go.a' > child; export child=$(cat child)
            csub -Q 'cwait $child; echo > ready.a; read x < go.b' > first
            csub -Q 'cwait -t 2 $child; echo $? > status' > second
            until [ "$(cqueue --no-header -o cores L3 L4 | tr -d ' \n')" = 00 ]; do :; done
            cqueue --release $child; echo > go.a; read x < ready.a
            until [ -s status ]; do :; done; cat status; cqueue --no-header -o state $(cat first); echo > go.b; cwait $(cat first second); echo $?
            """#)
        #expect(result.output == "0\nrunning\n0\n", "\(result)")
    }

    // MARK: What must not be waited for

    @Test(arguments: [
        "cwait $CSUB_JOB_ID", "cwait L1 $CSUB_JOB_ID", "csub -Q --no-id -W -d $CSUB_JOB_ID true",
        "csub -Q --no-id -W -d afterany:$CSUB_JOB_ID true",
        "csub -Q --no-id -W -d singleton -J self true",
        "csub -Q -d $CSUB_JOB_ID true | cwait", "cqueue --follow $CSUB_JOB_ID",
        "csub -Q -d $(csub -Q -d $CSUB_JOB_ID true) true | cwait",
        "cwait --state held $CSUB_JOB_ID",
    ])
    func `a job that would wait for itself is refused`(_ command: String) throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            csub -Q --no-id -W -J self 'COMMAND; echo $? > status'; cat status; cat *.err | wc -l
            cat *.err | grep -c 'cannot wait for'; cqueue --cancel -q -t active; cwait -qr --all
            """#.replacing("COMMAND", with: command), timeout: 30)
        #expect(result.output == "125\n1\n1\n", "\(result)")
    }

    @Test func `two jobs that would wait for each other are refused`() throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            csub -Q -H -J b 'until [ "$(cqueue --no-header -o cores $a | tr -d " ")" = 0 ]; do :; done; cwait $a; exit $?' > b; export b=$(cat b)
            export a=L3; csub -Q -J a 'cwait $b; echo $? > status; exit 1' > a; cat a
            cqueue --cancel $b; cwait -q < a
            csub -Q -J b 'until [ "$(cqueue --no-header -o cores L5 2>&- | tr -d " ")" = 0 ]; do :; done; cwait L5; exit $?' > b
            csub -Q -J a 'cwait L4; exit $?' > a
            cwait -q $(cat b); echo $?; cwait -q $(cat a); echo $?; cat b.*.err
            """#, timeout: 30)
        #expect(
            result.output
                == "L3\n125\n125\ncwait: cannot wait for 'L5': it can end only after L4, this job\n",
            "\(result)")
    }

    @Test func `within a job cwait -a leaves out that job and what waits for it`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            csub -Q -J outer 'csub -Q --no-id -W -J inner "csub -Q -d $CSUB_JOB_ID -J behind true; csub -Q -J free true
                cwait -a -p; echo \$?"; exit $?' > id
            cwait -q < id; echo $?; cat inner.*.out; cwait -a
            """#, timeout: 30)
        #expect(result.output == "0\nL4\nL5\nL5\n0\n" || result.lines.first == "0", "\(result)")
        #expect(result.output.contains("0\n"))
    }

    @Test func `a queue that is full of what waits for a job has room for its submissions`() throws
    {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            export CJOBS_MAX_QUEUE_LEN=1
            csub --no-id -W -Q 'csub -Q --no-id -W "csub -Q --no-id -W \"exit 9\"; exit \$?"; exit $?'; echo $?
            csub --no-id -W -Q 'cwait --slot; echo $?'; cat cwait.*.out
            """#, timeout: 30)
        #expect(result.output == "9\n0\n", "\(result)")
    }

    @Test func `a job whose memory leaves too little for what it would wait for is refused`() throws
    {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            m=$(awk '/MemTotal/ { print int($2 / 1024 * 2 / 3) }' /proc/meminfo)M; export m
            csub -Q --no-id -W --mem $m 'csub -Q --no-id -W --mem $m true'; echo $?
            csub -Q --no-id -W --mem $m 'csub -Q --mem $m true > id; cwait -q < id'; echo $?; cat *.err; cwait -q < id; echo $?
            """#, timeout: 30)
        #expect(result.lines.first == "125")
        #expect(result.lines.dropFirst().first == "125")
        #expect(result.lines.last == "0")
        #expect(result.output.contains("of memory, and jobs that wait leave"), "\(result)")
    }

    @Test func `a job of another queue is no part of this one`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            #"""
            csub -Q --no-id -W 'export CJOBS_SPOOL=$CJOBS_SPOOL.other; csub true; csub -H true; cwait L1; echo $?
                csub --no-id -W "exit 4"; echo $?; cqueue -q --cancel L2; cwait -a; echo $?; rm -r "$CJOBS_SPOOL"'
            cat *.out
            """#, timeout: 30)
        #expect(result.lines.filter { !$0.hasPrefix("L") } == ["0", "4", "0"], "\(result)")
    }
}
