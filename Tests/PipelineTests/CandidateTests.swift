import Foundation
import TestSupport
import Testing

/// What the tools answer a shell that completes a word.
@Suite struct CandidateTests {
    /// The words of an answer, without what is said of them.
    private static func words(_ result: Scratch.Result) -> [String] {
        result.lines.map { $0.components(separatedBy: "\t")[0] }
    }

    @Test(
        arguments: [
            ("jobs=", ["L4", "L3", "L2", "L1"]), ("jobs=L4", ["L4"]), ("jobs=4", []),
            ("unfinished-jobs=L", ["L4", "L3"]), ("ended-jobs=", ["L2", "L1"]),
            ("dependencies=sing", ["singleton"]), ("dependencies=afterno", ["afternotok:"]),
            ("dependencies=after:L1:L2", ["after:L1:L2"]), ("profiles=q", ["quick"]),
            ("keywords=mem", ["mem", "mem-per-cpu"]), ("keywords=wck", ["wckey"]),
            ("keyword-values=mem", ["mem=", "mem-per-cpu="]),
            ("keyword-values=hold=", ["hold=true", "hold=false"]),
            ("keyword-values=mail-type=END,BE", ["mail-type=END,BEGIN"]),
            ("keyword-values=time=", []), ("settings=spool.", ["spool.path", "spool.network"]),
            ("settings=opts", ["opts.account"]), ("setting-values=queue.backend=s", ["slurm"]),
            ("setting-values=nosuch=", []), ("partitions=", []), ("nosuch=", []), ("", []),
        ] as [(String, [String])])
    func `each kind has its words`(_ request: String, _ expected: [String]) throws {
        let scratch = try Scratch(
            config: """
                [prof_quick]
                cores = 2
                [opts]
                account = physics
                [option wckey]
                slurm = --wckey={}

                """)
        let result = try scratch.run(
            """
            csub -J done true | cwait; csub -H -J one true > x; csub -H -J 'a b' true > x
            cqueue --complete '\(request)'
            """)
        #expect(Self.words(result) == expected, "\(result)")
        #expect(result.errors.isEmpty && result.status == 0)
    }

    @Test func `a job has its name and state beside it, in one line`() throws {
        let result = try Scratch(cores: nil).run(
            "csub -H -J $'two\\nlines\\t' true > x; cwait --complete unfinished-jobs=")
        #expect(result == .init(output: "L1\ttwo\\nlines\\t, held\n"))
    }

    @Test func `looking makes no queue, starts nothing, and says nothing`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            for kind in jobs unfinished-jobs ended-jobs dependencies partitions; do
                csub --complete $kind=
            done
            ls -A "$HOME"; ls -A "$CJOBS_SPOOL"
            mkdir -p "$HOME/.config/cjobs"; echo nonsense > "$HOME/.config/cjobs/config.ini"
            for tool in csub cwait cqueue cclean cprofile csplit czcat; do
                CJOBS_LOG_LEVEL=x $tool --complete profiles= || echo $tool $?
            done
            """)
        let words = Self.words(result)
        #expect(
            words.filter { $0 != "singleton" && !$0.hasPrefix("after") && !$0.contains(".") }
                == ["work"], "\(result)")
        #expect(result.errors.contains("No such file") && !result.errors.contains("csub"))
    }

    @Test func `nobody waits for somebody who keeps the queue to himself`() throws {
        let result = try Scratch(cores: 4).run(
            "flock $CJOBS_SPOOL/lock timeout 20 cqueue --complete jobs=; cqueue --complete jobs=")
        #expect(result == .init(output: "L1\ttrue, cancelled\n"))
    }

    @Test func `of many the newest come first, and share no more than all do`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            seq 1234 | csub -H --each 'true {}' > x
            cqueue --complete jobs= > all; cqueue --complete jobs=L12 > some
            head -2 all | cut -f1; wc -l < all; cut -f1 all | sed -e '$!{N;s/^\\(.*\\).*\\n\\1.*$/\\1\\n\\1/;D;}'
            head -1 some | cut -f1; cut -f1 some | grep -cv ^L12
            cut -f1 some | grep -x L1'[^2]*' ; cqueue --complete jobs=L77
            """)
        let lines = Self.words(result)
        #expect(lines.prefix(2) == ["L1234", "L1233"])
        #expect((Int(lines[2]) ?? 0) < 100)
        // What all of them have in common.
        #expect(lines[3] == "L")
        #expect(lines[4...5] == ["L1234", "0"])
        #expect(lines[6...].sorted() == (["L77"] + (770...779).map { "L\($0)" }).sorted())
    }

    @Test func `a batch system is not asked`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -J one -p batch true); b=$(csub -J two -p short true); csub -a 1-3 -J many true > x
            echo nothing was listed; cqueue --complete partitions=
            slurm-job $b state=RUNNING; cqueue > x; cp $STANDIN/calls before
            cqueue --complete unfinished-jobs=; cqueue --complete ended-jobs=
            cqueue --complete partitions=; cqueue --complete unfinished-jobs=2
            cmp before $STANDIN/calls && echo not asked
            """)
        #expect(
            result.lines == [
                "nothing was listed", "3\tmany, pending", "2\ttwo, running", "1\tone, pending",
                "batch\t", "short\t", "2\ttwo, running", "not asked",
            ], "\(result)")
    }

    @Test func `what a job itself wrote of its end counts more than an old list`() throws {
        let result = try Scratch.onSlurm().run(
            """
            touch $STANDIN/calls; a=$(csub -J one true); b=$(csub -J two true); cqueue > x
            slurm-job $a run; echo --; cqueue --complete ended-jobs=
            cqueue --complete unfinished-jobs=
            """)
        #expect(result.lines.suffix(2) == ["1\tone, complete", "2\ttwo, pending"], "\(result)")
    }
}
