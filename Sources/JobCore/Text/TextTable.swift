/// Rows of text under headings, in columns as wide as their widest value.
package struct TextTable {
    private let headings: [String]
    private var rows: [[String]] = []

    package init(headings: [String]) { self.headings = headings }

    package mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines, without blanks at their ends. The last column is as long as its value; no value
    /// is ever cut.
    package func lines(heading: Bool = true) -> [String] {
        var widths = headings.map(\.unicodeScalars.count)
        for row in rows {
            for (column, value) in row.enumerated() {
                widths[column] = max(widths[column], value.unicodeScalars.count)
            }
        }
        return ((heading ? [headings] : []) + rows).map { row in
            var line = ""
            for (column, value) in row.enumerated() {
                line += value
                guard column + 1 < row.count else { break }
                let gap = widths[column] - value.unicodeScalars.count + 2
                line += String(repeating: " ", count: gap)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
