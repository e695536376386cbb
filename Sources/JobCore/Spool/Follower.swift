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
        if watch?.add(spool.path + "/" + Journal.name, [.written, .replaced]) == false {
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
                _ = watch?.add(spool.path + "/" + Journal.name, [.written, .replaced])
                return .replaced
            }
            var records: [Record] = []
            try view.forEachRecord(from: position) { record, _ in records.append(record) }
            return .records(records)
        }
    }

    /// Sleeps until there may be news, one of `descriptors` is ready, or `timeout` milliseconds are
    /// over. Where the
    /// user has no watch left it looks every 20 ms; and at least once a second for a runner that
    /// was killed.
    package func sleep(timeout: Int?, or descriptors: [Int32] = []) throws(Failure) {
        var all = descriptors
        let isWatching = watch != nil && !unwatched
        if let watch, isWatching { all.append(watch.descriptor) }
        let limit = isWatching ? 1000 : 20
        let ready = waitForInput(on: all, timeout: min(timeout ?? limit, limit))
        watch?.drain()
        if ready.isEmpty, !spool.hasRunner {
            // Left of its own accord, or killed?
            let isAbandoned = try spool.read { view throws(Failure) in view.head.isAbandoned }
            if !isAbandoned { try spool.ensureRunner() }
        }
    }
}
