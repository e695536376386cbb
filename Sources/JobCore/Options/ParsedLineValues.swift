/// What a command line says of an option: the last value counts, or of a repeatable one all.
extension ParsedLine {
    /// Whether an option was given.
    package func has(_ row: OptionRow) -> Bool { has(row.name) }

    func has(_ name: String) -> Bool { choices.contains { $0.row.name == name } }

    /// How often an option was given.
    package func count(of row: OptionRow) -> Int { choices.count { $0.row.name == row.name } }

    private func all(_ row: OptionRow) -> [Choice] { choices.filter { $0.row.name == row.name } }

    private func last(_ row: OptionRow) -> OptionValue? {
        choices.last { $0.row.name == row.name }?.value
    }

    /// The value as text.
    package func text(_ row: OptionRow) -> ByteString? { last(row)?.text }

    /// Of a repeatable option every value.
    package func texts(_ row: OptionRow) -> [ByteString] { all(row).map(\.value.text) }

    /// The value of an option that takes one of a set of words.
    package func word(_ row: OptionRow) -> String? { last(row)?.text.string }

    package func number(_ row: OptionRow) -> Int? {
        if case .number(let number)? = last(row) { number } else { nil }
    }

    /// Milliseconds.
    package func time(_ row: OptionRow) -> Int? {
        if case .time(let time)? = last(row) { time } else { nil }
    }

    package func moment(_ row: OptionRow) -> WallTime? {
        if case .moment(let moment)? = last(row) { moment } else { nil }
    }

    /// The words of every list.
    package func words(_ row: OptionRow) -> [ByteString] {
        all(row).flatMap { choice -> [ByteString] in
            if case .list(let words) = choice.value { words } else { [] }
        }
    }

    /// The states that every list of them means together.
    package func states(_ row: OptionRow) -> Set<JobState> {
        words(row).reduce(into: []) { states, word in
            states.formUnion(word.string.flatMap { JobState.named($0) } ?? [])
        }
    }
}
