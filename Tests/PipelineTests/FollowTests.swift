import TestSupport
import Testing

/// cqueue --follow: what a job writes, while it writes it.
@Suite struct FollowTests {
    @Test func `output is there as it is written, and all of it when the job has ended`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'echo first; echo bad >&2; read x < go; seq 20000; printf end; exit 3')
            cqueue --follow $a > out 2> err & until grep -q first out; do sleep 0.01; done
            until grep -q bad err; do sleep 0.01; done
            cqueue -t running --count; echo > go; wait $!; echo $?
            wc -l < out; tail -n 1 out; cat err; cqueue --follow $a 2> err | tail -c 3
            """)
        #expect(
            result.lines == ["1", "0", "20001", "endbad", "cqueue: L2 echo: exit status 3", "end"],
            "\(result)")
    }

    @Test func `a job that waits is waited for`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub -H -o o/x 'echo ran'); cqueue --follow $a > out 2> err &
            until grep -q held err; do sleep 0.01; done; mkdir o; cqueue --release $a; wait $!
            echo $?; cat out
            """)
        #expect(result.lines == ["0", "ran"], "\(result)")
    }

    @Test func `what an earlier job left is not shown`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            for i in $(seq 20); do cqueue --follow $(csub -o o -e e "echo $i"); done > out
            seq 20 | cmp - out && echo same
            a=$(csub -H -o o 'echo new'); cqueue --follow $a > out & sleep 0.05
            cqueue --release $a; wait $!; cat out
            a=$(csub -H -o o true); cqueue --cancel $a; echo left > o; cqueue --follow $a
            """)
        #expect(result.lines == ["same", "new"], "\(result)")
    }

    @Test(arguments: ["-o out -e err", "-o out -e out"])
    func `what lies there while a job is about to open it is not shown`(_ outputs: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo in; a=$(csub -i in \(outputs) 'cat; echo new >&2')
            until [ "$(cqueue -t running --count)" = 1 ]; do sleep 0.01; done
            echo left > out; cqueue --follow $a > shown 2>&1 & sleep 0.1; echo mine > in; wait $!
            grep -v '^cqueue:' shown | sort
            """)
        #expect(result.lines == ["mine", "new"], "\(result)")
    }

    @Test func `the next attempt's output follows on the last one's`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub --tries 2 'echo attempt $CSUB_TRY; read x < go; exit 1')
            cqueue --follow $a > out & until grep -q 'attempt 1' out; do sleep 0.01; done
            echo > go; until grep -q 'attempt 2' out; do sleep 0.01; done; echo > go; wait $!; cat out
            """)
        #expect(result.lines == ["attempt 1", "attempt 2"], "\(result)")
    }

    @Test func `a compressed output is shown when the job has ended`() throws {
        let result = try Scratch().run(
            "cqueue --follow $(csub -o o.gz 'seq 3; sleep 0.1; echo end')")
        #expect(result.lines == ["1", "2", "3", "end"])
    }

    @Test func `nobody follows for a reader that has gone`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub 'echo first; read x < go')
            cqueue --follow $a | head -n 1; echo ${PIPESTATUS[0]}; cqueue -t running --count; echo > go
            """)
        #expect(result.lines == ["first", "141", "1"], "\(result)")
    }

    @Test func `one job is followed, and it must be there`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cqueue --follow L99; echo $?; cqueue --follow L1 L1; echo $?; csub true | cwait
            rm *.out; cqueue --follow L2; echo $?
            """)
        #expect(result.lines == ["1", "0", "1"], "\(result)")
        #expect(result.errors.hasPrefix("cqueue: 'L99': no such job\n"))
        #expect(result.errors.contains("cqueue: cannot open '"))
    }

    @Test func `a batch system's job is followed the same way`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub 'echo out; echo err >&2; exit 4'); cqueue --follow $a > out 2> err &
            sleep 0.1; slurm-job $a run; wait $!; echo $?; cat out err
            """, timeout: 60)
        #expect(result.lines == ["0", "out", "err", "cqueue: 1 echo: exit status 4"], "\(result)")
    }
}
