import TestSupport
import Testing

/// Torque and OpenPBS, by stand-ins that do what real servers did; the same is true of both where it is
/// not said otherwise.
@Suite struct PBSPipelineTests {
    static let dialects = ["torque", "openpbs"]

    /// Functions for scripts: a job runs; what a job in that state is called.
    private static let waits = """
        running() { until cqueue -I --state running | grep -qxF "$1"; do sleep 0.05; done; }

        """

    @Test(arguments: StatusTests.pipelines, dialects)
    func `ends the same on PBS`(
        _ pipeline: (script: String, status: Int32), _ dialect: String
    ) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(pipeline.script)
        #expect(result.status == pipeline.status, "\(pipeline.script): \(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: dialects)
    func `an ending is known after the server has forgotten the job`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            Self.waits + """
                export STANDIN_KEEP=0
                csub -J three 'exit 3' | cwait; echo $?; csub 'kill -9 $$' | cwait -q; echo $?
                a=$(csub sleep 100); running $a; qdel $a; cwait -q $a; echo $?
                a=$(csub sleep 100); running $a; cqueue --cancel $a; cwait -q $a; echo $?
                a=$(csub -H true); cqueue --cancel 5; cwait -q $a; echo $?
                a=$(csub -H true); b=$(csub -d $a touch x); cqueue --cancel $a; cwait -q $b; echo $?
                a=$(csub false); cwait -q $a; csub -J child -d $a touch x | cwait; echo $?
                a=$(csub true); cwait -q $a; csub -J four -d $a 'exit 4' | cwait; echo $?
                a=$(csub -J gone -H true); qdel $a; cwait $a; echo $?
                """)
        #expect(
            result.lines == ["3", "137", "143", "143", "143", "143", "143", "4", "125"],
            "\(result)")
        #expect(
            result.errors == """
                cwait: 1.server three: exit status 3; three.1.cluster.err
                cwait: C1 child: cancelled (dependency 8.server)
                cwait: 10.server four: exit status 4; four.1.cluster.err
                cwait: 11.server gone: unknown (lost: it left the queue)

                """)
        #expect(!scratch.has("x"))
    }

    @Test(arguments: dialects)
    func `each input line is a task of one array, in order`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            #"""
            printf '%s\n' b "it's" '$(touch x)' ' c  d ' > in
            csub --each 'printf "<%s>\n" {}; exit {#}' < in > ids; cat ids; cwait -q < ids; echo $?
            cwait -q --get < ids; for id in 1 '1[]' '1[].server' '1[2]'; do cwait -q $id; echo $?; done
            ls *.qsub | wc -l; cqueue -o id,state 1 | tail -n +2
            """#)
        #expect(
            result.lines == [
                "1[0].server", "1[1].server", "1[2].server", "1[3].server", "4", "<b>", "<it's>",
                "<$(touch x)>", "< c  d >", "4", "4", "4", "3", "1", "1[0].server  failed",
                "1[1].server  failed", "1[2].server  failed", "1[3].server  failed",
            ], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: dialects)
    func `jobs are held, released, signalled and cancelled`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            Self.waits + """
                csub --array 0-2 -H 'exit 2'; cqueue -I --state held; cqueue --release '1[]'
                cwait -q 1; echo $?
                a=$(csub -H true); cqueue --hold $a; cqueue -I --state held; cqueue --release $a
                cwait $a; echo $?; cqueue --hold $a; echo $?
                a=$(csub sleep 100); running $a; cqueue --signal USR1 $a; cwait -q $a; echo $?
                csub -H true; csub -H true; cqueue --cancel 4 5; cwait -q 4 5; echo $?
                grep '^qdel' $STANDIN/calls; cqueue --cancel 99; echo $?
                """)
        #expect(
            result.lines == [
                "1[].server", "1[0].server", "1[1].server", "1[2].server", "2", "2.server", "0",
                "1", "138", "4.server", "5.server", "143", "qdel 4.server", "qdel 5.server", "1",
            ], "\(result)")
    }

    @Test(
        arguments: [
            "accept-killed ok", "accept-nothing ok", "accept-fail ok", "accept-garbage ok",
            "fail ok", "nothing ok", "down*2 ok",
        ], dialects)
    func `one job comes of one submission`(_ qsub: String, _ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            """
            export STANDIN_QSUB='\(qsub)'
            csub -Q 'echo ran >> log' > id; cwait -Q $(cat id); echo $?; cat log
            grep -c '"number"' $STANDIN/jobs.json
            """)
        #expect(result.lines == ["0", "ran", "1"], "\(result)")
    }

    @Test(arguments: dialects)
    func `of what is not taken nothing stays`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            """
            STANDIN_QSUB=refuse csub true; echo $?; csub -p nosuch true; echo $?
            STANDIN_QSUB=down csub -Q true; echo $?; ls; ls ~/.local/state/cjobs/[tp]*
            STANDIN_QSTAT=down cqueue; echo $?; csub --srun true; echo $?
            csub -d singleton true; echo $?; csub --test-only true; echo $?
            """)
        #expect(
            result.lines.filter { !$0.contains("/") } == ["1", "1", "69", "69", "64", "64", "69"],
            "\(result)")
        #expect(result.errors.hasPrefix("csub: qsub: Unknown queue\ncsub: qsub: Unknown queue\n"))
    }

    @Test(arguments: dialects)
    func `a job file goes as it is, with its own lines`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            #"""
            export STANDIN_KEEP=1
            printf '#!/bin/sh\n#PBS -N mine\n#PBS -v A\necho $A $CSUB_TOKEN; exit 6\n' > job
            A=x csub -f job; cwait 1; echo $?; cwait -g 1 | cut -d' ' -f1; ls; cqueue -o name 1
            """#)
        #expect(
            result.lines == [
                "1.server", "6", "x", "job", "mine.e1", "mine.o1", "NAME", "mine",
            ], "\(result)")
    }

    @Test(arguments: dialects)
    func `jobs wait for others, and for arrays of others`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            """
            csub -H --each 'exit {}' ::: 0 0 > e; b=$(csub -d '1[]' 'exit 7')
            cqueue -o id,state $b | tail -1; cqueue --release 1; cwait -q $b; echo $?
            csub --each 'exit {}' ::: 0 4 | csub -d - touch x | cwait -q; echo $?
            csub -d 99 true; echo $?; csub --depend-missing-ok -d 99 'exit 8' | cwait; echo $?
            csub --each 'true {}' ::: 1 2 > g; cwait < g
            csub -d each:- --each 'exit {}' ::: 3 4 < g | cwait -q; echo $?
            """)
        #expect(
            result.lines == ["2.server  pending", "7", "143", "1", "8", "4"], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test func `a job whose parent ends while qsub runs is submitted again without it`() throws {
        let scratch = try Scratch.onPBS("torque")
        // The parent is let go between the look at it and the submission.
        let result = try scratch.run(
            """
            a=$(csub -H true); real=$(command -v qsub); mkdir bin
            printf '#!/bin/bash\\n[ "$*" = --version ] || [ -e done ] || {\\n touch done; qrls 1
            until qstat -x -t 1 | grep -q "<job_state>C"; do :; done\\n}\\nexec %s "$@"\\n' $real > bin/qsub
            chmod +x bin/qsub; b=$(PATH=$PWD/bin:$PATH csub -d $a 'exit 5'); cwait $b; echo $?
            grep -c '^qsub.*depend' $STANDIN/calls; grep -c '"number"' $STANDIN/jobs.json
            """)
        #expect(result.lines == ["5", "1", "2"], "\(result)")
    }

    @Test func `tasks of an array run again under their own indices`() throws {
        let scratch = try Scratch.onPBS("torque")
        let result = try scratch.run(
            """
            csub --each 'echo {}$CSUB_CORES' ::: a b c > ids; cwait < ids
            csub --resubmit -c 2 '1[0]' '1[2].server' > new; cat new; cwait -g < new
            csub 'echo once' > a; cwait < a; csub --resubmit - < a | cwait -g
            """)
        #expect(
            result.lines == ["2[0].server", "2[2].server", "a2", "c2", "once"], "\(result)")
    }

    @Test(arguments: [
        ("torque", "pbs", "is not OpenPBS's"), ("openpbs", "torque", "is not Torque's"),
    ])
    func `another one's qsub is not used`(
        _ dialect: String, _ backend: String, _ text: String
    ) throws {
        let result = try Scratch.onPBS(dialect).run(
            "csub --backend \(backend) true; echo $?; csub --backend auto true; cqueue --backends")
        #expect(result.lines[0] == "69")
        #expect(result.lines[1] == "1.server")
        #expect(result.errors.contains(text), "\(result)")
    }
}
