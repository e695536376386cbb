import TestSupport
import Testing

/// What one csub submits, under one name.
@Suite struct BatchTests {
    @Test func `a batch stands where an ID may`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            {
                csub --batch prep -H -J one true; seq 3 | csub -H --batch main --each 'exit {}'
                csub -H --batch main true; csub -H -d @main -J z true; csub -H --label k=v true
            } | cat > ids
            echo @main | cqueue -I - | paste -sd' '; cqueue -j @prep,@main -I | paste -sd' '
            cqueue -o deps --no-header L6; cqueue --set depend=afterok:@prep:last L6; cqueue -o deps --no-header L6
            cqueue -I @k; cqueue --release @main; cwait -q @main; echo $?; cqueue --cancel @prep
            cwait -q @prep; echo $?; csub -d afterany:@main true | cwait; echo $?
            """)
        #expect(
            result.lines == [
                "L2 L3 L4 L5", "L1 L2 L3 L4 L5", "afterok:L2,afterok:L3,afterok:L4,afterok:L5",
                "afterok:L1,afterok:L7", "L7", "3", "143", "0",
            ], "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `what nobody named has the IDs of its jobs`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            { csub -H true; seq 3 | csub -H -J x --each 'echo {}'; csub -H true; } | cat > ids
            cqueue -I @L3 | paste -sd' '; cqueue -I @L5; cqueue -I @L1; cqueue -o batch --no-header
            cqueue -I @L9; echo $?; cqueue @nosuch; echo $?; csub -Q -d @nosuch true; echo $?
            cwait @nosuch; echo $?; for n in L7 12 7_3 @x a:b .a; do csub --batch "$n" true; done
            """)
        #expect(
            result.lines == [
                "L2 L3 L4", "L5", "L1", "L1", "L2", "L2", "L2", "L5", "1", "1", "1", "125",
            ], "\(result)")
        #expect(
            result.errors.hasPrefix(
                """
                cqueue: there is no batch or label 'L9'
                cqueue: there is no batch or label 'nosuch'
                csub: cannot depend on '@nosuch': there is no batch or label 'nosuch'
                cwait: there is no batch or label 'nosuch'
                csub: --batch: 'L7' is not a name of letters, digits, '.', '_', '+' and '-', unlike an ID

                """), "\(result)")
        #expect(result.errors.split(separator: "\n").count { $0.hasPrefix("csub: --batch: ") } == 6)
    }

    @Test func `a list of batches says how far each is, and what was submitted again counts once`()
        throws
    {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 4 | csub --batch main -J m --each 'test {} -lt 3' | cwait -q; csub true | cwait
            { csub -H -J y --batch main true; csub -H -J w true; } | cat > ids
            b() { cqueue --batches "$@" | tr -s ' '; }
            b; b -a | tail -n +2; csub --resubmit L4 | cwait -q; b @main --no-header
            csub --resubmit --batch other L3 | cwait -q; b @main @other --no-header; cqueue -I @main | paste -sd' '
            cqueue --json last | grep -o '"batch":"[^"]*"'; cqueue -l L1 | grep batch
            """)
        #expect(
            result.output == """
                BATCH NAME JOBS DONE FAILED RUNNING WAITING LEFT
                main m 5 2 2 0 1 -
                L7 w 1 0 0 0 1 -
                main m 5 2 2 0 1 -
                L5 true 1 1 0 0 0 -
                L7 w 1 0 0 0 1 -
                main m 5 2 2 0 1 -
                main m 4 2 1 0 1 -
                other m 1 0 1 0 0 -
                L1 L2 L6 L8
                "batch":"other"
                    batch: main

                """, "\(result)")
    }

    @Test func `batch systems' jobs have batches too, and the time left is reckoned`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub --batch b -J a -a 0-3 true); c=$(csub --batch b -J c -d @b true); csub -J e true | cat > e
            cqueue -I @b | paste -sd' '; cqueue -I @1_0 @6 | paste -sd' '; s=$(($(date +%s) - 1000))
            for i in 0 1; do
                slurm-job ${a}_$i state=COMPLETED submitted=$s started=$s ended=$((s + 600))
            done
            slurm-job ${a}_2 state=RUNNING submitted=$s started=$((s + 900))
            cqueue --batches | sed 's/ 2[678]:[0-5][0-9]$/ 28/' | tr -s ' '; cqueue -I @nosuch; echo $?
            printf '#!/bin/sh\\n' | tee x > y; csub -f x y | paste -sd' '; cqueue -I @7 | paste -sd' '
            csub -d afterany:@b -J z true; cqueue -o batch --no-header 8
            """)
        #expect(
            result.lines == [
                "1_[0,1,2,3] 5", "1_[0,1,2,3] 5 6",
                "BATCH NAME JOBS DONE FAILED RUNNING WAITING LEFT",
                "b a 5 2 0 1 2 28", "6 e 1 0 0 0 1 -", "1", "7 8", "7 8", "9", "8",
            ], "\(result)")
    }
}
