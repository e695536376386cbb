import TestSupport
import Testing

/// Which input failed, and what `last` means: the jobs of csub --each.
@Suite struct LastSubmissionTests {
    @Test func `last is all jobs of the last submission`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -J before true | cwait; csub -J x --each 'exit {}' ::: 0 1 2 > ids
            cwait -q last; echo $?; cqueue -I last | xargs; csub -H -J one true > id
            cqueue -I last; cqueue --cancel last; cqueue -H 2> no; cqueue -o st --no-header L6
            csub -H --each 'true {}' ::: a b > ids; csub -d last echo done > id
            cqueue --jsonl -o dependencies last; cqueue -q --cancel L7 L8
            cqueue --pause; cqueue --unpause; cqueue --count last
            """)
        #expect(
            result.lines == [
                "2", "L3 L4 L5", "L6", "CA", #"{"dependencies":["afterok:L7","afterok:L8"]}"#, "1",
            ], "\(result)")
    }

    @Test func `last outlives a restart of the queue and a shortened journal`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --each 'true {}' ::: a b c | cwait; rm $CJOBS_SPOOL/table
            cqueue -I last | xargs; cqueue --count last
            """)
        #expect(result.lines == ["L2 L3 L4", "3"], "\(result)")
    }

    @Test func `last is the last submission on Slurm, too`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub --each 'exit {}' ::: 0 3 > ids; slurm-job 1 run; cwait -q last; echo $?
            cqueue -I last | xargs; csub true > id; cqueue -I last
            a=$(csub -H true); b=$(csub -H true)
            csub --each 'echo {}' -d each:$a:$b ::: x y > ids; cqueue -I last | xargs; xargs < ids
            """)
        #expect(result.lines == ["3", "1_0 1_1", "3", "6 7", "6 7"], "\(result)")
    }

    @Test func `the input is in the list, in the details and in JSON`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            printf 'a b\nc\t\xff\n' | csub -J x --each 'false {}' | cwait -q
            csub --each 'cat {} > out' --chunk 2 ::: /dev/null /etc/hosts /etc/passwd | cwait -q
            csub -J plain true | cwait; cqueue --no-header -o input -t F; cqueue -l L2 | grep input
            cqueue -a | head -2 | tr -s ' '; cqueue -a --parsable | head -1 | cut -d'|' -f4-
            cqueue -o name,input --no-header L4 L5 L6 | tr -s ' '
            cqueue L6 | head -1 | tr -s ' '; cqueue --jsonl -o input L3
            cqueue -a -S input -o id,input --no-header | tail -2 | tr -s ' '
            """#)
        #expect(
            result.lines == [
                "a b", #"c\t\xff"#, "    input: a b",
                "JOBID NAME USER ST TIME CORES QUEUE INPUT REASON",
                "L1 true root CA 0:00 1 local - cancelled".replacing(
                    "root", with: result.lines[4].split(separator: " ")[2]),
                "CA|0:00|1|local|cancelled", #"cat /dev/null\n/etc/hosts"#, "cat /etc/passwd",
                "plain", "JOBID NAME USER ST TIME CORES QUEUE REASON",
                #"{"input":"c\u0009\udcff"}"#,
                "L1", "L6",
            ], "\(result)")
    }

    @Test func `which task of an array has which input is known`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub -J x --each 'test {} != b' ::: a b c > ids; slurm-job 1_0 state=RUNNING
            cqueue --no-header -o id,input,st; slurm-job 1 run; cwait -q last; echo $?
            cqueue -t failed -o id,input --no-header; cqueue -a | tr -s ' ' | cut -d' ' -f 1,8
            csub --resubmit 1_1 > id; slurm-job 4 run; cqueue -o input --no-header last
            csub -J one --each 'echo {}' ::: only > id; cqueue --jsonl -o input last
            """)
        #expect(
            result.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "1_0 a R", "1_[1,2] - PD", "1", "1_1 b", "JOBID INPUT", "1_0 a", "1_1 b", "1_2 c",
                "b", #"{"input":"only"}"#,
            ], "\(result)")
    }
}
