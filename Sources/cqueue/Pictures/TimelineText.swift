import JobCore

/// A timeline as lines of text, with a line for each slot.
struct TimelineText {
    private let timeline: Timeline
    /// How many characters a line has at most, and how many of them are time.
    private let columns: Int
    private let width: Int
    private let isColored: Bool

    /// The characters before what is shown over time.
    private static let margin = 10

    init(_ timeline: Timeline, columns: Int, isColored: Bool) {
        self.timeline = timeline
        self.columns = max(columns, 30)
        width = self.columns - Self.margin
        self.isColored = isColored
    }

    /// The axis, the slots, how many wait, and what the marks mean.
    var text: [UInt8] {
        if timeline.spans.isEmpty { return [] }
        var text = axis
        for (slot, spans) in timeline.bySlot.enumerated() {
            var row = TimelineRow(width: width)
            for span in spans { add(span, to: &row) }
            text += margin("\(slot + 1)") + row.text(isColored: isColored)
        }
        text += waiting
        return text + summary
    }

    private func add(_ span: Timeline.Span, to row: inout TimelineRow) {
        guard let started = span.started else { return }
        let first = column(started)
        let last = max(first, column(span.end, isEnd: true))
        row.wait(from: column(span.submitted), to: first)
        row.run(
            span.job.state, first...last,
            label: "\(span.job.id) \(span.job.name.printable)")
    }

    /// The column of a moment; of an end, the last one that it reaches into.
    private func column(_ time: Int, isEnd: Bool = false) -> Int {
        let place =
            Double(time - timeline.beginning) / Double(timeline.end - timeline.beginning)
            * Double(width)
        let column = isEnd ? Int(place.rounded(.up)) - 1 : Int(place)
        return min(width - 1, max(0, column))
    }

    private func margin(_ text: String) -> [UInt8] {
        let blanks = max(0, Self.margin - 2 - text.utf8.count)
        return Array((String(repeating: " ", count: blanks) + text + "  ").utf8)
    }

    private var axis: [UInt8] {
        let scale = TimeScale(from: timeline.beginning, to: timeline.end, atMost: width / 14)
        var line = ""
        for mark in scale.marks {
            let column = column(mark)
            let label = "╷" + scale.label(mark)
            let length = line.unicodeScalars.count
            guard column >= length, column + label.unicodeScalars.count <= width else { continue }
            line += String(repeating: " ", count: column - length) + label
        }
        return margin("") + Array((line + "\n").utf8)
    }

    /// How many jobs wait over time, as bars of eight heights.
    private var waiting: [UInt8] {
        let counts = timeline.waiting(at: width)
        guard let most = counts.max(), most > 0 else { return [] }
        let heights = Array("▁▂▃▄▅▆▇█")
        var line = ""
        for count in counts {
            line.append(count == 0 ? " " : heights[(count * 8 + most - 1) / most - 1])
        }
        while line.last == " " { line.removeLast() }
        let color = isColored ? JobState.pending.color : nil
        return margin("waiting") + TextColor.colored(line, color) + Array("\n".utf8)
            + margin("") + Array("at most \(most) at once\n".utf8)
    }

    /// When it was, how many jobs are in each state, and what marks them.
    private var summary: [UInt8] {
        var counts: [JobState: Int] = [:]
        for span in timeline.spans { counts[span.job.state, default: 0] += span.job.taskCount }
        let parts = JobState.allCases.compactMap { state -> String? in
            guard let count = counts[state] else { return nil }
            let mark = TimelineRow.mark(of: state).map { " \($0)" } ?? ""
            return "\(count) \(state.rawValue)\(mark)"
        }
        let marks = ["· waits", "█ several jobs in one place"]
        return Array(
            (lines(of: parts, between: ", ") + lines(of: timeline.period, between: " ")
                + lines(of: marks, between: "   ")).utf8)
    }

    /// Parts one behind the other, in lines that fit.
    private func lines(of parts: [String], between separator: String) -> String {
        var (text, length) = ("", 0)
        for part in parts {
            let size = part.unicodeScalars.count
            if length > 0, length + separator.utf8.count + size > columns {
                text += "\n"
                length = 0
            }
            text += (length > 0 ? separator : "") + part
            length += (length > 0 ? separator.utf8.count : 0) + size
        }
        return text + "\n"
    }
}
