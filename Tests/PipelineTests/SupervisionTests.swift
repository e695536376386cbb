import TestSupport
import Testing

/// Whoever of ours is killed, whenever, and whatever is asked of the job then: it ends as if nothing had
/// happened. Every combination of who, when and what.
@Suite struct SupervisionTests {
    /// What the scripts below have in common.
    static let tools = #"""
        # The processes of this queue that call themselves so.
        ours() {
            for p in $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do
                [ "$(cat /proc/$p/comm 2>/dev/null)" = "cjobs-$1" ] && echo $p
            done
        }
        # The process that a line of an attempt's file names: told JOB WORD [ATTEMPT].
        told() { awk -v w=$2 '$1 == w { p = $2 } END { print p }' "$CJOBS_SPOOL/jobs/$1.${3:-1}" 2>/dev/null; }
        until_() { local t=$SECONDS; until eval "$1"; do sleep 0.01; [ $((SECONDS - t)) -lt 60 ] || { echo "never: $1"; exit 1; }; done; }
        kill_() {
            local pids=
            for kind in "$@"; do pids="$pids $(ours $kind)"; done
            kill -9 $pids 2>/dev/null
        }
        # Processes of jobs of this queue.
        left() { grep -lz "^CSUB_ATTEMPT=$CJOBS_SPOOL/" /proc/[0-9]*/environ 2>/dev/null | wc -l; }
        seen() {
            cqueue -a --json $(cat "$@") | python3 -c '
        import json, sys
        for j in json.load(sys.stdin)["jobs"]: print(j["name"], j["state"], j["exit_status"], j["signal"], j["attempts"])'
        }
        # Whether a job runs that nobody looks after.
        is_alone() { ( exec 8< "$CJOBS_SPOOL/jobs/$1.1" && flock -n 8 ) 2> /dev/null; }
        held() { for n in "$@"; do until_ "! is_alone $(cat id.$n)"; done; }
        # Whether the kernel tells everybody how a process ended (Linux 6.15).
        tells() { [ "$(printf '6.15\n%s\n' "$(uname -r)" | sort -V | head -1)" = 6.15 ]; }
        sound() {
            until_ '[ $(left) = 0 ]'; until_ '[ -z "$(ls "$CJOBS_SPOOL/jobs")" ]'; cqueue --check
        }
        """#

    /// The jobs of which one each is cancelled, reaches its limit, gets a signal, ends by itself, writes a
    /// packed output and is tried again. `$1` stands before each command's own text.
    private static let jobs = #"""
        deaf='trap "date +%s%3N >> term.$CSUB_NAME" TERM; while :; do sleep 0.05; done'
        ready='echo > ready.$CSUB_NAME; '
        submit() { csub -Q -J $1 -o ${out:-/dev/null} "${opts[@]}" "$2" > id.$1; }
        opts=("$@" -t 60m); submit cancel "$ready$deaf"
        opts=("$@" -t 2s); submit limit "$ready$deaf"
        opts=("$@"); submit signal "trap 'exit 9' USR1; ${ready}while :; do sleep 0.05; done"
        submit normal "${ready}read x < go.normal; exit 7"
        out=packed.gz submit packed "seq 5000; ${ready}read x < go.packed; seq 5000"
        opts=("$@" --tries 2); submit tries "echo >> ran; $ready[ \$CSUB_TRY = 2 ] && exit 0; read x < go.tries; exit 4"
        names='cancel limit signal normal packed tries'
        """#

    static let killed = [
        "guard", "keeper", "runner", "guard keeper", "guard runner", "keeper runner",
    ]

    /// What each job comes to: state, exit status, signal and attempts.
    private static let endings = [
        "cancel cancelled 143 9 1", "limit timeout 143 9 1", "normal failed 7 None 1",
        "packed complete 0 None 1", "signal failed 9 None 1", "tries complete 0 None 2",
    ]

    /// The same where nobody is left to be told of ends by a kernel before 6.15.
    private static let unknown = [
        "cancel cancelled 143 None 1", "limit timeout 143 None 1", "normal unknown 125 None 1",
        "packed unknown 125 None 1", "signal unknown 125 None 1", "tries unknown 125 None 1",
    ]

    @Test(arguments: killed)
    func `in the middle of a job`(_ who: String) throws {
        let scratch = try Scratch(config: "[local]\ngrace = 2\n")
        let result = try scratch.run(
            Self.tools
                + #"""

                csub -Q --threads 8 -H true > held; mkfifo go.normal go.packed go.tries
                set --; JOBS
                for n in $names; do until_ "[ -e ready.$n ]"; done
                kill_ WHO
                cqueue --cancel $(cat id.cancel); held $names; cqueue --signal USR1 $(cat id.signal)
                for n in normal packed tries; do echo > go.$n; done
                cwait -q $(cat id.normal id.packed id.tries id.signal)
                # A second time, while the grace is running.
                until_ '[ -s term.cancel ]'; kill_ WHO
                cwait -q $(cat id.cancel); now=$(date +%s%3N); cwait -q $(cat id.limit)
                zcat packed.gz | wc -l; wc -l < ran; wc -l < term.cancel
                [ $((now - $(cat term.cancel))) -ge 1900 ] && echo grace
                cqueue -q --cancel $(cat held); seen id.* | sort > seen; sound
                tells && echo exact; cat seen
                """#
                .replacing("JOBS", with: Self.jobs).replacing("WHO", with: who), timeout: 100)
        let isExact = result.lines.contains("exact") || who != "guard keeper"
        let numbers = isExact ? ["10000", "2"] : ["10000", "1"]
        #expect(
            result.lines.filter { $0 != "exact" }
                == numbers + ["1", "grace"] + (isExact ? Self.endings : Self.unknown), "\(result)")
    }

    /// The process that is to be the command waits in open(2) for its input, and the guard may be gone.
    @Test(arguments: killed)
    func `before a job has executed its command`(_ who: String) throws {
        let scratch = try Scratch(config: "[local]\ngrace = 2\n")
        let result = try scratch.run(
            Self.tools
                + #"""

                csub -Q --threads 8 -H true > held; mkfifo go.normal go.packed go.tries in
                set -- -i in; JOBS
                for n in cancel signal normal packed tries; do
                    until_ "[ -n \"\$(told $(cat id.$n) child)\" ]"
                done
                kill_ WHO
                cqueue --cancel $(cat id.cancel); held $names
                cqueue --signal USR1 $(cat id.signal) 2> refused; cat refused
                cwait -q $(cat id.cancel) $(cat id.limit); ls ready.*; exec 5<> in
                for n in signal normal packed tries; do until_ "[ -e ready.$n ]"; done
                cqueue --signal USR1 $(cat id.signal)
                for n in normal packed tries; do echo > go.$n; done
                cwait -q $(cat id.*); zcat packed.gz | wc -l; wc -l < ran
                cqueue -q --cancel $(cat held); seen id.* | sort > seen; sound
                tells && echo exact; cat seen
                """#
                .replacing("JOBS", with: Self.jobs).replacing("WHO", with: who), timeout: 100)
        let isExact = result.lines.contains("exact") || who != "guard keeper"
        let unbegun = ["cancel cancelled 143 None 1", "limit timeout 143 None 1"]
        let endings = unbegun + (isExact ? Self.endings : Self.unknown).dropFirst(2)
        #expect(
            result.lines.filter { $0 != "exact" }
                == ["cqueue: cannot signal 'L5': it is not running", "10000", isExact ? "2" : "1"]
                + endings,
            "\(result)")
    }

    /// While nobody can write the journal, the commands end; then somebody is killed.
    @Test(arguments: killed)
    func `at a job's end, before that is recorded`(_ who: String) throws {
        let scratch = try Scratch(cores: 8)
        let result = try scratch.run(
            Self.tools
                + #"""

                submit() { csub -Q -J $1 -o ${out:-/dev/null} "${opts[@]}" "$2" > id.$1; }
                ready='echo > ready.$CSUB_NAME; '; mkfifo go.{normal,packed,tries,signal,cancel}
                opts=(); submit normal "${ready}read x < go.normal; exit 7"
                submit signal "${ready}read x < go.signal; kill -9 \$\$"
                submit cancel "${ready}read x < go.cancel; exit 8"
                out=packed.gz submit packed "seq 5000; ${ready}read x < go.packed; seq 5000"
                opts=(--tries 2); submit tries "echo >> ran; $ready[ \$CSUB_TRY = 2 ] && exit 0; read x < go.tries; exit 4"
                names='cancel normal packed signal tries'
                for n in $names; do until_ "[ -e ready.$n ]"; done
                # What opens the end: a zombie that somebody must be told of.
                exec 9>> "$CJOBS_SPOOL/lock"; flock 9
                for n in $names; do echo > go.$n; done
                for n in $names; do p=$(told $(cat id.$n) job); until_ "grep -q '^State:.Z' /proc/$p/status"; done
                cqueue --cancel $(cat id.cancel) 9>&- & kill_ WHO
                exec 9>&-; wait $!; cwait -q $(cat id.*)
                zcat packed.gz | wc -l; seen id.* | sort > seen; sound
                cat seen
                """#
                .replacing("WHO", with: who), timeout: 100)
        // Where both who would be told are killed at this very moment, nobody knows the ending.
        func fits(_ line: String) -> Bool {
            let words = line.split(separator: " ").map { String($0) }
            let isLost = who == "guard keeper" && words[1...2] == ["unknown", "125"]
            return switch words[0] {
            case "normal": line == "normal failed 7 None 1" || isLost
            case "signal": line == "signal failed 137 9 1" || isLost
            case "packed": line == "packed complete 0 None 1" || isLost
            case "tries": line == "tries complete 0 None 2" || isLost
            default: ["8", "143"].contains(words[2]) || isLost
            }
        }
        #expect(result.lines.first == "10000" && result.lines.count == 6, "\(result)")
        #expect(result.lines.dropFirst().allSatisfy(fits), "\(result)")
    }
}
