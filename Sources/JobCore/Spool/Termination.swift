/// The end of a running job as a value: why it is being ended, since when, and which signal is due.
///
/// SIGTERM goes out first, SIGKILL when the grace period is over, and again until nothing is left. The
/// time limit is in it too: when that is reached, the job is being ended. It has no clock and no
/// processes; whoever looks after the job asks what is due, sends it, and writes into the attempt's
/// file what was sent, so that whoever takes the job over goes on from there.
struct Termination: Hashable, Sendable {
    /// Why a job is being ended.
    enum Reason: String, Sendable {
        case cancel, limit
    }

    /// When the job reaches its time limit; nil for one without.
    let limit: Instant?
    /// Milliseconds between SIGTERM and SIGKILL.
    let grace: Int
    /// Why it is being ended; nil while nobody wants that. The first reason stays.
    private(set) var reason: Reason?
    /// When SIGTERM went out.
    private(set) var warned: Instant?
    /// When SIGKILL went out first.
    private(set) var killed: Instant?
    private var lastKill: Instant?

    /// Milliseconds between one SIGKILL and the next: what is only just being forked may miss one.
    private static let repetition = 20

    init(limit: Instant?, grace: Int) {
        self.limit = limit
        self.grace = grace
    }

    /// One that others began.
    init(limit: Instant?, grace: Int, reason: Reason?, warned: Instant?) {
        self.init(limit: limit, grace: grace)
        self.reason = reason ?? (warned == nil ? nil : .cancel)
        self.warned = warned
    }

    /// The job is to end.
    mutating func ask(_ reason: Reason) { if self.reason == nil { self.reason = reason } }

    /// The signal to send now, to every process of the job; nil where none is due. What it says is
    /// taken as sent.
    mutating func due(at now: Instant) -> Int32? {
        if let limit, now >= limit { ask(.limit) }
        guard reason != nil else { return nil }
        guard let warned else {
            self.warned = now
            return Signal.terminate
        }
        guard now >= warned + grace else { return nil }
        if let lastKill, now < lastKill + Self.repetition { return nil }
        killed = killed ?? now
        lastKill = now
        return Signal.kill
    }

    /// When the next signal is due; nil where none will be by itself.
    var next: Instant? {
        guard reason != nil else { return limit }
        guard let warned else { return Instant(milliseconds: 0) }
        let kill = warned + grace
        return lastKill.map { max(kill, $0 + Self.repetition) } ?? kill
    }
}

/// Gaps that grow each time something fails again (exponential back-off).
struct Backoff: Hashable, Sendable {
    /// Milliseconds of the first gap, and of the longest.
    let first, most: Int
    private(set) var failures = 0
    /// When the next try is due; nil where nothing has failed.
    private(set) var next: Instant?

    init(first: Int, most: Int) {
        self.first = first
        self.most = most
    }

    /// The gap after that many failures in a row, in milliseconds.
    func gap(after failures: Int) -> Int {
        failures < 1 ? 0 : min(most, first << min(failures - 1, 30))
    }

    /// It failed once more; this time it waits no longer than `atMost` milliseconds.
    mutating func fail(at now: Instant, atMost: Int = .max) {
        failures += 1
        next = now + min(gap(after: failures), atMost)
    }

    /// It went well.
    mutating func succeed() {
        failures = 0
        next = nil
    }

    /// Whether a try is due.
    func isDue(at now: Instant) -> Bool { next.map { now >= $0 } ?? true }
}
