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

    @Test func `what cwait has learnt is in the next list`() throws {
        let scratch = try Scratch.onSlurm()
        try scratch.writeHome("[queue]\nqueue_update = 3600\n", to: ".config/cjobs/config.ini")
        let result = try scratch.run(
            """
            a=$(csub -J one 'exit 3'); cqueue -o st --no-header; cwait -q $a & slurm-job $a run; wait $!
            echo $?; cqueue -a -o st --no-header; cqueue --count
            b=$(csub -a 0-2 'exit $CSUB_ARRAY_INDEX'); cqueue -o id,st --no-header | xargs
            slurm-job $b run; cwait -q $b; echo $?; cqueue -a -o st --no-header | xargs
            c=$(csub true); cqueue -a -t PD -I; slurm-job $c run; cwait $c
            cqueue --json $c | grep -o '"state":"[a-z]*"'
            """, timeout: 60)
        #expect(
            result.lines.filter { $0 != "6" } == [
                "PD", "3", "F", "0", "2_[0,1,2] PD", "2", "F CD F F", "5",
                #""state":"complete""#,
            ], "\(result)")
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

/// The same as an ordinary user on a real Slurm.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmClusterListTests {
    @Test func `a job is followed from before it begins to its last byte`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub -H 'echo first; echo bad >&2; read x < go; seq 2000; exit 3')
            cqueue --follow $a > out 2> err & cqueue --release $a
            until grep -q first out; do sleep 0.05; done; cqueue --refresh -o state --no-header $a
            echo > go; wait $!; echo $?; wc -l < out; tail -n 1 out; grep -c bad err
            cqueue -a -o exitcode,state,partition,node_list --no-header $a
            """, timeout: 300)
        let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.dropLast() == ["running", "0", "2001", "2000", "1"], "\(result)")
        #expect(lines.last?.hasPrefix("3 failed batch node") ?? false, "\(result)")
    }

    @Test func `fields, order and counts by state`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            csub -H -J c -p short --mem 200M -t 5 true > ids; csub -H -J d -c 2 true >> ids
            cqueue -S -name -o name,partition,cores,memory,time_limit,state --no-header - < ids
            cqueue --stats --no-header - < ids; cqueue -p short -I - < ids | cmp - <(head -n 1 ids)
            cqueue --since 1h --count -n d; cqueue --cancel - < ids; cwait -q < ids; echo $?
            """, timeout: 300)
        let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines.dropFirst() == ["c short 1 200M 5:00 held", "held 2", "1", "143"], "\(result)")
        #expect(lines.first?.hasPrefix("d batch 2 ") ?? false)
    }
}
