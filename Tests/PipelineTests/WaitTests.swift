import TestSupport
import Testing

/// cwait: what it waits for, and what it writes.
@Suite struct WaitTests {
    @Test func `IDs come from operands, ranges, lists and standard input`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --each 'exit {}' ::: 1 2 3 4 > ids
            cwait -q L2 L3; echo $?; cwait -q L2-L4; echo $?; cwait -q L2-5; echo $?
            cwait -q < ids; echo $?; cwait -q last; echo $?; head -1 ids | cwait -q L3 -; echo $?
            printf '# note\\n\\n  L4 rest\\r\\n' | cwait -q; echo $?
            cqueue -a | grep -v true | cwait -q; echo $?; tr '\\n' '\\0' < ids | cwait -q -0; echo $?
            """)
        #expect(result.lines == ["2", "3", "4", "4", "4", "2", "3", "4", "4"])
    }

    @Test func `each ID is written as its job ends, chosen by how`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo a b; z=$(csub true)
            x=$(csub 'read x < a; exit 1'); y=$(csub 'read x < b')
            cwait -q -p $z $x $y > p & until grep -q $z p; do :; done
            echo > b; until grep -q $y p; do :; done; echo > a; wait; cat p
            cwait -q -p --ok $x $y; cwait -q --failed $x $y; cwait -q -p -0 $x | od -c | head -1
            """)
        #expect(result.lines.prefix(5) == ["L2", "L4", "L3", "L4", "L3"])
        #expect(result.lines.last == "0000000   L   3  \\0")
    }

    @Test func `any returns at the first, fail-fast at the first that fails`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub sleep 1000); b=$(csub 'exit 3'); c=$(csub true)
            cwait --any $a $b; echo $?; cwait -q --fail-fast $c $a $b; echo $?
            """)
        #expect(result.lines == ["L3", "3", "3"])
    }

    @Test func `all waits for everything that has not ended`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "csub --each 'sleep 0.{}; exit {}' ::: 1 2 3 >ids; cwait -q --all; echo $?; cqueue -I")
        #expect(result.output == "3\n" || result.output == "0\n")
        #expect(try scratch.run("cqueue --count").output == "0\n")
    }

    @Test func `what jobs wrote is written in the order of the IDs`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --each 'sleep 0.{}; echo out{}; echo err{} >&2' ::: 3 1 2 | cwait -g 2>err; cat err
            csub 'printf "\\0\\377bin"' | cwait -g > bin; cwait -g $(csub -H true; cqueue -q --cancel L6)
            echo $?
            """)
        #expect(result.output == "out3\nout1\nout2\nerr3\nerr1\nerr2\n143\n")
        #expect(try scratch.bytes(of: "bin") == [0, 0xFF, 0x62, 0x69, 0x6E])
    }

    @Test func `an unknown ID does not stop the others`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("a=$(csub 'exit 200'); cwait -p L77 $a; echo $?")
        #expect(result.output == "L2\n125\n")
    }

    @Test func `an interrupt ends the waiting and not the job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go ready; a=$(csub 'echo > ready; read x < go; exit 4'); read x < ready
            env --default-signal=INT cwait $a & p=$!
            until (( (0x$(awk '/SigBlk/ { print $2 }' /proc/$p/status) & 0x4203) == 0x4003 )); do :; done
            kill -INT $p; wait $p; echo $?
            echo > go; cwait -q $a; echo $?
            """, timeout: 60)
        #expect(result.output == "130\n4\n")
        #expect(result.errors == "cwait: stopped waiting; L2 not touched\n")
    }

    @Test func `two hundred may wait for one job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'read x < go; exit 3')
            for i in $(seq 200); do (cwait $a; echo $? >> statuses) & done
            echo > go; wait; sort statuses | uniq -c | tr -s ' '
            """)
        #expect(result.output == " 200 3\n")
    }

    @Test func `a held job is waited for with a word`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub -H true | cwait -t 0.01")
        #expect(result.status == 124)
        #expect(
            result.errors == """
                cwait: held: L2; 'cqueue --release' lets them start
                cwait: time is up; L2 not ended

                """)
    }

    @Test func `progress is for a terminal's standard error alone`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; csub 'read x < go' > id
            TERM=xterm script -qec 'cwait < id' /dev/null > seen < /dev/null & p=$!
            until grep -q 'ended' seen; do :; done; echo > go; wait $p
            grep -c '0 of 1 ended' seen; csub true | cwait 2>&1 | wc -c
            """)
        #expect(result.lines == ["1", "0"])
    }
}
