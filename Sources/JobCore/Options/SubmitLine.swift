/// csub's command line, cut at its first operand: what stands behind belongs to the job.
package struct SubmitLine: Sendable {
    /// The options with their values, in the order they were given.
    package private(set) var choices: [Choice] = []
    package private(set) var operands: [ByteString] = []
    private let now: WallTime
    private let origin: Origin

    /// `now` is what relative moments start from. Behind `--render` options and operands mix,
    /// since those are no command.
    ///
    /// - Throws: `Failure` (64) for an option or letter there is not, or that is left out on
    ///   purpose; for a value that is missing or not what the option takes.
    package init(
        _ arguments: [ByteString], now: WallTime, origin: Origin = .commandLine
    ) throws(Failure) {
        self.now = now
        self.origin = origin
        var rest = arguments[...]
        var isRendering = false
        while let word = rest.first {
            if word == "--" {
                rest.removeFirst()
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                guard isRendering else { break }
                operands.append(rest.removeFirst())
                continue
            }
            rest.removeFirst()
            if word.hasPrefix("--") {
                try takeLong(word, &rest)
            } else {
                try takeLetters(word, &rest)
            }
            isRendering = isRendering || has(SubmitOptions.render)
        }
        operands += rest
    }

    /// Whether an option was given.
    package func has(_ row: OptionRow) -> Bool {
        choices.contains { $0.row.name == row.name }
    }

    /// The value of an option that is no number; the last one given.
    package func text(_ row: OptionRow) -> ByteString? { last(row)?.value.text }

    package func number(_ row: OptionRow) -> Int? {
        if case .number(let number)? = last(row)?.value { number } else { nil }
    }

    /// How often an option was given.
    package func count(of row: OptionRow) -> Int {
        choices.count { $0.row.name == row.name }
    }

    private func last(_ row: OptionRow) -> Choice? { choices.last { $0.row.name == row.name } }

    private mutating func takeLong(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
        let name = ByteString(word.bytes[2..<(equals ?? word.count)])
        let table = OptionTable.builtIn
        guard let row = name.string.flatMap({ table.option($0) }) else {
            throw Failure(
                "unknown option '--\(name.printable)'"
                    + table.suggestion(forLong: name.printable), status: .usage)
        }
        let spelling = "--\(name.printable)"
        guard row.value != nil else {
            guard equals == nil else {
                throw Failure("\(spelling) takes no value", status: .usage)
            }
            choices.append(Choice(row, .flag(true), origin: origin))
            return
        }
        if let equals {
            try add(row, ByteString(word.bytes[(equals + 1)...]), spelling)
        } else {
            try add(row, next(of: &rest, for: row, spelling), spelling)
        }
    }

    private mutating func takeLetters(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        var letters = word.bytes.dropFirst()
        while let byte = letters.popFirst() {
            let letter = Character(Unicode.Scalar(byte))
            guard let row = OptionTable.builtIn.option(letter: letter) else {
                if let hint = SubmitOptions.unassigned[letter] {
                    throw Failure("-\(letter) is not used here: \(hint)?", status: .usage)
                }
                throw Failure("unknown option '-\(ByteString([byte]).printable)'", status: .usage)
            }
            if row.value == nil {
                choices.append(Choice(row, .flag(true), origin: origin))
            } else if letters.isEmpty {
                try add(row, next(of: &rest, for: row, "-\(letter)"), "-\(letter)")
            } else {
                try add(row, ByteString(letters), "-\(letter)")
                return
            }
        }
    }

    private func next(
        of rest: inout ArraySlice<ByteString>, for row: OptionRow, _ spelling: String
    ) throws(Failure) -> ByteString {
        guard let value = rest.popFirst() else {
            throw Failure("\(spelling) needs a value: \(row.value ?? "")", status: .usage)
        }
        return value
    }

    private mutating func add(
        _ row: OptionRow, _ text: ByteString, _ spelling: String
    ) throws(Failure) {
        let choice = try Choice(row, text: text, spelling: spelling, origin: origin, now: now)
        guard row.name == SubmitOptions.resourceList.name else {
            choices.append(choice)
            return
        }
        let resources = try ResourceList(text, origin: origin, now: now)
        if let unknown = resources.ignored.first {
            throw Failure(
                "\(spelling): '\(unknown.printable)' has no option of csub's", status: .usage,
                advice: "--native hands an option to the batch system as it is")
        }
        choices += resources.choices
    }
}
