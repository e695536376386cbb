import TestSupport
import Testing

/// The same pipelines as on the local queue, as an ordinary user on a real Slurm.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmPipelineTests {
    @Test(arguments: StatusTests.pipelines)
    func `ends the same on Slurm`(_ script: String, _ status: Int32) throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(script, timeout: 300)
        #expect(result.status == status, "\(script): \(result)")
        #expect(!scratch.has("x"))
    }

    @Test func `each input line is a task of one array, in order`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            #"""
            printf '%s\n' b "it's" '$(touch PWNED)' ' c  d ' > in
            csub --each 'printf "<%s>\n" {}; exit {#}' < in > ids; cwait -q < ids; echo $?
            sed 's/^[0-9]*//' ids; cut -d_ -f1 ids | sort -u | wc -l; ls *.sbatch | wc -l
            cwait -q --get < ids; ls PWNED 2> /dev/null
            cqueue --json $(cat ids) | python3 -c '
            import json, sys
            for job in json.load(sys.stdin)["jobs"]: print(job["exitcode"], job["state"])'
            """#)
        #expect(
            result.lines == [
                "4", "_0", "_1", "_2", "_3", "1", "1", "<b>", "<it's>", "<$(touch PWNED)>",
                "< c  d >", "1 failed", "2 failed", "3 failed", "4 failed",
            ], "\(result)")
    }

    @Test func `an array is waited for as a whole and by its tasks`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub -a 0-3,8%2 'echo $CSUB_ARRAY_INDEX $CSUB_JOB_ID; exit $CSUB_ARRAY_INDEX')
            cwait $a; echo $?; cwait -q ${a}_3 ${a}_[0-1]; echo $?; cwait -q ${a}_9; echo $?
            cqueue --stdout --no-header $a | sed "s/${a}_/A_/"; cqueue -a -I $a | sed "s/${a}_/A_/"
            """)
        #expect(
            result.lines == [
                "8", "3", "125", "0 A_0", "1 A_1", "2 A_2", "3 A_3", "8 A_8", "A_0", "A_1", "A_2",
                "A_3", "A_8",
            ], "\(result)")
        #expect(result.errors.contains("4 of 5 tasks did not end with 0"))
    }

    @Test func `output, names and bytes are what they are locally`() throws {
        let scratch = try Scratch(on: .plain)
        try scratch.run(
            #"""
            mkdir $'d\xff %j'; cd $'d\xff %j'
            csub -J $'n\xfe "x"' -o 'o %x' printf '%s|' $'\xff\xc3\xa9' "it's" '' | cwait -g > ../out
            export V=$'v\xff'; csub 'printf "%s" "$V"' | cwait -g > ../env; cd ..
            """#)
        #expect(
            try scratch.bytes(of: "out") == [0xFF, 0xC3, 0xA9, 0x7C] + Array("it's||".utf8))
        #expect(try scratch.bytes(of: "env") == [0x76, 0xFF])
    }

    @Test func `packed outputs, both outputs in one, and many tries`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            csub -o o.gz -e e.bz2 'echo out; echo err >&2; exit 3' | cwait -q; echo $?
            gzip -dc o.gz; bzip2 -dc e.bz2
            csub -o both 'echo out; echo err >&2' | cwait; cat both
            csub -o all.gz 'echo out; echo err >&2' | cwait; gzip -dc all.gz
            csub --tries 3 'echo $CSUB_TRY; test $CSUB_TRY = 2' | cwait -g; echo $?
            """)
        #expect(
            result.lines == [
                "3", "out", "err", "out", "err", "out", "err", "1", "2", "0",
            ], "\(result)")
    }

    @Test func `a job file is submitted as it is`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            printf '#!/bin/bash\\n#SBATCH -J own --comment mine\\necho plain; exit 4\\n' > job.sh
            a=$(csub -f job.sh); cwait -g $a; echo $?; ls; squeue -h -t all -j $a -o '%j %k' |
                sed 's/[0-9a-f]\\{16\\}/T/'
            csub -d afternotok:$a --track -f job.sh | cwait -g; echo $?
            """)
        #expect(result.lines.prefix(2) == ["plain", "4"], "\(result)")
        #expect(result.lines.contains("own mine cjobs:T"))
        #expect(result.lines.suffix(2) == ["plain", "4"])
    }

    @Test func `parents are looked at before sbatch is asked`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            ok=$(csub true); bad=$(csub 'exit 2'); cwait -q $ok $bad
            csub -d $ok 'exit 9' | cwait; echo $?; squeue -h -t all -o %E | grep -cw "$ok"
            child=$(csub -d $ok,$bad touch x); echo ${child%%[0-9]*}; cwait $child; echo $?
            grand=$(csub -d $child touch x); cwait -q $grand; echo $?
            cqueue -o id $child 2> /dev/null | tail -1 | sed 's/[0-9]*$//'; csub -d 99999 true; echo $?
            csub -d 99999 --depend-missing-ok 'exit 8' | cwait; echo $?; csub -d L1 true; echo $?
            """)
        #expect(
            result.lines.filter { $0 != "C" || true }.prefix(5) == ["9", "0", "C", "143", "143"],
            "\(result)")
        #expect(result.lines.suffix(3) == ["1", "8", "64"], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test func `a signal goes to the command, and the limit's to who asked for it`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            mkfifo up; a=$(csub 'trap "echo got; exit 5" USR1; echo > up; while :; do sleep 0.1; done')
            read x < up; cqueue --signal USR1 $a; cwait -g $a; echo $?
            b=$(csub --signal B:USR2@10 'trap "echo two; exit 6" USR2; echo > up
                while :; do sleep 0.1; done')
            read x < up; scancel --batch --signal=USR2 $b; cwait -g $b; echo $?
            for out in '-o o' '-o o.gz' '-o o -e e.bz2' '-o o.gz -e e.bz2'; do
                c=$(csub --signal USR2@10 $out 'trap "echo three; exit 7" USR2; echo > up
                    while :; do sleep 0.1; done')
                read x < up; scancel --batch --signal=USR2 $c; cwait -g $c | grep -v '^User'; echo ${PIPESTATUS[0]}
            done 2> /dev/null
            """, timeout: 300)
        let three = ["three", "7"]
        #expect(
            result.lines == ["got", "5", "two", "6"] + three + three + three + three, "\(result)")
    }

    @Test func `a warning before the time is up reaches the command by itself`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub -t 1 --signal USR1@50 'trap "echo warned; exit 5" USR1; while :; do sleep 0.1; done')
            b=$(SBATCH_SIGNAL=USR1@50 csub -t 1 'trap "echo warned; exit 6" USR1; while :; do sleep 0.1; done')
            cwait -g $a 2> /dev/null; echo $?; cwait -g $b 2> /dev/null; echo $?
            csub --dry-run --srun --signal USR1@50 true 2>&1 |
                grep -c 'signal=USR1@50'; csub --dry-run --signal R:USR1@50 true | grep -o 'signal=.*'
            """, timeout: 300)
        #expect(
            result.lines == ["warned", "5", "warned", "6", "1", "signal=RB:USR1@50"], "\(result)")
    }

    @Test func `what will never start is said`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub -c 64 true); b=$(csub -H true)
            (cwait $a $b 2> said; echo $? > status) & p=$!
            until [ $(wc -l < said) -ge 2 ]; do :; done; sed 's/^cwait: [0-9]*: //' said | sort
            cqueue --cancel $a $b; wait $p; cat status
            """)
        #expect(
            result.lines == [
                "can't start as things are: PartitionConfig",
                "held (JobHeldUser); 'cqueue --release' lets it start", "143",
            ], "\(result)")
    }

    @Test func `srun runs a command on every node`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            "csub --srun -N 2 --mem 100 'echo on $SLURMD_NODENAME; exit $SLURM_PROCID' | cwait -g; echo $?"
        )
        #expect(result.lines.suffix(1) == ["1"], "\(result)")
        #expect(Set(result.lines.dropLast()).count == 2, "\(result)")
    }

    @Test func `an ending is noticed without a question, however rare questions are`() throws {
        let scratch = try Scratch(on: .plain)
        try scratch.writeHome(
            "[queue]\nqueue_update = 600\nqueue_update_max = 600\n",
            to: ".config/cjobs/config.ini")
        // Had it to ask once more, it would come back in ten minutes.
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'read x < go; exit 3')
            timeout 100 cwait -v -v $a 2> said & p=$!
            until grep -q 'squeue.*bytes' said; do :; done; echo > go; wait $p; echo $?
            grep -c 'squeue.*bytes' said
            """)
        #expect(result.lines == ["3", "1"], "\(result)")
    }

    @Test func `a thousand jobs and ten waiters cost one question a tick`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            #"""
            mkdir bin; real=$(command -v squeue)
            printf '#!/bin/bash\necho x >> %s/calls\nexec %s "$@"\n' "$PWD" "$real" > bin/squeue
            chmod +x bin/squeue; PATH=$PWD/bin:$PATH
            seq 1000 | csub -H --each 'true {}' > ids; wc -l < ids; : > calls; start=$SECONDS
            for i in $(seq 10); do cwait -q -t 10 < ids & done; wait
            echo $(( $(wc -l < calls) <= SECONDS - start + 2 )); wc -l < calls >&2
            cqueue -q --cancel $(cut -d_ -f1 ids | sort -u)
            """#)
        #expect(result.lines == ["1000", "1"], "\(result)")
    }
}

/// A Slurm that forgets, and one that goes away.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmOutageTests {
    @Test func `an ending is known after Slurm has forgotten the job`() throws {
        let scratch = try Scratch(on: .forgetful)
        let result = try scratch.run(
            """
            csub 'exit 3' | cwait; echo $?
            a=$(csub 'exit 3'); b=$(csub sleep 100); c=$(csub -H true); d=$(csub sleep 100)
            until [ "$(squeue -h -o %t -j $b,$d | sort -u)" = R ]; do :; done
            cqueue --cancel $b $c; scancel $d
            while squeue -h -t all -j $a,$b,$c,$d -o %i | grep -q .; do sleep 0.1; done
            cwait $a; echo $?; cwait -q $b; echo $?; cwait -q $c; echo $?; cwait -q $d; echo $?
            csub -d $a touch x | cwait -q; echo $?; csub -d $a,$b touch x | cwait -q; echo $?
            e=$(csub -H true); scancel $e
            while squeue -h -t all -j $e,$e -o %i | grep -q .; do sleep 0.1; done
            cwait $e; echo $?; cwait -q --vanished-ok $e; echo $?
            """, timeout: 300)
        #expect(
            result.lines == ["3", "3", "143", "143", "143", "143", "143", "125", "0"],
            "\(result)")
        #expect(result.errors.contains("it left the queue"), "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test func `a controller that restarts, or is down, ends nobody's job`() throws {
        let cluster = SlurmCluster("--min-job-age", "2")
        let scratch = try Scratch(on: cluster)
        try scratch.run("mkfifo go; csub 'read x < go; exit 3' > id")
        try cluster.restartController()
        try scratch.run("timeout 60 bash -c 'echo > go'")
        #expect(try scratch.run("cwait < id").status == 3)

        try scratch.run(
            "csub 'read x < go; exit 4' > id; until squeue -h -o %t | grep -q R; do :; done")
        try cluster.stopController()
        // It ends while nobody can be asked.
        let result = try scratch.run(
            """
            (cwait -i 0.1 < id 2> said; echo $? > status) & p=$!
            until grep -q 'does not answer, still waiting' said; do :; done
            [ -e status ] || echo waits; echo > go; wait $p; cat status
            """)
        #expect(result.lines == ["waits", "4"], "\(result)")
        try cluster.startController()
    }

    @Test(.enabled(if: Permits.accounting, "SKIPPED: needs slurmdbd and mariadb-server-core"))
    func `accounting tells of what left the queue`() throws {
        let scratch = try Scratch(on: .accounting)
        let result = try scratch.run(
            """
            printf '#!/bin/sh\\nexit 5\\n' > f; a=$(sbatch --parsable -o /dev/null f)
            cwait $a; echo $?; b=$(csub -f f); cwait $b; echo $?; c=$(csub 'exit 6'); cwait -q $c; echo $?
            until [ $(cqueue -a -I | grep -c -e $a -e $b -e $c) = 3 ]; do sleep 0.2; done; echo listed
            """)
        #expect(result.lines == ["5", "5", "6", "listed"], "\(result)")
    }
}
