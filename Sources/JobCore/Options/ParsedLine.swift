/// A command line as its tool's syntax reads it. Reading does nothing else: no file, no variable, no
/// word to anybody.
///
/// The rules are those of getopt_long(3), but that long options can't be abbreviated: an option's
/// value is the next word, whatever it looks like, or what stands behind `=` or behind the letter.
package struct ParsedLine: Sendable {
    /// What it was read by: the tool's, or once a verb was named that verb's.
    package private(set) var syntax: CommandSyntax
    /// The options with their values, in the order they were given.
    package private(set) var choices: [Choice] = []
    package private(set) var operands: [ByteString] = []
    /// What is wrong with it first; reading goes on all the same, so that options behind it count.
    package private(set) var fault: Failure?
    /// Whether `--` stood before the operands.
    package private(set) var hasTerminator = false
    /// The tool's, whatever the verb.
    private let whole: CommandSyntax
    /// Words of a verb whose name is not whole yet.
    private var verbWords: [String] = []
    private let now: WallTime
    private let origin: Origin

    /// `now` is what relative moments start from; `origin` is where the words stand.
    package init(
        _ arguments: [ByteString], for syntax: CommandSyntax, now: WallTime,
        origin: Origin = .commandLine
    ) {
        self.syntax = syntax
        whole = syntax
        self.now = now
        self.origin = origin
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                hasTerminator = true
                break
            }
            if isOption(word) {
                attempt { line throws(Failure) in try line.take(word, &rest) }
                continue
            }
            takeOperand(word)
            if case .atOperand(let exception) = self.syntax.optionsEnd, !has(exception) { break }
        }
        for word in rest { takeOperand(word) }
        settleVerb()
        if fault == nil, !asksForInformation {
            attempt { line throws(Failure) in try line.check() }
        }
    }

    /// The line, if nothing is wrong with it.
    /// - Throws: `Failure` (64) that says what is.
    package func sound() throws(Failure) -> ParsedLine {
        if let fault { throw fault }
        return self
    }

    /// Whether help or the like is asked for, which is given whatever else is there.
    package var asksForInformation: Bool {
        has(CommonOptions.help) || has(CommonOptions.helpAll)
            || has(CommonOptions.version) || has(CommonOptions.completions)
            || has(CommonOptions.pageOptions) || has(CommonOptions.complete)
    }

    private mutating func attempt(_ step: (inout ParsedLine) throws(Failure) -> Void) {
        do throws(Failure) {
            try step(&self)
        } catch {
            fault = fault ?? error
        }
    }

    // MARK: Words

    private func isOption(_ word: ByteString) -> Bool {
        guard word.hasPrefix("-"), word.count > 1 else { return false }
        let next = operands.count
        guard syntax.verbs.isEmpty, syntax.operands.indices.contains(next),
            syntax.operands[next].takesDashes
        else { return true }
        return isKnown(word)
    }

    /// Whether a word with a dash before it has options of this command, and nothing else.
    private func isKnown(_ word: ByteString) -> Bool {
        if word.hasPrefix("--") {
            let name = ByteString(word.bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "=") })
            return name.string.flatMap { syntax.row(named: $0) } != nil
        }
        for byte in word.bytes.dropFirst() {
            guard let row = syntax.row(letter: Character(Unicode.Scalar(byte))) else {
                return false
            }
            if row.value != nil { break }
        }
        return true
    }

    private mutating func takeOperand(_ word: ByteString) {
        if syntax.verbs.isEmpty {
            operands.append(word)
            return
        }
        verbWords.append(word.printable)
        let name = verbWords.joined(separator: " ")
        if let verb = syntax.verb(name) {
            syntax = verb
        } else if !syntax.verbs.contains(where: { $0.verb.hasPrefix(name + " ") }) {
            let known = syntax.verbs.map(\.verb)
            fault =
                fault
                ?? Failure(
                    misuse: "unknown verb '\(name)'" + Spellings.suggestion(for: name, among: known)
                )
        }
    }

    /// Chooses the verb that holds where none was named, and looks for options that belong to
    /// another one.
    private mutating func settleVerb() {
        if verbWords.isEmpty, let name = syntax.defaultVerb, let verb = syntax.verb(name),
            !asksForInformation
        {
            syntax = verb
        }
        if fault == nil, !syntax.verbs.isEmpty, !verbWords.isEmpty, !asksForInformation {
            let name = verbWords.joined(separator: " ")
            let behind = syntax.verbs.map(\.verb).filter { $0.hasPrefix(name + " ") }
                .map { $0.dropFirst(name.count + 1) }
            fault = Failure(
                misuse: "'\(name)' needs a verb behind it: \(behind.joined(separator: ", "))")
        }
        guard fault == nil, syntax.verbs.isEmpty, !syntax.verb.isEmpty else { return }
        attempt { line throws(Failure) in
            try line.refuseStray(line.choices.first { !line.syntax.has($0.row) }?.row)
        }
    }

    /// Refuses an option that another verb has.
    private func refuseStray(_ row: OptionRow?) throws(Failure) {
        guard let row else { return }
        throw Failure(misuse: "\(row.spelling) does not go with '\(syntax.verb)'")
    }

    // MARK: Options

    private mutating func take(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        if word.hasPrefix("--") {
            try takeLong(word, &rest)
        } else {
            try takeLetters(word, &rest)
        }
    }

    private mutating func takeLong(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
        let name = ByteString(word.bytes[2..<(equals ?? word.count)])
        guard let row = name.string.flatMap({ syntax.row(named: $0) }) else {
            try refuseStray(name.string.flatMap { whole.row(named: $0) })
            throw Failure(
                misuse: "unknown option '--\(name.printable)'" + suggestion(for: name.printable))
        }
        let spelling = "--\(name.printable)"
        guard row.value != nil else {
            guard equals == nil else { throw Failure(misuse: "\(spelling) takes no value") }
            choices.append(Choice(row, .flag(true), origin: origin))
            return
        }
        let value = equals.map { ByteString(word.bytes[($0 + 1)...]) } ?? rest.popFirst()
        try add(row, value, spelling)
    }

    private func suggestion(for name: String) -> String {
        let names = syntax.rows.filter { !$0.isHidden }.flatMap { [$0.name] + $0.synonyms }
            .filter { $0.utf8.count > 1 }
        return Spellings.suggestion(for: name, among: names) { _ in "--" }
    }

    private mutating func takeLetters(
        _ word: ByteString, _ rest: inout ArraySlice<ByteString>
    ) throws(Failure) {
        var letters = word.bytes.dropFirst()
        while let byte = letters.popFirst() {
            let letter = Character(Unicode.Scalar(byte))
            guard let row = syntax.row(letter: letter) else {
                try refuseStray(whole.row(letter: letter))
                throw Failure(misuse: "unknown option '-\(ByteString([byte]).printable)'")
            }
            if let hint = row.hint {
                throw Failure(misuse: "-\(letter) is not used here: \(hint)?")
            }
            if row.value == nil {
                choices.append(Choice(row, .flag(true), origin: origin))
                continue
            }
            let value = letters.isEmpty ? rest.popFirst() : ByteString(letters)
            return try add(row, value, "-\(letter)")
        }
    }

    private mutating func add(
        _ row: OptionRow, _ text: ByteString?, _ spelling: String
    ) throws(Failure) {
        guard let text, !text.isEmpty || row.type.value(of: "", now: now) != nil else {
            throw Failure(misuse: "\(spelling) needs a value: \(row.value ?? "")")
        }
        let choice = try Choice(row, text: text, spelling: spelling, origin: origin, now: now)
        guard row.type == .resources else {
            choices.append(choice)
            return
        }
        let resources = try ResourceList(text, origin: origin, now: now)
        if let unknown = resources.ignored.first {
            let name = ByteString(unknown.bytes.prefix { $0 != UInt8(ascii: "=") }).printable
            throw Failure(
                "\(spelling): '\(unknown.printable)' has no option of csub's"
                    + Spellings.suggestion(for: name, among: ResourceList.names), status: .usage,
                advice: "--native hands an option to the batch system as it is")
        }
        choices += resources.choices
    }
}

// MARK: What goes together

extension ParsedLine {
    /// Looks whether what is there goes together.
    private func check() throws(Failure) {
        guard origin == .commandLine else { return }
        for choice in choices {
            let row = choice.row
            if let other = row.excludes.first(where: { $0 != row.name && has($0) }) {
                throw Failure(
                    misuse:
                        "\(row.spelling) and \(OptionRow.spelling(of: other)) exclude each other")
            }
            if !row.needs.isEmpty, !row.needs.contains(where: { has($0) }) {
                let names = row.needs.map { OptionRow.spelling(of: $0) }
                throw Failure(
                    misuse: "\(row.spelling) goes with \(names.joined(separator: " or "))")
            }
            if row.operands == .none, !operands.isEmpty {
                throw Failure(misuse: "\(row.spelling) takes no \(syntax.operands[0].name)")
            }
        }
        if !hasTerminator, operands == ["help"] {
            throw Failure(
                "help is shown by '\(syntax.tool) --help'", status: .usage,
                advice: "'\(syntax.tool) -- help' takes the word for what it is")
        }
        let needed = syntax.operands.prefix { !$0.isOptional }
        if needed.count > operands.count {
            throw Failure(misuse: "\(needed[operands.count].name) is missing")
        }
        guard let last = syntax.operands.last else {
            guard let operand = operands.first else { return }
            throw Failure(misuse: "'\(operand.printable)' is an operand, and there is none here")
        }
        if !last.isRepeated, operands.count > syntax.operands.count {
            throw Failure(
                misuse: "'\(operands[syntax.operands.count].printable)' is an operand too many")
        }
    }
}
