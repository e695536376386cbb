import TestSupport
import Testing

/// cqueue on a batch system, which stand-ins play.
@Suite struct SlurmListTests {
    @Test func `the same fields and filters as locally`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J one -p batch true); b=$(csub -J two -p short true); csub -a 0-2 -J many true > c
            slurm-job $b state=RUNNING; cqueue -p short,none -o name,partition,st --no-header
            cqueue --stats; cqueue --count -t PD; cqueue -o name,stdout $a | sed 's|/.*/|DIR/|'
            cqueue --path $a | sed 's/.*cluster/cluster/'; cqueue -S -name -o name --no-header
            cqueue --account x --count
            """)
        #expect(
            result.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "two short R", "STATE JOBS", "pending 4", "running 1", "4", "NAME STDOUT",
                "one DIR/one.1.cluster.out", "cluster.sbatch", "cluster.status", "cluster.out",
                "cluster.err", "two", "one", "many", "0",
            ], "\(result)")
    }

    @Test func `what others write in a reason is shown as text`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            #"""
            a=$(csub true); slurm-job $a reason=$'a\e[2J'; cqueue --no-header -o reason
            cqueue -l $a | grep reason
            """#)
        #expect(result.lines == ["a\\x1b[2J", "    reason: a\\x1b[2J"], "\(result)")
    }

    @Test func `an answer is asked for anew, or never`() throws {
        let scratch = try Scratch.onSlurm()
        try scratch.writeHome("[queue]\nqueue_update = 3600\n", to: ".config/cjobs/config.ini")
        let result = try scratch.run(
            """
            touch $STANDIN/calls; calls() { grep -c squeue $STANDIN/calls; }
            cqueue --cached -I; calls; csub true > id; cqueue -I > x; calls; cqueue -I; calls
            slurm-job $(cat id) state=RUNNING; cqueue -o st --no-header; cqueue --cached -o st --no-header
            cqueue --refresh -o st --no-header; calls; cqueue --cached -o st --no-header
            """)
        #expect(
            result.lines == ["0", "2", "1", "2", "PD", "PD", "R", "3", "R"], "\(result)")
    }

    @Test func `who reads JSON gets JSON when nobody answers`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            #"""
            export STANDIN_SQUEUE=down
            for form in --json --jsonl; do
                cqueue $form > out; echo $?
                python3 -c 'import json; print(*json.load(open("out")))'
            done; cqueue
            """#)
        #expect(result.lines == ["69", "schema error", "69", "schema error"], "\(result)")
        #expect(result.status == 69 && result.errors.hasPrefix("cqueue: squeue: "))
    }
}
