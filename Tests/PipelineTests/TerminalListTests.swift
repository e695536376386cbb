import TestSupport
import Testing

/// cqueue on a terminal: a list that fits it, colours, outputs of several jobs.
@Suite struct TerminalListTests {
    /// Two jobs that have ended, a long name, and one that is held.
    private static let three = """
        csub -J a-name-that-is-longer-than-others 'exit 3' | cwait -q
        csub -J short 'kill -9 $$' | cwait -q; csub -H -J c -c 2 true > id
        on() { script -qec "stty rows 20 cols $1; $2" /dev/null < /dev/null | tr -d '\\r'; }

        """

    @Test(arguments: [
        (
            200,
            """
            JOBID  NAME                              ST  TIME  CORES  REASON
            L1     a-name-that-is-longer-than-others  F   0:00  1      exit status 3
            """
        ),
        (
            60,
            """
            JOBID  NAME               ST  TIME  CORES  REASON
            L1     a-name-that-is-l…  F   0:00  1      exit status 3
            L2     short              F   0:00  1      killed by SIGKILL
            L3     c                  H   0:00  2      held
            """
        ),
        (
            50,
            """
            JOBID  NAME      ST  TIME  CORES  REASON
            L1     a-name-…  F   0:00  1      exit status 3
            L2     short     F   0:00  1      killed by SIGKI…
            L3     c         H   0:00  2      held
            """
        ),
        (
            40,
            """
            JOBID  NAME        ST  REASON
            L1     a-name-th…  F   exit status 3
            L2     short       F   killed by SIGKILL
            L3     c           H   held
            """
        ),
        (
            30,
            """
            JOBID  NAME    ST  REASON
            L1     a-nam…  F   exit statu…
            L2     short   F   killed by …
            L3     c       H   held
            """
        ),
    ])
    func `a list fits the terminal`(_ columns: Int, _ list: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.three + "on \(columns) 'cqueue -a --color never' | sed 's/0:0[1-9]/0:00/'")
        if columns == 200 {
            #expect(result.lines[1].hasPrefix("L1     a-name-that-is-longer-than-others  F "))
            #expect(result.lines.count == 4 && !result.output.contains("…"), "\(result)")
        } else {
            #expect(result.output == list + "\n", "\(result)")
        }
    }

    @Test func `columns that were asked for are all there, and a pipe gets every byte`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.three + """
                on 40 'cqueue -a --color never -o id,name,user,queue,cores'
                cqueue -a --no-header -o name,user,queue | head -1 | awk '{print $1, $3}'
                cqueue -a | head -2 | tail -1 | awk '{print $2, $4, $7}'
                """)
        #expect(
            result.lines.map { $0.split(separator: " ").joined(separator: " ") }.dropFirst(4) == [
                "a-name-that-is-longer-than-others local",
                "a-name-that-is-longer-than-others F local",
            ], "\(result)")
        #expect(result.lines.prefix(4).allSatisfy { $0.contains("local") || $0.contains("QUEUE") })
        #expect(result.lines[1].contains("…"))
    }

    @Test func `the user and the queue are there where they differ`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub -J a -p batch true > id; csub -J b -p short true > id
            on() { script -qec "stty cols 100; $1" /dev/null < /dev/null | head -1 | tr -d '\\r'; }
            on 'cqueue --color never'; on 'cqueue --color never -p short'
            """)
        #expect(
            result.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "JOBID NAME ST TIME CORES QUEUE REASON", "JOBID NAME ST TIME CORES REASON",
            ], "\(result)")
    }

    @Test(arguments: [
        ("--color always -o st --no-header", "^[[31mF^[[0m/^[[31mF^[[0m/^[[33mH^[[0m"),
        ("--color always --stats --no-header -t held", "^[[33mheld^[[0m 1"),
        ("-o st --no-header", "F/F/H"), ("--color never -o state --no-header -t held", "held"),
        ("--color always --parsable -o st -t held", "H"),
    ])
    func `states have colours where they are asked for`(_ options: String, _ lines: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(Self.three + "cqueue -a \(options) | cat -v | tr -s ' '")
        #expect(result.lines.joined(separator: "/") == lines, "\(result)")
        let terminal = try scratch.run(
            """
            f() { script -qec 'cqueue -a -o st --no-header -t held' /dev/null < /dev/null | cat -v; }
            f; NO_COLOR=1 f; TERM=dumb f
            """)
        #expect(terminal.lines == ["^[[33mH^[[0m^M", "H^M", "H^M"], "\(terminal)")
    }

    @Test func `who sees an empty list is told, and a program is not`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cqueue; cqueue -I; cqueue -n nosuch -a --no-header
            for o in '' '-n x' -I --json --count -q; do
                echo "$o:"; script -qec "cqueue --no-header $o > list" /dev/null < /dev/null
            done
            """)
        #expect(
            result.output == """
                JOBID  NAME  USER  ST  TIME  CORES  QUEUE  REASON
                :
                cqueue: no jobs that have not ended; -a shows those that have\r
                -n x:
                cqueue: no such jobs\r
                -I:
                --json:
                --count:
                -q:

                """, "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `-w keeps state and reason in a narrow terminal, and ends with q`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            csub -H -J a-name-that-is-longer-than-others true > id; mkfifo keys
            script -qec 'stty rows 10 cols 40; cqueue -w --interval 100 --color never; echo "ended $?"
                stty -a | grep -o " icanon"' /dev/null < keys > shown & exec 3> keys
            until grep -q held shown; do sleep 0.02; done
            printf x >&3; printf q >&3; until grep -q icanon shown; do sleep 0.02; done
            exec 3>&-; wait $!
            tr -d '\r' < shown | sed 's/\x1b\[[?0-9]*[A-Za-z]//g' | tail -n +3
            """#, timeout: 60)
        #expect(
            result.lines.suffix(4) == [
                "JOBID  NAME      ST  TIME  CORES  REASON",
                "L1     a-name-…  H   0:00  1      held", "ended 0", " icanon",
            ], "\(result)")
    }

    @Test func `-w leaves the terminal as it was when a signal ends it`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            csub -H -J one true > id; mkfifo keys
            script -qec 'cqueue -w --interval 100 & echo $! > pid; fg %1 2> no; wait $!; echo "ended $?"
                stty -a | grep -o " icanon"' /dev/null < keys > shown & exec 3> keys
            until grep -q held shown; do sleep 0.02; done
            kill -TERM $(cat pid); until grep -q icanon shown; do sleep 0.02; done
            exec 3>&-; wait $!; tr -d '\r' < shown | grep -e ended -e icanon
            """#, timeout: 60)
        #expect(result.lines == ["ended 143", " icanon"], "\(result)")
    }
}

/// cqueue --stdout and --stderr of several jobs; --follow of one that failed.
@Suite struct OutputsOfJobsTests {
    @Test func `several outputs have headings, and lines may have the job's name`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            a=$(csub -J part 'echo one; printf two'); b=$(csub -J $'odd\tname' 'echo err >&2')
            c=$(csub -J part3 'echo three'); cwait $a $b $c; cqueue --stdout $a $b $c
            echo; cqueue --stdout $c; cqueue --stderr --tag $a $b | cat -A
            cqueue --stdout --tag $a $c | cat -A; cqueue --stdout --no-header $a $c
            cqueue --script $a $c; cqueue --tag $a; echo $?
            """#)
        #expect(
            result.output == #"""
                ==> L2 part <==
                one
                two
                ==> L3 odd\tname <==

                ==> L4 part3 <==
                three

                three
                L3 odd\tname^Ierr$
                L2 part^Ione$
                L2 part^Itwo$
                L4 part3^Ithree$
                one
                twothree
                ==> L2 part <==
                echo one; printf two

                ==> L4 part3 <==
                echo three
                64

                """#, "\(result)")
    }

    @Test func `the tasks of an array are several jobs`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub -J part --each 'echo {}' ::: one two > ids; slurm-job 1 run; cwait - < ids
            cqueue --stdout - < ids; cqueue --stdout --tag - < ids
            """)
        #expect(
            result.output == """
                ==> 1_0 part <==
                one

                ==> 1_1 part <==
                two
                1_0 part\tone
                1_1 part\ttwo

                """, "\(result)")
    }

    @Test func `who follows a job that failed hears how it ended`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo go; a=$(csub -J boom 'read x < go; echo out; exit 5')
            cqueue --follow $a & echo > go; wait $!; echo $?; cqueue --follow $a
            cqueue --follow $(csub -J dead 'kill -9 $$'); cqueue --follow $(csub true)
            cqueue -q --follow $a
            """)
        #expect(result.output == "out\n0\nout\nout\n", "\(result)")
        #expect(
            result.errors == """
                cqueue: L2 boom: exit status 5
                cqueue: L2 boom: exit status 5
                cqueue: L3 dead: killed by SIGKILL

                """)
    }
}
