import TestSupport
import Testing

/// Jobs that call functions of Python's, and what comes back.
@Suite struct FunctionTests {
    /// A module with functions that end in every way.
    static let module = #"""
        import os, sys

        class Box(Exception):
            def __str__(self): return "no\nroom"

        class Model:
            @staticmethod
            def fit(*args, **named): return [args, named]

        def same(*args, **named):
            print("printed")
            return [args, named]
        def mean(*xs): return sum(map(float, xs)) / len(xs)
        def fail(): raise KeyError("gone")
        def box(): raise Box()
        def leave(code): sys.exit(code)
        def vanish(): os._exit(0)
        def die(): os.kill(os.getpid(), 9)
        def odd(): return {1, 2}
        def nan(): return [float("nan")]
        def half(): return "\ud800"
        def closed(): return sys.stdout.close()
        def second():
            if os.environ["CSUB_TRY"] == "1": raise ValueError("first")
            return "second"
        def where(): return [os.getcwd(), __name__, "CSUB_RESULT" in os.environ]
        def forked():
            if os.fork() == 0: sys.exit(3)
            return os.WEXITSTATUS(os.wait()[1])

        if __name__ == "__main__": sys.exit("main ran")

        """#

    /// With that module in its directory.
    static func scratch(_ scratch: Scratch) throws -> Scratch {
        try scratch.write(Array(module.utf8), to: "stats.py")
        return scratch
    }

    // MARK: Arguments

    @Test func `arguments are JSON, and strings behind that`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            #"""
            csub --python stats:same --args '[1, null, "é\u00e9", {"a": [true]}]' \
                --kwargs '{"z": 0.5}' 3 'a b' "it's" '' '$(touch x)' | cwait --result
            csub --python stats:Model.fit -- -1 --x | cwait --result
            cat same.1.cluster.out; ls x; csub -W --result --python math:hypot --args '[3,4]'
            """#)
        #expect(
            result.lines == [
                #"[[1, null, "éé", {"a": [true]}, "3", "a b", "it's", "", "$(touch x)"], {"z": 0.5}]"#,
                #"[["-1", "--x"], {}]"#, "printed", "5.0",
            ], "\(result)")
    }

    @Test func `bytes that are no text come back as they went`() throws {
        let scratch = try Self.scratch(Scratch(cores: nil))
        let result = try scratch.run(
            #"""
            d=$'d\xff it\'s'; mkdir "$d"; mv stats.py "$d"; cd "$d"
            csub --python stats.py:mean 1 2 | cwait --result; cd ..
            csub --python-path "$d" --import json.tool --python stats:same $'\xff' | cwait --result
            """#)
        #expect(result.lines == ["1.5", #"[["\udcff"], {}]"#], "\(result)")
    }

    @Test func `a file is loaded under a name of its own, in the job's directory`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            """
            mkdir d; csub -D d --python stats.py:where | cwait --result | sed "s|$PWD|W|"
            mv stats.py d; csub -D d --python stats:where | cwait --result | sed "s|$PWD|W|"
            """)
        #expect(
            result.lines == [
                #"["W/d", "__csub_main__", false]"#, #"["W/d", "stats", false]"#,
            ], "\(result)")
    }

    @Test func `a wrong call is refused when it is submitted`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            #"""
            try() { csub "$@" < /dev/null; echo $?; }
            try --python stats; try --python stats: ; try --python 'sta ts:f'; try --python stats:1
            try --python stats:f --args '{}'; try --python stats:f --kwargs '[1]'
            try --python stats:f --args '[1,]'; try --python stats:f --import 'a b'
            try --python gone.py:f; try --args '[]' true; try --python stats:f --shell
            try --python stats:f --each 'a | b'; try --result true; ls *func*; cqueue -a -I
            """#)
        let statuses =
            [String](repeating: "64", count: 8) + ["66"] + [String](repeating: "64", count: 4)
        #expect(result.lines == statuses, "\(result)")
        #expect(
            result.errors.contains(
                "csub: --args is no JSON: a value belongs here (byte 4); it takes an array, as [1, "
                    + "\"two\"]\n"), "\(result)")
        #expect(result.errors.contains("csub: --kwargs takes a JSON value that is an object"))
        #expect(result.errors.contains("csub: cannot open 'gone.py': there is no such file"))
    }

    // MARK: Endings

    @Test(
        arguments: [
            ("fail", 1, "L1 fail: KeyError: 'gone'; fail.1.cluster.err"),
            ("box", 1, #"L1 box: stats.Box: no\nroom; box.1.cluster.err"#),
            ("leave --args [3]", 3, "L1 leave: it called sys.exit(3); leave.1.cluster.err"),
            ("leave bye", 1, #"L1 leave: it called sys.exit("bye"); leave.1.cluster.err"#),
            ("leave --args [0]", 125, "L1: ended with 0 and no value: it called sys.exit(0)"),
            ("vanish", 125, "L1: ended with 0 and no value"),
            ("die", 137, "L1 die: killed by SIGKILL; die.1.cluster.err"),
            (
                "odd", 65,
                "L1 odd: what odd returned can't be said in JSON: Object of type set is not JSON "
                    + "serializable; odd.1.cluster.err"
            ),
            ("nan", 65, "L1 nan: what nan returned can't be said in JSON: Out of range float"),
            ("none", 1, "L1 none: AttributeError: module 'stats' has no attribute 'none'"),
        ])
    func `each ending without a value is told`(
        _ call: String, _ status: Int32, _ message: String
    ) throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            "csub --python stats:\(call) | cwait --result")
        #expect(result.status == status, "\(result)")
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("cwait: \(message)"), "\(result)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result)")
    }

    @Test func `values that JSON has odd words for come back`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            """
            csub --python stats:half | cwait --result; csub --python stats:forked | cwait --result
            csub --python stats:closed | cwait --result
            csub --tries 3 --python stats:second | cwait --result
            """)
        #expect(result.lines == [#""\ud800""#, "3", "null", #""second""#], "\(result)")
    }

    @Test func `an exception is in the result's file, with its traceback`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            """
            csub --python stats:fail | cwait -q
            python3 -c '
            import json
            result = json.load(open("fail.1_func.cluster.json"))
            error = result["exception"]
            print(result["job"], result["function"], error["type"], error["message"])
            print("in fail" in error["traceback"], "value" in result)'
            grep -c Traceback fail.1.cluster.err
            """)
        #expect(result.lines == ["L1 fail KeyError 'gone'", "True False", "1"], "\(result)")
    }

    @Test func `values come in the order of the IDs, one a line`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            """
            a=$(csub -H --python stats:mean 1); b=$(csub --python stats:mean 2); csub --python stats:fail
            cwait $b; cqueue --release $a; cwait --result $b L3 $a; echo $?
            csub true | cwait --result; echo $?; csub false | cwait --result; echo $?
            csub -H --python stats:mean 5; cqueue --cancel last; cwait --result last; echo $?
            cwait --any --result $a; cwait --result --get $a; echo $?
            """)
        #expect(
            result.lines == [
                "L3", "2.0", "1.0", "1", "125", "125", "L6", "143", "1.0", "125",
            ], "\(result)")
        #expect(
            result.errors.contains(
                "cwait: cannot show the result of 'L4': it calls no function of Python's\n"))
        #expect(result.errors.contains("cwait: L6 mean: cancelled"))
    }

    @Test func `a result that is not the script's is no value`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            """
            csub --python stats:mean 1 | cwait; f=mean.1_func.cluster.json
            for text in '{' '{"value": 1' '[1]' '{"other": 1}' '{"value": [1,\n 2]}'
            do printf "$text" > $f; cwait --result L1; echo $?; done; rm $f; cwait --result L1; echo $?
            """)
        #expect(
            result.lines == ["125", "125", "125", "125", "[1,  2]", "0", "125"], "\(result)")
        #expect(result.errors.contains("is no result of a function: a comma or } belongs here\n"))
    }

    // MARK: Many

    @Test func `each of many csubs at once gets its own value`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            """
            for i in 1 2 3 4 5 6 7 8; do csub --python stats:mean $i > id$i & done; wait
            for i in 1 2 3 4 5 6 7 8; do cwait --result < id$i; done; ls *func*.py | wc -l
            """)
        #expect(result.lines == (1...8).map { "\($0).0" } + ["8"], "\(result)")
    }

    @Test func `each line is a call, with one script for all`() throws {
        let result = try Self.scratch(Scratch(cores: nil)).run(
            #"""
            printf '%s\n' 'a b' "it's" '$(touch x)' > in
            csub --python stats:same --args '[1]' --each '{} {#}' < in > ids; cwait --result < ids
            csub --python stats:same --colsep , --each '{2} x{1}' ::: 1,2 | cwait --result
            csub --python stats:same --chunk 2 --each '{}' ::: p q r | cwait --result
            ls *_func.cluster.py; ls *.json; cqueue --cached -o name,input -a --no-header L1; ls x
            """#)
        #expect(
            result.lines == [
                #"[[1, "a b", "1"], {}]"#, #"[[1, "it's", "2"], {}]"#,
                #"[[1, "$(touch x)", "3"], {}]"#, #"[["2", "x1"], {}]"#, #"[["p", "q"], {}]"#,
                #"[["r"], {}]"#, "same.1_func.cluster.py", "same.4_func.cluster.py",
                "same.5_func.cluster.py", "same.1.0_func.cluster.json",
                "same.1.1_func.cluster.json", "same.1.2_func.cluster.json",
                "same.4_func.cluster.json", "same.5.0_func.cluster.json",
                "same.5.1_func.cluster.json", "same  a b",
            ], "\(result)")
    }
}
