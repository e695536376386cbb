import JobCore

/// A timeline as a picture (SVG 1.1, with CSS for its colours and for what is shown where a pointer
/// stands). It has no script.
struct TimelinePicture {
    private let timeline: Timeline
    private let rows: PictureRows
    private let links: PictureLinks
    private var text: [UInt8] = []

    private static let width = 1200.0
    private static let right = 16.0
    private static let top = 74.0
    /// How wide a letter is, as far as one can tell.
    private static let letter = 6.6

    init(_ timeline: Timeline) {
        self.timeline = timeline
        rows = PictureRows(timeline, top: Self.top)
        links = PictureLinks(timeline, rows)
    }

    /// The document.
    static func document(of timeline: Timeline) -> [UInt8] {
        var picture = TimelinePicture(timeline)
        picture.draw()
        return picture.text
    }

    private var left: Double { rows.isByJob ? 220 : 76 }
    private var chartHeight: Double { rows.isByJob ? 0 : 84 }
    private var bottom: Double { rows.bottom + 12 + chartHeight }
    private var height: Double { bottom + 24 }

    private func x(_ time: Int) -> Double {
        let part =
            Double(time - timeline.beginning) / Double(timeline.end - timeline.beginning)
        return left + part * (Self.width - left - Self.right)
    }

    private mutating func draw() {
        let size = "\(Pixels(Self.width)) \(Pixels(height))"
        let count = timeline.spans.reduce(0) { $0 + $1.job.taskCount }
        let title = count == 1 ? "1 job" : "\(count) jobs"
        add(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" "
                + "width=\"\(Pixels(Self.width))\" height=\"\(Pixels(height))\">\n"
                + "<title>\(title)</title>\n<style>\n\(PictureStyle.text)</style>\n"
                + "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n")
        let period = timeline.period.joined(separator: " ")
        add("<text class=\"head\" x=\"16\" y=\"24\">\(title), \(period)</text>\n")
        drawLegend()
        drawScale()
        drawLabels()
        drawBars()
        if chartHeight > 0 { drawWaiting() }
        drawTargets()
        add("</svg>\n")
    }

    private mutating func add(_ part: String) { text += part.utf8 }

    /// How many jobs are in each state, with its colour.
    private mutating func drawLegend() {
        var counts: [JobState: Int] = [:]
        for span in timeline.spans { counts[span.job.state, default: 0] += span.job.taskCount }
        var place = 16.0
        for state in JobState.allCases {
            guard let count = counts[state] else { continue }
            let (x, label) = (Pixels(place), "\(count) \(state.rawValue)")
            add(
                "<rect class=\"\(state.look.rawValue)\" x=\"\(x)\" y=\"35\" width=\"12\" height=\"12\"/>"
            )
            if state.isFailure { add(mark(at: place + 12, top: 33, height: 16)) }
            add("<text x=\"\(Pixels(place + 17))\" y=\"45\">\(label)</text>\n")
            place += 17 + Double(label.utf8.count) * Self.letter + 22
        }
        let x = Pixels(place)
        add("<rect class=\"waits\" x=\"\(x)\" y=\"38\" width=\"12\" height=\"6\"/>")
        add("<text class=\"dim\" x=\"\(Pixels(place + 17))\" y=\"45\">waits</text>\n")
    }

    private mutating func drawScale() {
        let scale = TimeScale(from: timeline.beginning, to: timeline.end, atMost: 9)
        var lines = ""
        for mark in scale.marks {
            let place = Pixels(x(mark))
            lines += "M\(place) \(Pixels(Self.top - 6))V\(Pixels(bottom))"
            let label = scale.label(mark)
            // Beside the last one there may be no room.
            let length = Double(label.utf8.count) * Self.letter
            let anchor = x(mark) + length > Self.width ? " class=\"end\"" : ""
            add("<text\(anchor) x=\"\(place)\" y=\"\(Pixels(Self.top - 10))\">\(label)</text>\n")
            add("<text\(anchor) x=\"\(place)\" y=\"\(Pixels(bottom + 15))\">\(label)</text>\n")
        }
        add("<path class=\"grid\" d=\"\(lines)\"/>\n")
    }

    /// What stands before the rows.
    private mutating func drawLabels() {
        var lines = ""
        var free = 0.0
        let hasSlots = rows.rows.contains { $0.slot != nil }
        if hasSlots {
            add("<text class=\"dim\" x=\"16\" y=\"\(Pixels(Self.top - 10))\">slot</text>\n")
        }
        for (index, row) in rows.rows.enumerated() {
            let base = Pixels(row.middle + 4)
            if let slot = row.slot, row.middle >= free {
                add("<text class=\"dim\" x=\"16\" y=\"\(base)\">\(slot + 1)</text>\n")
                free = row.middle + 12
            }
            let isOther = row.slot == nil && row.spans.first?.slot == nil
            if row.height >= 12, row.slot != nil || isOther, index > 0 {
                lines += "M16 \(Pixels(row.top))H\(Pixels(Self.width - Self.right))"
            }
            if !row.label.isEmpty {
                let (place, room) = rows.isByJob ? (46.0, 26) : (16.0, 8)
                let label = XMLText.escaped(Self.cut(row.label, to: room))
                add("<text x=\"\(Pixels(place))\" y=\"\(base)\">\(label)</text>\n")
            }
        }
        add("<path class=\"rule\" d=\"\(lines)\"/>\n")
    }

    /// The beginning of a text, of so many letters.
    private static func cut(_ text: String, to count: Int) -> String {
        text.count <= count ? text : text.prefix(max(0, count - 1)) + "…"
    }

    /// All bars: a path for each state, so that two thousand are a small file, and the words in and
    /// beside them.
    private mutating func drawBars() {
        var waits = ""
        var bars: [String: String] = [:]
        var (marks, words) = ("", "")
        for row in rows.rows {
            let (top, height) = (row.top + row.gap, row.height - 2 * row.gap)
            var free = left
            for span in row.spans {
                let begin = x(span.waitedUntil)
                // Where a slot is taken the wait is not to be seen.
                let wait = rows.isByJob ? x(span.submitted) : max(x(span.submitted), free)
                if begin - wait > 0.3 {
                    let inset = height > 6 ? height / 4 : 0
                    waits += rect(wait, top + inset, begin - wait, height - 2 * inset)
                }
                let end = x(span.end)
                free = end
                if span.started != nil {
                    // A hair between two that follow one another.
                    let width = max(1, end - begin - (end - begin > 4 ? 0.7 : 0))
                    bars[span.job.state.look.rawValue, default: ""] += rect(
                        begin, top, width, height)
                    words += word(in: span, from: begin, to: end, row)
                }
                if span.started == nil, span.hasEnded {
                    // It was given up.
                    bars[span.job.state.look.rawValue, default: ""] += rect(end - 4, top, 4, height)
                }
                if span.job.state.isFailure {
                    marks += mark(at: end, top: row.top, height: min(row.height, 26))
                }
            }
        }
        add("<path class=\"waits\" d=\"\(waits)\"/>\n")
        for (look, path) in bars.sorted(by: { $0.key < $1.key }) {
            add("<path class=\"\(look)\" d=\"\(path)\"/>\n")
        }
        add(marks + words)
    }

    private func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
        "M\(Pixels(x)) \(Pixels(y))h\(Pixels(width))v\(Pixels(height))h\(Pixels(-width))z"
    }

    /// What marks a failure, whatever the colours: a wedge above the end.
    private func mark(at x: Double, top: Double, height: Double) -> String {
        let size = max(3, min(5, height / 4))
        return "<path class=\"mark\" d=\"M\(Pixels(x - size)) \(Pixels(top - 1))"
            + "h\(Pixels(2 * size))l\(Pixels(-size)) \(Pixels(size * 1.5))z\"/>\n"
    }

    /// The job's name in its bar, where it has none before it; else, beside it, why it failed.
    private func word(
        in span: Timeline.Span, from begin: Double, to end: Double, _ row: PictureRows.Row
    ) -> String {
        let base = Pixels(row.middle + 4)
        if rows.isByJob {
            let reason = span.job.reason
            let room = Int((Self.width - end - 12) / Self.letter)
            guard span.job.state.isFailure, reason.utf8.count <= room else { return "" }
            let text = XMLText.escaped(reason)
            return "<text class=\"why\" x=\"\(Pixels(end + 8))\" y=\"\(base)\">\(text)</text>\n"
        }
        let room = Int((end - begin - 8) / Self.letter)
        guard row.height >= 14, room >= span.job.id.text.utf8.count else { return "" }
        // Little of a name is none.
        let id = span.job.id.text
        let hasName = room >= min(span.label.count, id.count + 5)
        let text = XMLText.escaped(hasName ? Self.cut(span.label, to: room) : id)
        return "<text class=\"in\" x=\"\(Pixels(begin + 4))\" y=\"\(base)\">\(text)</text>\n"
    }

    /// How many jobs wait over time.
    private mutating func drawWaiting() {
        let counts = timeline.waiting(at: 400)
        let most = counts.max() ?? 0
        let (base, full) = (bottom, chartHeight - 24)
        let step = (Self.width - left - Self.right) / Double(counts.count)
        var path = "M\(Pixels(left)) \(Pixels(base))"
        for (index, count) in counts.enumerated() {
            let y = base - full * Double(count) / Double(max(1, most))
            path += "L\(Pixels(left + Double(index) * step)) \(Pixels(y))h\(Pixels(step))"
        }
        add("<path class=\"waits\" d=\"\(path)V\(Pixels(base))z\"/>\n")
        let y = Pixels(base - full - 5)
        add(
            "<text class=\"dim\" x=\"\(Pixels(left))\" y=\"\(y)\">waiting, at most \(most)</text>\n"
        )
    }

    /// What a pointer finds: each job with what is known of it, and lines to those that it depends on
    /// and that depend on it, above all bars.
    private mutating func drawTargets() {
        for row in rows.rows {
            for span in row.spans {
                let first = rows.isByJob ? x(span.submitted) : x(span.waitedUntil)
                let begin = min(first, x(span.end) - 3)
                let top = row.top + row.gap
                add(
                    "<g class=\"job\"><title>\(PictureTitle.text(of: span))</title>"
                        + "<rect x=\"\(Pixels(begin))\" y=\"\(Pixels(top))\" "
                        + "width=\"\(Pixels(max(3, x(span.end) - begin)))\" "
                        + "height=\"\(Pixels(max(2, row.height - 2 * row.gap)))\"/>")
                drawLinks(of: span, row)
                add("</g>\n")
            }
        }
    }

    private mutating func drawLinks(of span: Timeline.Span, _ row: PictureRows.Row) {
        var path = ""
        for (parent, y) in links.parents(of: span) {
            path += curve(x(parent.end), y, x(span.waitedUntil), row.middle)
        }
        if !path.isEmpty { add("<path class=\"parent\" d=\"\(path)\"/>") }
        path = ""
        for (child, y) in links.children(of: span) {
            path += curve(x(span.end), row.middle, x(child.waitedUntil), y)
        }
        if !path.isEmpty { add("<path class=\"child\" d=\"\(path)\"/>") }
    }

    private func curve(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        let bend = max(16, abs(x2 - x1) / 2)
        return "M\(Pixels(x1)) \(Pixels(y1))C\(Pixels(x1 + bend)) \(Pixels(y1)) "
            + "\(Pixels(x2 - bend)) \(Pixels(y2)) \(Pixels(x2)) \(Pixels(y2))"
    }
}

/// A length in a picture, written with one decimal at most.
private struct Pixels: CustomStringConvertible {
    private let tenths: Int

    init(_ length: Double) { tenths = Int((length * 10).rounded()) }

    var description: String {
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
    }
}
