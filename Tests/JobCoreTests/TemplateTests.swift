import JobCore
import TestSupport
import Testing

/// The template of `--each`, filled with lines, columns and chunks of lines.
@Suite struct TemplateTests {
    @Test(arguments: [
        ("x {/} {//} {/.} {#} {.}", "x|b.txt|a|b|3|a/b"), ("wc -l", "wc|-l|a/b.txt"),
        ("sort {} -o {}.sorted", "sort|a/b.txt|-o|a/b.txt.sorted"),
    ])
    func `a plain template is a program and its arguments`(
        _ text: String, _ words: String
    ) throws {
        let job = try Template(ByteString(text)).command(for: JobInput(line: "a/b.txt"), number: 3)
        #expect(
            job.command == .arguments(words.split(separator: "|").map { ByteString(String($0)) }))
    }

    @Test(arguments: [
        ("cat {} > {.}.out", #"cat "${CSUB_INPUT}" > "${CSUB_INPUT_STEM}".out"#),
        ("awk '{print}' {}", #"awk '{print}' "${CSUB_INPUT}""#), ("exit {#}", "exit 3"),
        ("echo hi # it's {}\necho {}", "echo hi # it's \"${CSUB_INPUT}\"\necho \"${CSUB_INPUT}\""),
        ("[ {} -gt 3 ]", #"[ "${CSUB_INPUT}" -gt 3 ]"#), ("echo '{#}'", "echo '3'"),
        ("ls *[0-9]* {}", #"ls *[0-9]* "${CSUB_INPUT}""#),
    ])
    func `in a shell's text the line is a variable`(_ text: String, _ shell: String) throws {
        let job = try Template(ByteString(text)).command(for: JobInput(line: "a/b.txt"), number: 3)
        #expect(job.command == .shell(ByteString(shell)))
    }

    @Test(arguments: [
        "echo \"{}\"", "echo '{.}'", "sh -c 'cat {}'", "echo $(( {} ))", "cat <<E\n{}\nE",
        "[[ {} -gt 3 ]]", "echo $[ {} ]", "let n={}+1", "a[{}]=1", "echo ${x:{}}",
        "echo ${x[{}]}", "test -v {}", "true; declare -i x={}", "read {} <<< x", "printf -v {} x",
        "(( x = {} ))", "echo \"$(echo {})\"",
    ])
    func `a place in quotes is refused`(_ text: String) {
        #expect(throws: Failure.self) { try Template(ByteString(text)) }
    }

    // MARK: Columns

    @Test(arguments: [
        ("a\tb", "\\t", ["a", "b"]), ("a,,b,", ",", ["a", "", "b", ""]), ("", ",", [""]),
        ("  a \t b ", " ", ["a", "b"]), ("a::b:c", "::", ["a", "b:c"]),
        ("a|b", "|", ["a", "b"]), ("a\\tb", "\\\\", ["a", "tb"]),
    ])
    func `a separator cuts columns`(
        _ line: String, _ separator: String, _ columns: [String]
    ) throws {
        let text = try #require(InputGrouping.separator(ByteString(separator)))
        let input = InputGrouping.columns(text).inputs([ByteString(line)])
        #expect(input.map(\.parts) == [columns.map { ByteString($0) }])
    }

    @Test(arguments: ["\\s+", "a\\", "\\n"])
    func `a regular expression is no separator`(_ text: String) {
        #expect(InputGrouping.separator(ByteString(text)) == nil)
    }

    @Test func `numbered places are columns`() throws {
        let grouping = InputGrouping.columns("\t")
        let input = grouping.inputs(["d/a.fq\tx y\tz"])[0]
        let plain = try Template("bwa {2} {1/.} {}", grouping).command(for: input, number: 1)
        #expect(plain.command == .arguments(["bwa", "x y", "a", "d/a.fq\tx y\tz"]))
        #expect(plain.inputs.isEmpty)
        let text = try Template("cat {1} > {1/.}.o", grouping).command(for: input, number: 1)
        #expect(
            text.command
                == .shell("cat \"${CSUB_INPUT_1}\" > \"${CSUB_INPUT_1_NAME_STEM}\".o"))
        #expect(
            text.inputs == [
                InputVariable(name: "CSUB_INPUT_1", value: "d/a.fq"),
                InputVariable(name: "CSUB_INPUT_1_NAME_STEM", value: "a"),
            ])
    }

    @Test func `a column that a line does not have is told`() throws {
        let grouping = InputGrouping.columns(",")
        let template = try Template("echo {1} {3}", grouping)
        let error = #expect(throws: Failure.self) {
            try template.command(for: grouping.inputs(["a,b"])[0], number: 7)
        }
        #expect(error?.message == "input 7 of --each has nothing for '{3}'")
        #expect(error?.status == .badData)
    }

    @Test func `a number in braces is no place where there are no columns`() throws {
        let job = try Template("grep -E a{2} {}").command(for: JobInput(line: "f"), number: 1)
        #expect(job.command == .shell("grep -E a{2} \"${CSUB_INPUT}\""))
    }

    // MARK: Chunks

    @Test func `a chunk's lines are words of their own`() throws {
        let grouping = InputGrouping.chunks(2)
        let inputs = grouping.inputs(["a.x", "b c", "d"])
        let plain = try Template("touch", grouping)
        #expect(
            try plain.command(for: inputs[0], number: 1).command
                == .arguments(["touch", "a.x", "b c"]))
        #expect(try plain.command(for: inputs[1], number: 2).command == .arguments(["touch", "d"]))
        let stems = try Template("echo {.} {1} | cat", grouping).command(for: inputs[0], number: 1)
        #expect(
            stems.command
                == .shell(
                    "echo \"${CSUB_INPUT_1_STEM}\" \"${CSUB_INPUT_2_STEM}\" \"${CSUB_INPUT_1}\" | cat"
                ))
        #expect(stems.line == nil)
        #expect(stems.inputs.map(\.value) == ["a.x", "a", "b c"])
    }

    @Test(arguments: [
        "cat x{}", "cat {}.o", "cat {}{}", "cat > {}", "cat < {}", "x={}", "cat {1}{}", "cat 2>{}",
    ])
    func `several words are no part of one, and no file's name`(_ text: String) {
        #expect(throws: Failure.self) { try Template(ByteString(text), .chunks(3)) }
    }

    @Test(arguments: ["for f in {}; do echo $f; done", "(cat {})", "cat {1}.o > {1}", "{}"])
    func `several words stand where words do`(_ text: String) throws {
        _ = try Template(ByteString(text), .chunks(3))
    }
}
