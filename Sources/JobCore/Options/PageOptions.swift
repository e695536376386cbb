/// The option lists of a page of the manual, which `make pages` brings up to date.
///
/// A list stands in the page between `.\" options: GROUP, …` and `.\" end of options`. The names of the
/// options, their order and their values come from the table; what is said of each is written by
/// hand, in the page, and stays with its option. An option of which nothing is said yet gets its line
/// of help.
package struct PageOptions {
    private let syntax: CommandSyntax

    package init(_ syntax: CommandSyntax) { self.syntax = syntax }

    private static let start: ByteString = ".\\\" options: "
    private static let end: ByteString = ".\\\" end of options"

    /// The page with its lists as the table has them.
    /// - Throws: `Failure`: 65 for a list without an end, or of a group that there is not; 78 where a
    ///   row of the table names an option that there is not.
    package func page(from text: ByteString) throws(Failure) -> ByteString {
        try checkRelations()
        var result: [ByteString] = []
        var lines = text.split(on: UInt8(ascii: "\n"))[...]
        while let line = lines.popFirst() {
            result.append(line)
            guard line.hasPrefix(Self.start) else { continue }
            let title = ByteString(line.bytes.dropFirst(Self.start.count)).printable
            guard let end = lines.firstIndex(of: Self.end) else {
                throw Failure("the list '\(title)' has no end", status: .badData)
            }
            result += try list(title, from: lines[..<end])
            result.append(Self.end)
            lines = lines[(end + 1)...]
        }
        return ByteString.joined(result, by: "\n")
    }

    private func checkRelations() throws(Failure) {
        for command in [syntax] + syntax.verbs {
            let names = Set(command.rows.map(\.name))
            for row in command.rows {
                guard let stray = (row.needs + row.excludes).first(where: { !names.contains($0) })
                else { continue }
                throw Failure(
                    "\(row.spelling) is bound to '\(stray)', which is no option of "
                        + command.name, status: .configuration)
            }
        }
    }

    private func list(
        _ title: String, from old: ArraySlice<ByteString>
    ) throws(Failure) -> [ByteString] {
        let all = syntax.groups + syntax.verbs.flatMap(\.groups)
        var groups: [OptionGroup] = []
        for part in title.replacing(", ", with: ",").split(separator: ",") {
            let named = all.filter { $0.title == part }
            guard !named.isEmpty else {
                throw Failure("no group of options is called '\(part)'", status: .badData)
            }
            groups += named
        }
        let bodies = Self.bodies(of: old)
        var lines: [ByteString] = [".Bl -tag -width Ds"]
        var seen: Set<String> = []
        for row in groups.flatMap(\.rows)
        where row.isOnCommandLine && !row.isHidden && seen.insert(row.name).inserted {
            lines.append(Self.head(of: row))
            lines += row.spellings.lazy.compactMap { bodies[$0] }.first ?? [ByteString(row.help)]
        }
        return lines + [".El"]
    }

    /// `.It Fl t Ar time , Fl -timeout Ar time`
    private static func head(of row: OptionRow) -> ByteString {
        let value =
            row.value.map { " Ar " + $0.lowercased().replacing("=", with: " Ns = Ns Ar ") } ?? ""
        let names = row.spellings.map { "Fl \($0.dropFirst())\(value)" }
        return ByteString(".It " + names.joined(separator: " , "))
    }

    /// What a list says of each option, by every name that it gives it.
    private static func bodies(of list: ArraySlice<ByteString>) -> [String: [ByteString]] {
        var bodies: [String: [ByteString]] = [:]
        var names: [String] = []
        var depth = 0
        for line in list {
            let words = line.printable.split(separator: " ").map { String($0) }
            if line.hasPrefix(".El") { depth -= 1 }
            if line.hasPrefix(".It"), depth == 1 {
                names = zip(words, words.dropFirst()).filter { $0.0 == "Fl" }.map { "-" + $0.1 }
            } else if depth > 0 {
                for name in names { bodies[name, default: []].append(line) }
            }
            if line.hasPrefix(".Bl") { depth += 1 }
        }
        return bodies
    }
}
