import JobCore
import TestSupport
import Testing

/// What csub shows of itself, held against the table.
@Suite struct OptionHelpTests {
    private static let rows = SubmitOptions.syntax.rows.filter { !$0.isHidden }

    @Test func `the help has every option of the table, and no other`() throws {
        let help = try Scratch(cores: nil).run("csub --help-all").output
        let shown = help.split(separator: "\n")
            .filter { $0.wholeMatch(of: #/ {2,6}-.*/#) != nil }
            .map { line in
                Set(line.matches(of: #/(?:^ *|, )(--?[\w-]+)/#).map { String($0.output.1) })
            }
        #expect(Set(shown) == Set(Self.rows.map { Set($0.spellings) }))
        #expect(shown.count == Self.rows.count)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completions have every option of the table`(_ shell: String) throws {
        let text = try Scratch(cores: nil).run("csub --generate-completion-script \(shell)").output
        for name in Self.rows.flatMap(\.spellings) where name.hasPrefix("--") {
            let word = shell == "fish" ? "-l \(name.dropFirst(2)) " : name
            #expect(text.contains(word), "\(name)")
        }
    }

    @Test func `the list has every keyword, in each form`() throws {
        let scratch = try Scratch(cores: nil)
        let list = try scratch.run("csub --list-options").output
        let table = try scratch.run("csub --list-options --format table").lines
        let json = try scratch.run("csub --list-options --format json").output
        for row in JobOptions.all {
            #expect(list.contains("\(row.name): "))
            #expect(list.contains(row.help))
            #expect(json.contains("\"name\":\"\(row.name)\""))
        }
        #expect(
            table.dropFirst().map { String($0.prefix { $0 != " " }) } == JobOptions.all.map(\.name))
    }
}
