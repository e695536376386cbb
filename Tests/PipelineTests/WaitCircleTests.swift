import TestSupport
import Testing

/// Jobs that would wait in a circle, though none of them waits for itself: by a limit that those who
/// wait use up, or by the order in which jobs start. One is refused, or what is lent is enough.
@Suite struct WaitCircleTests {
    @Test func `a task that waits for one of its own array is refused where that has no place`()
        throws
    {
        let scratch = try Scratch(cores: 3)
        let result = try scratch.run(
            #"""
            seq 2 | csub -Q --max-running 1 -J task -o /dev/null -e err.%j --each '[ {} = 2 ] || { cwait -q L3; s=$?; cwait -aq; exit $s; }' > ids
            cwait -q L2; echo $?; cat err.L2; cwait L3; echo $?
            """#, timeout: 60)
        #expect(
            result.output == """
                125
                cwait: cannot wait for 'L3': --max-running lets 1 of its jobs run at once, and jobs that wait take that up
                0

                """, "\(result)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `of two tasks that wait for a third on two places the last is refused`() throws {
        let scratch = try Scratch(cores: 3)
        let result = try scratch.run(
            #"""
            seq 3 | csub -Q --max-running 2 -o /dev/null --each '[ {} = 3 ] || cwait -q L4' > ids
            for id in $(cat ids); do cwait -q $id; echo $?; done | sort -n
            """#, timeout: 60)
        #expect(result.output == "0\n0\n125\n", "\(result)")
    }

    @Test func `a submission behind what --max-running keeps from starting is refused`() throws {
        let scratch = try Scratch(cores: 3)
        let result = try scratch.run(
            #"""
            seq 2 | csub -Q --max-running 1 -o /dev/null -e err.%j --each '[ {} = 2 ] || csub --no-id -W -d afterany:L3 true' > ids
            cwait -q L2; echo $?; cat err.L2; cwait -a; cqueue -a -I $(cat ids) L4 | wc -l
            """#, timeout: 60)
        #expect(
            result.output
                == "125\ncsub: cannot wait for 'true': it can end only after L2, this job\n2\n",
            "\(result)")
    }

    @Test func `a job that is waited for is not changed to wait for what that keeps from starting`()
        throws
    {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            csub -Q -H 'exit 5' > child; export child=$(cat child)
            seq 2 | csub -Q --max-running 1 -o /dev/null --each '[ {} = 2 ] || cwait -q $child' > ids
            until [ "$(cqueue --no-header -o cores $(head -1 ids) | tr -d ' ')" = 0 ]; do :; done
            cqueue --set depend=afterany:$(tail -1 ids) $child; echo $?
            cqueue --release $child; cwait -q $(head -1 ids); echo $?
            """#, timeout: 60)
        #expect(result.output == "1\n5\n", "\(result)")
        #expect(result.errors == "cqueue: cannot change 'L2': it would wait for itself\n")
    }

    @Test func `jobs that all wait for room in the queue do not wait for one another`() throws {
        let scratch = try Scratch(cores: 4)
        let result = try scratch.run(
            #"""
            for i in 1 2 3 4; do
                csub -Q -o /dev/null 'until [ -e go ]; do read -t 0.02 x <> never; done; csub -Q -m 1 --no-id -W "exit 3"'
            done > ids; mkfifo never; touch go
            for id in $(cat ids); do cwait -q $id; echo $?; done
            for i in 1 2; do csub -Q -o /dev/null 'cwait --slot -m 1'; done > ids
            cwait < ids; echo $?
            """#, timeout: 60)
        #expect(result.output == "3\n3\n3\n3\n0\n", "\(result)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `what --max-running keeps from starting does not fill the queue for its own array`()
        throws
    {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            seq 2 | csub -Q --max-running 1 -o /dev/null --each '[ {} = 2 ] || csub -Q -m 2 --no-id -W "exit 3"' > ids
            cwait -q L2; echo $?; cwait L3; echo $?
            """#, timeout: 60)
        #expect(result.output == "3\n0\n", "\(result)")
    }

    @Test func `memory that is kept for a job does not keep back what frees it`() throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            m=$(awk '/MemTotal/ { print int($2 / 1024 / 3) }' /proc/meminfo)
            export m; mkfifo go
            csub -Q -o /dev/null --mem ${m}M 'read x < go; csub -Q --mem 10M --no-id -W "csub -Q --mem 10M --no-id -W \"exit 5\""' > parent
            csub -Q -o /dev/null --nice -10 --mem $((m * 5 / 2))M true > wide
            echo > go; cwait -q < parent; echo $?; cwait < wide; echo $?
            """#, timeout: 60)
        #expect(result.output == "5\n0\n", "\(result)")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `as many jobs as there are descriptors for must not all wait`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            # A tool with a higher limit would have a better keeper started.
            export CJOBS_SPOOL=$CJOBS_SPOOL.low; mkfifo never; ulimit -n 64
            seq 30 | csub -Q --threads 40 -o /dev/null -e err.%j --each \
                'until [ -e go ]; do read -t 0.02 x <> never; done; : {}; csub -Q --no-id -W -o /dev/null "exit 3"' > ids
            until [ $(cqueue --no-header -t running | wc -l) = 20 ]; do :; done; touch go
            for id in $(cat ids); do cwait -q $id; echo $?; done | sort -n | uniq -c
            cat err.* | sort -u; until [ -z "$(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$")" ]; do sleep 0.05; done
            """#, timeout: 120)
        let counts = result.lines.dropLast().map { $0.split(separator: " ") }
        #expect(counts.map(\.last) == ["3", "125"] || counts.map(\.last) == ["3"], "\(result)")
        #expect(
            result.lines.last?.hasSuffix(
                "the queue has descriptors for 20 jobs at once, and jobs that wait take them up")
                ?? false, "\(result)")
        #expect(try scratch.faults().isEmpty)
    }
}
