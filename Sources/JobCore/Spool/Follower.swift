/// Follows a queue from outside: sleeps until something is appended, and tells what.
package final class Follower {
    private let spool: Spool
    private let watch: FileWatch?
    private var journal: UInt64
    private var position: Int

    /// Follows from the state that `head` describes.
    package init(spool: Spool, from head: JobTable.Head) {
        self.spool = spool
        journal = head.journal
        position = head.applied
        watch = FileWatch()
        // The watch comes before the first look, so nothing falls between.
        if watch?.add(spool.directory.lastingPath(of: Journal.name), [.written, .replaced]) == false
        {
            unwatched = true
        }
    }

    private var unwatched = false

    /// What has happened since the last call.
    package enum News {
        case records([Record])
        /// The journal was shortened: look at the marks again.
        case replaced
    }

    package func news() throws(Failure) -> News {
        try spool.read { view throws(Failure) in
            defer { (journal, position) = (view.head.journal, view.head.applied) }
            guard view.head.journal == journal else {
                _ = watch?.add(
                    spool.directory.lastingPath(of: Journal.name), [.written, .replaced])
                return .replaced
            }
            var records: [Record] = []
            try view.forEachRecord(from: position) { record, _ in records.append(record) }
            return .records(records)
        }
    }

    /// What becomes ready when there may be news; nothing where the user has no watch left.
    package var descriptors: [Int32] {
        watch.flatMap { unwatched ? nil : [$0.descriptor] } ?? []
    }

    /// Milliseconds to sleep at most: without a watch it looks every 20 ms, and with one once a
    /// second for a runner that was killed.
    package var longestSleep: Int { descriptors.isEmpty ? 20 : 1000 }

    /// What is to be done after a sleep: forgets what woke it, and where nothing did sees to it that
    /// there is a runner.
    package func wake(byNews isNews: Bool) throws(Failure) {
        watch?.drain()
        guard !isNews, try !spool.hasRunner() else { return }
        // Left of its own accord, or killed?
        let isAbandoned = try spool.read { view throws(Failure) in view.head.isAbandoned }
        if !isAbandoned { try spool.ensureRunner() }
    }

    /// Sleeps until there may be news, one of `others` is ready, or `timeout` milliseconds are over.
    package func sleep(timeout: Int?, or others: [Int32] = []) throws(Failure) {
        let limit = longestSleep
        let ready = waitForInput(on: others + descriptors, timeout: min(timeout ?? limit, limit))
        try wake(byNews: !ready.isEmpty)
    }
}
