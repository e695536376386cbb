/// When a line tells how far things are.
package enum ProgressChoice: String, CaseIterable, Sendable {
    /// On a terminal, for people.
    case auto
    case always, never
}

/// A line on a terminal's standard error that is written again and again; nothing where standard
/// error is no terminal.
struct ProgressLine {
    private let tool: String
    let isShown: Bool
    private var isOnScreen = false

    init(
        _ session: borrowing Session, _ choice: ProgressChoice = .auto, isWanted: Bool = true
    ) {
        tool = session.tool
        isShown =
            switch choice {
            case .auto: isWanted && Terminal.showsProgress(session)
            case .always: true
            case .never: false
            }
    }

    mutating func show(_ text: String) {
        guard isShown else { return }
        isOnScreen = true
        Messages.sayInPlace(Terminal.cut("\(tool): \(text)", to: File.terminalColumns(2) - 1))
    }

    /// Takes the line away, before anything else is said and at the end.
    mutating func clear() {
        guard isOnScreen else { return }
        isOnScreen = false
        Messages.sayInPlace("")
    }
}
