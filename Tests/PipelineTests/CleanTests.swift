import TestSupport
import Testing

/// Removing what jobs have left, by their IDs and by choices.
@Suite struct CleanTests {
    @Test func `F130 scripts go, and outputs where they are asked for`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -J job 'echo out' | cwait; cclean L2; echo $?; ls; cclean -n -o L2; ls | wc -l
            cclean -o L2; echo $?; ls; cclean -o L2; echo $?
            """)
        let files = ["err", "out"].map { "\(scratch.path)/work/job.2.cluster.\($0)" }
        #expect(
            result.lines == ["0", "job.2.cluster.err", "job.2.cluster.out"] + files + ["2"]
                + files + ["0", "0"], "\(result)")
        #expect(result.errors.isEmpty)
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `F131 what cwait writes is cleaned`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            (csub -J ok true; csub -J bad false) | cwait -q -p --ok | cclean -o > /dev/null; ls
            printf 'JOBID\\nL3 bad\\n' | cclean -o - > gone; echo $?; ls
            printf 'L2\\0L3\\0' | cclean -0 -o; echo $?; cclean -o L2-L3; echo $?; cclean < /dev/null; echo $?
            """)
        #expect(
            result.lines == [
                "bad.3.cluster.err", "bad.3.cluster.out", "0", "gone", "0", "0", "0",
            ], "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `F137 a job that has not ended keeps its files`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo ../go ../ready
            csub --no-id -J live -o shared 'echo > ../ready; read x < ../go'; read x < ../ready
            csub -J job true | cwait; csub -J late -H -o held.out true > /dev/null
            csub --no-id -J sharing -o shared true; cwait L5
            cclean -o L2 L3 L4; echo $?; cclean -o -t done; echo $?; cclean -o -f L5; echo $?; ls
            echo > ../go; cwait L2; cclean -o -a; cqueue -q --cancel L4
            """)
        let work = "\(scratch.path)/work"
        #expect(
            result.lines == [
                "\(work)/job.3.cluster.err", "\(work)/job.3.cluster.out", "1", "1", "1", "shared",
                "\(work)/shared",
            ], "\(result)")
        #expect(
            result.errors == """
                cclean: 'L2' has not ended: its files stay
                cclean: 'L4' has not ended: its files stay
                cclean: 1 file of 'L2' stays: it has not ended
                cclean: 1 file of 'L2' stays: it has not ended

                """)
    }

    @Test func `jobs are chosen by how and when they ended, and by name`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -J good 'echo 1' | cwait; csub -J bad 'echo 2; exit 3' | cwait -q
            csub -J empty true | cwait
            show() { cclean -n -o "$@" | sed 's,.*/,,' | tr '\\n' ' '; echo "$?"; }
            show --ok; show --failed; show -t failed; show -t cancelled; show --name 'ba*'
            show --older-than 1h; show --older-than 0s --ok L2; show --since 1h --failed; show -a --empty
            show --ok --empty; show --backend slurm -a
            cclean --ok --failed; echo $?; cclean -t nosuch; echo $?; cclean -a --user nosuchuser; echo $?
            """)
        let good = "good.2.cluster.err good.2.cluster.out "
        let bad = "bad.3.cluster.err bad.3.cluster.out "
        let empty = "empty.4.cluster.err empty.4.cluster.out "
        #expect(
            Array(result.lines.prefix(10)) == [
                empty + good + "0", bad + "0", bad + "0", "0", bad + "0", "0", good + "0",
                bad + "0",
                "bad.3.cluster.err " + empty + "good.2.cluster.err 0",
                empty + "good.2.cluster.err 0",
            ], "\(result)")
        #expect(result.lines.suffix(3) == ["64", "64", "1"])
    }

    @Test func `an ID that is no job's, and no ID at all, are told`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cclean L99; echo $?; cclean no/id; echo $?; echo '??' | cclean -o; echo $?
            csub -J job true | cwait; cclean -o L2 > /dev/full; echo $?; cclean --suffix x; echo $?
            python3 - <<'end'
            import os, pty
            child, terminal = pty.fork()
            if child == 0:
                os.execvp("cclean", ["cclean"])
            text = b""
            try:
                while part := os.read(terminal, 4096): text += part
            except OSError: pass
            print(b"usage: cclean" in text, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            end
            """)
        #expect(result.lines == ["1", "64", "65", "74", "64", "True 64"], "\(result)")
        #expect(result.errors.contains("cclean: 'L99': no such job\n"))
        #expect(result.errors.contains("cclean: --suffix goes with --dir\n"))
    }

    @Test func `a file that is not as the job left it stays, and that is said`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            echo mine > results; echo target > target
            for n in 2 3 4 5; do csub -J j$n true | cwait; done
            csub -J never -H -o results true > /dev/null; cqueue -q --cancel L6; cwait -q L6
            touch -d '+1 hour' j2.2.cluster.out; ln j3.3.cluster.out second
            rm j4.4.cluster.out; ln -s target j4.4.cluster.out; rm j5.5.cluster.out; mkfifo j5.5.cluster.out
            cclean -o L2-L6 | sed 's,.*/,,'; echo ${PIPESTATUS[0]}; ls; cat results target
            """)
        #expect(
            result.lines == [
                "j2.2.cluster.err", "j3.3.cluster.err", "j4.4.cluster.err", "j5.5.cluster.err", "1",
                "j2.2.cluster.out", "j3.3.cluster.out", "j4.4.cluster.out", "j5.5.cluster.out",
                "results", "second", "target", "mine", "target",
            ], "\(result)")
        for (number, reason) in [
            (2, "it is not as its job left it"), (3, "it has another name, too"),
            (4, "it is a link"), (5, "it is no regular file"),
        ] {
            let name = "\(scratch.path)/work/j\(number).\(number).cluster.out"
            #expect(result.errors.contains("cclean: '\(name)' stays: \(reason)\n"))
        }
    }

    @Test func `on Slurm the script and the exit record go, and how it ended is still told`() throws
    {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J a 'exit 3'); b=$(csub -J b -a 0-2 'exit $CSUB_ARRAY_INDEX'); c=$(csub -J c true)
            printf '#!/bin/sh\\nexit 0\\n' > s.sh; chmod +x s.sh; d=$(csub -J d --track -f s.sh); e=$(sbatch --parsable s.sh)
            slurm-job $a run; slurm-job $b run; slurm-job $d run; slurm-job $e run
            cclean $a ${b}_1 $c $d; echo $?; ls; slurm-job $a forget; slurm-job ${b}_1 drop
            cwait -q $a; echo $?; cwait -q ${b}_1; echo $?
            cclean $b; cwait -q $b; echo $?; cclean $e; echo $?
            csub --resubmit $a; echo $?
            """)
        let work = "\(scratch.path)/work/"
        #expect(
            result.lines.map { $0.replacing(work, with: "/") } == [
                "/a.1.cluster.sbatch", "/a.1.cluster.status", "/b.1.1.cluster.status",
                "/d.1.cluster.sbatch", "/d.1.cluster.script", "/d.1.cluster.status", "1",
                "a.1.cluster.err", "a.1.cluster.out", "b.1.0.cluster.err", "b.1.0.cluster.out",
                "b.1.0.cluster.status", "b.1.1.cluster.err", "b.1.1.cluster.out",
                "b.1.2.cluster.err", "b.1.2.cluster.out", "b.1.2.cluster.status",
                "b.1.cluster.sbatch", "c.1.cluster.sbatch", "d.1.cluster.err",
                "d.1.cluster.out", "s.sh", "slurm-7.out", "3", "1",
                "/b.1.0.cluster.status", "/b.1.2.cluster.status", "/b.1.cluster.sbatch", "2",
                "1", "66",
            ], "\(result)")
    }

    @Test(arguments: ["torque", "openpbs"])
    func `on PBS the same goes`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            #"""
            a=$(csub -J a 'exit 3'); b=$(csub -J b -a 0-1 'echo $CSUB_ARRAY_INDEX'); cwait -q $a $b
            held=$(csub -J held -H true); cclean $a $held | sed 's,.*/,,'; echo ${PIPESTATUS[0]}; cwait -q $a; echo $?
            cclean -n -D . | tr '\n' ' '; echo; cclean -o $b | wc -l; cwait -q $b; echo $?; ls
            """#)
        #expect(
            result.lines == [
                "a.1.cluster.qsub", "a.1.cluster.status", "1", "3",
                "a.1.cluster.err a.1.cluster.out b.1.0.cluster.err b.1.0.cluster.out "
                    + "b.1.0.cluster.status b.1.1.cluster.err b.1.1.cluster.out b.1.1.cluster.status "
                    + "b.1.cluster.qsub ", "7", "0", "a.1.cluster.err", "a.1.cluster.out",
                "held.1.cluster.qsub",
            ], "\(result)")
    }

    @Test func `of an array that still runs, what has ended goes`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            b=$(csub -J b -a 0-2 'echo $CSUB_ARRAY_INDEX'); slurm-job ${b}_1 run
            cclean -o -n -a | sed 's,.*/,,'; cclean -o $b | sed 's,.*/,,'; ls; slurm-job ${b}_0 run; slurm-job ${b}_2 run
            cwait $b; echo $?; cclean -f -D . | wc -l; cwait $b; echo $?; ls
            """)
        let files = ["err", "out", "status"].map { "b.1.1.cluster.\($0)" }
        #expect(
            result.lines == files + files + ["b.1.cluster.sbatch", "0", "7", "0"], "\(result)")
    }

    @Test func `a job of which nobody knows whether it has ended keeps its files`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J a true); b=$(csub -J b true); slurm-job $b run; slurm-job $a forget
            cclean $a; echo $?; cclean -a; echo $?; cclean -n -f -D .; echo $?; cclean -t unknown; echo $?
            """)
        let work = "\(scratch.path)/work"
        #expect(
            result.lines == [
                "1", "\(work)/b.1.cluster.sbatch", "\(work)/b.1.cluster.status", "0",
                "b.1.cluster.err", "b.1.cluster.out", "0", "\(work)/a.1.cluster.sbatch", "0",
            ], "\(result)")
        #expect(
            result.errors
                == "cclean: nothing tells whether '1' has ended: '-t unknown' removes its files\n")
    }

    @Test func `where the batch system does not answer nothing goes`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J a true); slurm-job $a run; csub --backend local -J l true | cwait
            export STANDIN_SQUEUE=down STANDIN_SCONTROL=down STANDIN_SACCT=down
            cclean $a; echo $?; cclean -f -D .; echo $?; ls | wc -l; cclean -n --backend local -D .; cclean -o L1 | wc -l
            """)
        #expect(
            result.lines == ["69", "69", "6", "l.1.cluster.err", "l.1.cluster.out", "2"],
            "\(result)")
    }

    @Test func `jobs that no batch system was asked about leave records alone`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J a false); slurm-job $a run; csub -d $a -J c true; csub -d $a -J d true
            cclean -o C1 C2; echo $?; cclean --spool C1 C2; cclean --spool -a -o | wc -l; csub -d $a -J e true
            ls ~/.local/state/cjobs/slurm; csub -J f true
            """)
        #expect(
            result.lines.prefix(4) == [
                "C1", "C2", "0", "\(scratch.path)/.local/state/cjobs/slurm/C1",
            ], "\(result)")
        // The last number is not given again.
        #expect(!result.lines.dropFirst(4).contains("C1"), "\(result)")
    }

    @Test func `--spool removes csub's records, but for those that are needed`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J a false); b=$(csub -J b true); child=$(csub -J child -d $a true); slurm-job $a run; slurm-job $b run
            cclean --spool -a -o; echo $?; ls ~/.local/state/cjobs/slurm; cqueue $b -I
            """)
        let work = "\(scratch.path)/work"
        let files = ["a", "b"].flatMap { name in
            ["err", "out", "sbatch", "status"].map { "\(work)/\(name).1.cluster.\($0)" }
        }
        // That of a job that another one waits for stays; so do those of jobs that have not ended.
        #expect(
            result.lines == ["\(scratch.path)/.local/state/cjobs/slurm/2"] + files
                + ["0", "1", "3", "2"], "\(result)")
        #expect(result.errors.isEmpty)
    }
}
