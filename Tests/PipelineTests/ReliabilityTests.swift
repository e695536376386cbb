import TestSupport
import Testing

/// What is promised, whatever is killed, full, closed or damaged.
@Suite(.serialized) struct ReliabilityTests {
    /// Kills one of our processes of that kind, again and again, until a file is there.
    private static func killer(_ kinds: String) -> String {
        #"""
        killer() {
            while [ ! -e stop ]; do
                for p in $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do
                    case " KINDS " in *" $(cat /proc/$p/comm 2>/dev/null) "*) ;; *) continue;; esac
                    [ $((RANDOM % 3)) = 0 ] && kill -9 $p 2>/dev/null && echo x >> kills
                done
            done
        }
        """#.replacing("KINDS", with: kinds)
    }

    @Test(arguments: [
        "cjobs-runner", "cjobs-keeper", "cjobs-guard", "cjobs-runner cjobs-keeper",
    ])
    func `no exit status is lost to kill -9`(_ kinds: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.killer(kinds) + #"""

                killer & k=$!
                for i in $(seq 100); do
                    csub -Q -o /dev/null "echo $i >> ran; sleep 0.0$((RANDOM % 9)); exit $((i % 50))" || echo no
                done > ids
                cwait -q < ids; touch stop; wait $k
                sort ran | uniq -d; sort -u ran | wc -l
                for i in $(seq 100); do echo "L$((i + 1)) $((i % 50))"; done > expected
                cqueue -a --json | python3 -c '
                import json, sys
                for j in json.load(sys.stdin)["jobs"][1:]: print(j["id"], j["exit_status"])' > seen
                diff expected seen && wc -l < kills | grep -c '[1-9]'
                """#, timeout: 300)
        #expect(result == .init(output: "100\n1\n"))
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `a csub that is killed leaves a whole job or none`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            for i in $(seq 100); do
                csub -Q -o /dev/null "echo $i >> ran" > id.$i & p=$!
                [ $((i % 3)) = 0 ] && for j in $(seq $((RANDOM % 40))); do :; done && kill -9 $p 2>/dev/null
            done 2>/dev/null; wait
            cat id.* | cwait; echo $?; csub -Q true | cwait; cwait -r --all; echo $?
            sort ran | uniq -d; n=$(cat id.* | wc -l); [ $(wc -l < ran) -ge $n ] && echo all
            """#)
        #expect(result.output == "0\n0\nall\n")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `two hundred at once get two hundred IDs, and no core is given twice`() throws {
        let scratch = try Scratch(cores: 3)
        let result = try scratch.run(
            #"""
            for i in $(seq 200); do
                csub -Q -o /dev/null -c $((i % 2 + 1)) "echo + $((i % 2 + 1)) >> trace; echo $i >> ran; echo - $((i % 2 + 1)) >> trace" >> ids &
            done; wait
            cwait < ids; echo $?; sort -u ids | wc -l; sort -u ran | wc -l; wc -l < ran
            awk '{ n += ($1 == "+" ? $2 : -$2); if (n > 3) bad = 1 } END { print n, bad + 0 }' trace
            """#)
        #expect(result.output == "0\n200\n200\n200\n0 0\n")
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `nothing that a job started survives it`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            daemon='for i in 1 2 3; do (setsid sh -c "cd /; exec sleep 54321" >/dev/null 2>&1 &) ; done; nohup sleep 54321 >/dev/null 2>&1 &'
            csub "$daemon" | cwait; pgrep -f '^sleep 54321$' | wc -l
            csub -t 1s "$daemon sleep 54321" | cwait -q; pgrep -f '^sleep 54321$' | wc -l
            mkfifo ready; a=$(csub "$daemon echo > ready; sleep 54321"); read x < ready
            cqueue --cancel $a; cwait -q $a; echo $?; pgrep -f '^sleep 54321$' | wc -l
            """#)
        #expect(result.output == "0\n0\n143\n0\n")
    }

    @Test func `a job that ignores SIGTERM is killed after its grace`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkfifo ready; a=$(csub 'trap "" TERM; echo > ready; while :; do sleep 1; done'); read x < ready
            cqueue --cancel $a; cwait $a; echo $?; cqueue --json $a | grep -o '"signal":[0-9]*'
            """#)
        #expect(result.output == "143\n\"signal\":9\n")
    }

    @Test func `logging out and an interrupt at the terminal touch no job`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            cat > session.py <<'X'
            import os, pty, signal, sys
            for way in "hangup", "interrupt":
                pid, terminal = pty.fork()
                if pid == 0:
                    for s in signal.SIGINT, signal.SIGHUP, signal.SIGTERM: signal.signal(s, signal.SIG_DFL)
                    os.execvp("bash", ["bash", "-c", "mkfifo go.%s; csub \"read x < go.%s; exit 5\" >> ids; echo ready; exec cat" % (way, way)])
                seen = b""
                while b"ready" not in seen: seen += os.read(terminal, 100)
                if way == "interrupt": os.write(terminal, b"\x03")
                else: os.close(terminal)
                os.waitpid(pid, 0)
            X
            python3 session.py; for w in hangup interrupt; do echo > go.$w; done
            for i in $(cat ids); do cwait $i; echo $?; done
            """#)
        #expect(result.output == "5\n5\n")
    }

    @Test func `a restart of the machine leaves nothing running and starts what waited`() throws {
        let scratch = try Scratch()
        // What a restart leaves: a start from another boot, nobody behind it, a table from before.
        let result = try scratch.run(
            #"""
            mkfifo go; a=$(csub 'echo ran >> ran; read x < go'); b=$(csub --requeue 'echo again >> again; test $CSUB_TRY = 2')
            c=$(csub -d afterany:$a 'echo after > after')
            cwait -q $b; until [ -e ran ]; do :; done
            pkill -9 -f "^cjobs-keeper $CJOBS_SPOOL\$"; for p in $(pgrep -f '^bash -c echo ran >> ran'); do
                [ "$(readlink /proc/$p/cwd)" = "$PWD" ] && kill -9 $p
            done
            python3 - "$CJOBS_SPOOL/journal" <<'X'
            import sys, zlib
            lines = open(sys.argv[1], "rb").read().splitlines()
            out = b""
            for line in lines:
                body = line.split(b" ", 2)[2]
                if b" end 2 " in body or b" end 4 " in body: continue
                words = [b"boot=another" if w.startswith(b"boot=") else w for w in body.split(b" ")]
                body = b" ".join(words)
                out += b"%d %08x %s\n" % (len(body), zlib.crc32(body), body)
            open(sys.argv[1], "wb").write(out)
            X
            rm "$CJOBS_SPOOL/table"
            cwait $a; echo $?; cwait $c; echo $?; cat after; wc -l < ran
            """#)
        #expect(result.output == "125\n0\nafter\n1\n")
        #expect(
            result.errors.contains(
                "cwait: L2 echo: unknown (lost: machine restarted); echo.2.cluster.err\n"))
    }

    @Test func `nothing of ours stays when there is nothing to do, or no spool any more`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            gone() { until ! pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" > /dev/null; do sleep 0.01; done; }
            csub true | cwait; csub -H true; gone; echo idle
            csub --each 'true {}' ::: 1 2 3 4 | cwait; gone; echo idle
            csub true | cwait; rm -rf "$CJOBS_SPOOL"; gone; echo removed
            """#, timeout: 60)
        #expect(result.output == "L3\nidle\nidle\nremoved\n")
    }

    @Test func `a list tells of a job whose processes were all killed`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkfifo go ready; csub 'echo > ready; read x < go' > id; read x < ready
            csub -d afterany:$(cat id) touch after > next
            kill -9 $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$")
            for p in $(pgrep -f '^bash -c echo > ready'); do
                [ "$(readlink /proc/$p/cwd)" = "$PWD" ] && kill -9 $p
            done
            until [ $(cqueue -t running --count) = 0 ]; do :; done; cwait -q < next; ls after
            """#, timeout: 60)
        #expect(result.output == "after\n")
    }

    @Test func `a spool of a newer format is left alone`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            csub true | cwait; until ! pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" >/dev/null; do :; done
            echo 'cjobs-spool 9' > "$CJOBS_SPOOL/format"
            before=$(cd "$CJOBS_SPOOL"; find . -type f -exec cat {} + | cksum)
            for t in "csub true" cqueue "cqueue --check"; do $t; echo $?; done; cwait L2; echo $?
            [ "$before" = "$(cd "$CJOBS_SPOOL"; find . -type f -exec cat {} + | cksum)" ] && echo same
            echo 'cjobs-spool 1' > "$CJOBS_SPOOL/format"
            """#)
        #expect(result.output == "78\n78\n78\n125\nsame\n")
        let line = "cannot use '\(scratch.spool)': its format is 9, and this version knows 1"
        #expect(
            result.errors
                == ["csub", "cqueue", "cqueue", "cwait"].map { "\($0): \(line)\n" }.joined())
    }

    @Test func `a spool that others may enter, or that is none, is refused`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkdir open other; chmod 755 open; CJOBS_SPOOL=$PWD/open csub true; echo $?
            echo x > other/file; chmod 700 other; CJOBS_SPOOL=$PWD/other csub true; echo $?; ls other
            echo x > file; CJOBS_SPOOL=$PWD/file csub true; echo $?
            env -u HOME -u CJOBS_SPOOL csub true; echo $?
            """#)
        #expect(result.lines == ["77", "78", "file", "66", "78"])
        #expect(result.errors.split(separator: "\n").count == 5)
    }

    @Test(.enabled(if: Permits.isRoot && Permits.has("setpriv"), "SKIPPED: needs root"))
    func `another user's spool is refused`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            chmod 755 "$HOME"; cp $(which csub) $(which cqueue) $(which cwait) /tmp/ 2>/dev/null
            as() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
            for t in "csub true" cqueue "cwait L1"; do as "$(which ${t%% *})" ${t#* } 2>&1 | head -3; echo ${PIPESTATUS[0]}; done
            """#)
        #expect(result.lines.filter { $0.contains("Permission denied") }.count == 3)
        #expect(result.lines.filter { ["77", "125"].contains($0) }.count == 3)
    }

    @Test(
        .enabled(if: Permits.smallFileSystems, "SKIPPED: needs root, to mount a small file system"))
    func `a full disk refuses new jobs and loses no ending`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            mkdir m; mount -t tmpfs -o size=8m,mode=700 none m; export CJOBS_SPOOL=$PWD/m/spool
            csub --threads 50 -H true > /dev/null; mkfifo go
            for i in $(seq 20); do csub -Q -o /dev/null "read x < go.$i; exit $i"; done > ids
            for i in $(seq 20); do mkfifo go.$i; done 2>/dev/null
            cqueue --signal TERM L2 2>/dev/null
            cat ids | cwait -q -t 0.01; cqueue -q --cancel - < ids; cwait -q < ids
            for i in $(seq 20); do csub -Q -o /dev/null "read x < go.$i; exit $i"; done > ids
            until [ $(cqueue -t running --count) = 20 ]; do :; done
            dd if=/dev/zero of=m/fill bs=4k 2>/dev/null
            csub true; echo $?
            for i in $(seq 20); do echo > go.$i; done
            for i in $(cat ids); do cwait -q $i; echo $?; done | sort -n | tr '\n' ' '; echo
            rm m/fill; csub true | cwait; echo $?; find m -name '*.tmp'
            cqueue -q -t active --cancel; cwait -qr --all; umount -l m
            """#, timeout: 100)
        #expect(result.lines == ["75", (1...20).map { "\($0) " }.joined(), "0"], "\(result)")
        #expect(result.errors.contains("csub: cannot submit: "))
    }
}
