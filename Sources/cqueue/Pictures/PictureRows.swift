import JobCore

/// The rows of a timeline's picture: one for each job where these are few, else one for each slot.
struct PictureRows {
    struct Row {
        /// What stands before it.
        let label: String
        let spans: [Timeline.Span]
        let top: Double
        let height: Double
        /// The slot, where it is the first row of one; nil elsewhere, and for jobs that have not run.
        let slot: Int?

        var middle: Double { top + height / 2 }
        /// What is left free above and below the bars.
        var gap: Double { height > 12 ? 3 : height > 5 ? 1 : 0 }
    }

    private(set) var rows: [Row] = []
    /// Where the first row begins, and the last one ends.
    let top: Double
    private(set) var bottom: Double
    /// Whether each job has a row of its own, with its name before it.
    let isByJob: Bool

    /// Jobs that have a row each, at most.
    private static let fewJobs = 60
    /// Jobs that have not run and are shown below the slots, at most.
    private static let fewWaiting = 40

    init(_ timeline: Timeline, top: Double) {
        self.top = top
        bottom = top
        isByJob = timeline.spans.count <= Self.fewJobs
        let slots = timeline.bySlot
        let others = timeline.spans.filter { $0.slot == nil }
        // Two thousand slots are no higher than some screens.
        let height = isByJob ? 20 : min(26, max(2, 2400 / Double(max(1, slots.count))))
        for (slot, spans) in slots.enumerated() {
            if isByJob {
                for (index, span) in spans.enumerated() {
                    add(span.label, [span], height, slot: index == 0 ? slot : nil)
                }
            } else {
                add("", spans, height, slot: slot)
            }
        }
        if isByJob || others.count <= Self.fewWaiting {
            for span in others { add(span.label, [span], isByJob ? height : 16, slot: nil) }
        }
    }

    private mutating func add(
        _ label: String, _ spans: [Timeline.Span], _ height: Double, slot: Int?
    ) {
        rows.append(Row(label: label, spans: spans, top: bottom, height: height, slot: slot))
        bottom += height
    }
}

extension Timeline.Span {
    /// Its ID and name, for a person.
    var label: String { "\(job.id) \(job.name.printable)" }
}
