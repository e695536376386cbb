import JobCore

/// The colours of a timeline's picture, in light and in dark, and what is shown only where a pointer
/// stands.
enum PictureStyle {
    static let text = """
        :root{color-scheme:light dark;--page:#fff;--ink:#1f2328;--dim:#656d76;--grid:#e4e8ec;\
        --rule:#eff2f5;--waits:#e8d9a8;--complete:#2f75b5;--running:#2a8a45;--failed:#cf222e;\
        --cancelled:#8250df;--parent:#bc4c00}
        @media (prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#e6edf3;--dim:#8d96a0;\
        --grid:#262c34;--rule:#1a2027;--waits:#5d5128;--complete:#3d85c6;--running:#2ea043;\
        --failed:#f85149;--cancelled:#a371f7;--parent:#ffa657}}
        text{font:12px system-ui,sans-serif;fill:var(--ink)}
        .head{font-size:15px;font-weight:600}
        .dim{fill:var(--dim)}
        .end{text-anchor:end}
        .in{fill:#fff;font-size:11px;pointer-events:none}
        .why{fill:var(--failed);pointer-events:none}
        .page{fill:var(--page)}
        .grid,.rule{fill:none;stroke:var(--grid)}
        .rule{stroke:var(--rule)}
        .waits{fill:var(--waits)}
        .complete{fill:var(--complete)}
        .running{fill:var(--running)}
        .failed{fill:var(--failed)}
        .cancelled{fill:var(--cancelled)}
        .mark{fill:var(--failed);stroke:var(--page);stroke-width:.8;pointer-events:none}
        .job rect{fill:transparent}
        .job:hover rect{stroke:var(--ink);stroke-width:2}
        .job path{fill:none;stroke-width:1.5;visibility:hidden;pointer-events:none}
        .job:hover path{visibility:visible}
        .parent{stroke:var(--parent)}
        .child{stroke:var(--ink);stroke-dasharray:4 3}

        """
}

/// What a timeline's picture says of a job where a pointer stands.
enum PictureTitle {
    /// Lines, as text of an XML document.
    static func text(of span: Timeline.Span) -> String {
        let job = span.job
        var lines = [span.label, job.standing]
        let waited = DurationText.clock(milliseconds: span.waitedUntil - span.submitted)
        if let started = span.started {
            let ran = DurationText.clock(milliseconds: job.elapsed ?? span.end - started)
            lines.append("waited \(waited), \(job.state.hasEnded ? "ran" : "has run") \(ran)")
            lines.append("slot \((span.slot ?? 0) + 1), cores \(job.cores)")
        } else {
            lines.append("\(job.state.hasEnded ? "waited" : "has waited") \(waited), never ran")
        }
        lines.append("submitted \(TimeScale.moment(span.submitted))")
        if let started = span.started { lines.append("started \(TimeScale.moment(started))") }
        if job.state.hasEnded { lines.append("ended \(TimeScale.moment(span.end))") }
        if let input = job.input { lines.append("input \(input.printable)") }
        let parents = job.parents.map { "\($0.condition.rawValue):\($0.id)" }
        if !parents.isEmpty {
            let more = parents.count > 10 ? " and \(parents.count - 10) more" : ""
            lines.append("after " + parents.prefix(10).joined(separator: ", ") + more)
        }
        return XMLText.escaped(lines.joined(separator: "\n"))
    }
}
