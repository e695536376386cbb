import Foundation
import TestSupport
import Testing

/// Many jobs of one template, and jobs again: the same on the local queue and on a real Slurm, which
/// needs root, slurm-wlm and munge.
@Suite struct EachTests {
    /// What the jobs are given to.
    enum Queue: String, CaseIterable, CustomTestStringConvertible {
        case local, slurm

        static var available: [Queue] { Permits.slurm ? allCases : [.local] }

        var testDescription: String { rawValue }

        func scratch() throws -> Scratch { try self == .local ? Scratch() : Scratch(on: .plain) }
    }

    // MARK: Inputs

    @Test(arguments: Queue.available)
    func `columns are arguments, and variables where a shell reads`(_ queue: Queue) throws {
        let scratch = try queue.scratch()
        let result = try scratch.run(
            #"""
            printf 'd/a.txt\tx y\n$(touch PWNED)\t;touch PWNED\n' > in
            csub --colsep '\t' --each 'printf %s. {2} {1/.} {}' < in > ids; cwait < ids; cwait -g < ids
            echo; csub --colsep '\t' --each 'echo {2} {1}; echo "$CSUB_INPUT_2"' < in > ids
            cwait < ids; cwait -g < ids
            """#)
        #expect(
            result.output == """
                x y.a.d/a.txt\tx y.;touch PWNED.$(touch PWNED).$(touch PWNED)\t;touch PWNED.
                x y d/a.txt
                x y
                ;touch PWNED $(touch PWNED)
                ;touch PWNED

                """, "\(result)")
        #expect(!scratch.has("PWNED"))
    }

    @Test(arguments: Queue.available)
    func `a chunk's lines are words of one job`(_ queue: Queue) throws {
        let result = try queue.scratch().run(
            #"""
            printf '%s\n' 'a b.x' "it's.y" '$(touch PWNED)' > in
            csub --chunk 2 --each 'printf %s. {#} {}' < in > ids; cwait < ids; cwait -g < ids; echo
            csub --chunk 2 --each 'for f in {.}; do echo "<$f>"; done; echo {1}' < in > ids
            cwait < ids; cwait -g < ids; ls PWNED 2> /dev/null
            """#)
        #expect(
            result.lines == [
                "1.a b.x.it's.y.2.$(touch PWNED).", "<a b>", "<it's>", "a b.x",
                "<$(touch PWNED)>", "$(touch PWNED)",
            ], "\(result)")
    }

    @Test func `wrong inputs submit nothing`() throws {
        let result = try Scratch().run(
            #"""
            printf ' a  b\nc\n' | csub --colsep ' ' --each 'echo {2}'; echo $?
            seq 3 | csub --chunk 2 --each 'echo {2}'; echo $?
            for options in "--colsep \s+ --each x" "--colsep , true" "--chunk 2 true" \
                "--chunk 2 --colsep , --each x" "--max-running 2 true" "-d each:L1 true" \
                "--max-fails 2 true" "--max-running 0 --each x"
            do csub $options < /dev/null; echo $?; done
            csub --chunk 2 --each 'cat x{}' ::: a; echo $?; cqueue -a -I
            """#)
        #expect(
            result.lines == ["65", "65"] + [String](repeating: "64", count: 9) + ["L1"], "\(result)"
        )
        #expect(result.errors.contains("csub: input 2 of --each has nothing for '{2}'\n"))
        #expect(result.errors.contains("'{}' is several words with --chunk"))
    }

    // MARK: One after the other

    @Test(arguments: Queue.available)
    func `each job waits for its own parent`(_ queue: Queue) throws {
        let result = try queue.scratch().run(
            """
            csub -H --each 'test {} -ne 2' ::: 1 2 3 > first
            csub -d "each:$(cat first)" --each 'echo {}' ::: a b c > second
            cqueue --release - < first; cwait -q $(cat first second); echo $?; cwait -qg < second
            csub -d each:- --each 'echo {}' ::: d e f < first > third; cwait -qg < third; echo $?
            csub -d "each:$(head -1 first),singleton" --each 'true {}' ::: 1 2; echo $?
            """)
        #expect(result.lines == ["143", "a", "c", "d", "f", "143", "64"], "\(result)")
        #expect(result.errors.contains("csub: -d each: names 1 jobs for 2\n"))
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `an array's tasks are waited for by an array's`() throws {
        let result = try Scratch(on: .plain).run(
            """
            a=$(csub -H -a 0-2 true); csub -d each:$a --each 'echo {}' ::: x y z > ids
            squeue -h -o %E -j $(head -1 ids | cut -d_ -f1) | sed "s/$a/A/" | sort -u; cqueue --cancel $a
            cwait -q < ids; echo $?
            b=$(csub -H true) c=$(csub -H true)
            csub -d each:$b:$c --each 'echo {}' ::: x y > ids; cqueue --release $b $c; cwait -g < ids
            """)
        #expect(
            result.lines == ["aftercorr:A_*(unfulfilled)", "143", "x", "y"], "\(result)")
    }

    @Test(arguments: Queue.available)
    func `only so many jobs run at once`(_ queue: Queue) throws {
        let result = try queue.scratch().run(
            """
            csub --max-running 2 --each 'touch run.{}; ls run.* | wc -l; sleep 0.3; rm run.{}' \
                ::: 1 2 3 4 5 6 > ids
            cwait < ids; echo $?; cwait -g < ids | sort -n | tail -1
            """)
        #expect(result.lines == ["0", "2"], "\(result)")
    }

    @Test(arguments: Queue.available)
    func `enough failures cancel the rest`(_ queue: Queue) throws {
        let result = try queue.scratch().run(
            """
            csub -W --max-fails 2 --max-running 1 --each 'exit {}' ::: 0 3 0 2 0 0 0 0 > ids; echo $?
            wc -l < ids; tail -1 ids | cwait -q; echo $?
            """)
        #expect(result.lines == ["3", "8", "143"], "\(result)")
        #expect(result.errors.contains("csub: 2 jobs did not end with 0; cancelling "))
    }

    // MARK: What a shell makes of it

    @Test(arguments: Queue.available)
    func `another program's options, tests and redirections are no code`(_ queue: Queue) throws {
        let scratch = try queue.scratch()
        let result = try scratch.run(
            #"""
            printf 'x 1\ny\n' > 'a b'; cp 'a b' '$(touch PWNED)'
            printf '%s\0' 'a b' '$(touch PWNED)' > in
            csub -0 --each 'grep -v x {} | cat' < in > ids; cwait < ids; cwait -g < ids
            csub -0 --each '[[ -s {} ]] && read a b < {} && echo $a.$b' < in > ids; cwait -g < ids
            csub -0 --each 'grep -c x "$CSUB_INPUT" | wc -c' < in > ids; cwait -g < ids; ls PWNED
            csub --each 'test -v {}' ::: x; echo $?
            """#)
        #expect(result.lines == ["y", "y", "x.1", "x.1", "2", "2", "64"], "\(result)")
        #expect(result.errors.contains("as 'test -v' does\ncsub: f={}; "), "\(result)")
        #expect(!scratch.has("PWNED"))
    }

    @Test func `no byte of a hostile line is ever run, whatever the shell`() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fuzz/templates").path
        let result = try Scratch().run("'\(script)' --count 40", timeout: 300)
        print(result.output)
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains(" lines in bash dash busybox\n"), "\(result)")
    }

    // MARK: Again

    @Test(arguments: Queue.available)
    func `jobs that failed are submitted again as they were`(_ queue: Queue) throws {
        let scratch = try queue.scratch()
        let result = try scratch.run(
            #"""
            mkdir d
            csub -J x -D d --mem 100M -t 5 --each 'echo {#} "$CSUB_INPUT" $CSUB_CORES; test -e ok' \
                ::: 'a  b' "it's" ok > ids; cwait -q < ids; echo $?
            touch d/ok; sed -n '1p;3p' ids | csub --resubmit -c 2 -t 7 - > again
            cwait < again; echo $?; cwait -g < again 2>&1; cat ids again | sort -u | wc -l
            cqueue --json $(cat again) | python3 -c '
            import json, sys
            for job in json.load(sys.stdin)["jobs"]:
                print(job["name"], job["cores"], job["memory"], job["time_limit"], job["directory"][-2:])'
            csub --resubmit L999 9999; echo $?; : | csub --resubmit -; echo $?
            """#)
        #expect(
            result.lines.prefix(8) == [
                "1", "0", "1 a  b 2", "3 ok 2", "5", "x 2 104857600 420.0 /d",
                "x 2 104857600 420.0 /d", "64",
            ], "\(result)")
        #expect(result.status == 0)
    }

    @Test func `a local job that is submitted again has the environment that it had`() throws {
        let result = try Scratch().run(
            """
            V=one csub -d afterany:$(csub true) -b now+1 'echo $V; umask' > id; cwait < id
            umask 077; V=two csub --resubmit - < id | cwait -g; csub --resubmit --export ALL - < id
            echo $?; csub --resubmit true; csub --resubmit; csub --resubmit --each x; csub --resubmit L99
            """)
        #expect(result.lines == ["one", "0022", "64"], "\(result)")
        #expect(result.errors.contains("csub: cannot submit 'L99' again: no such job\n"))
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `a relative directory is one of csub's, and not of sbatch's`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            mkdir d; csub -D d pwd | cwait -g | sed 's/.*work/W/'
            printf '#!/bin/sh\npwd\n' > f; csub -D d -o o -f f | cwait; sed 's/.*work/W/' d/o
            """#)
        #expect(result == .init(output: "W/d\nW/d\n"), "\(result)")
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `a script, a file and a task of Slurm are submitted again`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            printf '#!/bin/sh\necho "$1"; exit $2' | csub -J s - "it's" 3 > id; cwait -q < id
            csub --resubmit - < id > new; cwait -qg < new; echo $?; ls s.*.script; ls s.*.status
            printf '#!/bin/sh\n#SBATCH -t 5\necho file\n' > f.sh; csub -N 1 -c 2 -o out -f f.sh > id
            cwait < id; rm out; csub --resubmit - < id | cwait; cat out
            a=$(csub -a 3,5 'echo $CSUB_ARRAY_INDEX; exit 1'); cwait -q $a
            csub --resubmit ${a}_5 > new; cwait -qg < new; sed 's/.*_//' new
            csub --resubmit -o x $a; echo $?
            """#)
        #expect(
            result.lines == [
                "it's", "3", "s.1.cluster.script", "s.2.cluster.script", "s.1.cluster.status",
                "s.2.cluster.status", "file", "5", "5", "64",
            ], "\(result)")
    }

    // MARK: Whether at all

    @Test(arguments: Queue.available)
    func `a job is submitted only where none of its name is there`(_ queue: Queue) throws {
        let result = try queue.scratch().run(
            """
            a=$(csub -H -J nightly true); csub --if-absent -J nightly true | sed "s/$a/A/"
            csub --unique -J other true | cwait; echo $?; cqueue --cancel $a; cwait -q $a
            seq 8 | xargs -P 8 -I {} csub --if-absent -J nightly 'sleep 1000' > ids; sort -u ids | wc -l
            csub --no-id --if-absent -J nightly true; cqueue --cancel - < ids
            """)
        #expect(result.lines == ["A", "0", "1"], "\(result)")
    }

    @Test func `resources are read as qsub has them`() throws {
        let result = try Scratch().run(
            """
            csub -l nodes=1:ppn=2,mem=64mb -l walltime=90 --check true; csub -l host=x true; echo $?
            csub --check - <<'X'
            #CSUB -l ppn=3
            X
            """)
        #expect(
            result.lines == ["nodes=1", "cores=2", "mem=64", "time=00:01:30", "64", "cores=3"],
            "\(result)")
    }
}
