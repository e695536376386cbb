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
            cqueue --follow ID
            cqueue --pause|--unpause|--check|--can-submit|--backends
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
        if display.asksForHelp {
            try session.output.write(Field.help)
            return .success
        }
        if selection.isNarrowed, action.isAboutQueue || other.isAboutQueue {
            throw Failure("this is about the whole queue: choose no jobs", status: .usage)
        }
        try selection.check()
        let order = try Order(display.sort)
        let isDetailed = try display.isDetailed()
        do throws(Failure) {
            return try answer(&session) { ids, backends in
                Query(
                    selection: selection, ids: ids, backends: backends, isDetailed: isDetailed,
                    order: order)
            }
        } catch  where display.json || display.jsonl {
            // Whoever reads JSON gets JSON.
            try? session.output.write(JobDocument.text(of: error))
            throw error
        }
    }

    private func answer(
        _ session: inout Session, _ query: ([JobID], Backends) -> Query
    ) throws(Failure) -> ExitStatus {
        if other.backends { return try other.showBackends(selection.backend, &session) }
        let backends = try session.backends(asked: selection.backend)
        if let status = try other.answer(backends, &session) { return status }
        if action.isAboutQueue {
            try backends.local().setPaused(action.pause)
            return .success
        }
        let ids = try selection.ids(in: backends, session, separator: other.separator)
        // IDs were asked for and none came: there is nothing to show or to do.
        if ids.isEmpty, selection.namesJobs { return .success }
        if backends.choice.backend == .local || ids.contains(where: { $0.localNumber != nil }) {
            try backends.local().settle()
        }
        let query = query(ids, backends)
        if let act = try action.act() { return try action.perform(act, on: query, session) }
        return try show(query, &session)
    }

    private func show(_ query: Query, _ session: inout Session) throws(Failure) -> ExitStatus {
        if display.follow { return try follow(query, &session) }
        if display.showsFiles {
            let list = try query.list()
            let files = FilesOfJobs(display: display, separator: other.separator)
            let isWhole = try files.show(list.jobs, &session)
            let status = list.report(session)
            return isWhole ? status : .failure
        }
        let listing = Listing(display: display, separator: other.separator)
        if display.watch {
            return try Watch(interval: display.interval?.milliseconds ?? 2000).run(&session) {
                () throws(Failure) in try listing.text(of: query).text
            }
        }
        let (text, list) = try listing.text(of: query)
        try session.output.write(text)
        return list.report(session)
    }

    private func follow(_ query: Query, _ session: inout Session) throws(Failure) -> ExitStatus {
        guard query.ids.count == 1, let id = query.ids.first else {
            throw Failure("--follow takes the ID of one job", status: .usage)
        }
        let list = try query.list()
        guard let job = list.jobs.first else { return list.report(session) }
        guard list.jobs.count == 1 else {
            throw Failure("'\(id)' is an array: --follow takes one task of it", status: .usage)
        }
        let backend = try query.backends.named(query.backends.owner(of: id))
        var follower = try OutputFollower(job, in: backend)
        return try follower.run(&session)
    }
}
