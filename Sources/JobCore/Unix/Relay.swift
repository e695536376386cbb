/// Pieces of work that are cut off one after another, done side by side on threads, and come back
/// in the order in which they were cut. There are only so many pieces, used again and again.
package final class Relay<Piece: AnyObject & Sendable> {
    private final class Entry: @unchecked Sendable {
        let piece: Piece
        var isDone = false
        init(_ piece: Piece) { self.piece = piece }
    }

    private struct Line {
        var free: [Piece]
        /// In order; those at its front are asked for first.
        var entries: [Entry] = []
        var isCutting = false
        var isOver = false
    }

    private let line: Shared<Line>
    private var threads: [Thread] = []

    /// Starts working on as many pieces at a time as there are in `pieces`.
    ///
    /// `cut` puts into a piece what is to be done next, one call at a time, and returns whether there
    /// is more behind it. `work` does what a piece says.
    /// - Throws: `Failure` where not even one thread can be started.
    package init(
        _ pieces: [Piece], threads count: Int, cut: @escaping @Sendable (Piece) -> Bool,
        work: @escaping @Sendable (Piece) -> Void = { _ in }
    ) throws(Failure) {
        let line = Shared(Line(free: pieces))
        self.line = line
        let labour: @Sendable () -> Void = {
            while true {
                let next = line.wait { line -> Piece?? in
                    if line.isOver { return .some(nil) }
                    guard !line.isCutting, let piece = line.free.popLast() else { return nil }
                    line.isCutting = true
                    return piece
                }
                guard let piece = next else { return }
                let isMore = cut(piece)
                let entry = Entry(piece)
                line.access { line in
                    line.isCutting = false
                    if !isMore { line.isOver = true }
                    line.entries.append(entry)
                }
                work(piece)
                line.access { _ in entry.isDone = true }
            }
        }
        for number in 0..<max(1, count) {
            do throws(Failure) {
                threads.append(try Thread(labour))
            } catch {
                if number == 0 { throw error }
            }
        }
    }

    /// The next piece, when it is done; nil when there is no other.
    package func next() -> Piece? {
        line.wait { line -> Piece?? in
            guard let first = line.entries.first else {
                return line.isOver && !line.isCutting ? .some(nil) : nil
            }
            guard first.isDone else { return nil }
            line.entries.removeFirst()
            return first.piece
        }
    }

    /// Gives back a piece for further use.
    package func recycle(_ piece: Piece) { line.access { $0.free.append(piece) } }

    /// Cuts nothing any more, and returns the pieces that were cut and not asked for, in order.
    @discardableResult
    package func stop() -> [Piece] {
        line.access { $0.isOver = true }
        for thread in threads { thread.join() }
        return line.access { line in
            defer { line.entries = [] }
            return line.entries.map(\.piece)
        }
    }

    deinit { stop() }
}
