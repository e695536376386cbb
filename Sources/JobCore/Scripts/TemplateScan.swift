/// Where in a shell's text a scan has come to: as much of the grammar of sh(1) and bash(1) as it takes to
/// know what a shell does with a word that is filled in.
struct TemplateScan {
    /// Text that is one thing until its end, inside of which others may stand.
    fileprivate enum Frame {
        /// Commands, up to that byte; with nil, to the end.
        case commands(closer: UInt8?, ShellCommand)
        case doubleQuotes
        /// `${ }`.
        case parameter
        /// `(( ))`, `$(( ))` and `$[ ]`: how it is written, and how many parentheses are open in it.
        case arithmetic(String, closer: [UInt8], depth: Int)
        /// `NAME=( )`, and whether a word begins with `[`.
        case array(isSubscript: Bool)
    }

    /// Text in which nothing else can stand.
    private enum Literal { case singleQuotes, ansiQuotes, comment }

    private var frames: [Frame] = [.commands(closer: nil, ShellCommand())]
    private var literal: Literal?
    private var isEscaped = false
    private var last: UInt8 = UInt8(ascii: "\n")
    /// Delimiters of here-documents whose text begins at the next line.
    private var delimiters: [ByteString] = []
    /// Of the here-document that is read: its delimiter, and the line so far.
    private var document: (delimiter: ByteString, line: [UInt8])?
    /// Bytes that belong to what has been taken in already.
    private var skipped = 0
    /// What declares variables that are evaluated whenever they get a value.
    private var declaration: String?
    /// A place whose text becomes a variable's value.
    private var assigned: String?

    /// Whether nothing but plain text stands at this point, so that a place may.
    var isPlace: Bool { !isEscaped }

    // MARK: Text

    /// Goes on by one byte; `rest` begins with it.
    mutating func advance(_ byte: UInt8, _ rest: ArraySlice<UInt8>) {
        // A byte behind a backslash begins nothing.
        let isPlain = isEscaped
        defer { last = isPlain ? UInt8(ascii: "x") : byte }
        if skipped > 0 {
            skipped -= 1
        } else if document != nil {
            advanceDocument(byte)
        } else if isEscaped {
            if literal == nil, byte != Self.newline { append(byte) }
            isEscaped = false
        } else if let literal {
            advance(byte, in: literal)
        } else {
            advance(byte, rest, in: frames[frames.count - 1])
        }
    }

    private mutating func advance(_ byte: UInt8, in literal: Literal) {
        switch literal {
        case .comment:
            guard byte == Self.newline else { return }
            self.literal = nil
            endLine()
        case .singleQuotes where byte == UInt8(ascii: "'"): self.literal = nil
        case .ansiQuotes where byte == UInt8(ascii: "'"): self.literal = nil
        case .ansiQuotes where byte == UInt8(ascii: "\\"): isEscaped = true
        case .singleQuotes, .ansiQuotes: append(byte)
        }
    }

    private mutating func advance(_ byte: UInt8, _ rest: ArraySlice<UInt8>, in frame: Frame) {
        if byte == UInt8(ascii: "\\") {
            isEscaped = true
            return
        }
        if open(rest, isQuoted: frame.isQuotes) { return }
        switch frame {
        case .doubleQuotes:
            if byte == UInt8(ascii: "\"") { frames.removeLast() } else { append(byte) }
        case .parameter:
            if byte == UInt8(ascii: "}") {
                frames.removeLast()
            } else if byte != UInt8(ascii: "'") || !frames.dropLast().last.isQuotes {
                quote(byte)
            }
        case .arithmetic(let text, let closer, let depth):
            if depth == 0, rest.starts(with: closer) {
                skipped = closer.count - 1
                frames.removeLast()
            } else {
                let change = "([".utf8.contains(byte) ? 1 : ")]".utf8.contains(byte) ? -1 : 0
                replace(.arithmetic(text, closer: closer, depth: max(0, depth + change)))
                quote(byte)
            }
        case .array:
            if byte == UInt8(ascii: ")") {
                frames.removeLast()
            } else {
                let begins = Self.blanks.contains(last) || last == UInt8(ascii: "(")
                if begins { replace(.array(isSubscript: byte == UInt8(ascii: "["))) }
                quote(byte)
            }
        case .commands(let closer, _): advanceCommands(byte, rest, closer)
        }
    }

    /// Begins what may begin anywhere but in single quotes; false where nothing does.
    private mutating func open(_ rest: ArraySlice<UInt8>, isQuoted: Bool) -> Bool {
        let forms: [(start: String, frame: Frame)] = [
            ("$((", .arithmetic("$((", closer: Array("))".utf8), depth: 0)),
            ("$(", .commands(closer: UInt8(ascii: ")"), ShellCommand())),
            ("${", .parameter), ("$[", .arithmetic("$[", closer: Array("]".utf8), depth: 0)),
        ]
        if rest.first == UInt8(ascii: "$"),
            let form = forms.first(where: { rest.starts(with: $0.start.utf8) })
        {
            beginWord()
            frames.append(form.frame)
            skipped = form.start.utf8.count - 1
            return true
        }
        guard rest.first == UInt8(ascii: "`") else { return false }
        if case .commands(UInt8(ascii: "`"), _) = frames[frames.count - 1] { return false }
        beginWord()
        frames.append(.commands(closer: UInt8(ascii: "`"), ShellCommand()))
        return true
    }

    /// Begins quotes where that byte does.
    private mutating func quote(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "'"):
            beginWord()
            literal = last == UInt8(ascii: "$") ? .ansiQuotes : .singleQuotes
        case UInt8(ascii: "\""):
            beginWord()
            frames.append(.doubleQuotes)
        default: break
        }
    }

    // MARK: Commands

    private mutating func advanceCommands(
        _ byte: UInt8, _ rest: ArraySlice<UInt8>, _ closer: UInt8?
    ) {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quote(byte)
        case Self.newline where command.isConditional: endWord()
        case _ where command.isConditional && "&|()<>;".utf8.contains(byte):
            // Operators of its own.
            endWord()
            append(byte)
            endWord()
        case UInt8(ascii: "#") where command.word == nil && last != UInt8(ascii: "$"):
            literal = .comment
        case Self.newline: endLine()
        case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord()
        case UInt8(ascii: "&") where last == UInt8(ascii: ">") || last == UInt8(ascii: "<"): break
        case UInt8(ascii: "|") where last == UInt8(ascii: ">"): break
        case UInt8(ascii: "&") where rest.dropFirst().first == UInt8(ascii: ">"): endWord()
        case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
            endCommand()
            if byte != UInt8(ascii: "|"), last == UInt8(ascii: ";") { command.beginPattern() }
        case UInt8(ascii: "`") where closer == byte: close()
        case UInt8(ascii: "("): openParenthesis(rest)
        case UInt8(ascii: ")"):
            if command.endPattern() { return }
            if closer == byte { close() } else { endCommand() }
        case UInt8(ascii: "<"), UInt8(ascii: ">"): redirect(rest)
        default: append(byte)
        }
    }

    private mutating func openParenthesis(_ rest: ArraySlice<UInt8>) {
        if command.expectsPattern { return }
        if let word = command.word, word.isAssignment, !word.isQuoted {
            frames.append(.array(isSubscript: false))
        } else if command.word == nil, rest.starts(with: "((".utf8), command.takesArithmetic {
            frames.append(.arithmetic("((", closer: Array("))".utf8), depth: 0))
            skipped = 1
        } else {
            command.mayBeFunction = command.word != nil
            endWord()
            frames.append(.commands(closer: UInt8(ascii: ")"), ShellCommand()))
        }
    }

    private mutating func redirect(_ rest: ArraySlice<UInt8>) {
        if rest.dropFirst().first == UInt8(ascii: "(") {
            // A process for a file.
            beginWord()
            skipped = 1
            frames.append(.commands(closer: UInt8(ascii: ")"), ShellCommand()))
            return
        }
        command.redirect()
        note(command.fault)
        let isHere = rest.starts(with: "<<".utf8) && !rest.starts(with: "<<<".utf8)
        if isHere {
            command.redirection = .document
            skipped = rest.dropFirst(2).first == UInt8(ascii: "-") ? 2 : 1
        } else if rest.starts(with: "<<<".utf8) {
            command.redirection = .text
            skipped = 2
        } else {
            command.redirection = .file
        }
    }

    /// Ends what began with a parenthesis or a backquote.
    private mutating func close() {
        endCommand()
        frames.removeLast()
        // `f() {`: what follows is a command.
        if last == UInt8(ascii: "("), command.mayBeFunction { command.beginBody() }
    }

    private mutating func endWord() {
        if let delimiter = command.endWord() { delimiters.append(delimiter) }
        note(command.fault)
        declaration = declaration ?? command.declaration
    }

    private mutating func endCommand() {
        endWord()
        command.end()
    }

    private mutating func endLine() {
        guard case .commands = frames[frames.count - 1] else { return }
        endCommand()
        if !delimiters.isEmpty { document = (delimiters.removeFirst(), []) }
    }

    private mutating func advanceDocument(_ byte: UInt8) {
        guard byte == Self.newline, let (delimiter, line) = document else {
            document?.line.append(byte)
            return
        }
        let text = ByteString(line.drop { $0 == UInt8(ascii: "\t") })
        guard text == delimiter else {
            document?.line = []
            return
        }
        document = delimiters.isEmpty ? nil : (delimiters.removeFirst(), [])
    }

    // MARK: The innermost frame

    /// The command that is read; one of no meaning outside of commands.
    private var command: ShellCommand {
        get {
            if case .commands(_, let command) = frames[frames.count - 1] { return command }
            return ShellCommand()
        }
        set {
            guard case .commands(let closer, _) = frames[frames.count - 1] else { return }
            frames[frames.count - 1] = .commands(closer: closer, newValue)
        }
    }

    private mutating func replace(_ frame: Frame) { frames[frames.count - 1] = frame }

    /// Adds a byte to the word that is read, be it in quotes.
    private mutating func append(_ byte: UInt8) {
        change { $0.append(byte, isQuoted: $1) }
    }

    private mutating func beginWord() { change { command, _ in command.beginQuoted() } }

    /// Changes the command that the innermost quotes belong to.
    private mutating func change(_ body: (inout ShellCommand, _ isQuoted: Bool) -> Void) {
        var index = frames.count - 1
        while index > 0, frames[index].isQuotes { index -= 1 }
        guard case .commands(let closer, var command) = frames[index] else { return }
        body(&command, literal != nil || index < frames.count - 1 || isEscaped)
        frames[index] = .commands(closer: closer, command)
    }

    // MARK: Places

    /// Takes in a place at this point; `isSeveral` where it stands for several words.
    /// - Throws: `Failure` (64) where it would not be a word, or a shell would evaluate it.
    mutating func take(_ place: String, isSeveral: Bool) throws(Failure) {
        defer { last = UInt8(ascii: "x") }
        if document != nil { throw Failure(place, "stands in a here-document") }
        if literal == .comment { return }
        if literal != nil || frames.contains(where: \.isQuotes) && isInQuotes {
            throw Failure(place, "stands in quotes", isOneWord: true)
        }
        switch frames[frames.count - 1] {
        case .doubleQuotes: throw Failure(place, "stands in quotes", isOneWord: true)
        case .parameter: throw Failure(place, "stands in '${ }'")
        case .arithmetic(let text, _, _): throw Failure(place, evaluatedBy: text)
        case .array(let isSubscript):
            if isSubscript { throw Failure(place, "stands in a subscript") }
        case .commands:
            if command.redirection == .document {
                throw Failure(place, "is what ends a here-document")
            }
            var outer: String?
            for frame in frames { outer = outer ?? frame.evaluation }
            if let outer, command.redirection == nil { throw Failure(place, evaluatedBy: outer) }
            if command.redirection == nil { passOn(place) }
            command.take(place, isSeveral: isSeveral)
            note(command.fault)
            if command.isAssigning { assigned = assigned ?? place }
        }
        if let fault { throw Failure(fault.place, fault) }
    }

    /// What the innermost command writes may become a part of words of those around it.
    private mutating func passOn(_ place: String) {
        for index in frames.indices.dropLast() {
            guard case .commands(let closer, var outer) = frames[index] else { continue }
            outer.take(outputOf: place)
            note(outer.fault)
            if outer.isAssigning { assigned = assigned ?? place }
            frames[index] = .commands(closer: closer, outer)
        }
    }

    /// Whether the innermost commands stand in backquotes within double quotes, where a quote would end
    /// these.
    private var isInQuotes: Bool {
        guard let quotes = frames.lastIndex(where: \.isQuotes) else { return false }
        return frames[quotes...].contains { frame in
            if case .commands(UInt8(ascii: "`"), _) = frame { true } else { false }
        }
    }

    private var fault: ShellCommand.Fault?

    private mutating func note(_ fault: ShellCommand.Fault?) { self.fault = self.fault ?? fault }

    /// Whether a word that is added here would be an argument of a command.
    var takesArgument: Bool {
        guard frames.count == 1, literal == nil, document == nil, delimiters.isEmpty else {
            return false
        }
        var command = command
        _ = command.endWord()
        return command.hasName
    }

    /// Looks at what only the end tells.
    /// - Throws: `Failure` (64) as for a place.
    mutating func finish() throws(Failure) {
        if case .commands = frames[frames.count - 1], document == nil { endCommand() }
        if let fault { throw Failure(fault.place, fault) }
        if let declaration, let assigned {
            throw Failure(assigned, evaluatedBy: declaration)
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let blanks = Set(" \t\n".utf8)
}

extension TemplateScan.Frame? {
    fileprivate var isQuotes: Bool { self?.isQuotes ?? false }
}

extension TemplateScan.Frame {
    fileprivate var isQuotes: Bool { if case .doubleQuotes = self { true } else { false } }

    /// What evaluates the output of a command in it.
    fileprivate var evaluation: String? {
        switch self {
        case .arithmetic(let text, _, _): text
        case .parameter: "${"
        case .commands, .doubleQuotes, .array: nil
        }
    }
}

extension Failure {
    fileprivate init(_ place: String, _ fault: ShellCommand.Fault) {
        self.init(place, evaluatedBy: fault.word)
    }

    /// A place where a shell reads its word once more.
    fileprivate init(_ place: String, evaluatedBy word: String) {
        self.init(
            "'\(place)' can't stand where a shell evaluates it, as '\(word)' does", status: .usage,
            advice: "f=\(place); … \"$f\" is a way out, once the text has been looked at: "
                + "case $f in *[!0-9]*) exit 1; esac")
    }

    fileprivate init(_ place: String, _ reason: String, isOneWord: Bool = false) {
        let hint = isOneWord ? ": write it without, it is one word already" : ""
        self.init(
            "'\(place)' \(reason)\(hint)", status: .usage,
            advice: "f=\(place); … \"$f\" is a way out")
    }
}
