import TestSupport
import Testing

/// Jobs of a batch system that say nothing of their end themselves: a node was switched off, or the
/// disk was full. What cwait makes of them is never better than what is known.
@Suite struct LostJobTests {
    @Test(arguments: [
        ("slurm-job 1 state=COMPLETED drop", "", 0),
        ("slurm-job 1 state=FAILED exit=1:0 drop", "", 1),
        ("slurm-job 1 state=FAILED exit=0:9 drop", "", 137),
        ("slurm-job 1 state=FAILED exit=0:53 drop", "", 126),
        ("slurm-job 1 state=NODE_FAIL drop", "", 143),
        ("slurm-job 1 state=OUT_OF_MEMORY drop", "", 137),
        ("slurm-job 1 state=CANCELLED drop", "", 143),
        ("slurm-job 1 state=FAILED exit=1:0 forget", "", 125),
        ("slurm-job 1 state=COMPLETED drop", "disabled", 125),
        ("slurm-job 1 state=COMPLETED drop", "nothing", 125),
        ("slurm-job 1 state=COMPLETED drop", "garbage", 125),
        ("slurm-job 1 state=COMPLETED drop", "down", 125),
        ("slurm-job 1 state=COMPLETED drop", "fail*3 ok", 0),
        ("slurm-job 1 state=COMPLETED", "down", 0),
        ("slurm-job 1 state=FAILED exit=3:0", "down", 3),
    ])
    func `a job that left the queue ends as accounting says`(
        _ event: String, _ accounting: String, _ status: Int32
    ) throws {
        let scratch = try Scratch.onSlurm()
        let patience = accounting == "down" ? 1 : 60
        let result = try scratch.run(
            "csub true; \(event); cwait -t 60 -i 0.1 --uncertain \(patience) 1",
            with: ["STANDIN_SACCT": accounting])
        #expect(result.status == status, "\(result)")
        #expect(result.output == "1\n")
    }

    @Test func `a job without a trace counts as done for who says so`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 forget; cwait --vanished-ok -p --ok 1; echo $?; cwait -p 1; echo $?
            """)
        #expect(result.lines == ["1", "1", "0", "1", "125"])
        #expect(result.errors.hasSuffix("cwait: 1 true: unknown (lost: it left the queue)\n"))
    }

    @Test func `an ending that nobody knows is worse than any other`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; csub true; slurm-job 1 forget; slurm-job 2 state=CANCELLED
            cwait -q 1 2; echo $?; cwait -q --exit any 2 1; echo $?
            """)
        #expect(result.lines == ["1", "2", "125", "125"])
    }

    @Test func `a queue that cannot be asked has ended no job`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; : > $STANDIN/calls; STANDIN_SQUEUE='down*20 ok' cwait -p 1 > p & p=$!
            until [ "$(grep -c ^squeue $STANDIN/calls)" -ge 20 ]; do kill -0 $p || exit 1; sleep 0.1
            done; [ -s p ] && exit 1; slurm-job 1 state=FAILED exit=3:0; wait $p; echo $?; cat p
            """)
        #expect(result.lines == ["1", "3", "1"], "\(result)")
        #expect(
            result.errors
                == "cwait: Slurm does not answer, still waiting: squeue: Unable to contact slurm "
                + "controller (connect failure)\ncwait: 1 true: exit status 3\n")
    }

    @Test func `questions without an answer may be counted`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            "csub true; STANDIN_SQUEUE=fail cwait -q --max-errors 3 --notify 'echo $STATUS' 1")
        #expect(result.status == 125)
        #expect(result.errors.hasPrefix("cwait: Slurm did not answer 3 times: squeue: ") == false)
        #expect(result.errors.hasPrefix("125\ncwait: Slurm did not answer 3 times: squeue: "))
    }

    @Test func `a number that another job has by now is not taken for ours`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 comment=cjobs:0123456789abcdef name=other state=COMPLETED \
                submitted=$(($(date +%s) + 900)); cwait -q 1
            """)
        #expect(result.status == 125, "\(result)")
    }

    @Test func `a job whose remark the site took away is still ours`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 comment= state=RUNNING; cwait -t 0.5 1; echo $?
            slurm-job 1 state=FAILED exit=3:0; cwait 1; echo $?
            """)
        #expect(result.lines == ["1", "124", "3"])
    }

    @Test func `a job that stays suspended is given up`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            "csub true; slurm-job 1 state=SUSPENDED; cwait -t 60 --uncertain 1 1")
        #expect(result.status == 125)
        #expect(result.errors == "cwait: 1 true: given up: for 0:01 it has been suspended\n")
    }

    @Test func `a job that is queued again has not ended, and is in doubt`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true; slurm-job 1 state=RUNNING; cwait --progress always --uncertain 1 1 2> errors & p=$!
            until grep -q '1 running' errors; do sleep 0.1; done
            slurm-job 1 state=PENDING; wait $p; echo $?; grep -o 'given up.*' errors
            """)
        #expect(
            result.lines == ["1", "125", "given up: for 0:01 it has been queued again"])
    }

    @Test func `what keeps a job from starting is said once`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub -H true; csub true; slurm-job 2 reason=PartitionTimeLimit; cwait -t 1 1 2
            """)
        #expect(result.status == 124)
        #expect(
            result.errors == """
                cwait: 1: held (JobHeldUser); 'cqueue --release' lets it start
                cwait: 2: can't start as things are: PartitionTimeLimit
                cwait: time is up; 1 2 not ended

                """)
    }

    @Test func `a foreign job has a while to appear, and another to leave`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            printf '#!/bin/sh\\n' > s; cwait -q --appear 0.3 1; echo $?
            : > $STANDIN/calls; cwait 1 & p=$!
            until grep -q ^squeue $STANDIN/calls; do sleep 0.05; done
            sbatch --parsable s; slurm-job 1 state=RUNNING; slurm-job 1 state=FAILED exit=4:0
            wait $p; echo $?; slurm-job 1 state=RUNNING
            cwait --progress always 1 2> errors & p=$!
            until grep -q '1 running' errors; do sleep 0.1; done; slurm-job 1 forget
            wait $p; echo $?; grep -o 'unknown.*' errors
            """)
        #expect(
            result.lines == ["125", "1", "4", "125", "unknown (lost: it left the queue)"],
            "\(result)")
        #expect(
            result.errors == "cwait: cannot wait for '1': no such job\ncwait: 1 s: exit status 4\n")
    }
}
