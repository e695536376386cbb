import TestSupport
import Testing

/// Starts that take long, or fail for now or for good.
@Suite struct StartTests {
    private static let tools = SupervisionTests.tools

    @Test(arguments: ["-i", "-o", "-e"])
    func `a FIFO that nobody else opens holds up neither a cancel nor the time limit`(
        _ option: String
    ) throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            Self.tools
                + #"""

                mkfifo f f.gz; a=$(csub OPTION f 'touch ran'); b=$(csub -t 1s OPTION f 'touch ran')
                until_ '[ -n "$(told $a child)" ]'; cqueue --cancel $a; cwait -q $a $b; echo $?
                # The cores are free again.
                csub -c 2 true | cwait; echo $?
                [ OPTION = -i ] || { a=$(csub -t 1s OPTION f.gz 'touch ran'); cwait -q $a; echo $?; }
                cqueue -a -o state; [ -e ran ] && echo ran; sound
                """#.replacing("OPTION", with: option))
        let states = ["STATE", "cancelled", "cancelled", "timeout", "complete"]
        #expect(
            result.lines
                == ["143", "0"] + (option == "-i" ? states : ["143"] + states + ["timeout"]),
            "\(result)")
    }

    @Test func `a directory or a file that is not there is no passing lack`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkdir d; a=$(csub -D d true -H); touch nosuch; b=$(csub -H -i nosuch true)
            c=$(csub -H -o no/such true); d=$(csub -H -D $PWD/d true); rmdir d no; rm nosuch; : > no; e=$(csub -Q -H nosuch)
            cqueue --release $b $c $d $e; for j in $b $c $d $e; do cwait -q $j; echo $?; done
            cqueue --no-header -o reason $b $c $d $e
            """#)
        #expect(
            result.lines == [
                "126", "126", "126", "127", "cannot open 'nosuch': No such file or directory",
                "cannot create '\(scratch.path)/work/no/such': Not a directory",
                "cannot open '\(scratch.path)/work/d': No such file or directory",
                "cannot run 'nosuch': No such file or directory",
            ], "\(result)")
    }

    @Test func `a failed exec is told with its reason, though the guard is killed then`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools + #"""

                mkfifo in; echo > plain; a=$(csub -Q -i in nosuch); b=$(csub -Q -i in ./plain)
                for j in $a $b; do until_ "[ -n \"\$(told $j child)\" ]"; done
                exec 9>> "$CJOBS_SPOOL/lock"; flock 9; exec 5<> in
                for j in $a $b; do until_ "[ -n \"\$(told $j failed)\" ]"; done
                kill_ guard; exec 9>&-
                for j in $a $b; do cwait -q $j; echo $?; done; cqueue -a --no-header -o reason $a $b; sound
                """#)
        #expect(
            result.lines == [
                "127", "126", "cannot run 'nosuch': No such file or directory",
                "cannot run './plain': Permission denied",
            ], "\(result)")
    }

    /// Here the guard itself starts the command, by a process that shares its memory (vfork), which is
    /// held at its end while the guard is killed.
    @Test(
        .enabled(if: Permits.tracing, "SKIPPED: no process may be traced here"),
        arguments: ["guard", "guard runner"])
    func `a failed exec has its status, though the guard is killed before it knows`(
        _ who: String
    ) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools
                + #"""

                echo > plain; a=$(csub -Q -H nosuch); b=$(csub -Q -H ./plain)
                # A keeper that stays, and is traced with what it forks.
                mkfifo go; c=$(csub -Q 'echo > ready; read x < go'); until_ '[ -e ready ]'
                strace -f -qq -o trace -e trace=exit_group -e inject=exit_group:delay_enter=1000000 -p $(ours keeper) > /dev/null 2>&1 &
                tracer=$!; trap 'kill $tracer' EXIT
                until_ 'grep -q "^TracerPid:.[1-9]" /proc/$(ours keeper)/status'
                for j in $a $b; do
                    cqueue --release $j; until_ "[ -n \"\$(told $j job)\" ]"
                    kill -9 $(told $j guard); [ "WHO" = guard ] || kill_ runner
                    cwait -q $j; echo $?
                done
                kill $tracer; wait $tracer; trap - EXIT; echo > go; cwait -q $c; echo $?; cqueue -a --no-header -o state $a $b; sound
                """#.replacing("WHO", with: who))
        #expect(result.lines == ["127", "126", "0", "failed", "failed"], "\(result)")
    }

    @Test func `three hundred jobs at once run with sixty-four descriptors`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.tools + #"""

                ulimit -n 64
                csub -Q --threads 300 -H true > held
                seq 300 | csub -Q -o /dev/null --each 'echo >> ran; exit {}' > ids
                cwait -q < ids; wc -l < ran; cqueue -q --cancel $(cat held)
                cqueue -a --jsonl | python3 -c '
                import json, sys
                jobs = [json.loads(l) for l in sys.stdin][1:]
                print(sum(j["exitcode"] == (n + 1) % 256 for n, j in enumerate(jobs)))'
                sound
                """#)
        #expect(result.lines == ["300", "300"], "\(result)")
    }

    @Test(
        .enabled(if: Permits.tracing, "SKIPPED: needs strace, and leave to trace"),
        arguments: [
            ("-f", "vfork:error=EAGAIN", "cannot run 'true'"),
            ("-f", "vfork:error=ENOMEM", "cannot run 'true'"),
            ("", "clone:error=EAGAIN", "cannot fork a guard"),
        ])
    func `what is lacking for now is tried again, with growing gaps`(
        _ how: String, _ fault: String, _ reason: String
    ) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools
                + #"""

                csub -Q true | cwait
                # Keeper and runner stay while there is something to wait for.
                csub -Q -b now+1hour true > held; until_ '[ -n "$(ours keeper)" ] && [ -n "$(ours runner)" ]'
                until_ '[ -z "$(ours guard)" ]'
                strace HOW -qq -o trace -e trace=vfork,clone -e inject=FAULT -p $(ours keeper) & s=$!; trap "kill $s 2> /dev/null" EXIT
                until_ "grep -q '^TracerPid:.[1-9]' /proc/$(ours keeper)/status"
                a=$(csub -Q true)
                until_ '[ $(grep -c " start 4 " "$CJOBS_SPOOL/journal") -ge 6 ]'
                until_ 'cqueue --no-header -o state,reason $a > seen; grep pending seen'
                kill $s; wait $s 2> /dev/null; cwait $a; echo $?
                python3 - "$CJOBS_SPOOL/journal" <<'X'
                import re, sys
                at = [int(m) for m in re.findall(rb" start 4 try=\d+ at=(\d+)", open(sys.argv[1], "rb").read())]
                gaps = [b - a for a, b in zip(at, at[1:])]
                print(all(gap >= 20 * 2 ** n for n, gap in enumerate(gaps[:5])) or gaps)
                X
                cqueue -q --cancel $(cat held); sound
                """#.replacing("HOW", with: how).replacing("FAULT", with: fault))
        #expect(result.lines.count == 3, "\(result)")
        #expect(result.lines.first?.contains("cannot start yet: " + reason) == true, "\(result)")
        #expect(result.lines.suffix(2) == ["0", "True"], "\(result)")
    }

    @Test(
        .enabled(if: Permits.smallFileSystems, "SKIPPED: needs root, to mount a small file system"))
    func `an output for which there is no room waits for room, and holds up nobody for long`()
        throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools + #"""

                mkdir m; mount -t tmpfs -o size=64k,nr_inodes=2 none m; touch m/full
                a=$(csub -o m/out 'echo here')
                until_ 'cqueue --no-header -o state,reason $a > seen; grep -q "pending.*cannot start yet" seen'
                cut -c 10- seen; csub true | cwait; echo $?
                rm m/full; cwait $a; echo $?; cat m/out; umount -l m; sound
                """#)
        #expect(
            result.lines == [
                "cannot start yet: cannot create '\(scratch.path)/work/m/out': "
                    + "No space left on device", "0", "0", "here",
            ], "\(result)")
    }

    @Test(.enabled(if: Permits.tracing, "SKIPPED: needs strace, and leave to trace"))
    func `an ID is printed though nobody can tell whether there is a runner`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools + #"""

                csub -Q -b now+1hour true > held; until_ '[ -n "$(ours runner)" ]'
                strace -o log -e trace=fcntl csub -Q -H true > /dev/null; n=$(grep -c '^fcntl.*OFD_GETLK' log)
                all=$(grep -c '^fcntl' log); first=$(grep -n OFD_GETLK log | head -1 | cut -d: -f1); echo $n
                strace -o log -e trace=fcntl -e inject=fcntl:error=EIO:when=$all csub -H true; echo $?
                strace -o log -e trace=fcntl -e inject=fcntl:error=EIO:when=$first csub -Q -H true; echo $?
                cqueue --count; cqueue -q --state active --cancel
                """#)
        #expect(result.lines == ["4", "L4", "0", "74", "3"], "\(result)")
        #expect(result.errors.contains("csub: it is in the queue, but nobody may act on it"))
    }
}
