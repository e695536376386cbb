import TestSupport
import Testing

/// What Slurm's clients say is not all of it what it seems: an error is no list, and what nobody knows
/// is never made up. Stand-ins say it.
@Suite struct SlurmDoubtTests {
    @Test(arguments: ["unknown-user", "said-and-empty"])
    func `a list that is empty beside an error is no list`(_ manner: String) throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; STANDIN_SQUEUE=\(manner) cqueue; echo $?
            : > $STANDIN/calls; STANDIN_SQUEUE='\(manner)*5 ok' cwait 1 2> said & p=$!
            until [ $(grep -c ^squeue $STANDIN/calls) -ge 6 ]; do kill -0 $p || break; sleep 0.05; done
            slurm-job 1 state=FAILED exit=3:0; wait $p; echo $?; grep -c 'still waiting' said
            """)
        #expect(result.lines == ["1", "69", "3", "1"], "\(result)")
    }

    @Test func `a job that squeue leaves out is asked about before it is called unknown`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 state=RUNNING; export STANDIN_SQUEUE=nothing STANDIN_SACCT=disabled
            cqueue -o state --no-header 1; : > $STANDIN/calls; cwait 1 & p=$!
            until [ $(grep -c '^scontrol.*show job' $STANDIN/calls) -ge 2 ]; do sleep 0.05; done
            kill -0 $p; slurm-job 1 state=FAILED exit=4:0; wait $p; echo $?
            csub -a 0-1 true; slurm-job 2_0 state=RUNNING; cqueue -o id,state --no-header 2 | tr -s ' '
            slurm-job 2 state=CANCELLED; cwait -q 2; echo $?
            csub true; slurm-job 4 forget; cwait -q 4; echo $?
            """)
        #expect(
            result.lines == [
                "1", "running", "4", "2", "2_0 running", "2_1 pending", "143", "4", "125",
            ], "\(result)")
    }

    @Test func `accounting that says only an error has not said that there is no such job`() throws
    {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 state=FAILED exit=5:0 drop
            STANDIN_SACCT='said-and-empty*3 ok' cwait 1; echo $?
            """)
        #expect(result.lines == ["1", "5"], "\(result)")
    }

    @Test func `a script that ended with 0 and ran out of memory has failed`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 run; slurm-job 1 state=OUT_OF_MEMORY exit=0:125
            cqueue -o state,exit_status --no-header 1 | tr -s ' '; csub -d 1 touch x; cwait -q C1; echo $?
            csub -d afternotok:1 true; csub 'exit 3'; slurm-job 3 run
            slurm-job 3 state=OUT_OF_MEMORY exit=0:125; cwait -q 3; echo $?
            csub true; slurm-job 4 run; slurm-job 4 state=NODE_FAIL; cqueue -o state --no-header 4
            """)
        #expect(
            result.lines == [
                "1", "oom 137", "C1", "143", "2", "3", "3", "4", "node_fail",
            ], "\(result)")
    }

    @Test func `what the kernel killed for want of memory is in the job's own record`() throws {
        let scratch = try Scratch.onSlurm()
        // The job's control group, as its script sees it.
        let result = try scratch.run(
            #"""
            csub 'exit 0'; csub 'exit 6'; csub true; f=$(ls *.sbatch)
            mkdir -p fs/slurm/job_1/step fs/slurm/job_2/step fs/other
            echo '0::/slurm/job_1/step' > own1; echo '0::/slurm/job_2/step' > own2
            echo '0::/other' > own3; for d in fs/slurm/job_*/step fs/other; do
                printf 'low 0\noom 2\noom_kill 1\n' > $d/memory.events; done
            for i in 1 2 3; do
                s=$(cqueue --path $i | head -n 1)
                sed -i "s,/proc/self/cgroup,$PWD/own$i,; s,/sys/fs/cgroup,$PWD/fs," "$s"
                slurm-job $i run; cwait -q $i; echo $?
            done; cqueue -o state,reason --no-header 1 | tr -s ' '
            """#)
        #expect(
            result.lines.suffix(4) == [
                "137", "6", "0", "oom killed: out of memory",
            ], "\(result)")
    }

    @Test func `an exit code that scontrol does not tell is unknown, and not 1`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            printf '#!/bin/sh\\n' > s; sbatch --parsable s; slurm-job 1 state=FAILED exit=3:0
            export STANDIN_SACCT=disabled; cwait -q 1; echo $?
            sbatch --parsable s; slurm-job 2 state=FAILED exit=3:0
            slurm-job 2 "submitline=sbatch --comment=x ExitCode=0:0 s"; cwait -t 60 --uncertain 1 2
            echo $?; cqueue -o state,exitcode --no-header 2 | tr -s ' '
            sbatch --parsable s; slurm-job 3 state=FAILED exit=3:0
            slurm-job 3 "submitline=sbatch --comment=x JobState=COMPLETED s"
            cwait -q -t 60 --uncertain 1 3; echo $?
            """)
        #expect(
            result.lines == ["1", "3", "2", "125", "failed", "3", "125"], "\(result)")
    }

    @Test func `a number that no job of Slurm's can have is waited for like any other`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            for id in 4294967296 9999999999 4294967295_3; do
                cwait --appear 0.3 -q $id; echo $?; cqueue -I $id; echo $?; cqueue --cancel $id; echo $?
            done 2> said; grep -c 'no such job' said; grep -cE '4294967|999999' $STANDIN/calls
            """)
        #expect(
            result.lines == ["125", "1", "1", "125", "1", "1", "125", "1", "1", "9", "0"],
            "\(result)")
    }

    @Test func `the size of an array is read although scontrol ends with 1`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            export STANDIN_SCONTROL=limited; csub --each 'true {}' ::: 1 2 3
            STANDIN_SCONTROL=down csub -Q --each 'true {}' ::: 1 2; echo $?
            """)
        #expect(result.lines == ["1_0", "1_1", "1_2", "69"], "\(result)")
    }

    @Test func `a client without a configuration says so, in either of its wordings`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            STANDIN_SBATCH=unconfigured csub -m 0 true; echo $?
            STANDIN_SBATCH=unconfigured-old csub -m 0 true; echo $?; grep -c ^sbatch $STANDIN/calls; ls
            """)
        #expect(result.lines == ["69", "69", "2"], "\(result)")
        let advice = "csub: --backend local runs it on this machine\n"
        #expect(
            result.errors == "csub: sbatch: Could not establish a configuration source\n" + advice
                + "csub: sbatch: unable to establish configuration source\n" + advice)
    }

    @Test func `two clusters of one home do not read each other's list`() throws {
        let scratch = try Scratch.onSlurm()
        try scratch.writeHome(
            "[queue]\nqueue_update = 3600\n", to: ".config/cjobs/config.ini")
        let result = try scratch.run(
            """
            csub true; cqueue -I; other() { STANDIN=$PWD/b SLURM_CONF=$PWD/b/conf "$@"; }
            mkdir b; : > b/conf; other cqueue -I; other csub true > id; other cqueue --count; cqueue --cached --count
            mkdir bin; ln -s $(command -v squeue) bin/squeue; PATH=$PWD/bin:$PATH cqueue --cached --count
            ls ~/.local/state/cjobs/cache.*/slurm.*[0-9] | wc -l
            """)
        #expect(result.lines == ["1", "1", "1", "1", "0", "2"], "\(result)")
    }
}

/// Ctrl-C while Slurm does not answer.
@Suite struct SlurmInterruptTests {
    private static let calls = """
        called() { until [ "$(grep -c "^$1" $STANDIN/calls)" -ge "${2:-1}" ]; do sleep 0.02; done; }
        : > $STANDIN/calls

        """

    @Test(arguments: [
        ("down", "INT", 130), ("down", "TERM", 143), ("hang", "HUP", 129), ("hang", "INT", 130),
    ])
    func `csub stops soon, whatever sbatch does`(
        _ sbatch: String, _ signal: String, _ status: Int
    ) throws {
        let scratch = try Scratch.onSlurm("client_timeout = 600\nsleep_len = 600\n")
        let result = try scratch.run(
            Self.calls + """
                STANDIN_SBATCH=\(sbatch) env --default-signal csub true > ids 2> said & p=$!
                called sbatch; kill -\(signal) $p; wait $p; echo $?; wc -c < ids
                ls | grep -c sbatch; ls -A -I .env ~/.local/state/cjobs/slurm | wc -l
                pgrep -P $p; sed 's/cjobs:[0-9a-f]*/TOKEN/' said | tail -n 2
                """, timeout: 60)
        let said =
            sbatch == "down"
            ? ["0", "0", "csub: nothing was submitted"]
            : [
                "1", "1",
                "csub: sbatch: it was stopped, and whether the job was accepted is not known",
                "csub: its remark has TOKEN in it; do not submit it again before squeue -o '%i %k' answers",
            ]
        #expect(
            result.lines.filter { !$0.contains("trying again") } == ["\(status)", "0"] + said,
            "\(result)")
    }

    @Test func `a question that hangs, and a queue that is asked about again and again`() throws {
        let scratch = try Scratch.onSlurm("client_timeout = 600\nsleep_len = 600\n")
        let result = try scratch.run(
            Self.calls + """
                for squeue in hang down; do
                    : > $STANDIN/calls
                    STANDIN_SQUEUE=$squeue env --default-signal csub true 2> said & p=$!
                    called squeue; kill -INT $p; wait $p; echo $?; tail -n 1 said
                done; grep -c ^sbatch $STANDIN/calls
                """, timeout: 60)
        #expect(
            result.lines == [
                "130", "csub: nothing was submitted", "130", "csub: nothing was submitted", "0",
            ], "\(result)")
    }

    @Test func `what was accepted before the signal is cancelled`() throws {
        let scratch = try Scratch.onSlurm("client_timeout = 600\n")
        let result = try scratch.run(
            Self.calls + """
                echo '#!/bin/sh' | tee a b > c
                STANDIN_SBATCH='ok hang' env --default-signal csub -f a b c > ids 2> said & p=$!
                called sbatch 2; kill -INT $p; wait $p; echo $?; wc -c < ids
                grep -c CANCELLED $STANDIN/jobs.json; grep -o 'cancelled 1, .*' said
                """, timeout: 60)
        #expect(
            result.lines == ["130", "0", "1", "cancelled 1, which had been submitted"], "\(result)")
    }
}
