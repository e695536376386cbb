import TestSupport
import Testing

/// cqueue --tree and --graph: what depends on what.
@Suite struct TreeTests {
    /// A chain with two ways, one of which fails, and a job of no chain.
    private static let chain = """
        a=$(csub -J a true); b=$(csub -J b -d $a true); c=$(csub -J c -d $a 'exit 3')
        d=$(csub -J d -d $b,$c true); e=$(csub -J e -d afterany:$c true); csub -J f true | cat > f
        cwait -q --all

        """

    @Test func `a tree has states, what failed first, and each job in full once`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(Self.chain + "cqueue --tree | sed 's/0:0[0-9]/0:00/'")
        #expect(
            result.output == """
                L1 a  complete, 0:00
                ├─ L2 b  complete, 0:00
                │  └─ L4 d  cancelled (dependency L3)  (after L2 L3)
                └─ L3 c  failed, exit status 3, 0:00  ← failed first
                   ├─ L4 d  see above
                   └─ (afterany) L5 e  complete, 0:00
                L6 f  complete, 0:00

                """, "\(result)")
    }

    @Test func `a job that is named comes with its chain, and what is chosen without`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.chain + """
                shape() { grep -o 'L[0-9]* [a-f] ' | cut -d' ' -f1 | paste -sd' '; }
                cqueue --tree L2 | shape; cqueue --tree L5 | shape; cqueue --tree L6 | shape
                cqueue --tree L4 L6 | shape; cqueue --tree -t cancelled; cqueue --tree -n e
                cqueue --tree L99; echo $?; cqueue --tree -n nosuch
                """)
        #expect(
            result.lines == [
                "L1 L2 L4", "L1 L3 L5", "L6", "L1 L2 L4 L3 L4 L6",
                "L4 d  cancelled (dependency L3)  (after L2 L3)",
                "L5 e  complete, 0:00  (after L3)", "1",
            ], "\(result)")
        #expect(result.errors == "cqueue: 'L99': no such job\n")
    }

    @Test func `what waits tells for what, and a long chain goes on below`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            id=$(csub -H -J j true); for i in {2..9}; do id=$(csub -J j -d $id true); done
            script -qec 'stty cols 30; cqueue --tree --color never' /dev/null < /dev/null | tr -d '\\r'
            cqueue --tree L9 | tail -1; cqueue --tree --color always L1 | head -1 | cat -v
            """)
        #expect(
            result.output == """
                L1 j  held
                └─ L2 j  pending, dependency …
                   └─ L3 j  pending, dependen…
                      └─ L4 j  pending, depen…
                         └─ L5 j  pending, de…
                            └─ L6 j  see below
                L6 j  pending, dependency L5
                └─ L7 j  pending, dependency …
                   └─ L8 j  pending, dependen…
                      └─ L9 j  pending, depen…
                                     └─ L9 j  pending, dependency L8
                L1 j  ^[[33mheld^[[0m

                """, "\(result)")
    }

    @Test func `a graph is what dot reads`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            a=$(csub -J 'q"u\o' 'exit 3'); b=$(csub -J b -d $a true); csub -J c -d afternotok:$a true | cat > c
            cwait -q --all; cqueue --graph | sed 's/0:0[0-9]/0:00/'; cqueue --graph -n b | tail -4
            """#)
        #expect(
            result.output == #"""
                digraph jobs {
                  rankdir=LR;
                  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif"];
                  "L1" [label="L1\nq\"u\\o\nfailed, exit status 3, 0:00", fillcolor="#f9cfd0", penwidth=3];
                  "L2" [label="L2\nb\ncancelled (dependency L1)", fillcolor="#e4d8f8"];
                  "L3" [label="L3\nc\ncomplete, 0:00", fillcolor="#d3e5f5"];
                  "L1" -> "L2";
                  "L1" -> "L3" [label="afternotok"];
                }
                  "L2" [label="L2\nb\ncancelled (dependency L1)", fillcolor="#e4d8f8"];
                  "L1" [style="rounded,dashed"];
                  "L1" -> "L2";
                }

                """#, "\(result)")
    }

    @Test func `jobs of Slurm have their chains too, and an array is one of them`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J a true); b=$(csub -a 0-3 -J b -d $a true); c=$(csub -J c -d $b true)
            csub -J d -d each:$b --each 'true {}' ::: 1 2 3 4 | cat > d; slurm-job $a run; slurm-job ${b}_1 state=RUNNING
            slurm-job ${b}_2 state=FAILED exit=2:0
            cqueue --tree --no-header | sed 's/0:0[0-9]/0:00/'; cqueue --tree $c | sed 's/  [a-z0-9].*//'
            """)
        #expect(
            result.output == """
                1 a  complete, 0:00
                └─ 2 b  2 pending, 1 running, 1 failed  ← failed first
                   ├─ 6 c  pending, Priority
                   └─ (aftercorr) 7 d  4 pending
                1 a
                └─ 2 b
                   └─ 6 c

                """, "\(result)")
    }

    @Test(arguments: ["torque", "openpbs"])
    func `jobs of PBS have their chains too`(_ dialect: String) throws {
        let scratch = try Scratch.onPBS(dialect)
        let result = try scratch.run(
            """
            a=$(csub -J a 'exit 3'); b=$(csub -J b -d afterany:$a true); cwait -q $b
            cqueue --tree | sed 's/[0-9][^ ]* \\([ab]  \\)/N \\1/; s/, 0:0[0-9].*//'
            cqueue --timeline | grep -c '✗'
            """)
        #expect(
            result.lines == ["N a  failed, exit status 3", "└─ (afterany) N b  complete", "2"],
            "\(result)")
    }
}
