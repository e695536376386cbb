import TestSupport
import Testing

/// Parents that end while qsub runs, of which Torque and OpenPBS make something else each, and many
/// waiters at once; by stand-ins.
@Suite struct PBSParentTests {
    /// A function for scripts: a qsub first on PATH that lets job 1 go, and waits until that has
    /// ended, before it does its work.
    private static let slow = """
        slow() {
            local real=$(command -v qsub); mkdir -p bin; rm -f done; cat > bin/qsub << END
        #!/bin/bash
        [ "\\$*" = --version ] || [ -e $PWD/done ] || {
            touch $PWD/done; qrls $1
            until grep -q '"state": "[CF]"' $STANDIN/jobs.json; do :; done
        }
        exec $real "\\$@"
        END
            chmod +x bin/qsub
        }

        """

    @Test(arguments: PBSPipelineTests.dialects)
    func `a child whose parent ended well meanwhile is submitted again, and runs`(
        _ dialect: String
    ) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            Self.slow + """
                a=$(csub -H true); slow $a; b=$(PATH=$PWD/bin:$PATH csub -d $a 'exit 5')
                cwait $b; echo $?; grep -c '^qsub.*depend' $STANDIN/calls; cqueue -a -I | wc -l
                """)
        #expect(result.lines == ["5", "1", "2"], "\(result)")
    }

    @Test(arguments: PBSPipelineTests.dialects)
    func `a child whose parent failed meanwhile is cancelled, and nothing is left of it`(
        _ dialect: String
    ) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            Self.slow + """
                a=$(csub -H false); slow $a; b=$(PATH=$PWD/bin:$PATH csub -d $a touch x); echo $b
                cwait -q $b; echo $?; grep -c '^qsub.*depend' $STANDIN/calls; ls x; cqueue -I | wc -l
                """)
        #expect(result.lines == ["C1", "143", "1", "0"], "\(result)")
    }

    @Test func `a child that its user holds too, and one that waits, are left alone by Torque`()
        throws
    {
        let scratch = try Scratch.onPBS("torque")
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -d $a 'exit 3'); c=$(csub -H -d afterany:$a 'exit 4')
            grep -c ^qdel $STANDIN/calls; cqueue --release $a; cwait $b; echo $?
            cqueue --release $c; cwait $c; echo $?
            """)
        #expect(result.lines == ["0", "3", "4"], "\(result)")
    }

    @Test(arguments: PBSPipelineTests.dialects)
    func `a thousand jobs and ten waiters cost one question a tick`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            #"""
            csub -H true > /dev/null; python3 - << 'END'
            import json, os
            path = os.environ["STANDIN"] + "/jobs.json"
            known = json.load(open(path))
            known["jobs"] += [dict(known["jobs"][0], number=number) for number in range(2, 1001)]
            known["next"] = 1001
            json.dump(known, open(path, "w"))
            END
            seq -f %g.server 1000 > ids; : > $STANDIN/calls; start=$SECONDS
            for i in $(seq 10); do cwait -q -i 2 < ids & done
            until [ $(grep -c ^qstat $STANDIN/calls) -ge 4 ]; do sleep 0.05; done
            echo $(( $(grep -c ^qstat $STANDIN/calls) <= (SECONDS - start) / 2 + 2 )); kill $(jobs -p); wait
            """#)
        #expect(result.lines == ["1"], "\(result)")
    }

    @Test(arguments: PBSPipelineTests.dialects)
    func `an error of qstat's without a list is no empty list`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            """
            csub -H 'exit 3' > id; STANDIN_QSTAT=said-and-empty cqueue; echo $?
            : > $STANDIN/calls; STANDIN_QSTAT='said-and-empty*5 ok' cwait -i 0.1 - < id 2> said & p=$!
            until [ $(grep -c ^qstat $STANDIN/calls) -ge 6 ]; do kill -0 $p || break; sleep 0.05; done
            cqueue --release - < id; wait $p; echo $?; grep -c 'still waiting' said
            """)
        #expect(result.lines == ["69", "3", "1"], "\(result)")
    }
}
