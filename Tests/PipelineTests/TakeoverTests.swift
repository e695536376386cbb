import TestSupport
import Testing

/// Who is whose child, who is meant by a number, and who starts the next keeper.
@Suite struct TakeoverTests {
    private static let tools = SupervisionTests.tools

    @Test(arguments: ["keeper", "runner", "keeper runner"])
    func `no wake-up is lost where the queue's processes die just before`(_ who: String) throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            Self.tools
                + #"""

                for i in $(seq 40); do
                    kill_ WHO; [ $((i % 2)) = 0 ] || sleep 0.0$(printf %02d $((RANDOM % 20)))
                    # Nobody else may look: that would start a runner.
                    csub -Q -o /dev/null "touch ran.$i" > id; until_ "[ -e ran.$i ]"
                done; ls ran.* | wc -l; cwait -qr --all; sound
                """#.replacing("WHO", with: who))
        #expect(result == .init(output: "40\n"))
    }

    @Test func `a keeper that a guard has started is none of its job's processes`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools + #"""

                mkfifo go.1 go.2; a=$(csub -Q 'echo > ready.1; read x < go.1'); until_ '[ -e ready.1 ]'
                g=$(told $a guard); k=$(ours keeper); kill -9 $k
                until_ '[ -n "$(ours keeper)" ] && [ "$(ours keeper)" != '$k' ]'
                [ $(awk '{ print $4 }' /proc/$(ours keeper)/stat) != $g ] && echo sibling
                b=$(csub -Q 'sleep 54321 & echo > ready.2; read x < go.2; kill -0 $! && exit 4')
                until_ '[ -e ready.2 ]'; kill -9 $(ours keeper) $(told $b guard)
                echo > go.1; cwait -q $a; echo $?; echo > go.2; cwait -q $b; echo $?; sound
                """#)
        #expect(result.lines.first == "sibling" && result.lines.count == 3, "\(result)")
        #expect(result.lines[1] == "0", "\(result)")
        // Its keeper and guard are gone: kernels before 6.15 tell nobody else how it ended.
        #expect(["4", "125"].contains(result.lines[2]), "\(result)")
    }

    @Test func `a keeper that a job has started, and its other jobs, outlive that job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools + #"""

                mkfifo go.1 go.2 go.3
                a=$(csub -Q 'echo > ready.1; read x < go.1; csub -Q "echo > ready.2; read x < go.2; exit 5" > inner; read x < go.3')
                until_ '[ -e ready.1 ]'; kill -STOP $(told $a guard); kill -9 $(ours keeper)
                echo > go.1; until_ '[ -s inner ]'; b=$(cat inner); until_ '[ -e ready.2 ]'
                k=$(ours keeper); kill -CONT $(told $a guard); echo > go.3; cwait -q $a; echo $?
                [ "$(ours keeper)" = "$k" ] && echo same; echo > go.2; cwait -q $b; echo $?; sound
                """#)
        #expect(result.lines == ["0", "same", "5"], "\(result)")
    }

    @Test(arguments: ["guard", "guard keeper", ""])
    func `a queue that a job has started outlives it, and leaves no zombie`(_ who: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools
                + #"""

                mkfifo go.1 go.2
                a=$(csub -Q 'export CJOBS_SPOOL=$PWD/inner; csub -Q "sleep 54321 & echo > ready.2; read x < go.2; kill -0 \$! && exit 6"
                    csub -Q true | cwait; echo > ready.1; read x < go.1')
                until_ '[ -e ready.1 ] && [ -e ready.2 ]'
                [ -z "WHO" ] || kill_ WHO; cqueue > /dev/null
                until_ "! is_alone $a"; echo > go.1; cwait -q $a; echo $?; echo > go.2
                # The inner queue records by itself; cwait would start a keeper.
                until_ 'grep -q " end 1 " inner/journal'; grep -o " end 1 try=1 exit=6" inner/journal
                until_ '[ -z "$(pgrep -f "^cjobs-keeper $PWD/inner\$")" ]'
                pgrep -f '^sleep 54321$' | while read p; do [ "$(readlink /proc/$p/cwd)" = "$PWD" ] && echo $p; done
                for p in $(ours keeper); do ps -o stat= --ppid $p | grep -c Z; done; sound
                """#.replacing("WHO", with: who))
        let zombies = result.lines.filter { $0 == "0" }
        #expect(!zombies.isEmpty && result.lines.contains(" end 1 try=1 exit=6"), "\(result)")
        #expect(result.lines.allSatisfy { $0 == "0" || $0.contains("exit=6") }, "\(result)")
    }

    @Test(
        .enabled(if: Permits.processNamespaces, "SKIPPED: needs root, to choose process numbers"),
        arguments: ["guard", "guard keeper"])
    func `a process that got a dead one's number is left alone`(_ who: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            cat > inside <<'X'

            """# + Self.tools
                + #"""

                    # Starts a process that has this number.
                    as() {
                        for i in $(seq 50); do
                            echo $(($1 - 1)) > /proc/sys/kernel/ns_last_pid; sleep 1000 & [ $! = $1 ] && return
                            kill $!
                        done; echo "no process $1"; exit 1
                    }
                    mkfifo go; a=$(csub -Q 'trap "exit 3" USR1; echo > ready; while :; do sleep 0.05; done')
                    until_ '[ -e ready ]'; g=$(told $a guard); j=$(told $a job); kill_ WHO
                    until_ '! [ -e /proc/'$g' ]'; as $g
                    cqueue --signal USR1 $a; cwait -q $a; echo $?; kill -0 $g && echo alive
                    rm ready; a=$(csub -Q 'echo > ready; exec sleep 54321'); until_ '[ -e ready ]'
                    g=$(told $a guard); kill_ WHO; until_ '! [ -e /proc/'$g' ]'; as $g
                    cqueue --cancel $a; cwait -q $a; echo $?; kill -0 $g && echo alive
                    # All of them: nobody can tell how it ended, and its number is another's.
                    rm ready; a=$(csub -Q 'echo > ready; exec sleep 54321'); until_ '[ -e ready ]'
                    g=$(told $a guard); j=$(told $a job); kill -9 $(ours keeper) $(ours runner) $g $j
                    until_ '! [ -e /proc/'$j' ]'; as $j
                    cqueue --signal TERM $a; cqueue -q --cancel $a; cwait -q $a; echo $?; kill -0 $j && echo alive
                X
                unshare -pf --mount-proc bash inside
                """#.replacing("WHO", with: who))
        // Where nobody is left whose child it is, kernels before 6.15 tell nobody how it ended.
        let lines = result.lines.map { $0 == "125" && who == "guard keeper" ? "3" : $0 }
        #expect(
            [
                ["3", "alive", "143", "alive", "125", "alive"],
                ["3", "alive", "143", "alive", "3", "alive"],
            ]
            .contains(lines), "\(result)")
    }

    @Test func `what an attempt has left behind goes while its job waits for the next try`() throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools + #"""

                mkfifo go; a=$(csub -Q --tries 2 'echo > ready; read x < go; exit $((2 - CSUB_TRY))')
                until_ '[ -e ready ]'; cqueue -q --pause; echo > go
                until_ '[ "$(cqueue -a --no-header -o state $a)" = pending ]'
                # As where guard, keeper and runner are killed when the ending is on the disk.
                kill_ keeper runner; until_ '[ -z "$(ours keeper)$(ours runner)" ]'
                (umask 077; echo "boot x" > "$CJOBS_SPOOL/jobs/$a.1"; : > "$CJOBS_SPOOL/jobs/$a.1.script")
                csub -Q true > id; until_ '[ -z "$(ls "$CJOBS_SPOOL/jobs")" ]'
                rm ready; cqueue -q --unpause; until_ '[ -e ready ]'; echo > go; cwait -q $a; echo $?; sound
                """#)
        #expect(result.lines == ["0"], "\(result)")
    }

    @Test(
        .enabled(if: Permits.processNamespaces, "SKIPPED: needs root, to stop a machine of its own")
    )
    func `a machine that is stopped in good order cancels nothing`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            cat > inside <<'X'

            """# + Self.tools + #"""

                    csub -Q --threads 8 -J plain 'echo > ready.1; exec sleep 54321' >> ids
                    csub -Q -J again --requeue 'echo >> ran; [ $CSUB_TRY = 2 ] && exit 0; echo > ready.2; exec sleep 54321' >> ids
                    csub -Q -J polite 'trap "exit 0" TERM; echo > ready.3; while :; do sleep 0.05; done' >> ids
                    csub -Q -J own 'trap "exit 9" TERM; echo > ready.4; while :; do sleep 0.05; done' >> ids
                    csub -Q -J later -b now+1hour true >> ids
                    until_ '[ -e ready.1 ] && [ -e ready.2 ] && [ -e ready.3 ] && [ -e ready.4 ]'
                    trap "" TERM; kill -TERM -1
                    # L2's next attempt, too, since outside it would be in another process namespace.
                    until_ '[ "$(cqueue -a --no-header -o state L2)" = complete ]'
                    until_ '[ $(left) = 0 ] && [ -z "$(ls "$CJOBS_SPOOL/jobs")" ]'
                X
                    # A start of the machine of its own.
                echo 01234567-89ab-cdef-0123-456789abcdef > boot
                unshare -pf --mount-proc bash -c 'mount --bind boot /proc/sys/kernel/random/boot_id && . ./inside'
                cwait -q $(sed -n 1,4p ids); cqueue -q --cancel $(sed -n 5p ids)
                cqueue -a --json $(cat ids) | python3 -c '
                import json, sys
                for j in json.load(sys.stdin)["jobs"]: print(j["name"], j["state"], j["exit_status"], j["attempts"])'
                wc -l < ran; cqueue -a --no-header -o reason $(head -1 ids); cqueue --check
                """#)
        #expect(
            result.lines == [
                "plain unknown 125 1", "again complete 0 2", "polite complete 0 1",
                "own failed 9 1",
                "later cancelled 143 0", "2", "unknown (lost: machine is stopping)",
            ], "\(result)")
    }

    @Test(arguments: ["guard", "keeper", "runner"])
    func `SIGTERM to one of the queue's processes cancels nothing and stops nothing`(
        _ who: String
    ) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.tools
                + #"""

                mkfifo go; a=$(csub -Q 'echo > ready; read x < go; exit 3'); until_ '[ -e ready ]'
                kill $(ours WHO); b=$(csub -Q 'echo > second'); until_ '[ -e second ]'
                echo > go; cwait -q $a; echo $?; cwait $b; echo $?; sound
                """#.replacing("WHO", with: who))
        #expect(result.lines == ["3", "0"], "\(result)")
    }

    @Test(arguments: [
        ("kill -9 $(told L2 packer); exit 0", "74", "packed output is lost: its packer was killed"),
        ("kill -9 $(told L2 packer); exit 3", "3", "packed output is lost: its packer was killed"),
        (
            "seq 1000000", "74",
            "full.gz': No space left on device"
        ),
        (
            "kill_ guard; sleep 0.1; kill -9 $(told L2 packer)", "74",
            "packed output is lost: its packer was killed"
        ),
    ])
    func `a job whose packed output is lost has failed`(
        _ command: String, _ status: String, _ reason: String
    ) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            cat > tools.sh <<'X'

            """# + Self.tools
                + #"""

                X
                ln -s /dev/full full.gz; out=out.gz; case 'COMMAND' in seq*) out=full.gz;; esac
                csub -Q -o $out '. ./tools.sh; COMMAND' > id; cwait -q < id; echo $?
                cqueue -a --no-header -o state,reason $(cat id); . ./tools.sh; sound
                """#.replacing("COMMAND", with: command))
        #expect(result.lines.first == status, "\(result)")
        let told = result.lines.last ?? ""
        #expect(told.hasPrefix("failed") && told.contains(reason), "\(result)")
    }

    @Test func `a packer that something holds up is ended with its job`() throws {
        let scratch = try Scratch(config: "[local]\ngrace = 1\n")
        let result = try scratch.run(
            Self.tools + #"""

                mkfifo f.bz2 g.bz2; exec 5<> f.bz2 6<> g.bz2
                # Nobody reads: the command ends, and its packer can't.
                a=$(csub -Q -o f.bz2 'head -c 3000000 /dev/urandom'); b=$(csub -Q -t 2s -o g.bz2 'head -c 3000000 /dev/urandom; :')
                until_ '[ -n "$(told '$a' job)" ]'; cqueue --cancel $a; cwait -q $a $b; echo $?
                cqueue -a --no-header -o state $a $b; sound
                """#)
        #expect(result.lines == ["143", "cancelled", "timeout"], "\(result)")
    }
}
