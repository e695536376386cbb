import Foundation
import TestSupport
import Testing

/// Jobs that depend on one another are submitted again as what they were: steps and those after them.
@Suite struct ResubmitTests {
    /// What carries jobs out: this machine, a real Slurm, stand-ins for two PBS.
    enum Carrier: String, CaseIterable, CustomTestStringConvertible {
        case local, slurm, torque, openpbs

        static var available: [Carrier] {
            allCases.filter { $0 != .slurm || Permits.slurm }
        }

        /// Torque holds the child of a failed job for ever, where the others end it.
        static var cancelling: [Carrier] { available.filter { $0 != .torque } }

        var testDescription: String { rawValue }

        func scratch() throws -> Scratch {
            switch self {
            case .local: try Scratch()
            case .slurm: try Scratch(on: .plain)
            case .torque, .openpbs: try Scratch.onPBS(rawValue)
            }
        }
    }

    /// A step that fails until there is a file `ok`, what comes after it, and what comes after that; all
    /// have ended. `again` is how each line of a file of IDs is called.
    private static let chain = """
        a=$(csub -J step 'sleep 0.4; test -e ok && echo step >> log')
        b=$(csub -J merge -d afterok:$a 'echo merge >> log')
        c=$(csub -J report -d $b 'sleep 0.2; echo report >> log'); cwait -q $a; cwait -q $b $c

        """

    @Test(arguments: Carrier.cancelling)
    func `a chain runs in its order again, whatever order it is given in`(
        _ carrier: Carrier
    ) throws {
        let scratch = try carrier.scratch()
        let result = try scratch.run(
            Self.chain + """
                touch ok; csub --resubmit $c $a $b > new; cwait < new; echo $?; cat log
                for id in $(cat new); do cqueue --no-header -o name $id; done
                printf '%s\\n' $b $c $a | csub --resubmit - > newer; cwait -q < newer; cat log | tail -3
                """)
        #expect(
            result.lines == [
                "0", "step", "merge", "report", "report", "step", "merge", "step", "merge",
                "report",
            ], "\(result)")
    }

    @Test(arguments: Carrier.available)
    func `what two jobs wait for of one another is kept, and how`(_ carrier: Carrier) throws {
        let scratch = try carrier.scratch()
        let result = try scratch.run(
            """
            a=$(csub -J a 'sleep 0.5; echo a >> log; exit 3'); b=$(csub -J b -d afterany:$a 'echo b >> log')
            cwait -q $a $b; c=$(csub -J c -d $b 'echo c >> log; exit 4'); cwait -q $c
            csub --resubmit $c $b $a > new; cwait -q < new; tr '\\n' ' ' < log
            """)
        // The parent of the third had ended before that was submitted at all.
        #expect(result.lines == ["a b c a b c "], "\(result)")
    }

    @Test(arguments: Carrier.cancelling)
    func `a job without its failed parent is refused, unless it is told what to wait for`(
        _ carrier: Carrier
    ) throws {
        let scratch = try carrier.scratch()
        let result = try scratch.run(
            Self.chain + """
                csub --resubmit $b; echo $?; csub --resubmit $b $c; echo $?
                csub --resubmit -d afterany:$a $b $c > new; cwait -q < new; echo $?; cat log
                ok=$(csub true); cwait $ok; d=$(csub -d $ok 'exit 5'); cwait -q $d
                csub --resubmit $d | cwait -q; echo $?
                """)
        #expect(result.lines == ["1", "1", "0", "merge", "report", "5"], "\(result)")
        let parent = "', which it depends on, did not end as it had to\n"
        #expect(result.errors.components(separatedBy: parent).count == 3, "\(result)")
        #expect(result.errors.contains("' as well, or say with -d what it is to wait for\n"))
    }

    @Test(arguments: Carrier.cancelling)
    func `a parent that was submitted again is waited for in its new form`(
        _ carrier: Carrier
    ) throws {
        let scratch = try carrier.scratch()
        let result = try scratch.run(
            Self.chain + """
                touch ok; new=$(csub --resubmit -H $a); b2=$(csub --resubmit $b)
                cqueue --no-header -o state $b2; cqueue --release $new; cwait $new $b2; cat log
                csub --resubmit $c | cwait; cat log
                """)
        #expect(
            result.lines == [
                "pending", "step", "merge", "step", "merge", "report",
            ], "\(result)")
    }

    @Test(arguments: Carrier.cancelling)
    func `what was cancelled because of a job comes along, and is seen before`(
        _ carrier: Carrier
    ) throws {
        let scratch = try carrier.scratch()
        let result = try scratch.run(
            Self.chain + """
                d=$(csub -J late -d $a 'echo late >> log'); cwait -q $d; x=$(csub -J other false)
                cwait -q $x; touch ok
                csub --resubmit --dry-run --with-dependents $a 2> /dev/null | grep '^# .* again' |
                    sed "s/ $a / A /g; s/ $b / B /g; s/ $c / C /; s/ $d / D /" | sort
                ls *.cluster.out | wc -l > before
                csub --resubmit --with-dependents $a > new; cwait -q < new; echo $?
                wc -l < new; sort log; csub --with-dependents true; echo $?
                """)
        #expect(
            result.lines == [
                "# A again", "# B again; waits for A again (afterok)",
                "# C again; waits for B again (afterok)", "# D again; waits for A again (afterok)",
                "0", "4", "late", "merge", "report", "step", "64",
            ], "\(result)")
    }

    @Test(arguments: Carrier.available)
    func `what was submitted again is no longer among what failed`(_ carrier: Carrier) throws {
        let scratch = try carrier.scratch()
        let result = try scratch.run(
            """
            n=job${PWD##*-}
            for i in 1 2 3; do csub -J $n.$i "test -e ok || exit $i"; done > ids; cwait -q < ids
            touch ok; cqueue -n "$n*" -t failed --count; cqueue -n "$n*" -t failed -I > failed
            csub --resubmit - < failed > new; cwait < new; cqueue -n "$n*" -t failed -I
            cqueue -n "$n*" -t bad --count; cqueue -t failed -I - < ids
            cqueue -n "$n*" -a --count; cqueue -n "$n*" -t done --count; wc -l < failed
            cqueue --no-header -o reason $(head -1 ids) | sed "s/ $(head -1 new)\\$/ NEW/"
            """)
        #expect(
            result.lines == [
                "3", "0", "6", "6", "3", "exit status 1; resubmitted as NEW",
            ], "\(result)")
    }

    @Test func `how many may run at once holds again`() throws {
        let result = try Scratch().run(
            #"""
            csub --max-running 1 --each 'mkdir busy || exit 9; sleep 0.1; rmdir busy; test -e ok || exit {}' \
                ::: 1 1 1 1 > ids; cwait -q < ids; echo $?
            touch ok; csub --resubmit - < ids > new; cwait -q < new; echo $?
            """#)
        #expect(result.lines == ["1", "0"], "\(result)")
    }

    @Test func `nothing that is wrong goes unsaid`() throws {
        let result = try Scratch().run(
            """
            csub --resubmit --test-only L1; csub --resubmit --dry-run L9; csub --resubmit --dry-run -
            a=$(csub false); cwait -q $a; csub --resubmit --dry-run -c 2 $a | tail -1 | grep -o false
            cqueue -n false -a --count
            """)
        #expect(result.lines == ["false", "1"], "\(result)")
        #expect(result.errors.contains("csub: cannot submit 'L9' again: no such job\n"))
    }

    // MARK: Arrays

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `tasks of an array are waited for by what waited for the array`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            csub --each 'sleep 0.3; test -e ok -o {} = a && echo {} >> log' ::: a b c > ids
            csub -J merge -d - 'echo merge >> log' < ids > merge; cwait -q < ids; cwait -q < merge
            cat log; touch ok; sed -n 2,3p ids > bad
            csub --resubmit $(cat merge) $(cat bad) > new; cwait < new; echo $?
            sort log | head -3 | tr '\n' ' '; sed -n 4p log; sed 's/^[0-9]*//' new
            csub --resubmit $(head -1 ids) $(cat merge) > newer; cwait < newer; tail -2 log
            """#)
        #expect(
            result.lines == [
                "a", "0", "a b c merge", "_1", "_2", "a", "merge",
            ], "\(result)")
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `a task waits for the same task again, and only where that runs again`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            csub --each 'sleep 0.3; test -e ok -o {} = a && echo {} >> log' ::: a b > first
            csub -d each:- --each 'echo {}{} >> log; test -e ok' ::: a b < first > second
            cwait -q < first; cwait -q < second; cat log; touch ok
            cqueue -t bad -I - < second > again; wc -l < again
            csub --resubmit $(sed -n 2p first) - < again > new; cwait < new; echo $?
            wc -l < new; tail -n +3 log | grep b | tr '\n' ' '; grep -c '^aa$' log
            """#)
        #expect(result.lines == ["a", "aa", "2", "0", "3", "b bb 2"], "\(result)")
    }
}
