import TestSupport
import Testing

/// Tasks of arrays that wait, which Slurm lists in one row, on a real Slurm.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmArrayTests {
    /// A function for scripts: an ID that begins with the array's, as `A`.
    private static let short = """
        short() { sed "s/^$a/A/"; }

        """

    @Test func `a task that waits with others is cancelled and released alone`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            Self.short + """
                a=$(csub -H -J ar -a 0-3 true)
                cqueue -n ar --cancel ${a}_1; cqueue -t held --cancel ${a}_3; cqueue -a -I -t ca $a | short
                cqueue -n ar --release ${a}_0; cwait -q ${a}_0; echo $?; cqueue -I -t held $a | short
                cqueue -a -n ar -o id,state --no-header | short | tr -s ' '
                cqueue -n ar --cancel; cwait -q $a; echo $?
                """, timeout: 300)
        #expect(
            result.lines == [
                "A_1", "A_3", "0", "A_2", "A_0 complete", "A_1 cancelled", "A_2 held",
                "A_3 cancelled", "143",
            ], "\(result)")
    }

    @Test func `each task counts once, whatever it is called`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            Self.short + """
                a=$(csub -H -a 0-9 true); cqueue --count ${a}_0; cqueue --count ${a}_0 ${a}_2
                cqueue --count ${a}_[0-3] $a ${a}_9; cqueue -I ${a}_0 ${a}_1 ${a}_[2-4] | short
                for i in $(seq 0 9); do echo ${a}_$i; done | cqueue --count -
                seq 300 | csub -m 0 -H --each 'true {}' > ids; cqueue --count - < ids
                cqueue -I - < ids | sort -u | wc -l; cqueue -q --cancel - < ids; cwait -q < ids; echo $?
                cqueue -o reason --no-header ${a}_5; cqueue --count -t held $a; cqueue --cancel $a
                """, timeout: 300)
        #expect(
            result.lines == [
                "1", "2", "10", "A_0", "A_1", "A_[2-4]", "10", "300", "300", "143",
                "JobHeldUser", "10",
            ], "\(result)")
    }

    @Test func `what is asked before many are cancelled counts tasks`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub -H -J many -a 0-11 true)
            for what in "$a" "-n many" "-n many ${a}_0 ${a}_1" "${a}_[2-11]"; do
                script -qec "cqueue --cancel $what" /dev/null <<< n | grep -o 'Cancel [0-9]* jobs'
                cqueue --count -t held $a
            done
            """, timeout: 300)
        #expect(
            result.lines == [
                "Cancel 12 jobs", "12", "Cancel 12 jobs", "12", "10", "0",
            ], "\(result)")
    }

    @Test func `an array with a step is seen, waited for, cancelled and depended on`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            Self.short + """
                a=$(csub -H -a 1-19:3%2 'exit $((CSUB_ARRAY_INDEX == 4))'); cqueue -I $a | short
                cqueue --count $a; cqueue -I ${a}_4 ${a}_7 | short; cwait -t 0.2 -q $a; echo $?
                b=$(csub -d afterok:$a touch x); c=$(csub -d "afterany:${a}_[1-7:3]" 'exit 9')
                squeue -h -j $c -o %E | sed "s/:${a}_/:A_/g"; cqueue --cancel ${a}_19; cqueue --release $a
                cwait -q $a; echo $?; cwait -q $b; echo $?; cwait -q $c; echo $?
                a=$(csub -H -a 0-99:2 true); cqueue --cancel $a; cwait -q $a; echo $?
                """, timeout: 300)
        #expect(
            result.lines == [
                "A_[1-19:3%2]", "7", "A_4", "A_7", "124",
                "afterany:A_1(unfulfilled),afterany:A_4(unfulfilled),afterany:A_7(unfulfilled)",
                "143", "143", "9", "143",
            ], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test func `an array that was cancelled by name or state has cancelled tasks`() throws {
        let scratch = try Scratch(on: .forgetful)
        let result = try scratch.run(
            Self.short + """
                for how in "-n gone" "-n gone -t held" "ID_[0-1]" "ID" native; do
                    a=$(csub -H -J gone -a 0-1 true)
                    case $how in
                    native) scancel $a ;;
                    *) cqueue --cancel ${how/ID/$a} ;;
                    esac
                    cqueue -o state --no-header $a | sort -u; cwait -q $a; echo $?
                    [ "$how" = native ] && break
                    while squeue -h -t all -j $a,$a -o %i | grep -q .; do sleep 0.1; done
                    cqueue -o id,state --no-header $a | tr -s ' ' | short; cwait -q $a; echo $?
                done
                """, timeout: 300)
        let one = ["cancelled", "143", "A_0 cancelled", "A_1 cancelled", "143"]
        #expect(
            result.lines == one + one + one + one + ["cancelled", "143"], "\(result)")
    }

    @Test func `the last submission is the last, also where Slurm was not asked`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            a=$(csub 'exit 3'); cwait -q $a; csub -d $a true > c; cwait -q last; echo $?
            cqueue -I last | cmp - c
            echo '#!/bin/sh' | tee g > h; csub -H -f g h > e; csub -d last true > f
            squeue -h -j $(cat f) -o %E | tr , '\\n' | wc -l; cqueue --cancel $(cat e f)
            csub 'exit 4' > d; cqueue -I last | cmp - d; cwait -q last; echo $?
            """)
        #expect(result.lines == ["143", "2", "4"], "\(result)")
    }

    @Test func `a job file's output is written by cwait and csub --get`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            printf '#!/bin/sh\\necho out; echo err >&2; exit 3\\n' > f
            a=$(csub -f f); cwait --get $a; echo $?; cwait --get $a; echo $?; csub -W --get -f f; echo $?
            csub -o named -f f | cwait --get; echo $?; printf '#!/bin/sh\\n#SBATCH -a 0-1\\ncat $0 | wc -l\\n' > g
            csub -f g | cwait --get; echo $?; cwait --get --json $a | tr ',' '\\n' | grep stdout
            """)
        #expect(
            result.lines == [
                "out", "err", "3", "out", "err", "3", "out", "err", "3", "out", "err", "3", "3",
                "3", "0", #""stdout":"out\nerr\n""#,
            ], "\(result)")
    }
}
