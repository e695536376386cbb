import TestSupport
import Testing

/// What a day's work shows, on a Slurm that runs: no stand-in has its clocks, its lists and its delays.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmDayTests {
    @Test func `after cwait the list knows what cwait knew`() throws {
        let result = try Scratch(on: .plain).run(
            """
            a=$(csub -J day.5 'exit 3'); cqueue --count -n day.5; cwait -q $a; echo $?
            cqueue -a -o st,reason --no-header $a; cqueue --count -n day.5
            b=$(csub -a 0-2 'exit $CSUB_ARRAY_INDEX'); cwait -q $b; echo $?
            cqueue -a -o st --no-header $b | xargs; cqueue --json $b | grep -o '"state":"[a-z]*"' | xargs
            """)
        #expect(
            result.lines == [
                "1", "3", "F   exit status 3", "0", "2", "CD F F",
                "state:complete state:failed state:failed",
            ], "\(result)")
    }

    @Test
    func `what has ended is passed over where a filter chose it, and told where it was named`()
        throws
    {
        let result = try Scratch(on: .plain).run(
            """
            csub() { command csub -J day.10 "$@"; }; all='-a -n day.10'
            a=$(csub true); b=$(csub -H true); c=$(csub -H true); cwait $a; cqueue --hold $all; echo $?
            cqueue --cancel $a; echo $?; cqueue --cancel $all; echo $?; cqueue --cancel $all; echo $?
            cqueue -a -o st --no-header $a $b $c | xargs
            """)
        #expect(result.lines == ["0", "1", "0", "0", "CD CA CA"], "\(result)")
        #expect(
            result.errors.contains(/^cqueue: cannot cancel '\d+': it has ended\n$/), "\(result)")
    }

    @Test func `it is told which input failed, and what the last submission was`() throws {
        let result = try Scratch(on: .plain).run(
            """
            csub -Q -H true > held; csub -Q -J day.18 --each 'test {} != b' ::: a b c > ids; cwait -q last; echo $?
            cqueue -t failed -a -n day.18 --no-header -o input,reason; cqueue --count last; cqueue -I last | cmp - ids && echo same
            cqueue -l $(sed -n 2p ids) | grep 'input:'; cqueue -q --cancel $(cat held)
            csub -Q --each 'true {}' -d each:- ::: x y z < ids | tee next | wc -l; cwait -q - < next; echo $?
            cqueue -a --no-header -o st,input - < next; cqueue -I last | cmp - next && echo same
            """)
        #expect(
            result.lines == [
                "1", "b      exit status 1", "3", "same", "    input: b", "3", "143", "CD  x",
                "CA  y",
                "CD  z", "same",
            ], "\(result)")
    }

    @Test func `times are in milliseconds, and csub and cqueue agree in JSON`() throws {
        let result = try Scratch(on: .plain).run(
            #"""
            now=$(date +%s%3N); csub --json -J many --each 'echo {}' ::: a b > document
            python3 - $now <<'X' > ids
            import json, sys
            jobs = json.load(open("document"))["jobs"]
            print(*(job["id"] for job in jobs), sep="\n")
            print([(job["name"], job["backend"], job["input"]) for job in jobs], file=sys.stderr)
            X
            cwait - < ids; cqueue --json - < ids > list; csub -Q --resubmit $(head -1 ids) > again; cwait < again
            python3 - $now $(cat again) <<'X'
            import datetime, json, re, subprocess, sys
            now, again = int(sys.argv[1]), sys.argv[2]
            jobs = json.load(open("list"))["jobs"]
            times = [datetime.datetime.fromisoformat(j[t]).timestamp() * 1000
                     for j in jobs for t in ("submitted", "started", "ended")]
            print(all(now - 1000 <= t < now + 600_000 for t in times))
            print(all(re.search(r":\d\d\.\d\d\d[+Z-]", j[t]) for j in jobs for t in ("started", "ended")))
            print([(j["name"], j["input"], j["state"]) for j in jobs])
            answer = subprocess.run(["cqueue", "--json", jobs[0]["id"]], capture_output=True).stdout
            first = json.loads(answer)["jobs"][0]
            print(first["resubmitted_as"] == again, first["environment"]["CSUB_ARRAY_INDEX"])
            X
            """#)
        #expect(
            result.lines == [
                "True", "True", "[('many', 'a', 'complete'), ('many', 'b', 'complete')]", "True 0",
            ], "\(result)")
        #expect(result.errors == "[('many', 'slurm', 'a'), ('many', 'slurm', 'b')]\n", "\(result)")
    }
}
