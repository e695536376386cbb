/// A simple command of a shell's text while it is read: what decides whether the shell evaluates one of
/// its words as code. Source: bash(1), SHELL BUILTIN COMMANDS; sh(1).
struct ShellCommand {
    /// A word as far as it has been read, without its quotes.
    struct Word {
        var text: [UInt8] = []
        /// Quotes have begun in it, or a place or a substitution was in it.
        var isQuoted = false
        /// The place in it.
        var place: String?
        /// The place in a command whose output is a part of it.
        var source: String?

        /// Whether it begins with `NAME=` or `NAME+=`, or is no more than that.
        var isAssignment: Bool { variable != nil }

        /// The variable that it gives a value.
        var variable: String? {
            var name = text.prefix { $0 != UInt8(ascii: "=") }
            guard name.count < text.count else { return nil }
            if name.last == UInt8(ascii: "+") { name = name.dropLast() }
            return ByteString(name).isVariableName ? String(decoding: name, as: UTF8.self) : nil
        }

        /// Whether it is `NAME[` and the beginning of a subscript.
        var isSubscript: Bool {
            let name = text.prefix { $0 != UInt8(ascii: "[") }
            return name.count < text.count && ByteString(name).isVariableName
        }

        var string: String { String(decoding: text, as: UTF8.self) }
    }

    /// Where the next word belongs that is no argument.
    enum Redirection { case file, text, document }

    /// A word that would evaluate a place.
    struct Fault {
        let place: String
        let word: String
    }

    private(set) var word: Word?
    /// The words behind assignments and reserved words.
    private var words: [Word] = []
    var redirection: Redirection?
    private(set) var fault: Fault?
    /// `case` commands that are open, and whether a pattern comes next.
    private var cases = 0
    private(set) var expectsPattern = false
    /// A word stands directly before a parenthesis.
    var mayBeFunction = false
    /// `declare -i`, where this command is one.
    private(set) var declaration: String?

    var hasName: Bool { !words.isEmpty && !expectsPattern }
    /// Whether `((` begins arithmetic here.
    var takesArithmetic: Bool { words.isEmpty || words.count == 1 && words[0].string == "for" }
    /// Whether it is a `[[` that has not been closed.
    var isConditional: Bool { words.first?.string == "[[" && !words[0].isQuoted }

    // MARK: Words

    mutating func append(_ byte: UInt8, isQuoted: Bool) {
        word = word ?? Word()
        word?.text.append(byte)
        if isQuoted { word?.isQuoted = true }
    }

    mutating func beginQuoted() {
        word = word ?? Word()
        word?.isQuoted = true
    }

    /// Ends a word before a redirection; a number there is no word.
    mutating func redirect() {
        if let word, word.place == nil, word.text.allSatisfy({ (0x30...0x39).contains($0) }) {
            self.word = nil
        }
        _ = endWord()
    }

    /// Ends the word that is read.
    /// - Returns: the delimiter of a here-document, where that was the word.
    mutating func endWord() -> ByteString? {
        guard let word else { return nil }
        self.word = nil
        if let redirection {
            self.redirection = nil
            return redirection == .document ? ByteString(word.text) : nil
        }
        take(word)
        return nil
    }

    private mutating func take(_ word: Word) {
        let text = word.isQuoted ? "" : word.string
        if expectsPattern {
            if text == "esac" { endCase() }
            return
        }
        if words.isEmpty {
            if Self.reserved.contains(text) { return }
            if text == "esac" { endCase() }
            if word.isAssignment || word.isSubscript, !Self.declaring.contains(text) { return }
        } else if words[0].string == "case", words.count == 2, text == "in" {
            (words, cases, expectsPattern) = ([], cases + 1, true)
            return
        } else if words[0].string == "function", words.count == 2, text == "{" {
            words = []
            return
        }
        if isConditional, text == "]]" {
            words = [word]
            return
        }
        words.append(word)
        checkConditional()
        if let name, Self.declaring.contains(name), words.count > 1,
            let sign = word.text.first, sign == UInt8(ascii: "-"),
            word.text.contains(where: { "in".utf8.contains($0) })
        {
            declaration = "\(name) \(word.string)"
        }
    }

    private mutating func endCase() {
        cases = max(0, cases - 1)
        expectsPattern = false
    }

    /// Ends the command.
    mutating func end() {
        words = []
        redirection = nil
        declaration = nil
    }

    /// `;;` of a `case`.
    mutating func beginPattern() { if cases > 0 { expectsPattern = true } }

    /// `)`; false where it ends no pattern.
    mutating func endPattern() -> Bool {
        guard expectsPattern else { return false }
        _ = endWord()
        (words, expectsPattern) = ([], false)
        return true
    }

    /// Behind `NAME()`.
    mutating func beginBody() { words = [] }

    // MARK: Places

    /// Whether a place here becomes a variable's value.
    var isAssigning: Bool {
        if redirection == .text { return name == "read" || name == "mapfile" }
        guard redirection == nil else { return false }
        if words.isEmpty { return word?.isAssignment ?? false }
        return name.map { ["for", "select"].contains($0) || Self.declaring.contains($0) } ?? false
    }

    /// Takes in a place: a word, or a part of one.
    mutating func take(_ place: String, isSeveral: Bool) {
        if redirection == nil, !expectsPattern, let word = evaluator(isSeveral: isSeveral) {
            fault = fault ?? Fault(place: place, word: word)
        }
        word = word ?? Word()
        word?.place = place
        word?.isQuoted = true
    }

    /// Takes in a place of a command whose output is a part of the word that is read.
    mutating func take(outputOf place: String) {
        guard word != nil, redirection == nil, !expectsPattern else { return }
        if let word = evaluator(isSeveral: false) {
            fault = fault ?? Fault(place: place, word: word)
        }
        word?.source = place
    }

    /// The command's name, behind `command` and `builtin`.
    private var name: String? { nameAndArguments?.name.string }

    private var nameAndArguments: (name: Word, arguments: ArraySlice<Word>)? {
        var rest = words[...]
        while let first = rest.first {
            guard ["command", "builtin"].contains(first.string) else {
                return (first, rest.dropFirst())
            }
            rest = rest.dropFirst()
            while let option = rest.first, option.text.first == UInt8(ascii: "-") {
                // It only tells what a name means.
                if ["-v", "-V"].contains(option.string) { return nil }
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    /// The word that has a place at this point evaluated; nil where nothing does.
    private func evaluator(isSeveral: Bool) -> String? {
        guard let (command, arguments) = nameAndArguments else {
            guard words.isEmpty else { return nil }
            // Of several words the first would be the command.
            guard let word else { return isSeveral ? "{}" : nil }
            if let variable = word.variable {
                return Self.special.contains(variable) ? variable : nil
            }
            return word.isSubscript ? word.string : nil
        }
        // A line that says what is run, and another one with what.
        if let place = command.place { return place }
        let name = command.string
        let isLone = word?.text.isEmpty ?? true
        let mayBeOption = isLone || word?.text.first == UInt8(ascii: "-")
        switch name {
        case _ where Self.evaluating.contains(name): return name
        case "trap": return arguments.allSatisfy(\.isOption) ? name : nil
        case _ where Self.declaring.contains(name):
            guard let variable = word?.variable, !Self.special.contains(variable) else {
                return name
            }
            let isPlain = name == "export" || !arguments.contains(where: \.isOption)
            return isPlain ? nil : name
        case "read": return arguments.last.map { takesValue($0) } ?? false ? nil : name
        case "printf":
            let isBehindOptions = arguments.contains { !$0.isOption } && !isBehindName(arguments)
            let isEnded = arguments.contains { $0.string == "--" }
            if arguments.last?.string == "-v" { return "printf -v" }
            return isBehindOptions || isEnded || !mayBeOption ? nil : name
        case "wait": return mayBeOption && arguments.allSatisfy(\.isOption) ? name : nil
        case "test", "[":
            if let last = arguments.last, ["-v", "-R"].contains(last.string) {
                return "\(name) \(last.string)"
            }
            let isBehindPlace = arguments.last.map { $0.place != nil && $0.text.isEmpty } ?? false
            return isLone && (isBehindPlace || isSeveral) ? name : nil
        case "[[":
            guard let last = arguments.last, !last.isQuoted else { return nil }
            let isOperator =
                ["-v", "-R"].contains(last.string) || Self.comparing.contains(last.string)
            return isOperator ? "[[ \(last.string)" : nil
        default: return nil
        }
    }

    /// Finds a place before an operator that evaluates it.
    private mutating func checkConditional() {
        guard isConditional, let last = words.last, !last.isQuoted,
            Self.comparing.contains(last.string), let compared = words.dropLast().last,
            let place = compared.place ?? compared.source
        else { return }
        fault = fault ?? Fault(place: place, word: "[[ \(last.string)")
    }

    /// Whether the words so far are options and the value of `-v`, behind which more options may stand.
    private func isBehindName(_ arguments: ArraySlice<Word>) -> Bool {
        var rest = arguments
        while let first = rest.popFirst() {
            if first.string == "-v" { _ = rest.popFirst() } else if !first.isOption { return false }
        }
        return true
    }

    /// Whether an option of read's has its value in the next word.
    private func takesValue(_ option: Word) -> Bool {
        guard option.isOption, let letter = option.text.last else { return false }
        return "dinNptu".utf8.contains(letter)
    }

    // MARK: Names

    /// Builtins that evaluate whatever they are given, or read it as a variable's name.
    private static let evaluating: Set = [
        "eval", "let", "unset", "alias", "getopts", "mapfile", "readarray", "compgen", "complete",
        "compopt", "bind", "enable", "fc",
    ]
    private static let declaring: Set = [
        "declare", "typeset", "local", "readonly", "export",
    ]
    /// Operators of `[[` that take numbers.
    private static let comparing: Set = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]
    /// Words behind which a command begins.
    private static let reserved: Set = [
        "if", "then", "elif", "else", "do", "while", "until", "!", "{", "time", "coproc", "-p",
    ]
    /// Variables whose values a shell expands, or has as numbers.
    private static let special: Set = [
        "BASH_ENV", "ENV", "PS0", "PS1", "PS2", "PS3", "PS4", "PROMPT_COMMAND", "RANDOM", "SRANDOM",
        "SECONDS", "OPTIND", "LINENO", "HISTCMD", "BASHPID", "EPOCHSECONDS",
    ]
}

extension ShellCommand.Word {
    fileprivate var isOption: Bool { text.first == UInt8(ascii: "-") }
}
