import TestSupport
import Testing

/// Submitting when sbatch does not do as it should: no job is there twice, none is lost.
@Suite struct SlurmSubmissionTests {
    /// What sbatch does at its first call and then, what squeue does, and how many runs: 500 in all.
    /// In every one of them exactly one job is there at the end.
    @Test(arguments: [
        ("accept-hang ok", "ok", 30), ("hang ok", "ok", 20), ("accept-fail ok", "ok", 60),
        ("fail ok", "ok", 40), ("accept-killed ok", "ok", 50), ("accept-garbage ok", "ok", 60),
        ("garbage ok", "ok", 40), ("accept-flood ok", "ok", 30), ("accept-nothing ok", "ok", 60),
        ("nothing ok", "ok", 30), ("down*2 ok", "ok", 30), ("unended", "ok", 20),
        ("accept-fail ok", "fail*2 ok", 30),
    ])
    func `one job comes of one submission`(
        _ sbatch: String, _ squeue: String, _ runs: Int
    ) throws {
        let scratch = try Scratch.onSlurm("client_timeout = 2\n")
        let result = try scratch.run(
            """
            export STANDIN_SBATCH='\(sbatch)' STANDIN_SQUEUE='\(squeue)'
            seq \(runs) | xargs -P 4 -I {} csub -Q -J run{} true {} > ids; echo $?
            sort -u ids | wc -l
            grep -c '"comment": "cjobs:' $STANDIN/jobs.json
            grep '"name"' $STANDIN/jobs.json | sort -u | wc -l
            ls ~/.local/state/cjobs/slurm | wc -l; ls *.sbatch | wc -l
            """, timeout: 300)
        let count = "\(runs)"
        #expect(result.lines == ["0", count, count, count, count, count], "\(result)")
    }

    @Test
    func `where nobody can tell whether a job was accepted, that is said and nothing is done`()
        throws
    {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            export STANDIN_SBATCH=accept-fail STANDIN_SQUEUE=down
            csub -m 0 true > ids 2> said; echo $?; wc -c < ids; grep -c '"id"' $STANDIN/jobs.json
            grep -o 'whether the job was accepted is not known' said
            token=$(grep -o 'cjobs:[0-9a-f]*' said); grep -c "$token" $STANDIN/jobs.json
            unset STANDIN_SBATCH STANDIN_SQUEUE; cqueue -I
            """)
        #expect(
            result.lines == [
                "75", "0", "1", "whether the job was accepted is not known", "1", "1",
            ], "\(result)")
    }

    @Test func `a job that is not wanted leaves nothing behind`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            "STANDIN_SBATCH=refuse csub true; echo $?; ls; ls -A -I .env ~/.local/state/cjobs/slurm; "
                + "grep -c ^sbatch $STANDIN/calls")
        #expect(result.lines == ["1", "1"])
        #expect(result.errors == "csub: sbatch: Invalid partition name specified\n")
    }

    @Test func `when one of many is refused, none stays`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            echo '#!/bin/sh' | tee a b c > d
            STANDIN_SBATCH='ok*2 refuse' csub -f a b c d; echo $?
            grep -c CANCELLED $STANDIN/jobs.json; cqueue --count
            """)
        #expect(result.lines == ["1", "2", "0"], "\(result)")
    }

    @Test func `the record is there before the ID is printed`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub true > /dev/full; echo $?; ls ~/.local/state/cjobs/slurm
            csub 'exit 3' | true; ls ~/.local/state/cjobs/slurm
            """)
        #expect(result.lines == ["74", "1", "1", "2"])
        #expect(result.errors.contains("csub: 1 was accepted, but could not be printed"))
    }

    @Test func `no more submissions a second than are allowed`() throws {
        let scratch = try Scratch.onSlurm("submit_rate = 4\n")
        let result = try scratch.run(
            """
            start=$(date +%s%3N); for i in 1 2 3; do csub -Q true; done
            echo '#!/bin/sh' | tee a b > c; csub -Q -f a b c
            echo $(( $(date +%s%3N) - start >= 1250 ))
            """)
        #expect(result.lines == ["1", "2", "3", "4", "5", "6", "1"], "\(result)")
    }

    @Test func `an sbatch that belongs to no cluster is passed over`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkdir bin; printf '#!/bin/sh\\nexit 1\\n' > bin/sbatch
            printf '#!/bin/sh\\necho >> ~/asked; echo "fatal: Could not establish a configuration source" >&2; exit 1\\n' \\
                > bin/scontrol
            chmod +x bin/*; PATH=$PWD/bin:$PATH; unset CJOBS_BACKEND
            csub 'exit 3' > id; cwait < id; echo $?; for i in 1 2 3; do csub -Q true; done | cwait; wc -l < ~/asked
            # One that was found more than a minute ago is looked for again, and so is another sbatch's.
            touch -d '-61 seconds' ~/.local/state/cjobs/no-cluster; csub -Q true > id; wc -l < ~/asked
            mkdir other; cp bin/sbatch other; PATH=$PWD/other:$PATH csub -Q true > id; wc -l < ~/asked
            cqueue --backends | head -1
            SLURM_CONF=$PWD/x cqueue --backends | head -1
            """)
        #expect(
            result.lines == [
                "3", "1", "2", "3",
                "local: '\(scratch.home)/work/bin/sbatch' is not used: "
                    + "nothing says where its cluster is (SLURM_CONF, slurm.conf)",
                "slurm: found \(scratch.home)/work/bin/sbatch",
            ], "\(result)")
    }

    @Test func `no client, or one that can't run, is told by name`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkdir bin; PATH=${PATH%%:*}:$PWD/bin
            csub --backend slurm true; echo $?; cqueue --backend slurm; echo $?
            echo '#!/nosuch' > bin/sbatch; /bin/chmod +x bin/sbatch
            csub -m 0 --backend slurm true; echo $?
            unset CJOBS_BACKEND; cqueue --backends
            """)
        #expect(result.lines.prefix(3) == ["69", "69", "69"], "\(result)")
        #expect(result.lines.contains("slurm: found \(scratch.home)/work/bin/sbatch"))
        #expect(result.lines.contains("squeue: not found"))
        #expect(
            result.errors.contains(
                "csub: cannot find 'sbatch', which Slurm has, in a directory of PATH\n"))
        #expect(
            result.errors.contains(
                "csub: cannot run '\(scratch.home)/work/bin/sbatch': No such file or directory\n"))
    }
}
