/// Which jobs a list shows.
package struct JobFilter: Sendable {
    package var states: Set<JobState>
    /// Jobs that were submitted again are passed over.
    package var skipsResubmitted = false
    /// Only these, where there are any.
    package var ids: [JobID] = []
    package var names: [ByteString] = []
    package var partitions: [ByteString] = []
    package var accounts: [ByteString] = []
    /// What jobs must be marked with, all of it.
    package var labels: [JobLabel] = []
    package var owners = Owners.me
    /// Only those submitted since then.
    package var since: WallTime?
    /// How old an answer of a batch system may be.
    package var freshness = Freshness.usual

    package enum Owners: Sendable, Hashable {
        case me
        case everybody
        case named([ByteString])
    }

    package enum Freshness: Sendable {
        /// As old as the configured interval.
        case usual
        /// Asked now.
        case now
        /// However old; the batch system is not asked.
        case kept
    }

    /// Whether everything is wanted that is known of each job, and not only what a line shows.
    package var isDetailed = false
    /// Whether the environment of each is wanted, too.
    package var hasEnvironment = false

    package init(states: Set<JobState>) { self.states = states }

    /// Whether nothing but states chooses, and whose jobs they are.
    package var isOfStatesAlone: Bool {
        ids.isEmpty && names.isEmpty && partitions.isEmpty && accounts.isEmpty && since == nil
            && labels.isEmpty
    }

    /// Whether a job in that state is let through.
    func lets(state: JobState, isResubmitted: Bool) -> Bool {
        states.contains(state) && !(skipsResubmitted && isResubmitted)
    }

    /// Whether a job of that name, in that queue, under that account, with these labels and submitted
    /// then is let through; nil is what nothing tells.
    func lets(
        name: ByteString, queue: ByteString, account: ByteString?, labels: [JobLabel]?,
        submitted: WallTime?
    ) -> Bool {
        (names.isEmpty || names.contains { name.matches($0) })
            && (partitions.isEmpty || partitions.contains(queue))
            && (accounts.isEmpty || account.map { accounts.contains($0) } ?? false)
            && (self.labels.isEmpty || (labels ?? []).have(self.labels))
            && (since.map { since in submitted.map { $0 >= since } ?? true } ?? true)
    }

    /// Whether it lets a job through that is known already, whatever IDs it names.
    package func lets(_ report: JobReport) -> Bool {
        lets(state: report.state, isResubmitted: report.successor != nil)
            && lets(
                name: report.name, queue: report.queue, account: report.account,
                labels: report.request?.labels, submitted: report.submitted)
    }
}
