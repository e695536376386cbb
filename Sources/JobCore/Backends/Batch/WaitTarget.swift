/// One of the jobs that are waited for: a job, an array, or some tasks of one.
protocol WaitTarget: AnyObject {
    var id: JobID { get }
    var place: BatchID? { get }
    /// What is listed of it.
    var rows: [BatchJob] { get }
    /// How many of its jobs have not ended.
    var openCount: Int { get }
    /// Whether only the batch system knows of it.
    var isForeign: Bool { get }
    /// Where the jobs write how they ended; nil where they don't.
    var statusDirectory: ByteString? { get }

    /// Reads the exit records that are there.
    func read(_ present: Set<ByteString>)
    /// Takes down what the batch system lists.
    func look(at index: JobIndex, _ now: Instant)

    /// Jobs that are listed as ended, and not how, or not at all: each is worth a question.
    var questions: [JobID] { get }
    /// Takes down what was told of those that were asked about.
    func settle(by index: JobIndex, asked: Set<JobID>, _ now: Instant)

    /// Whether accounting may know more: some of it is listed no more, or still unclear.
    var isLost: Bool { get }
    /// Ends what is lost by accounting, by what csub knows, or as unknown when there is nothing left to
    /// wait for. An exit record may take `patience` milliseconds to appear, and accounting be `delay`
    /// behind.
    func settle(ofGone history: JobIndex, _ now: Instant, patience: Int, delay: Int)

    /// Waits no longer for what has been in doubt for so many milliseconds.
    func giveUp(after limit: Int, _ now: Instant)
    /// How it ended, as a whole; nil while there is something to wait for.
    func end() -> JobEnd?
}

extension WaitTarget {
    /// Changes when anything does.
    var fingerprint: String {
        "\(openCount) " + rows.map { "\($0.id) \($0.nativeState) \($0.reason)" }.joined()
    }

    var isRunning: Bool { rows.contains { $0.state == .running } }

    /// What is worth a word while it is open, with what makes it another word.
    var remark: (key: String, text: String)? {
        guard let row = rows.first, !row.state.hasEnded else { return nil }
        if rows.allSatisfy({ $0.state == .held }) {
            return ("held", "held (\(row.reason)); 'cqueue --release' lets it start")
        }
        guard rows.allSatisfy(\.canNeverStart) else { return nil }
        return (row.reason, "can't start as things are: \(row.reason)")
    }
}

extension JobEnd {
    /// A job of which nobody has ever heard.
    init(ofNoJob id: JobID) {
        self.init(id: id, status: .cannotWait, state: .unknown, hasBegun: false, isNoJob: true)
    }

    /// How a job ended as a whole, by how its parts did; nil where there are none.
    init?(_ id: JobID, worstOf parts: [JobEnd]) {
        guard let worst = parts.max(by: { $0.weight < $1.weight }) else { return nil }
        self.init(
            id: id, status: worst.status, state: worst.state, remark: worst.remark,
            name: worst.name, hasBegun: parts.contains { $0.hasBegun })
        let failed = parts.count { $0.status != .success }
        guard parts.count > 1, failed > 0 else { return }
        let unknown =
            worst.state == .unknown ? worst.remark.map { "; \(worst.id): \($0)" } : nil
        remark = "\(failed) of \(parts.count) tasks did not end with 0" + (unknown ?? "")
    }

    /// Orders endings, the worst last: one that nobody knows is worse than all others.
    private var weight: Int32 { state == .unknown ? .max : status.code }
}
