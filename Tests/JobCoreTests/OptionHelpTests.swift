import JobCore
import TestSupport
import Testing

/// What csub shows of itself, held against the table.
@Suite struct OptionHelpTests {
    private static let rows = JobOptions.all + SubmitOptions.all

    @Test func `the help has every option of the table, and no other`() throws {
        let help = try Scratch(cores: nil).run("csub --help").output
        var shown: [Set<String>] = []
        for line in help.split(separator: "\n") where line.hasPrefix("  -") {
            let names = line.matches(of: #/(?:^ *|, )(--?[\w-]+)/#).map { String($0.output.1) }
            shown.append(Set(names))
        }
        let table = Self.rows.filter {
            $0.isOnCommandLine && $0.name != "generate-completion-script"
        }
        .map { row in
            Set(
                (row.letter.map { ["-\($0)"] } ?? [])
                    + ([row.name] + row.synonyms).map { "--\($0)" })
        }
        #expect(Set(shown) == Set(table))
        #expect(shown.count == table.count)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completions have every option of the table`(_ shell: String) throws {
        let text = try Scratch(cores: nil).run("csub --generate-completion-script \(shell)").output
        for row in Self.rows where row.isOnCommandLine && row.name != "generate-completion-script" {
            for name in [row.name] + row.synonyms {
                let word = shell == "fish" ? "-l '\(name)'" : "--\(name)"
                #expect(text.contains(word), "\(name)")
            }
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
