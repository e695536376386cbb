/// What shows standard output.
package struct Screen: Sendable {
    /// Whether it is a terminal.
    package let isTerminal: Bool
    package let isColored: Bool

    init(_ options: LogOptions) {
        isTerminal = File.isTerminal(1)
        isColored = options.colors(isTerminal: isTerminal)
    }

    /// How many characters a line of the terminal has now; nil for what is none.
    package var columns: Int? { isTerminal ? Terminal.columns(of: 1) : nil }
}

/// Questions to whoever sits in front of it.
package enum Terminal {
    /// Whether somebody looks at it who wants more than plain lines.
    private static var isForPeople: Bool {
        let name = Surroundings.variable("TERM")
        return name != nil && name != "dumb"
            && !["CI", "NO_COLOR"].contains {
                Surroundings.variable($0).map { !$0.isEmpty } ?? false
            }
    }

    /// Whether there is somebody to ask.
    package static var hasSomebody: Bool { File.isTerminal(0) || File.isTerminal(2) }

    /// Whether standard error is one.
    package static var isError: Bool { File.isTerminal(2) }

    /// Asks on the terminal; without one the answer is yes, since a script has nobody to ask.
    package static func confirms(_ question: String) -> Bool { answer(to: question) ?? true }

    /// The answer of whoever sits in front of it; nil where there is nobody.
    package static func answer(to question: String) -> Bool? {
        guard hasSomebody,
            let terminal = try? File(open: "/dev/tty", .readWrite)
        else { return nil }
        try? terminal.write(Array("\(question) [y/N] ".utf8))
        let answer = (try? terminal.read(atMost: 64)) ?? []
        return answer.first == UInt8(ascii: "y") || answer.first == UInt8(ascii: "Y")
    }

    /// Whether a line may be rewritten on standard error to say how far things are.
    static func showsProgress(_ session: borrowing Session) -> Bool {
        File.isTerminal(2) && !session.log.isQuiet && isForPeople
    }
}

extension Terminal {
    /// The rows of the terminal that standard output is; 24 where it doesn't tell.
    package static var rows: Int {
        let rows = File.terminalRows(1)
        return rows > 1 ? rows : 24
    }

    /// The columns of the terminal that a descriptor is; 80 where it doesn't tell.
    package static func columns(of descriptor: Int32) -> Int {
        let columns = File.terminalColumns(descriptor)
        return columns > 1 ? columns : 80
    }

    /// As much of a line as fits into so many columns; all of it where that is not known.
    static func cut(_ line: String, to columns: Int) -> String {
        columns < 1 || line.utf8.count <= columns ? line : String(line.prefix(columns))
    }

    /// What shows a text from the first line of a screen on, in place of what stands there. Of a line
    /// there is what fits, and of the lines, with a last one that says how many are missing.
    package static func page(_ text: [UInt8], rows: Int) -> [UInt8] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        var missing = 0
        // The last row is for the cursor.
        if lines.count > rows - 1 {
            missing = lines.count - (rows - 2)
            lines.removeLast(missing)
        }
        // Home; no line goes on in the next row.
        var page = Array("\u{1B}[H\u{1B}[?7l".utf8)
        for line in lines { page += line + Array("\u{1B}[K\r\n".utf8) }
        if missing > 0 { page += Array("… \(missing) more\u{1B}[K\r\n".utf8) }
        return page + Array("\u{1B}[J\u{1B}[?7h".utf8)
    }
}
