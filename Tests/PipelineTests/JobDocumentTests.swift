import TestSupport
import Testing

/// What JSON tells of jobs: cqueue --json and --jsonl, csub --json.
@Suite struct JobDocumentTests {
    @Test func `every time has milliseconds, and they are in order`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            csub 'sleep 0.02' | cwait; csub -H -b now+1hour true > id
            cqueue -a --json L2 L3 | python3 -c '
            import json, re, sys
            a, b = json.load(sys.stdin)["jobs"]
            times = [a["submitted"], a["started"], a["ended"], b["begin"]]
            form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
            print(all(re.fullmatch(form, time) for time in times), times[:3] == sorted(times[:3]))
            print(any(not time.endswith("000Z") for time in times[:3]))'
            """#)
        #expect(result.lines == ["True True", "True"], "\(result)")
    }

    @Test(arguments: [
        ("--json -o id,input", #"{"schema":"cjobs/1","jobs":[{"id":"L2","input":"b c"}]}"#),
        ("--jsonl -o state,id,st", #"{"state":"failed","id":"L2","st":"F"}"#),
        ("--jsonl -o exitcode -o Signal", #"{"exitcode":3,"signal":null}"#),
        ("--jsonl -o deps,workdir", #"{"dependencies":[],"directory":"DIR"}"#),
        ("--jsonl -o command,kind", ""),
        ("--jsonl -o waits_for,requeue", #"{"waits_for":[],"requeue":false}"#),
    ])
    func `-o chooses the members, in its order`(_ options: String, _ line: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --each 'test {} = x || exit 3' ::: 'b c' | cwait -q
            cqueue \(options) L2 | sed "s|$PWD|DIR|; s/ # .*CSUB_INPUT}\\"//"
            """)
        if options.contains("kind") {
            #expect(result.output.contains(#""kind":"shell""#), "\(result)")
        } else {
            #expect(result.output == line + "\n", "\(result)")
        }
    }

    @Test func `a member that no table has is refused there`() throws {
        let scratch = try Scratch()
        let result = try scratch.run("cqueue -o id,environment; cqueue -o nosuch --json")
        #expect(
            result.errors.split(separator: "\n").filter { !$0.contains("usage") } == [
                "cqueue: -o: 'environment' is a member of --json and no column",
                "cqueue: -o: 'nosuch' is not a field ('cqueue -o help' lists them)",
            ], "\(result)")
        #expect(result.status == 64 && result.output.isEmpty)
    }

    @Test func `the environment is what the command finds`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            export ODD=$'two\nlines' EMPTY= BYTES=$'\xff'
            csub -J x --each 'env -0 > found; true' ::: one | cwait
            grep -zv -e ^_= -e ^SHLVL= found | sort -z > a
            cqueue -0 --env L2 | grep -zv -e ^_= -e ^SHLVL= | sort -z > b; cmp a b && echo same
            cqueue --json L2 | python3 -c '
            import json, sys
            found = json.load(sys.stdin)["jobs"][0]["environment"]
            print(found["CSUB_INPUT"], found["ODD"] == "two\nlines", found["EMPTY"] == "")
            print(found["BYTES"] == "\udcff", found["CSUB_JOB_ID"])'
            cqueue -a --jsonl -o id,environment | grep -c '"CSUB_JOB_ID":"L2"'
            cqueue -a --jsonl | grep -c '"environment":null'; cqueue --env L2 | grep -c ^CSUB_JOB_ID=L2
            """#)
        #expect(result.lines == ["same", "one True True", "True L2", "1", "2", "1"], "\(result)")
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `it is kept of a Slurm job`() throws {
        let result = try Scratch(on: .plain).run(
            Self.keptEnvironment + #"""

                seq 2 | csub --each 'env > found.$CSUB_ARRAY_INDEX; true' > ids; cwait < ids
                cqueue --env "$(tail -1 ids)" | grep -e ^CSUB_ARRAY -e ^CSUB_JOB > kept
                grep -e ^CSUB_ARRAY -e ^CSUB_JOB found.1 | cmp - kept && echo same
                b=$(sbatch --parsable -o /dev/null --wrap true); cqueue --env $b; echo $?
                cqueue --jsonl -o environment $b
                """#)
        #expect(
            result.lines == Self.keptLines + ["same", "1", #"{"environment":null}"#], "\(result)")
        #expect(result.errors.hasPrefix("cqueue: cannot show the environment of '"), "\(result)")
        #expect(result.errors.hasSuffix("': only Slurm knows it\n"), "\(result)")
    }

    @Test(arguments: ["torque", "openpbs"])
    func `and of one on PBS`(_ dialect: String) throws {
        let result = try Scratch.onPBS(dialect).run(Self.keptEnvironment)
        #expect(result.lines == Self.keptLines, "\(result)")
    }

    /// What is kept of a batch system's job is what its command finds, but for the batch system's own
    /// variables; and that of a job that was submitted again is that of the second submission.
    private static let keptEnvironment = #"""
        export ODD=$'two\nlines' EMPTY= BYTES=$'\xff' HIDDEN=1 WHEN=first
        own='^(_|SHLVL|SLURM_[A-Z_]*|SLURMD_[A-Z_]*|PBS_[A-Z_]*|TMPDIR|ENVIRONMENT|OLDPWD|HOSTNAME|USER|LOGNAME|SHELL|CSUB_TOKEN)='
        a=$(csub -J x 'env -0 > found; true'); cwait $a
        grep -aEzv "$own" found | sort -z > a; cqueue -0 --env $a | grep -aEzv "$own" | sort -z > b
        diff -a <(tr '\0' '\n' < a) <(tr '\0' '\n' < b) && echo same
        cqueue --env $(csub --export=ODD true | tee id) | grep -c -e ^HIDDEN -e ^ODD; cwait < id
        export WHEN=second; csub -Q --resubmit $a > again; cwait < again; cqueue --env $(cat again) | grep ^WHEN
        cqueue --env $a | grep ^WHEN; ls -A "$HOME/.local/state/cjobs"/*/.env | wc -l
        """#
    private static let keptLines = ["same", "1", "WHEN=second", "WHEN=first", "3"]

    @Test func `what a job was submitted again as is in it`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub false | cwait -q; csub --resubmit L2 | cwait -q
            cqueue --jsonl -o id,resubmitted_as L2 L3; cqueue --json L2 | grep -o '"resubm[^,]*'
            """)
        #expect(
            result.lines == [
                #"{"id":"L2","resubmitted_as":"L3"}"#, #"{"id":"L3","resubmitted_as":null}"#,
                #""resubmitted_as":"L3""#,
            ], "\(result)")
    }

    @Test func `csub writes the IDs with names and inputs`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            csub --json -J one true; csub --json --each 'echo {}' ::: a 'b"c' | tee document
            python3 -c '
            import json
            print(*(job["id"] for job in json.load(open("document"))["jobs"]))' | xargs -n1 | cwait
            csub --json -W -J two 'exit 3'; echo $?; csub --json --no-id true; echo $?
            csub --json --each 'echo {}' < /dev/null | wc -c
            """#)
        #expect(
            result.lines == [
                #"{"schema":"cjobs/1","jobs":[{"id":"L2","name":"one","backend":"local","input":null}]}"#,
                #"{"schema":"cjobs/1","jobs":[{"id":"L3","name":"echo","backend":"local","input":"a"},"#
                    + #"{"id":"L4","name":"echo","backend":"local","input":"b\"c"}]}"#,
                #"{"schema":"cjobs/1","jobs":[{"id":"L5","name":"two","backend":"local","input":null}]}"#,
                "3", "64", "0",
            ], "\(result)")
    }

    @Test func `csub does so for a batch system, without asking it`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            "csub -J many --json --each 'echo {}' ::: a b; grep -c -e squeue -e sacct $STANDIN/calls"
        )
        #expect(
            result.lines == [
                #"{"schema":"cjobs/1","jobs":[{"id":"1_0","name":"many","backend":"slurm","input":"a"},"#
                    + #"{"id":"1_1","name":"many","backend":"slurm","input":"b"}]}"#,
                "1",
            ], "\(result)")
    }
}
