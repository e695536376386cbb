import JobCore

/// Who depends on whom in a timeline's picture, and where that is drawn.
struct PictureLinks {
    typealias End = (span: Timeline.Span, y: Double)

    /// Where each job is, an array's tasks together.
    private var places: [ChainKey: [End]] = [:]
    private var children: [ChainKey: [(end: End, condition: Dependency.Condition)]] = [:]

    /// More lines than that from one job nobody can follow.
    private static let most = 60

    init(_ timeline: Timeline, _ rows: PictureRows) {
        for row in rows.rows {
            for span in row.spans {
                let end = (span, row.middle)
                places[ChainKey(span.job.id), default: []].append(end)
                for (id, condition) in span.job.parents {
                    let key = ChainKey(id)
                    // The first that are looked at are those that are drawn.
                    guard children[key]?.count ?? 0 < Self.most || condition == .aftercorr else {
                        continue
                    }
                    children[key, default: []].append((end, condition))
                }
            }
        }
    }

    func parents(of span: Timeline.Span) -> [End] {
        var ends: [End] = []
        for (id, condition) in span.job.parents {
            if ends.count >= Self.most { break }
            let places = places[ChainKey(id)] ?? []
            ends += places.filter { condition != .aftercorr || $0.span.isSameTask(as: span) }
                .prefix(Self.most - ends.count)
        }
        return ends
    }

    func children(of span: Timeline.Span) -> [End] {
        (children[ChainKey(span.job.id)] ?? []).lazy
            .filter { $0.condition != .aftercorr || $0.end.span.isSameTask(as: span) }
            .prefix(Self.most).map(\.end)
    }
}

extension Timeline.Span {
    /// Whether both are the task of one index, each of its array.
    fileprivate func isSameTask(as other: Timeline.Span) -> Bool {
        BatchID(job.id.text)?.tasks == BatchID(other.job.id.text)?.tasks
    }
}
