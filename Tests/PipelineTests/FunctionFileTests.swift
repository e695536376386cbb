import TestSupport
import Testing

/// The files of jobs that call functions of Python's: on the local queue, as on clusters by stand-ins, and on
/// a real Slurm.
@Suite struct FunctionFileTests {
    @Test func `what would run is shown, and nothing is written`() throws {
        let result = try FunctionTests.scratch(Scratch(cores: nil)).run(
            """
            csub --dry-run --python stats:mean --each '{}' ::: 1 2 > shown; ls *func*; head -3 shown
            csub --dry-run --python stats:mean 1 | tail -n +2 > call.py
            python3 call.py 1 2; cat call.json
            """)
        #expect(result.lines.count == 4, "\(result)")
        #expect(result.lines.prefix(2).allSatisfy { $0.contains("; exec python3 /") })
        #expect(result.lines[2] == "#!/usr/bin/env python3")
        #expect(result.lines[3].hasSuffix(#""value": 1.5}"#))
    }

    @Test func `scripts that are written run by hand`() throws {
        let result = try FunctionTests.scratch(Scratch(cores: nil)).run(
            """
            for script in $(csub --write --python stats:mean --args '[4]' --each '{}' ::: 1 2)
            do sh $script; sed 's/.*"value"//' mean.1_func.cluster.json; done; ls *.py
            """)
        #expect(
            result.lines == [": 2.5}", ": 3.0}", "mean.1_func.cluster.py", "stats.py"],
            "\(result)")
    }

    @Test func `a name that is taken stays, and so does what is not submitted`() throws {
        let result = try FunctionTests.scratch(Scratch(cores: nil)).run(
            """
            echo mine > mean.1_func.cluster.py; echo mine > mean.1-2_func.cluster.json
            csub --python stats:mean 1 | cwait --result; cat mean.1_func.cluster.py *-2_func*; ls *-3*
            csub -H -J one true; csub --if-absent -J one --python stats:mean 1; csub -d L99 --python stats:mean 1
            echo $?; csub -m 1 --no-block --python stats:mean 2; echo $?; ls *func* | wc -l
            """)
        #expect(
            result.lines == [
                "1.0", "mine", "mine", "mean.1-3_func.cluster.json", "mean.1-3_func.cluster.py",
                "L2", "L2", "1", "75", "4",
            ], "\(result)")
    }

    @Test func `a call is submitted again with files of its own`() throws {
        let result = try FunctionTests.scratch(Scratch(cores: nil)).run(
            """
            csub --python stats:mean --each '{}' ::: 1 2 3 | cwait
            csub --resubmit L2 L3 > ids; rm stats.py; cwait -q < ids; echo 'mean = lambda x: 7' > stats.py
            csub --resubmit L1 | cwait --result; cwait --result L1; ls mean.*.py
            mkdir d; csub --script-dir d --resubmit L1 | cwait; ls d/*func*
            rm mean.6*.py; csub --resubmit L6; echo $?; csub --resubmit --dry-run L1 | grep -c python3
            """)
        #expect(
            result.lines == [
                "7", "1.0", "mean.1_func.cluster.py", "mean.4_func.cluster.py",
                "mean.6_func.cluster.py", "d/mean.7_func.cluster.json",
                "d/mean.7_func.cluster.py", "66", "1",
            ], "\(result)")
        #expect(
            result.errors.contains("cannot submit 'L6' again: the script of its function is gone"))
    }

    @Test func `cclean removes what a call has left, the script with its last job`() throws {
        let result = try FunctionTests.scratch(Scratch(cores: nil)).run(
            """
            rm() { cclean "$@" | sed 's|.*/||'; }
            csub --python stats:mean --each '{}' ::: 1 2 | cwait
            rm L1; echo 1; rm L1 L2; echo 2; rm -o L1 | grep func; echo 3; cwait --result L2
            csub --python stats:mean --each '{}' ::: 1 2 | cwait; csub --python stats:mean 1 | cwait
            rm -f -D . | grep func; ls *func*; echo 4
            a=$(csub -H --python stats:mean 1); rm $a; rm -f -D .; cqueue --release $a; cwait --result $a
            """)
        #expect(
            result.lines == [
                "1", "mean.1_func.cluster.py", "2", "mean.1.0_func.cluster.json", "3", "2.0",
                "mean.1.1_func.cluster.json", "mean.3.0_func.cluster.json",
                "mean.3.1_func.cluster.json", "mean.3_func.cluster.py",
                "mean.5_func.cluster.json", "mean.5_func.cluster.py", "4", "1.0",
            ], "\(result)")
    }

    // MARK: Batch systems

    @Test(arguments: PBSPipelineTests.dialects)
    func `a call is the same on PBS`(_ dialect: String) throws {
        let result = try FunctionTests.scratch(.onPBS(dialect)).run(
            #"""
            csub --python stats:same --args '[1]' "it's" '$(touch x)' | cwait --result
            csub --python stats:fail | cwait --result; echo $?
            csub --python stats:mean --each '{}' ::: 1 2 > ids; cwait --result < ids; cwait --result '3[]'
            csub --resubmit '3[1]' 1 | cwait --result; ls *_func.cluster.py; ls x
            cclean 1 2 | sed 's|.*/||'; cclean -o '3[]' | grep func | sed 's|.*/||'
            """#)
        let call = #"[[1, "it's", "$(touch x)"], {}]"#
        #expect(
            result.lines == [
                call, "1", "1.0", "2.0", "1.0", "2.0", "2.0", call, "fail.1_func.cluster.py",
                "mean.1_func.cluster.py", "mean.2_func.cluster.py", "same.1_func.cluster.py",
                "same.2_func.cluster.py", "fail.1.cluster.qsub", "fail.1.cluster.status",
                "fail.1_func.cluster.py", "same.1.cluster.qsub", "same.1.cluster.status",
                "same.1_func.cluster.py", "mean.1.0_func.cluster.json",
                "mean.1.1_func.cluster.json", "mean.1_func.cluster.py",
            ], "\(result)")
        #expect(
            result.errors.hasPrefix(
                "cwait: 2.server fail: KeyError: 'gone'; fail.1.cluster.err\n"), "\(result)")
    }

    @Test func `a call is the same on Slurm`() throws {
        let result = try FunctionTests.scratch(.onSlurm()).run(
            #"""
            csub --python stats:same "it's" '$(touch x)'; slurm-job 1 run; cwait --result 1
            csub --python stats:fail; slurm-job 2 run; cwait --result 2; echo $?
            csub --python stats:mean --each '{}' ::: 1 2; slurm-job 3 run; cwait --result 3
            csub --resubmit 3_1; slurm-job 5 run; cwait --result 5_1; ls *_func.cluster.py; ls x
            cclean 1 3 | sed 's|.*/||' | grep func; cwait --result 3; csub --dry-run --python stats:fail | grep -c '^def '
            """#)
        #expect(
            result.lines == [
                "1", #"[["it's", "$(touch x)"], {}]"#, "2", "1", "3_0", "3_1", "1.0", "2.0", "5_1",
                "2.0", "fail.1_func.cluster.py", "mean.1_func.cluster.py",
                "mean.2_func.cluster.py", "same.1_func.cluster.py", "mean.1_func.cluster.py",
                "same.1_func.cluster.py", "1.0", "2.0", "5",
            ], "\(result)")
        #expect(
            result.errors.hasPrefix("cwait: 2 fail: KeyError: 'gone'; fail.1.cluster.err\n"),
            "\(result)")
    }

    @Test func `lists tell what a call has to do with, on each backend alike`() throws {
        let script = #"""
            a=$(csub --python stats:mean 1 2); cqueue --json $a | python3 -c '
            import json, os, sys
            job = json.load(sys.stdin)["jobs"][0]
            files = {file["kind"]: os.path.basename(file["path"]) for file in job["files"]}
            command = [os.path.basename(word) for word in job["command"]]
            print(job["kind"], command, files["function"], files["result"])'
            cqueue -l $a | sed -n 's|: /.*/|: |; s/^    \(function: \|result: \)/\1/p'
            """#
        for scratch in [try Scratch(cores: nil), try .onPBS("openpbs")] {
            let result = try FunctionTests.scratch(scratch).run(script)
            #expect(
                result.lines == [
                    "function ['python3', 'mean.1_func.cluster.py', '1', '2'] "
                        + "mean.1_func.cluster.py mean.1_func.cluster.json",
                    "function: mean.1_func.cluster.py", "result: mean.1_func.cluster.json",
                ], "\(result)")
        }
    }

    @Test(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
    func `functions are called on a real Slurm`() throws {
        let result = try FunctionTests.scratch(Scratch(on: .plain)).run(
            #"""
            csub --python stats:same --args '[1]' "it's" | cwait --result
            csub --python stats:fail | cwait --result; echo $?
            csub --python stats:mean --each '{}' ::: 1 2 | cwait --result
            greet() { echo "hello <$1>"; }; export -f greet
            csub -W --get --function greet 'a b'; csub -W --get --each 'greet {}' ::: c
            """#)
        #expect(
            result.lines == [
                #"[[1, "it's"], {}]"#, "1", "1.0", "2.0", "hello <a b>", "hello <c>",
            ], "\(result)")
        #expect(result.errors.contains(" fail: KeyError: 'gone'; fail.1.cluster.err\n"))
    }
}
