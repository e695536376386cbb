import TestSupport
import Testing

/// Jobs get what their submitter has, and run where it is, whoever started the queue's keeper.
@Suite(.serialized) struct PlaceTests {
    /// Functions of the scripts: `as` runs a command that can't raise limits, as an ordinary user's;
    /// `gone` waits until the queue's processes have left; `show` is what a job has.
    private static let prelude = #"""
        as() {
            if [ $(id -u) = 0 ]; then setpriv --bounding-set=-sys_resource,-sys_nice "$@"; else "$@"; fi
        }
        gone() { while pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" > /dev/null; do sleep 0.01; done; }
        show='echo $(ulimit -Hn) $(ulimit -Sn) $(ulimit -Hv) $(ulimit -Hc) $(nice) $(umask) $(cat /proc/self/oom_score_adj)'
        mkfifo go

        """#

    /// What the first submitter is reduced to, and has a job show for it.
    @Test(arguments: [
        "ulimit -n 256", "ulimit -v 8000000", "ulimit -c 0", "ulimit -Sn 128",
        "echo 300 > /proc/self/oom_score_adj", "umask 027",
        "ulimit -n 300; echo 200 > /proc/self/oom_score_adj",
    ])
    func `a job has its submitter's limits, whoever was first`(_ reduce: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.prelude
                + #"""
                (REDUCE; bash -c "$show" > few; as nice -n 5 csub -Q --threads 4 -o one "$show; read x < go; exit 5" > id)
                bash -c "$show" > many; as csub -o two "$show" > id; timeout 30 cwait L2; echo $?; cmp two many
                echo > go; cwait -q L1; echo $?
                awk '{ $5 = 5; print }' few | cmp one - || cat one few
                cqueue -a -t complete --count; cqueue -a -t failed --count
                """#.replacing("REDUCE", with: reduce))
        #expect(result == .init(output: "0\n5\n1\n1\n"))
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `a keeper that has less to give leaves only when no ending depends on it`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.prelude + #"""
                mkfifo ready
                (ulimit -n 256; as csub -Q --threads 4 -o /dev/null "echo > ready; read x < go; exit 7" > id)
                read x < ready
                for p in $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do
                    [ $(cat /proc/$p/comm) = cjobs-guard ] && kill -9 $p
                done
                until grep -q 'guard .* ended' "$CJOBS_SPOOL/runner.log" 2> /dev/null; do sleep 0.01; done
                as csub -Q -o two 'ulimit -Hn' > id; cqueue -o reason L2 | tail -1 | cut -d' ' -f1-7
                echo > go; cwait -q L1; echo $?; cwait -q L2; echo $?; ulimit -Hn | cmp - two
                """#)
        #expect(result == .init(output: "its keeper can't give it a hard\n7\n0\n"))
    }

    @Test func `a csub that has more of one and less of another is served when no job waits`()
        throws
    {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.prelude + #"""
                (ulimit -n 256; as csub -Q --threads 4 -o /dev/null 'read x < go'; as csub -Q -H true) > id
                (ulimit -v 8000000; as csub true); echo $?
                cqueue --cancel L2; (ulimit -v 8000000; as csub -o two 'ulimit -Hn; ulimit -Hv' > id)
                cwait -q L3; echo $?; tail -1 two; ulimit -Hn | cmp -n 3 - two; echo > go; cwait L1
                """#)
        #expect(result.output == "75\n0\n8000000\n")
        #expect(
            result.errors.hasPrefix("csub: cannot submit: the queue's keeper can't give a job "))
    }

    @Test func `replacing the keeper loses no job and no ending`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.prelude + #"""
                (ulimit -n 200; as csub -Q --threads 3 true > id)
                for i in $(seq 60); do
                    (ulimit -n $((200 + i)); as csub -Q -o "out.$i" "ulimit -Hn; exit $((i % 50))")
                done > id
                cwait -q --all; cwait -qr --all; cat out.* | sort -n | uniq | wc -l
                for i in $(seq 60); do [ "$(cat out.$i)" = $((200 + i)) ] || echo "out.$i: $(cat out.$i)"; done
                cqueue -a --json | python3 -c '
                import json, sys
                jobs = json.load(sys.stdin)["jobs"][1:]
                print(all(j["exit_status"] == (n + 1) % 50 and j["attempts"] == 1 for n, j in enumerate(jobs)))'
                """#)
        #expect(result == .init(output: "60\nTrue\n"))
        #expect(try scratch.faults().isEmpty)
    }

    // MARK: Namespaces

    /// What `unshare` makes new, and the file in `/proc/self/ns` that tells.
    @Test(
        .enabled(if: Permits.namespaces, "SKIPPED: needs root and unshare"),
        arguments: [
            ("-m", "mount"), ("-n", "network"), ("-u", "host name"), ("-i", "IPC"),
            ("-p -f", "process"), ("-U -r", "user"), ("-C", "control group"),
        ])
    func `csub refuses a queue that is run elsewhere, and says how to have another`(
        _ option: String, _ name: String
    ) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prelude
                + #"""
                csub -Q -o /dev/null 'read x < go' > id; unshare OPTION csub -o ran true; echo $?
                unshare OPTION sh -c 'export CJOBS_SPOOL="$PWD/own"; csub true; cwait -q L1; echo $?'
                unshare OPTION cqueue -t running --count; unshare OPTION cqueue --cancel L2
                cwait -q L2; echo $?; ls ran
                """#.replacing("OPTION", with: option))
        #expect(result.output == "75\nL1\n0\n1\n143\n")
        #expect(
            result.errors.hasPrefix(
                "csub: cannot submit: the queue '\(scratch.spool)' is being run in another \(name) "
                    + "namespace\ncsub: CJOBS_SPOOL=DIRECTORY makes a queue of its own\n"))
    }

    @Test(.enabled(if: Permits.namespaces, "SKIPPED: needs root and unshare"))
    func `a waiting job starts only where it was submitted, or where it is submitted again`() throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prelude + #"""
                printf '#!/bin/sh\necho outer\n' > program; printf '#!/bin/sh\necho inner\n' > inner
                chmod +x program inner; gone
                (csub -H -o said ./program; csub -H -o other ./program) > id; gone
                unshare -m sh -ec '
                    mount --bind inner program
                    csub -Q -o here ./program > id; cqueue --release L2 L3; cwait L4; cat here
                    cqueue -o reason L2 | tail -1
                    cwait -q $(csub --resubmit L3); cat other; cqueue --cancel L3; ls said; true'
                gone; cqueue > /dev/null; cwait -q L2; echo $?; cat said
                """#)
        #expect(
            result.output
                == "inner\nsubmitted in another mount namespace\ninner\n0\nouter\n")
    }

    @Test(.enabled(if: Permits.namespaces, "SKIPPED: needs root and unshare"))
    func `nobody starts a runner for jobs whose guards are in another namespace`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.prelude + #"""
                mkfifo ready end; gone
                unshare -p -f --mount-proc sh -c '
                    csub -Q -o /dev/null "echo > ready; read x < go; exit 3" > id; read x < ready; echo > up; read x < end' &
                until [ -s up ]; do sleep 0.01; done
                csub true; echo $?; cqueue -t running --count; cwait -q -t 0.1 L2; echo $?
                echo > go; cwait -q L2; echo $?; echo > end; wait
                """#)
        #expect(result.output == "75\n1\n124\n3\n")
    }

    // MARK: The name of the host

    @Test(.enabled(if: Permits.namespaces, "SKIPPED: needs root and unshare"))
    func `a queue is found again when its host gets another name`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.prelude + #"""
                unset CJOBS_SPOOL XDG_STATE_HOME; state=~/.local/state/cjobs
                [ -s /etc/machine-id ] || { echo none; exit; }
                unshare -u bash -c '
                    hostname first; csub -Q -o /dev/null true > id; cwait L1
                    hostname second; cqueue -a -I; csub -o /dev/null true | cwait; cqueue -a -I | tail -1
                    hostname first; cqueue -a -I | tail -1; ls '$state
                """#)
        guard result.output != "none\n" else { return }
        let path = scratch.home + "/.local/state/cjobs/spool.first"
        #expect(result.output == "L1\nL2\nL2\nspool.first\n")
        #expect(
            result.errors == "cqueue: this host had another name: its queue is still '\(path)'\n")
    }

    @Test(.enabled(if: Permits.namespaces, "SKIPPED: needs root and unshare"))
    func `another container's queue is told of, and not used`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.prelude + #"""
                unset CJOBS_SPOOL XDG_STATE_HOME; state=~/.local/state/cjobs
                [ -s /etc/machine-id ] || { echo none; exit; }
                unshare -u sh -c 'hostname one; csub -Q -o /dev/null true > id; cwait L1'
                unshare -u sh -c 'hostname two; cqueue -a -I; cqueue -a -I'; ls $state
                """#)
        guard result.output != "none\n" else { return }
        let path = scratch.home + "/.local/state/cjobs/spool.one"
        #expect(result.output == "spool.one\nspool.two\n")
        #expect(
            result.errors
                == "cqueue: a new queue is made for the host 'two'; this machine has '\(path)' "
                + "(see CJOBS_SPOOL)\n")
    }
}
