import TestSupport
import Testing

/// cqueue: lists, and what is done to what is listed.
@Suite struct QueueTests {
    @Test func `a list has a heading and a line for each job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cqueue --pause; csub -J sort true; csub -H -J 'a b' -c 2 true; csub -d L2 true
            cqueue -t pending,held; cqueue --parsable -n 'a*'; cqueue --no-header -n sort
            cqueue -I; cqueue --count; cqueue --count -a; cqueue --user nobody --count
            """)
        #expect(
            result.output
                == """
                L2
                L3
                L4
                JOBID  NAME  USER  ST  TIME  CORES  QUEUE  REASON
                L2     sort  root  PD  0:00  1      local  the queue is paused
                L3     a b   root  H   0:00  2      local  held
                L4     true  root  PD  0:00  1      local  dependency L2
                L3|a b|root|H|0:00|2|local|held
                L2     sort  root  PD  0:00  1      local  the queue is paused
                L2
                L3
                L4
                3
                4
                0

                """.replacingUser(with: try scratch.run("id -un").lines[0]))
    }

    @Test func `the reason tells why a job waits`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -c 3 sleep 1000; csub -c 4 sleep 1000; for i in $(seq 9); do csub sleep 1000; done
            until [ $(cqueue -t running --count) = 2 ]; do :; done
            csub -b now+1hour true; cqueue L3 L5 L13 --parsable | cut -d'|' -f8
            """)
        let reasons = result.lines.suffix(3)
        #expect(reasons.first == "0 of 4 cores free")
        #expect(reasons.dropFirst().first == "0 of 4 cores free")
        #expect(reasons.last?.hasPrefix("begins ") ?? false)
    }

    @Test func `room that is kept is said to be reserved`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            a=$(csub -c 3 -t 1h sleep 1000); until cqueue -t running -I | grep -q L2; do :; done
            csub -c 4 sleep 1000; csub -t 2h sleep 1000
            until cqueue L4 | grep -q reserved; do :; done; cqueue --no-header L4
            """)
        #expect(result.lines.last?.hasSuffix("reserved for L3") ?? false)
    }

    @Test func `the JSON document tells everything`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            csub -c 2 --mem 16M -t 2h --priority 3 --tries 2 -J n -o o 'exit 3' | cwait
            cqueue --json L2 | python3 -c '
            import json, sys
            d = json.load(sys.stdin); j = d["jobs"][0]
            print(d["schema"], *[j[k] for k in "id name state cores memory time_limit priority tries attempts exitcode signal exit_status kind command backend".split()])
            print(j["stdout"].split("/")[-1], j["submitted"][-1], j["elapsed"] >= 0)'
            """#)
        #expect(
            result.output == """
                cjobs/1 L2 n failed 2 16777216 7200.0 3 2 2 3 None 3 shell exit 3 local
                o Z True

                """)
    }

    @Test func `details, scripts and outputs of a job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub echo 'a b' | cwait; cqueue --script L2; cqueue --stdout L2; cqueue --stderr L2
            cqueue -l L2 | grep -E 'state|exit|command'; printf 'echo hi\\n' | csub - | cwait
            cqueue --script last
            """)
        #expect(
            result.lines == [
                "echo 'a b'", "a b", "    state: complete", "    command: echo a b", "    exit: 0",
                "echo hi",
            ])
    }

    @Test func `held jobs wait for their release`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -H 'echo ran > ran'; cqueue --hold L2; csub true | cwait; test -e ran; echo $?
            cqueue --release L2; cwait L2; cat ran; cqueue --release L2; echo $?
            """)
        #expect(result.lines == ["L2", "1", "ran", "1"])
        #expect(result.errors == "cqueue: cannot release 'L2': it has ended\n")
    }

    @Test func `cancel ends what waits at once and what runs with all it started`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo ready; a=$(csub 'setsid sleep 1234 & sleep 1234 & echo > ready; wait')
            b=$(csub -d $a touch x); c=$(csub -H true); read x < ready
            cqueue --cancel $a $c; cwait -q $a; echo $?; cwait -q $b; echo $?; cwait -q $c; echo $?
            ls x; pgrep -f '^sleep 1234$'; cqueue --no-header -a $a $b | awk '{print $4}'
            cqueue --cancel $a L99
            """)
        #expect(result.lines == ["143", "143", "143", "CA", "CA"])
        #expect(result.status == 1)
        #expect(
            result.errors.hasSuffix(
                "cqueue: cannot cancel 'L2': it has ended\ncqueue: cannot cancel 'L99': no such job\n"
            ))
    }

    @Test func `the selection can be acted on`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -H --each 'true {}' -J x ::: 1 2 3 >/dev/null; csub -H -J y true > y
            cqueue -n 'x*' --cancel; cqueue -I; cqueue -n y -I | cqueue --cancel -; cqueue --count
            : | cqueue --cancel -; echo $?
            """)
        #expect(result.lines == ["L5", "0", "0"] || result.lines == [])
    }

    @Test func `named jobs are acted on only where the filters fit`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -H true; cqueue --cancel -t running L2; cqueue --cancel -u nobody L2; cqueue -I
            cqueue --cancel -t held L2; cqueue --count; cqueue --count L77; echo $?
            """)
        #expect(result.lines == ["L2", "L2", "0", "0", "1"])
        #expect(result.errors == "cqueue: 'L77': no such job\n")
    }

    @Test func `what is missing of one job does not stop the others`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "csub -H true; csub echo hi | cwait; cqueue --stdout L2 L3; echo $?")
        #expect(result.lines == ["L2", "==> L3 echo <==", "hi", "1"])
        #expect(result.errors.contains("cqueue: cannot open "))
    }

    @Test func `a signal reaches a running job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkfifo ready
            a=$(csub 'trap "exit 9" USR1; echo > ready; while :; do sleep 0.01; done'); read x < ready
            cqueue --signal USR1 $a; cwait -q $a; echo $?; cqueue --signal USR1 $a
            """)
        #expect(result.output == "9\n")
        #expect(result.errors == "cqueue: cannot signal 'L2': it is not running\n")
    }

    @Test func `a paused queue starts nothing`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cqueue --pause; csub true; cwait -t 0.05 L2; echo $?; cqueue --unpause; cwait L2; echo $?
            """)
        #expect(result.lines == ["L2", "124", "0"])
    }

    @Test func `names that would move a cursor are shown as text`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("csub -H -J $'a\\e[2J\\nb' true; cqueue --no-header")
        #expect(
            result.lines[1].hasPrefix("L2     a\\x1b[2J\\nb")
                || result.lines[1].contains("a\\x1b[2J\\nb"))
    }
}

extension String {
    /// The expected list, for whoever runs the test.
    fileprivate func replacingUser(with user: String) -> String {
        replacing("root", with: user)
    }
}
