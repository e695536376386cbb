/// Rows of text under headings, in columns as wide as their widest value.
package struct TextTable: Sendable {
    /// All cells, row by row, without anything between them.
    private var bytes: [UInt8] = []
    private var cells: [Cell] = []
    private var widths: [Int]

    private struct Cell: Sendable {
        var length: Int32
        /// How many characters it has.
        var width: Int32
        /// What is said to a terminal before it; nil for nothing.
        var color: TextColor?
    }

    /// How the lines of a table are written.
    package struct Look: Sendable {
        /// Stands for an empty cell which is not the last one of its row, so that every line has as many
        /// words.
        package var filler: UInt8?
        /// The most characters that each column may have; what is cut ends with `…`. Nil for any number.
        package var limits: [Int]?
        package var isColored = false

        package init(filler: UInt8? = nil, limits: [Int]? = nil, isColored: Bool = false) {
            self.filler = filler
            self.limits = limits
            self.isColored = isColored
        }
    }

    /// A heading that is not shown takes its room all the same.
    package init(headings: [String], hasHeading: Bool = true) {
        widths = headings.map(\.unicodeScalars.count)
        if hasHeading { add(headings) }
    }

    /// Adds the rows of another one of as many columns.
    package mutating func add(_ other: TextTable) {
        bytes += other.bytes
        cells += other.cells
        widths = zip(widths, other.widths).map { max($0, $1) }
    }

    package mutating func add(_ row: [String]) {
        for value in row { add(.word(value)) }
    }

    /// Adds the next cell, from left to right and row by row.
    package mutating func add(_ value: FieldValue, _ color: TextColor? = nil) {
        let start = bytes.count
        let width = value.append(to: &bytes)
        let column = cells.count % widths.count
        if width > widths[column] { widths[column] = width }
        cells.append(
            Cell(
                length: Int32(clamping: bytes.count - start), width: Int32(clamping: width),
                color: color))
    }

    /// How many characters a line has at most.
    package var width: Int { widths.reduce(0, +) + 2 * (widths.count - 1) }

    /// A column that gives way where a line is too long, and how many characters it should keep.
    package struct Elastic: Sendable {
        let column: Int
        let least: Int

        package init(column: Int, least: Int) {
            self.column = column
            self.least = least
        }
    }

    /// Limits by which a line has no more than so many characters, as far as that can be: the elastic
    /// columns give way one after the other, each down to what it should keep, and then to six.
    package func limits(fitting columns: Int, elastic: [Elastic]) -> [Int] {
        var limits = widths
        var excess = width - columns
        for isLastRound in [false, true] {
            for part in elastic where excess > 0 {
                let least = isLastRound ? 6 : part.least
                let gain = min(excess, max(0, limits[part.column] - least))
                limits[part.column] -= gain
                excess -= gain
            }
        }
        return limits
    }

    /// How many characters a line has where the elastic columns have no more than they should keep.
    package func leastWidth(elastic: [Elastic]) -> Int {
        width - elastic.reduce(0) { $0 + max(0, widths[$1.column] - $1.least) }
    }

    /// The lines, without blanks at their ends. The last column is as long as its value; without
    /// limits no value is ever cut.
    package func text(_ look: Look = Look()) -> [UInt8] {
        let blank = UInt8(ascii: " ")
        let widths = look.limits ?? widths
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + cells.count * 4)
        var (column, start) = (0, 0)
        for cell in cells {
            let end = start + Int(cell.length)
            let color = look.isColored ? cell.color : nil
            if let color { text += color.beginning }
            var width = Int(cell.width)
            if width > widths[column], look.limits != nil {
                Self.cut(bytes[start..<end], to: widths[column], into: &text)
                width = widths[column]
            } else {
                text.append(contentsOf: bytes[start..<end])
            }
            if color != nil { text += TextColor.end }
            start = end
            if column + 1 < widths.count {
                if width == 0, let filler = look.filler {
                    text.append(filler)
                    width = 1
                }
                for _ in 0..<(widths[column] - width + 2) { text.append(blank) }
                column += 1
                continue
            }
            while text.last == blank { text.removeLast() }
            text.append(UInt8(ascii: "\n"))
            column = 0
        }
        return text
    }

    /// Appends the beginning of a value, and `…`: so many characters in all.
    private static func cut(_ value: ArraySlice<UInt8>, to count: Int, into text: inout [UInt8]) {
        var left = count
        for byte in value {
            // A character's first byte; the others of it follow.
            if byte & 0xC0 != 0x80 {
                left -= 1
                if left < 1 { break }
            }
            text.append(byte)
        }
        if count > 0 { text += Array("…".utf8) }
    }
}

/// A colour of a terminal (ECMA-48, SGR).
package enum TextColor: UInt8, Sendable {
    case red = 31
    case green, yellow, blue, magenta, cyan

    /// What turns it on.
    var beginning: [UInt8] { Array("\u{1B}[\(rawValue)m".utf8) }
    /// What turns every colour off.
    static let end = Array("\u{1B}[0m".utf8)

    /// A text in a colour, or, with nil, as it is.
    package static func colored(_ text: String, _ color: TextColor?) -> [UInt8] {
        guard let color else { return Array(text.utf8) }
        return color.beginning + Array(text.utf8) + end
    }
}

extension JobState {
    /// The colour that it is shown in: what waits, what runs, what ended well, badly or by a wish.
    package var color: TextColor {
        switch self {
        case .held, .pending, .suspended: .yellow
        case .running, .completing: .green
        case .complete: .cyan
        case .failed, .timeout, .outOfMemory, .nodeFail, .unknown: .red
        case .cancelled, .preempted: .magenta
        }
    }
}
