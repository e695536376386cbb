import TestSupport
import Testing

/// cqueue --set and --top; what acts on many jobs passes over, and what it tells.
@Suite struct ChangeTests {
    @Test func `what a job asks for that waits can be changed, and it runs so`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -H -c 2 -t 1h 'echo $CSUB_CORES')
            show() { cqueue --no-header -o cores,priority,time_limit,deps $b | tr -s ' '; }
            cqueue --set priority=10,time=2h,cores=4,depend=$a $b; show
            cqueue --set time=none --set cpus=3 $b; show; cqueue --set depend=none,priority=-1 $b; show
            cqueue --set depend=afterany:$a,cores=1 $b; show; cqueue --release $b
            cqueue -o st,reason --no-header $b | tr -s ' '; cqueue --cancel $a
            cwait -g $b; cqueue --check; cqueue --jsonl -o dependencies,tries $b
            """)
        #expect(
            result.lines == [
                "4 10 2:00:00 afterok:L2", "3 10 - afterok:L2", "3 -1 -", "1 -1 - afterany:L2",
                "PD dependency L2", "1", #"{"dependencies":["afterany:L2"],"tries":1}"#,
            ], "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `jobs start in their new order, and the first is first`() throws {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            """
            cqueue --pause; for n in 1 2 3 4; do csub "echo $n >> log"; done > ids
            cqueue --set priority=5 L3; cqueue --top L5 L4; cqueue -o priority --no-header - < ids
            cqueue --unpause; cwait - < ids; xargs < log
            """)
        #expect(result.lines == ["0", "5", "6", "6", "3 4 2 1"], "\(result)")
    }

    @Test func `a new limit, a new parent and a new priority count for a queue that works`() throws
    {
        let scratch = try Scratch(cores: 1)
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'read x < go; exit 3'); b=$(csub sleep 1000); c=$(csub echo c)
            cwait --state running $a; cqueue --set time=0:01 $b; cqueue --set depend=$a $c
            cqueue --set depend=afternotok:$a,time=1h $c; cqueue --top $c; echo > go
            cwait -q $b; echo $?; cwait -g -q $c; echo $?
            cqueue -S start -I $a $b $c | xargs
            """, timeout: 60)
        #expect(result.lines == ["143", "c", "0", "L2 L4 L3"], "\(result)")
    }

    @Test func `a change outlives the table, the runner and a shortened journal`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -H 'echo $CSUB_CORES'); cqueue --set cores=2,depend=$a $b
            rm $CJOBS_SPOOL/table; cqueue -o cores,deps --no-header $b | tr -s ' '
            for i in $(seq 40); do csub true; done | cwait; cqueue --release $a $b; cwait -g $b
            cqueue --check
            """)
        #expect(result.lines == ["2 afterok:L2", "2"], "\(result)")
    }

    @Test func `what can't be changed is told in a line`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'read x < go; exit 1'); b=$(csub true); cwait $b
            cwait --state running $a; c=$(csub -H true); d=$(csub -d $c true)
            set -- priority=1; cqueue --set priority=1 $a $b $c L99; echo $?
            cqueue --set cores=5 $c; echo $?; cqueue --set depend=$d $c; echo $?
            cqueue --set depend=$c $c; echo $?; cqueue --set depend=L99 $c; echo $?
            echo > go; cwait -q $a; cqueue --set depend=$a $c; cqueue -o reason --no-header $c $d
            """)
        #expect(
            result.lines == [
                "1", "1", "1", "1", "1", "cancelled (dependency L2)", "cancelled (dependency L2)",
            ], "\(result)")
        #expect(
            result.errors == """
                cqueue: cannot change 'L2': it is running
                cqueue: cannot change 'L3': it has ended
                cqueue: cannot change 'L99': no such job
                cqueue: cannot change 'L4': the queue has 4 cores
                cqueue: cannot change 'L4': it would wait for itself
                cqueue: cannot change 'L4': it would wait for itself
                cqueue: cannot depend on 'L99': no such job

                """)
    }

    @Test(arguments: [
        (
            "--set prority=3 L1",
            "--set: 'prority' can't be changed; what can is priority, time, cores, depend: "
                + "did you mean 'priority'?"
        ),
        (
            "--set name=x L1",
            "--set: 'name' can't be changed; what can is priority, time, cores, depend: "
                + "did you mean 'time'?"
        ),
        ("--set 5 L1", "--set: '5' is not KEY=VALUE"),
        (
            "--set priority=x L1",
            "--set priority: 'x' is not a whole number from -1000000 to 1000000"
        ),
        ("--set depend=- L1", "--set depend: '-' is for csub"),
        ("--set priority=1", "which jobs? Name IDs, or choose with --name, --state, --user"),
        ("--top --set priority=1 L1", "--top and --set exclude each other"),
    ])
    func `a change that makes no sense is wrong usage`(_ options: String, _ message: String) throws
    {
        let result = try Scratch(cores: nil).run("csub -H true > id; cqueue \(options)")
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("cqueue: \(message)\n"), "\(result)")
    }

    @Test func `a chosen job that has ended, or can't be held, is passed over`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; csub true | cwait; csub false | cwait -q; a=$(csub 'read x < go')
            b=$(csub -H true); cwait --state running $a
            for act in --hold '--signal CONT' '--set priority=1' --top; do
                cqueue $act -a; echo $?
            done
            cqueue --hold -t all; echo $?; cqueue -o st --no-header $b; cqueue --cancel -a -n true; echo $?
            cqueue --cancel -u me -t bad,done; echo $?; cqueue --cancel -a; cwait -q $a; echo $?
            cqueue --cancel -a; echo $?; cqueue -a --count -t active
            """)
        #expect(
            result.lines == ["0", "0", "0", "0", "0", "H", "0", "0", "143", "0", "0"], "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `a named job that has ended is told of`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub true | cwait; csub false | cwait -q; cqueue --cancel L2 L3; echo $?
            cqueue -a -I -t failed | cqueue --cancel -; echo $?; cqueue --cancel -t failed L2 L3
            """)
        #expect(result.output == "1\n1\n")
        #expect(
            result.errors == """
                cqueue: cannot cancel 'L2': it has ended
                cqueue: cannot cancel 'L3': it has ended
                cqueue: cannot cancel 'L3': it has ended
                cqueue: cannot cancel 'L3': it has ended

                """)
    }

    @Test func `on Slurm the same are passed over`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub true); b=$(csub true); c=$(csub true); slurm-job $a run
            slurm-job $b state=RUNNING; cwait $a; cqueue --hold -a; echo $?; cqueue --cancel -a
            echo $?; cqueue -a -o st --no-header $a $b $c | xargs; grep -c scancel $STANDIN/calls
            cqueue --cancel -a; echo $?; cqueue --cancel $a; echo $?
            """)
        #expect(result.lines == ["0", "0", "CD CA CA", "1", "0", "1"], "\(result)")
        #expect(result.errors == "cqueue: cannot cancel '1': it has ended\n")
    }
}

/// cqueue --set and --top on batch systems.
@Suite struct BatchChangeTests {
    @Test func `scontrol is told`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub true); b=$(csub -t 1h true); cqueue --set priority=10,time=2h,cores=4,depend=$a $b
            cqueue --set time=none,depend=none $b; cqueue --top $a $b; grep scontrol $STANDIN/calls
            cqueue --refresh -o time_limit,cores --no-header $b | xargs
            slurm-job $a state=RUNNING; cqueue --set time=1h $a 99; echo $?
            """)
        #expect(
            result.lines == [
                "scontrol update JobId=2 Priority=10 TimeLimit=02:00:00 CPUsPerTask=4 NumCPUs=4 "
                    + "Dependency=afterok:1",
                "scontrol update JobId=2 TimeLimit=UNLIMITED Dependency=", "scontrol top 1",
                "scontrol top 2", "- 4", "1",
            ], "\(result)")
        #expect(
            result.errors == """
                cqueue: cannot change '99': no such job
                cqueue: cannot change '1': it is running

                """)
    }

    @Test(
        .enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `a real Slurm does it, and says what it does not`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -H -t 1h 'echo $SLURM_CPUS_PER_TASK; sleep 100')
            cqueue --set time=0:01,cores=2,depend=afterany:$a $b; echo $?
            squeue -h -j $b -o '%l %C %E' | sed "s/any:$a/any:A/"
            cqueue --set depend=none $b; squeue -h -j $b -o %E; cqueue --set priority=1000000 $b; echo $?
            cqueue --top $b; echo $?
            cqueue --release $b; cwait -q $b; echo $?; cqueue -o state --no-header $b
            cqueue --cancel $a; cqueue --set time=1h $a 2> said; sed "s/'$a'/'A'/" said
            """, timeout: 300)
        #expect(
            result.lines == [
                "0", "1:00 2 afterany:A(unfulfilled)", "(null)", "1", "1", "143", "timeout",
                "cqueue: cannot change 'A': it has ended",
            ], "\(result)")
    }

    @Test(arguments: [
        (
            "torque",
            [
                "qalter -p 10 -l walltime=02:00:00 -l nodes=1:ppn=4 -W depend=afterok:1.server 2.server",
                "qalter -p 1023 2.server",
            ]
        ),
        (
            "openpbs",
            [
                "qalter -p 10 -l walltime=02:00:00 -l select=1:ncpus=4:mem=100mb "
                    + "-W depend=afterok:1.server 2.server",
                "qalter -W 'depend=\"\"' 2.server", "qalter -p 1023 2.server",
            ]
        ),
    ])
    func `qalter is told`(_ dialect: String, _ calls: [String]) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -H --mem 100 true)
            cqueue --set priority=10,time=2h,cores=4,depend=$a $b; cqueue --set depend=none $b 2> no
            cqueue --top $b; grep qalter $STANDIN/calls
            cqueue --refresh -o cores,time_limit --no-header $b | xargs
            cqueue --set time=none $b; echo $?; cqueue --set priority=5000 $b; echo $?
            c=$(csub true); cwait $c; cqueue --set time=1h $c; echo $?
            d=$(echo true | qsub -h); cqueue --set cores=2 $d; echo $?
            """)
        let title = dialect == "torque" ? "Torque" : "OpenPBS"
        #expect(result.lines == calls + ["4 2:00:00", "1", "1", "1", "1"], "\(result)")
        #expect(
            result.errors == """
                cqueue: cannot change '2.server': \(title) can't be told to forget a limit
                cqueue: cannot change '2.server': a priority is from -1024 to 1023
                cqueue: cannot change '3.server': it has ended
                cqueue: cannot change '4.server': its cores can't be changed: csub did not write its script

                """)
    }
}
