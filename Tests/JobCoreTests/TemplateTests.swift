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
        ("echo \"{}\"", "quotes"), ("echo '{.}'", "quotes"), ("sh -c 'cat {}'", "quotes"),
        ("echo $'a\\'{}'", "quotes"), ("echo \"`cat {}`\"", "quotes"),
        ("cat <<E\n{}\nE", "here-document"), ("cat <<'E' | x\n$(a {})\nE", "here-document"),
        ("cat << {}", "here-document"), ("echo $(( {} ))", "$(("), ("(( x = {} ))", "(("),
        ("echo $[ a[0] + {} ]", "$["), ("echo $(( $(cat {}) ))", "$(("), ("echo ${x:{}}", "${"),
        ("for ((i = 0; i < {}; i++)); do :; done", "(("), ("echo ${x[{}]}", "${"),
        ("a[{}]=1", "a["),
        ("a=([{}]=1)", "subscript"), ("[[ {} -gt 3 ]]", "[[ -gt"),
        ("[[ x && 3 -eq {} ]]", "[[ -eq"),
        ("[[ -v {} ]]", "[[ -v"), ("test -v {}", "test -v"), ("x; [ -R {} ]", "[ -R"),
        ("let n={}+1", "let"), ("true; declare -i x={}", "declare"), ("declare {}", "declare"),
        ("n={}; declare -i n", "declare -i"), ("export {}", "export"), ("read {} <<< x", "read"),
        ("command read -r a {}", "read"), ("r\\ead {}", "read"), ("printf -v {} x", "printf -v"),
        ("printf {}", "printf"), ("printf -v x {}", "printf"), ("if unset {}; then x; fi", "unset"),
        ("f() { unset {}; }; f", "unset"), ("case x in x) let {};; esac", "let"),
        ("let \"$(echo {})\"", "let"), ("eval `cat \"$(dirname {})/x\"`", "eval"),
        ("[[ $(echo {}) -gt 5 ]]", "[[ -gt"), ("declare -i n; n=$(echo {})", "declare -i"),
        ("eval {}", "eval"), ("trap {} EXIT", "trap"), ("wait {}", "wait"), ("PS4={}", "PS4"),
        ("BASH_ENV={} bash x", "BASH_ENV"), ("export SECONDS={}", "export"),
    ])
    func `a place that a shell would read as code is refused, by the word at fault`(
        _ text: String, _ word: String
    ) {
        let error = #expect(throws: Failure.self) { try Template(ByteString(text)) }
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
        #expect(error?.status == .usage)
        #expect(error?.advice?.hasPrefix("f={") == true)
    }

    @Test(arguments: [
        "grep -v x {}", "bwa mem -R x {}", "bwa mem -R '@RG\\tID:x' {} | sort",
        "env -v {}; x -R {}",
        "[[ -s {} ]]", "[[ {} == *.gz && -e {.} ]]", "read x < {}", "while read x; do :; done < {}",
        "[[ $(wc -l < {}) -gt 5 ]]", "export A=\"$(basename {})\"",
        "case $(file {}) in *x) :;; esac",
        "mapfile -t a < <(cat {})", "printf '%s' \"$(basename {})\"", "$(dirname {})/run {}",
        "mapfile -t a < {}", "let n=1 2> {}", "[ {} -gt 3 ]", "test -s {}", "[ x = {} ]",
        "printf '%s\\n' {}", "printf -- {}", "export F={}; x", "local f={}", "readonly f={}",
        "x=\"$(wc -l < {})\"", "n=$(( $(wc -l < {}) + 1 ))", "cat <<E | grep -v x {}\nhi\nE",
        "cat <<E\nhi\nE\ncat {}", "read -r -p {} x", "command -v {}", "trap 'rm x' EXIT; cp {} y",
        "ls a[{}]", "for f in {}; do cat \"$f\"; done", "case {} in *) grep -v x {};; esac",
        "xargs unset {}", "echo let {}", "sudo test -v {} | cat", "a=({})", "(( x > 1 )) && cat {}",
        "echo ${#x} {}", "cat <(sort {})", "f={}; echo \"$f.x\"",
        "echo 'let' \"eval\" {} # unset {}",
        "PATH=/x:{} y", "set -- {}; x \"$1\"",
    ])
    func `what only another program sees is no shell's business`(_ text: String) throws {
        _ = try Template(ByteString(text))
    }

    // MARK: Without a place

    @Test(arguments: [
        "grep -c x \"$CSUB_INPUT\" | wc -c", "python3 -c 'import os; os.environ[\"CSUB_INPUT\"]'",
        "cat ${CSUB_INPUT_STEM}.x",
    ])
    func `a template that uses the variable has its place`(_ text: String) throws {
        let job = try Template(ByteString(text)).command(for: JobInput(line: "l"), number: 1)
        #expect(job.command == .shell(ByteString(text)))
    }

    @Test func `columns and chunks that are used by their variables are set`() throws {
        let columns = InputGrouping.columns(",")
        let job = try Template("echo $CSUB_INPUT_2 ${CSUB_INPUT_1_STEM}", columns)
            .command(for: columns.inputs(["a.x,b"])[0], number: 1)
        #expect(job.inputs.map(\.value) == ["b", "a"])
        let chunks = InputGrouping.chunks(2)
        let chunk = try Template("printf %s \"${CSUB_INPUT_1}\" \"$CSUB_INPUT_2\"", chunks)
            .command(for: chunks.inputs(["a", "b", "c"])[1], number: 2)
        #expect(chunk.inputs.map(\.value) == ["c"])
        #expect(throws: Failure.self) { try Template("cat \"$CSUB_INPUT\"", chunks) }
    }

    @Test(arguments: ["echo a;", "echo a # b", "true &&", "a | (", "cat <<E\nx\n", "echo \"a"])
    func `the input is added only where it is an argument`(_ text: String) {
        #expect(throws: Failure.self) { try Template(ByteString(text)) }
    }

    @Test func `a line that is the program is run by no shell`() throws {
        let columns = InputGrouping.columns(" ")
        let job = try Template("{1} {2}", columns)
            .command(for: columns.inputs(["eval x"])[0], number: 1)
        #expect(job.command == .arguments(["eval", "x"]))
        #expect(throws: Failure.self) { try Template("{1} {2} | cat", columns) }
        #expect(throws: Failure.self) { try Template("{} | cat", .chunks(2)) }
        #expect(throws: Failure.self) { try Template("[ {1} {2} ]", columns) }
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
