import TestSupport
import Testing

/// What default outputs are called, and that none replaces another job's.
@Suite struct OutputNameTests {
    @Test func `two queues in one directory replace nothing of each other's`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            end() {
                rm -rf "$CJOBS_SPOOL" 2> /dev/null; while pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" > /dev/null; do :; done
                rm -rf "$CJOBS_SPOOL"
            }
            csub -J job 'echo first; echo one >&2' | cwait
            export CJOBS_SPOOL=$CJOBS_SPOOL.other
            csub -H true > /dev/null; cqueue -q --cancel L1
            csub -J job 'echo second; echo two >&2' | cwait; cqueue --path L2; cqueue --stdout L2; cqueue --stderr L2
            cwait -g L2; cqueue --json L2 | python3 -c 'import json, sys; print(json.load(sys.stdin)["jobs"][0]["stdout"])'
            end; csub -H true > /dev/null; cqueue -q --cancel L1
            csub -J job 'echo third' | cwait; cqueue --stdout L2; cat job.2.cluster.out job.2.cluster.err
            end; ls
            """#)
        let work = scratch.path + "/work"
        #expect(
            result.lines == [
                "\(work)/job.2-2.cluster.out", "\(work)/job.2-2.cluster.err", "second",
                "two", "second", "\(work)/job.2-2.cluster.out", "third", "first", "one",
                "job.2-2.cluster.err", "job.2-2.cluster.out", "job.2-3.cluster.err",
                "job.2-3.cluster.out", "job.2.cluster.err", "job.2.cluster.out",
            ], "\(result)")
        #expect(result.errors == "two\n")
    }

    @Test(arguments: ["job.2.cluster.out", "job.2.cluster.err"])
    func `either name that is taken makes the number of both go on`(_ name: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            echo mine > NAME; ln -s nowhere job.2-2.cluster.err
            csub -J job 'echo out; echo err >&2' | cwait -g; cat NAME; ls; readlink job.2-2.cluster.err
            """#.replacing("NAME", with: name))
        #expect(
            result.lines == [
                "out", "mine", "job.2-2.cluster.err", "job.2-3.cluster.err", "job.2-3.cluster.out",
                name, "nowhere",
            ], "\(result)")
        #expect(result.errors == "err\n")
    }

    @Test func `each attempt goes on with the files of the first, emptied`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            touch job.2.cluster.out job.3.cluster.out
            csub -J job --tries 3 'echo attempt $CSUB_TRY; test $CSUB_TRY = 3' | cwait -g; cqueue --path L2 | head -1
            csub -J job --tries 3 no-such-program | cwait -q; echo $?; cqueue --path L3 | head -1; ls
            """#)
        let work = scratch.path + "/work"
        #expect(
            result.lines == [
                "attempt 3", "\(work)/job.2-2.cluster.out", "127", "\(work)/job.3-2.cluster.out",
                "job.2-2.cluster.err", "job.2-2.cluster.out", "job.2.cluster.out",
                "job.3-2.cluster.err", "job.3-2.cluster.out", "job.3.cluster.out",
            ], "\(result)")
    }

    @Test func `the path is known while the job runs, whoever of ours is killed`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            touch job.2.cluster.out; mkfifo go ready
            csub --no-id -J job 'echo one; echo > ready; read x < go; echo two; exit 3'; read x < ready
            cqueue --path L2 | head -1
            kill -9 $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); cqueue --path L2 | head -1
            echo > go; cwait -q L2; cqueue --path L2 | head -1; cqueue --stdout L2
            """#, timeout: 60)
        let path = scratch.path + "/work/job.2-2.cluster.out"
        #expect(result.lines == [path, path, path, "one", "two"], "\(result)")
    }

    @Test func `following a job that waits shows its own files, and no other job's of that name`()
        throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            echo stranger > job.2.cluster.out; csub --no-id -H -J job 'echo mine'
            cqueue --follow L2 > seen & f=$!
            until cqueue --no-header -o state L2 | grep -q held; do :; done; echo more >> job.2.cluster.out
            cqueue --release L2; wait $f; cat seen
            """#, timeout: 60)
        #expect(result.output == "mine\n", "\(result)")
    }

    @Test(arguments: ["", "-o out"])
    func `a file that is emptied while its job runs has no hole`(_ option: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkfifo go ready; csub --no-id -J job OPTION 'echo 123456789; echo > ready; read x < go; echo end'; read x < ready
            f=$(cqueue --path L2 | head -1); : > "$f"; echo > go; cwait L2; cat "$f"
            """#.replacing("OPTION", with: option))
        #expect(result.output == "end\n", "\(result)")
    }

    @Test func `a name that was given is replaced, as its user wants it`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            echo old > out; csub -o out -e err 'echo new; echo bad >&2' | cwait; cat out err
            ln -s real link; csub -o link echo linked | cwait; cat real
            csub -e err -J job 'echo half' | cwait; touch job.5.cluster.out
            csub -e err -J job 'echo whole' | cwait; ls job.*
            """#)
        #expect(
            result.lines == [
                "new", "bad", "linked", "job.4.cluster.out", "job.5-2.cluster.out",
                "job.5.cluster.out",
            ], "\(result)")
    }

    @Test func `jobs of two queues that start at once never share a file`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            for q in a b c; do
                (export CJOBS_SPOOL=$CJOBS_SPOOL.$q; csub --each 'echo {}' ::: {1..30} > ids.$q; cwait < ids.$q) &
            done; wait
            cat echo.*.out | sort -n | uniq -c | awk '{ print $1 }' | sort | uniq -c
            for q in a b c; do
                export CJOBS_SPOOL=$HOME/spool.$q; for i in $(cat ids.$q); do cqueue --stdout $i; done
                rm -rf "$CJOBS_SPOOL" 2> /dev/null; while pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" > /dev/null; do :; done; rm -rf "$CJOBS_SPOOL"
            done | sort -n | uniq -c | awk '{ print $1 }' | sort | uniq -c
            """#, timeout: 100)
        #expect(
            result.output.split(whereSeparator: \.isWhitespace) == ["30", "3", "30", "3"],
            "\(result)")
    }
}
