/// What the runner sees to beside jobs: room for endings on a disk that others fill, and a journal
/// that does not grow for ever.
struct Housekeeping {
    private let spool: Spool
    /// How far room is set aside in the journal.
    private var reservedUpTo = 0
    /// The journal's length at which it is worth a look how much of it is dead.
    private var nextLook = smallest
    private var failures = Backoff(first: 1000, most: 600_000)
    /// The room for endings is not there.
    private(set) var isOutOfRoom = false

    /// A journal below this is left alone.
    private static let smallest = 4 << 20

    init(spool: Spool) { self.spool = spool }

    /// Keeps the room beyond the journal's end, in which endings are written when the disk is full.
    ///
    /// - Returns: whether at least half of it is there. Without that nothing may start: each start
    ///   takes of it, and brings an ending.
    mutating func keepsRoom(in journal: File, end: Int) -> Bool {
        if end + Spool.reserve / 2 <= reservedUpTo { return true }
        do throws(Failure) {
            try journal.reserve(Spool.reserve, beyond: end)
            reservedUpTo = end + Spool.reserve
            isOutOfRoom = false
        } catch {
            // Some file systems can set nothing aside.
            isOutOfRoom =
                error.kind == .noSpace
                || Machine.freeSpace(around: spool.directory.file) < Spool.reserve
        }
        return !isOutOfRoom
    }

    /// Whether to shorten the journal now: most of it is about jobs that have ended. The look costs
    /// time in proportion to its length, so that the next one waits until it has grown by half.
    mutating func isWorthCompacting(_ journal: File, end: Int) throws(Failure) -> Bool {
        guard end >= nextLook, failures.isDue(at: Instant.now()) else { return false }
        nextLook = end + max(end / 2, Self.smallest)
        return try 2 * spool.deadBytes(in: Journal(journal), to: end) > end
    }

    /// Takes note that the journal is one of `end` bytes now.
    mutating func hasCompacted(to end: Int) {
        reservedUpTo = 0
        nextLook = max(Self.smallest, end + max(end / 2, Self.smallest))
        failures.succeed()
    }

    /// Takes note that it could not be shortened: tried again later, and ever later.
    mutating func hasFailed(end: Int) {
        nextLook = end
        failures.fail(at: Instant.now())
    }
}

extension Spool {
    /// Room kept free on the disk for endings, in bytes: beyond the journal's end, and by refusing
    /// what is new when no more than this is left.
    package static let reserve = 1 << 20

    /// - Throws: `Failure` (75) of the kind `noSpace` where writing so many bytes leaves less on the
    ///   disk than what is kept for endings.
    func checkRoom(for bytes: Int, _ purpose: String) throws(Failure) {
        let free = Machine.freeSpace(around: directory.file)
        guard free - bytes < Self.reserve else { return }
        throw Failure(
            "cannot \(purpose): '\(path.printable)' is on a disk with \(free / 1024) KiB left",
            status: .tryLater, kind: .noSpace)
    }

    /// Bytes of the journal's lines that are about jobs that have ended.
    fileprivate func deadBytes(in journal: Journal, to end: Int) throws(Failure) -> Int {
        var hasEnded: [Bool] = [false]
        try read { view throws(Failure) in
            hasEnded.reserveCapacity(view.head.next)
            try view.forEachMark { _, mark in hasEnded.append(mark.hasEnded) }
        }
        var dead = 0
        try journal.scan(from: 0, to: end) { line, _, length in
            // Of holds, releases and pauses only the last counts.
            let isPassing = [.hold, .release, .pause, .unpause, .budget].contains(line.kind)
            if isPassing || line.job < hasEnded.count && hasEnded[line.job] { dead += length }
        }
        return dead
    }

    /// Removes what processes left behind that were killed while they wrote: files in the making.
    func removeLeftovers() throws(Failure) {
        // Both are made under the lock, so that nobody makes them now.
        _ = try change { _ throws(Failure) in
            directory.remove(Journal.copyName)
            for name in try history.names() where name.hasSuffix(".new") { history.remove(name) }
        }
        for place in [directory, environments.directory, history, jobs] {
            place.removeTemporaries()
        }
        if let bad = try? Directory(directory.open("bad", .directory)) { bad.removeTemporaries() }
    }
}
