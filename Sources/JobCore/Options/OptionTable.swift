/// All options by name: the built-in ones, and those that a configuration adds.
package struct OptionTable: Sendable {
    /// The keywords, in the order of help and directives.
    package private(set) var keywords: [OptionRow] = JobOptions.all

    /// The options that need no configuration.
    package static let builtIn = OptionTable()

    /// Puts another keyword behind the others.
    /// - Throws: `Failure` (78) where the name, or a synonym, is another option's.
    package mutating func add(_ row: OptionRow) throws(Failure) {
        for name in [row.name] + row.synonyms where find(name) != nil {
            throw Failure(
                "[option \(row.name)]: '\(name)' is an option already", status: .configuration)
        }
        keywords.append(row)
    }

    /// The keyword that goes by this name, written with `-` or `_`, in any case.
    package func keyword(_ word: String) -> OptionRow? {
        let name = Self.normal(word)
        return keywords.first { $0.answers(to: name) }
    }

    private func find(_ name: String) -> OptionRow? {
        keywords.first { $0.answers(to: name) }
            ?? SubmitOptions.all.first { $0.hint == nil && $0.answers(to: name) }
    }

    /// The keyword, or why there is none of that name.
    /// - Throws: `Failure` of `status`, with the name that was probably meant.
    package func keyword(_ word: ByteString, status: ExitStatus) throws(Failure) -> OptionRow {
        if let row = word.string.flatMap({ keyword($0) }) { return row }
        throw Failure(
            "unknown option '\(word.printable)'"
                + Spellings.suggestion(
                    for: Self.normal(word.printable),
                    among: keywords.flatMap { [$0.name] + $0.synonyms }), status: status)
    }

    /// A keyword's name as the table has it.
    package static func normal(_ word: String) -> String {
        word.lowercased().replacing("_", with: "-")
    }
}
