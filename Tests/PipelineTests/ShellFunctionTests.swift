import TestSupport
import Testing

/// Jobs that call functions of bash's.
@Suite struct ShellFunctionTests {
    /// Functions that a script defines and exports.
    private static let greet = #"""
        greet() { echo "hello <$1> $#"; return "${2:-0}"; }; export -f greet

        """#

    @Test(arguments: ["local", "torque", "openpbs"])
    func `an exported function is called with its arguments as they are`(
        _ backend: String
    ) throws {
        let scratch = try backend == "local" ? Scratch(cores: nil) : .onPBS(backend)
        let result = try scratch.run(
            Self.greet + #"""
                csub --function greet 'a "b" $(touch x)' 3 > id; cwait -g < id; echo $?; ls x
                csub -W --get --each 'greet {}' ::: 'c d' "e'f"
                csub -W --get --each 'greet {} | tr a-z A-Z' ::: g
                csub -W --get --function greet --each '{} 0' ::: 'h i'; cqueue -a -o name --no-header $(cat id)
                """#)
        #expect(
            result.lines == [
                #"hello <a "b" $(touch x)> 2"#, "3", "hello <c d> 1", "hello <e'f> 1",
                "HELLO <G> 1", "hello <h i> 2", "greet",
            ], "\(result)")
    }

    @Test func `a function that was not exported is refused by its name`() throws {
        let result = try Scratch(cores: nil).run(
            Self.greet + #"""
                f() { :; }; csub --function f; echo $?; csub --function 'odd name'; echo $?
                csub --export NONE --function greet; echo $?; csub --function greet --shell; echo $?
                csub --function greet --each 'x | y'; echo $?; cqueue -a -I
                """#)
        #expect(result.lines == ["64", "64", "64", "64", "64"], "\(result)")
        #expect(result.errors.contains("csub: there is no exported function 'f'\n"))
        #expect(result.errors.contains("export -f 'odd name'"))
    }

    @Test func `a file is read before the command, whatever that is`() throws {
        let result = try Scratch(cores: nil).run(
            #"""
            mkdir d; echo 'one() { echo "1 $1"; return 4; }; V=v; false' > "d/it's.sh"
            echo 'two() { one "$V$1"; }' > b.sh
            all=(-W --get --source "d/it's.sh" --source b.sh)
            csub "${all[@]}" two 'x  y'; echo $?; csub "${all[@]}" 'two z | tr v w'; echo $?
            csub "${all[@]}" --function two -- -a; csub "${all[@]}" --each 'two {}' ::: 'p q'
            csub "${all[@]}" printenv HOME > /dev/null; echo $?
            csub --source gone true; echo $?; echo true | csub --source b.sh -; echo $?
            csub --source b.sh --python m:f; echo $?; csub --source b.sh -J named -H two 1
            cqueue -o name --no-header last; csub --source b.sh -H two; cqueue -o name --no-header last
            a=$(csub -H --source b.sh true); mv b.sh c.sh; cqueue --release $a; cwait -g $a; echo $?
            """#)
        #expect(
            result.lines == [
                "1 vx  y", "4", "1 wz", "0", "1 v-a", "1 vp q", "0", "66", "64", "64", "L6",
                "named",
                "L7", "two", "126",
            ], "\(result)")
        #expect(result.errors.contains("csub: cannot read '"))
        #expect(
            result.errors.contains("csub: cannot open 'gone': there is no such file for --source"))
    }

    @Test func `the examples of the page's section are right`() throws {
        let examples = try PageTests.blocks(of: "FUNCTIONS", in: "csub.1")
        #expect(examples.count == 3)
        let outputs = try examples.map { example in
            let scratch = try Scratch()
            return try scratch.run(example + "\n").lines
        }
        #expect(outputs[0] == ["5.0"])
        #expect(outputs[1].count == 2 && outputs[1].allSatisfy { Int($0) ?? 0 > 0 })
        #expect(outputs[2] == ["hello dear world", "HELLO YOU", "HELLO ME", "hello again"])
    }
}
