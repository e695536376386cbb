import JobCore

/// A line of a timeline: what a slot does, a character for each part of the time.
struct TimelineRow {
    private var cells: [Cell]

    private struct Cell {
        var character: Unicode.Scalar = " "
        var color: TextColor?
        /// Of a job that runs or ran there; nil for a place where none did.
        var state: JobState?

        var isFailure: Bool { state?.isFailure ?? false }
    }

    init(width: Int) { cells = Array(repeating: Cell(), count: width) }

    /// What stands at the end of a job's bar; nil for a state in which none runs.
    static func mark(of state: JobState) -> Character? {
        switch state.look {
        case .waits: nil
        case .running: ">"
        case .complete: "]"
        case .failed: "✗"
        case .cancelled: "/"
        }
    }

    /// A job waits until it begins at `end`; shown where the slot does nothing meanwhile.
    mutating func wait(from first: Int, to end: Int) {
        var place = end
        while place > first, cells[place - 1].state == nil {
            place -= 1
            cells[place].character = "·"
            cells[place].color = JobState.pending.color
        }
    }

    /// A job runs, or ran. Where it has one place alone and that is taken, the place stands for several,
    /// and for a failure where one of them failed.
    mutating func run(_ state: JobState, _ places: ClosedRange<Int>, label: String) {
        var places = places
        if cells[places.lowerBound].state != nil, places.count > 1 {
            places = (places.lowerBound + 1)...places.upperBound
        }
        guard let mark = Self.mark(of: state)?.unicodeScalars.first else { return }
        if places.count == 1 {
            let place = places.lowerBound
            let before = cells[place].state
            let isWorse = before.map { !$0.isFailure || state.isFailure } ?? true
            if isWorse { cells[place] = Cell(character: mark, color: state.color, state: state) }
            if before != nil, !cells[place].isFailure { cells[place].character = "█" }
            return
        }
        let letters = Self.letters(of: label, in: places.count - 2)
        for place in places {
            cells[place] = Cell(character: "=", color: state.color, state: state)
        }
        cells[places.lowerBound].character = "["
        for (index, letter) in letters.enumerated() {
            cells[places.lowerBound + 1 + index].character = letter
        }
        cells[places.upperBound].character = mark
    }

    /// What there is room for of an ID and a name. An ID that is cut is another one.
    private static func letters(of label: String, in room: Int) -> [Unicode.Scalar] {
        let letters = Array(label.unicodeScalars)
        let id = letters.firstIndex(of: " ") ?? letters.count
        if letters.count <= room { return letters }
        if id > room { return [] }
        return room < id + 3 ? Array(letters[..<id]) : letters[..<(room - 1)] + ["…"]
    }

    /// The line.
    func text(isColored: Bool) -> [UInt8] {
        var cells = cells[...]
        while cells.last?.character == " " { cells.removeLast() }
        var text: [UInt8] = []
        while let first = cells.first {
            let part = cells.prefix { $0.color == first.color }
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: part.map(\.character))
            text += TextColor.colored(String(piece), isColored ? first.color : nil)
            cells = cells.dropFirst(part.count)
        }
        return text + [UInt8(ascii: "\n")]
    }
}
