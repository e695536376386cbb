import Foundation
import TestSupport
import Testing

/// Pages and completions say what the tools do.
@Suite struct PageTests {
    /// The top of the checkout.
    private static let top: String = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return tests.deletingLastPathComponent().deletingLastPathComponent().path
    }()

    private static func page(_ name: String) throws -> String {
        try String(contentsOfFile: "\(top)/man/\(name)", encoding: .utf8)
    }

    /// The literal blocks of a page's EXAMPLES, as a reader would type them.
    private static func examples(of name: String) throws -> [String] {
        try blocks(of: "EXAMPLES", in: name)
    }

    /// The same of another section.
    static func blocks(of section: String, in name: String) throws -> [String] {
        let text = try page(name)
        guard let start = text.range(of: ".Sh \(section)\n") else { return [] }
        let rest = text[start.upperBound...]
        let section = rest[..<(rest.range(of: "\n.Sh ")?.lowerBound ?? rest.endIndex)]
        return section.components(separatedBy: ".Bd -literal").dropFirst().map { block in
            let lines = block.components(separatedBy: "\n").dropFirst()
            return lines.prefix { $0 != ".Ed" }.joined(separator: "\n")
                .replacing("\\e", with: "\\").replacing("\\&", with: "")
        }
    }

    @Test func `the README shows what its first command prints`() throws {
        let result = try Scratch().run("'\(Self.top)/Tests/Examples/first' 2>&1")
        #expect(result.status == 0 && result.lines.last == "500", "\(result)")
        let readme = try String(contentsOfFile: "\(Self.top)/README.md", encoding: .utf8)
        let shown = result.lines.map { "    \($0)\n" }.joined()
        #expect(readme.contains("\n\n\(shown)\n"), "\(result)")
    }

    @Test(
        arguments: [
            "csub.1", "cwait.1", "cqueue.1", "cclean.1", "cprofile.1", "csplit.1", "czcat.1",
            "cjobs-config.5", "cjobs.7",
        ])
    func `every example works`(_ name: String) throws {
        let examples = try Self.examples(of: name)
        #expect(examples.count >= 3)
        for example in examples {
            let scratch = try Scratch(cores: nil)
            try scratch.write(Array((example + "\n").utf8), to: "../example")
            let result = try scratch.run("sh ../example", timeout: 30)
            #expect(result.status == 0, "\(name):\n\(example)\n\(result)")
        }
    }

    /// The verbs of a tool, those of its verbs among them.
    private static let verbs = [
        "cprofile": [
            "list", "show", "set", "unset", "delete", "rename", "copy", "config get",
            "config set", "config unset", "config list", "edit", "path", "migrate",
        ]
    ]

    /// The options that a tool's help shows, those of its verbs among them.
    private static func options(of tool: String) throws -> Set<String> {
        let scratch = try Scratch(cores: nil)
        var names: Set<String> = []
        for verb in [""] + (verbs[tool] ?? []) {
            let help = try scratch.run("\(tool) \(verb) --help-all").output
            #expect(help.contains("usage: \(tool) \(verb)"))
            for line in help.components(separatedBy: "\n")
            where line.wholeMatch(of: #/ {2,6}-.*/#) != nil {
                let head = line.drop { $0 == " " }.components(separatedBy: "  ")[0]
                for match in head.matches(of: #/(?:^|, )(--?[\w-]+)/#) {
                    names.insert(String(match.output.1))
                }
            }
        }
        return names
    }

    @Test(arguments: ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"])
    func `a page has the options that help shows, and no others`(_ tool: String) throws {
        let shown = try Self.options(of: tool)
        var told: Set<String> = []
        for line in try Self.page("\(tool).1").components(separatedBy: "\n")
        where line.hasPrefix(".It Fl ") {
            for match in line.matches(of: #/Fl (-?[\w-]+)/#) { told.insert("-" + match.output.1) }
        }
        #expect(shown.count > 5)
        #expect(
            shown == told,
            "only in help: \(shown.subtracting(told)), only in the page: \(told.subtracting(shown))"
        )
    }

    @Test(arguments: ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"])
    func `the option lists of a page are those of the table`(_ tool: String) throws {
        let result = try Scratch(cores: nil).run(
            "\(tool) --generate-page < \(Self.top)/man/\(tool).1")
        #expect(result.status == 0, "\(result)")
        #expect(
            result.output == (try Self.page("\(tool).1")), "make pages brings \(tool).1 up to date")
    }

    @Test(arguments: ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"])
    func `the tools understand the examples of the help`(_ tool: String) throws {
        let result = try Scratch(cores: nil).run(
            #"""
            \#(tool) --help | sed -n '/^Examples:/,/^$/{s/ *# .*//; s/^  \([^ ]\)/\1/p}' | python3 -c '
            import re, shlex, subprocess, sys
            count = 0
            for line in sys.stdin:
                words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
                part = []
                for word in words + ["|"]:
                    if word not in ("|", "&&"):
                        part.append(word)
                        continue
                    if re.match("c(sub|wait|queue|clean|profile|split|zcat)$", part[0]):
                        text = subprocess.check_output([part[0], "-V"] + part[1:], text=True)
                        assert text.startswith(part[0] + " (cjobs)"), text
                        count += 1
                    part = []
            print(count >= 4)'
            """#)
        #expect(result == .init(output: "True\n"))
    }

    @Test(
        arguments: ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"],
        ["bash", "zsh", "fish"])
    func `the completions are those that the tool prints, and have every option`(
        _ tool: String, _ shell: String
    ) throws {
        let file = shell == "zsh" ? "_\(tool)" : "\(tool).\(shell)"
        let printed = try Scratch(cores: nil)
            .run("\(tool) --generate-completion-script \(shell)").output
        let stored = try String(contentsOfFile: "\(Self.top)/completions/\(file)", encoding: .utf8)
        #expect(printed == stored, "make completions brings \(file) up to date")
        for name in try Self.options(of: tool) {
            let mark = name.hasPrefix("--") ? "-l " : "-s "
            let pattern = shell == "fish" ? mark + name.drop { $0 == "-" } : "[^\\w-]" + name
            #expect(stored.contains(try Regex("\(pattern)(?![\\w-])")), "\(name)")
        }
    }

    @Test(.enabled(if: Permits.has("mandoc"), "SKIPPED: needs mandoc"))
    func `the pages are sound`() throws {
        let result = try Scratch(cores: nil).run("mandoc -Tlint -Wwarning \(Self.top)/man/*.[1-8]")
        #expect(result == .init())
    }

    @Test(arguments: ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"])
    func `every tool tells its version and its options`(_ tool: String) throws {
        let scratch = try Scratch(cores: nil)
        #expect(try scratch.run("\(tool) -V") == .init(output: "\(tool) (cjobs) 0.1.0\n"))
        let help = try scratch.run("\(tool) --help")
        #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("usage: \(tool) "))
        #expect(help.lines.count <= 50)
    }
}
