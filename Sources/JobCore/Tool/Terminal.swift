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

    /// Asks on the terminal; without one the answer is yes, since a script has nobody to ask.
    package static func confirms(_ question: String) -> Bool {
        guard File.isTerminal(0) || File.isTerminal(2),
            let terminal = try? File(open: "/dev/tty", .readWrite)
        else { return true }
        try? terminal.write(Array("\(question) [y/N] ".utf8))
        let answer = (try? terminal.read(atMost: 64)) ?? []
        return answer.first == UInt8(ascii: "y") || answer.first == UInt8(ascii: "Y")
    }

    /// Whether a line may be rewritten on standard error to say how far things are.
    static func showsProgress(_ session: borrowing Session) -> Bool {
        File.isTerminal(2) && !session.log.isQuiet && isForPeople
    }
}
