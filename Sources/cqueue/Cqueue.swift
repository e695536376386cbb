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
        let isAboutAll =
            other.check || other.canSubmit || other.backends || action.pause || action.unpause
        if isAboutAll, selection.isNarrowed {
            throw Failure("this is about the whole queue: choose no jobs", status: .usage)
        }
        try selection.checkUsers()
        if other.backends { return try showBackends(&session) }
        let backends = try session.backends(asked: selection.backend)
        if other.check { return try check(backends.local(), &session) }
        if other.canSubmit { return try canSubmit(backends.chosen()) }
        if action.pause || action.unpause {
            try backends.local().setPaused(action.pause)
            return .success
        }
        let ids = try selection.ids(in: backends, session, separator: other.separator)
        // IDs were asked for and none came: there is nothing to show or to do.
        if ids.isEmpty, selection.namesJobs { return .success }
        if backends.choice.backend == .local || ids.contains(where: { $0.localNumber != nil }) {
            try backends.local().settle()
        }
        if let act = try action.act() { return try perform(act, on: ids, backends, session) }
        if display.count { return try count(ids, backends, &session) }
        let list = try list(ids, in: backends)
        let isShown = try display.show(list, separator: other.separator, &session)
        let status = report(list, session)
        return isShown ? status : .failure
    }

    /// What the options choose, from each backend that it concerns.
    private func list(_ ids: [JobID], in backends: Backends) throws(Failure) -> JobList {
        var filter = selection.filter(ids)
        filter.isDetailed = display.isDetailed
        guard !ids.isEmpty else { return try backends.chosen().list(filter) }
        var list = JobList()
        for (backend, ids) in try backends.sorted(ids) {
            filter.ids = ids
            let part = try backend.list(filter)
            list.jobs += part.jobs
            list.unknown += part.unknown
            list.damaged += part.damaged
            list.damagedLines += part.damagedLines
        }
        return list
    }

    /// Says what could not be listed.
    private func report(_ list: JobList, _ session: borrowing Session) -> ExitStatus {
        for id in list.unknown { session.log.error("'\(id)': no such job") }
        for id in list.damaged { session.log.error("\(id): its record is damaged") }
        if list.damaged.isEmpty, list.damagedLines > 0 {
            let lines = list.damagedLines == 1 ? "a line" : "\(list.damagedLines) lines"
            session.log.error("\(lines) of the queue's journal can't be read")
        }
        let isWhole = list.unknown.isEmpty && list.damaged.isEmpty && list.damagedLines == 0
        return isWhole ? .success : .failure
    }

    private func count(
        _ ids: [JobID], _ backends: Backends, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        if ids.isEmpty {
            let count = try backends.chosen().count(selection.filter([]))
            try session.output.line("\(count)")
            return .success
        }
        let list = try list(ids, in: backends)
        try session.output.line("\(list.jobs.count)")
        return report(list, session)
    }

    private func canSubmit(_ queue: any Backend) throws(Failure) -> ExitStatus {
        guard let limit = try queue.longest(asked: other.maxQueueLength) else {
            return .success
        }
        let active = JobFilter(states: JobState.named("active") ?? [])
        return try queue.count(active) < limit ? .success : .failure
    }

    private func check(
        _ queue: LocalQueue, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        let findings = try queue.spool.check()
        for finding in findings { try session.output.line(finding) }
        return findings.isEmpty ? .success : .failure
    }

    private func showBackends(_ session: inout Session) throws(Failure) -> ExitStatus {
        let lines = try BackendChoice.explanation(
            asked: selection.backend, session.configuration())
        for line in lines { try session.output.line(line) }
        return .success
    }

    /// Acts on the selection, on each backend in as few steps as it can.
    private func perform(
        _ act: JobAct, on named: [JobID], _ backends: Backends, _ session: borrowing Session
    ) throws(Failure) -> ExitStatus {
        guard selection.isNarrowed else {
            throw Failure(
                "which jobs? Name IDs, or choose with --name, --state, --user", status: .usage)
        }
        var ids = named
        if named.isEmpty || selection.filters {
            let list = try list(named, in: backends)
            ids = list.jobs.map(\.id) + list.unknown
        }
        if case .cancel = act, ids.count > 10, !Terminal.confirms("Cancel \(ids.count) jobs?") {
            throw Failure("nothing was cancelled", status: .failure)
        }
        var isWhole = true
        for (backend, ids) in try backends.sorted(ids) {
            for (id, reason) in try backend.act(act, on: ids) {
                session.log.error("cannot \(act.verb) '\(id)': \(reason)")
                isWhole = false
            }
        }
        return isWhole ? .success : .failure
    }
}
