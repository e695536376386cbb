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
    package mutating func add(_ value: FieldValue) {
        let start = bytes.count
        let width = value.append(to: &bytes)
        let column = cells.count % widths.count
        if width > widths[column] { widths[column] = width }
        cells.append(
            Cell(length: Int32(clamping: bytes.count - start), width: Int32(clamping: width)))
    }

    /// The lines, without blanks at their ends. The last column is as long as its value; no value
    /// is ever cut. With `filler` that stands for an empty cell which is not the last one of its row,
    /// so that every line has as many words.
    package func text(filler: UInt8? = nil) -> [UInt8] {
        let blank = UInt8(ascii: " ")
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + cells.count * 4)
        var (column, start) = (0, 0)
        for cell in cells {
            let end = start + Int(cell.length)
            text.append(contentsOf: bytes[start..<end])
            start = end
            var width = Int(cell.width)
            if column + 1 < widths.count {
                if width == 0, let filler {
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
}
