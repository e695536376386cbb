import JobCore

/// What jobs are drawn as.
enum JobPicture {
    case timeline, timelineSVG(ByteString), tree, graph

    /// What the options ask for; nil where that is none.
    init?(_ line: ParsedLine) {
        if line.has(CqueueOptions.timeline) {
            self = .timeline
        } else if let path = line.text(CqueueOptions.timelineSVG) {
            self = .timelineSVG(path)
        } else if line.has(CqueueOptions.tree) {
            self = .tree
        } else if line.has(CqueueOptions.graph) {
            self = .graph
        } else {
            return nil
        }
    }
}

extension JobPicture {
    /// Whether jobs that were named come with those that they depend on, and that depend on them.
    var needsChains: Bool {
        switch self {
        case .timeline, .timelineSVG: false
        case .tree, .graph: true
        }
    }

    /// Where it is written; nil for standard output.
    var file: ByteString? {
        if case .timelineSVG(let path) = self, path != "-" { path } else { nil }
    }

    func text(of jobs: [JobReport], _ screen: Screen) -> [UInt8] {
        switch self {
        case .timeline:
            TimelineText(
                Timeline(jobs), columns: screen.columns ?? 80, isColored: screen.isColored
            ).text
        case .timelineSVG: TimelinePicture.document(of: Timeline(jobs))
        case .tree:
            JobTree.text(of: JobGraph(jobs), columns: screen.columns, isColored: screen.isColored)
        case .graph: GraphText.text(of: JobGraph(jobs))
        }
    }
}

extension JobReport {
    /// Its state and why, for a person: `failed, exit status 3`.
    var standing: String {
        if reason.isEmpty { return state.rawValue }
        return reason.hasPrefix(state.rawValue) ? reason : "\(state.rawValue), \(reason)"
    }
}

extension JobState {
    /// What pictures tell apart: the name is the class in a timeline's picture.
    enum Look: String { case waits, running, complete, failed, cancelled }

    var look: Look {
        switch self {
        case .held, .pending: .waits
        case .running, .suspended, .completing: .running
        case .complete: .complete
        case .failed, .timeout, .outOfMemory, .nodeFail, .unknown: .failed
        case .cancelled, .preempted: .cancelled
        }
    }

    /// Whether a job that is in it went wrong by itself.
    var isFailure: Bool { look == .failed }
}
