import ArgumentParser
import JobCore

/// List jobs, and act on what is listed.
@main
struct Cqueue: DeclaredTool {
    static let name = "cqueue"
    static let usage = "cqueue [options] [ID...]"
    static let configuration = CommandConfiguration(
        commandName: "cqueue",
        abstract: "List jobs, and act on what is listed.",
        usage: """
            cqueue [options] [ID...]
            cqueue --cancel|--hold|--release|--signal SIG [options] [ID...]
            cqueue --pause|--unpause|--check|--can-submit
            """,
        discussion: "Without an ID: my jobs that have not ended. '-' reads IDs from standard input."
    )

    @OptionGroup(title: "Choosing") var selection: Selection
    @OptionGroup(title: "Showing") var display: Display
    @OptionGroup(title: "Acting") var action: ActionOptions
    @OptionGroup(title: "Other") var other: OtherOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    static func prepare(_ arguments: [ByteString]) throws(Failure) -> [ByteString] {
        // squeue's -i takes a number, which would be taken for a job here.
        if arguments.contains("-i") {
            throw Failure("-i is not used here: -I/--ids?", status: .usage)
        }
        return arguments
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        try action.check(display, other)
        if other.check || other.canSubmit || action.pause || action.unpause, selection.isNarrowed {
            throw Failure("this is about the whole queue: choose no jobs", status: .usage)
        }
        try selection.checkUsers()
        let queue = try session.localQueue()
        if other.check { return try check(queue, &session) }
        if other.canSubmit { return try canSubmit(queue) }
        if action.pause || action.unpause {
            try queue.setPaused(action.pause)
            return .success
        }
        let ids = try selection.ids(in: queue, session, separator: other.separator)
        // IDs were asked for and none came: there is nothing to show or to do.
        if ids.isEmpty, selection.namesJobs { return .success }
        try queue.settle()
        if let act = try action.act() { return try perform(act, on: ids, queue, session) }
        if display.count { return try count(ids, queue, &session) }
        let listing = try selection.list(ids, in: queue)
        let isShown = try display.show(
            listing, in: queue, separator: other.separator, &session)
        let status = report(listing, session)
        return isShown ? status : .failure
    }

    /// Says what could not be listed.
    private func report(
        _ listing: LocalQueue.Listing, _ session: borrowing Session
    ) -> ExitStatus {
        for id in listing.unknown { session.log.error("'\(id)': no such job") }
        for id in listing.damaged { session.log.error("\(id): its record is damaged") }
        if listing.damaged.isEmpty, listing.damagedLines > 0 {
            let lines = listing.damagedLines == 1 ? "a line" : "\(listing.damagedLines) lines"
            session.log.error("\(lines) of the queue's journal can't be read")
        }
        let isWhole =
            listing.unknown.isEmpty && listing.damaged.isEmpty && listing.damagedLines == 0
        return isWhole ? .success : .failure
    }

    private func count(
        _ ids: [JobID], _ queue: LocalQueue, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        if ids.isEmpty, selection.name.isEmpty {
            let count = selection.showsMe ? try queue.count(selection.states) : 0
            try session.output.line("\(count)")
            return .success
        }
        let listing = try selection.list(ids, in: queue)
        try session.output.line("\(listing.jobs.count)")
        return report(listing, session)
    }

    private func canSubmit(_ queue: LocalQueue) throws(Failure) -> ExitStatus {
        guard let limit = try queue.longest(asked: other.maxQueueLength) else {
            return .success
        }
        let active = JobState.named("active") ?? []
        return try queue.count(active) < limit ? .success : .failure
    }

    private func check(
        _ queue: LocalQueue, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        let findings = try queue.spool.check()
        for finding in findings { try session.output.line(finding) }
        return findings.isEmpty ? .success : .failure
    }

    /// Acts on the selection, all in one write.
    private func perform(
        _ act: LocalQueue.Act, on named: [JobID], _ queue: LocalQueue,
        _ session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        guard selection.isNarrowed else {
            throw Failure(
                "which jobs? Name IDs, or choose with --name, --state, --user", status: .usage)
        }
        var ids = named
        if named.isEmpty || selection.filters {
            let listing = try selection.list(named, in: queue)
            ids = listing.jobs.map(\.job.id) + listing.unknown
        }
        if case .cancel = act, ids.count > 10, !Terminal.confirms("Cancel \(ids.count) jobs?") {
            throw Failure("nothing was cancelled", status: .failure)
        }
        let refused = try queue.act(act, on: ids)
        for (id, reason) in refused {
            session.log.error("cannot \(act.verb) '\(id)': \(reason)")
        }
        return refused.isEmpty ? .success : .failure
    }
}
