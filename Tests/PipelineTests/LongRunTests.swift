import TestSupport
import Testing

/// A queue that has been used for long.
@Suite struct LongRunTests {
    @Test func `records of ended jobs move to the history, and every answer stays the same`() throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            big=$(head -c 90000 /dev/zero | tr '\0' x); wait=$(csub -H -J waits true)
            for i in $(seq 60); do csub -Q -o /dev/null sh -c "exit $((i % 7))" "$big" "$i"; done > ids
            cwait -q < ids; csub true | cwait
            until [ -s "$CJOBS_SPOOL/history/1" ]; do csub -Q true | cwait; done; echo short
            for table in kept lost; do
                [ $table = lost ] && rm "$CJOBS_SPOOL/table"
                cqueue -a -I | wc -l; cqueue -I; cwait -q L5; echo $?; cqueue --json L5 | grep -o '"exit_status":[0-9]*'
                cqueue --script L5 | wc -c; cqueue --check
                csub -d afterok:L5 true | cwait -q; echo $?; csub -d L9 true | cwait -q; echo $?
            done | sed 's/^6[0-9]$/6x/'
            csub -Q -H true | grep -c '^L[67][0-9]$'
            """#)
        let answers = ["L2", "3", "\"exit_status\":3", "90018", "143", "0"]
        #expect(result.lines.first == "short")
        let seen = result.lines.dropFirst().filter { $0 != "6x" && $0 != "70" && $0 != "7x" }
        #expect(Array(seen) == answers + answers + ["1"], "\(result)")
    }

    @Test func `a runner killed while it moves records loses none`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            big=$(head -c 90000 /dev/zero | tr '\0' x)
            for i in $(seq 60); do csub -Q -o /dev/null sh -c "exit $((i % 7))" "$big" "$i"; done > ids
            (until [ -e stop ]; do pkill -9 -x cjobs-runner -f "^cjobs-keeper $CJOBS_SPOOL\$"; done) & k=$!
            cwait -q < ids; echo $?; touch stop; wait $k
            csub -Q true | cwait; until [ -e "$CJOBS_SPOOL/history/1" ]; do csub -Q true | cwait; done
            cqueue -a --json | python3 -c '
            import json, sys
            for j in json.load(sys.stdin)["jobs"][1:61]: print(j["exit_status"])' > seen
            for i in $(seq 60); do echo $((i % 7)); done | diff - seen && echo same
            """#)
        #expect(result.output == "6\nsame\n")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `a wide job among narrow ones comes to its turn`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            job() { echo "echo $1 >> started; sleep 0.1"; }
            csub -Q -c 3 "$(job three)" > ids; csub -Q -c 4 "$(job four)" >> ids
            csub -Q -c 3 "$(job three)" >> ids
            for i in $(seq 30); do csub -Q "$(job one)"; done >> ids
            cwait < ids; echo $?; grep -c . started; sed '/four/q' started | grep -c one
            """#)
        #expect(result.lines.prefix(2) == ["0", "33"])
        #expect(result.lines.last.flatMap { Int($0) }.map { $0 < 10 } ?? false, "\(result)")
    }
}
