import JobCore

/// List jobs, and act on what is listed.
@main
struct Cqueue: Tool {
    static let syntax = CqueueOptions.syntax

    private let line: ParsedLine
    private let selection: Selection
    private let display: Display

    init(_ line: ParsedLine) {
        self.line = line
        // Half of a picture tells less than the whole.
        let showsAll = JobPicture(line) != nil || line.has(CqueueOptions.batches)
        selection = Selection(
            line, usualStates: showsAll ? Set(JobState.allCases) : JobState.active)
        display = Display(line)
    }

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        if display.asksForHelp {
            try session.output.write(Field.help)
            return .success
        }
        try display.check()
        try selection.check()
        do throws(Failure) {
            return try answer(&session)
        } catch  where display.json || display.jsonl {
            // Whoever reads JSON gets JSON.
            try? session.output.write(JobDocument.text(of: error))
            throw error
        }
    }

    private func answer(_ session: inout Session) throws(Failure) -> ExitStatus {
        let action = try Action(line)
        let questions = Questions(line)
        if let status = try questions.explanation(&session) { return status }
        let backends = try session.backends(asked: line.text(CommonOptions.backend))
        if let status = try questions.answer(backends, &session) { return status }
        let ids = try selection.ids(in: backends, session, separator: display.separator)
        // IDs were asked for and none came: there is nothing to show or to do.
        if ids.isEmpty, selection.namesJobs { return .success }
        if backends.choice.backend == .local || ids.contains(where: { $0.localNumber != nil }) {
            try backends.local().settle()
        }
        let query = Query(
            selection: selection, ids: ids, backends: backends, isDetailed: display.isDetailed,
            hasEnvironment: display.showsEnvironment(ofNamed: !ids.isEmpty), order: display.order)
        if let action { return try action.perform(on: query, session) }
        return try show(query, &session)
    }

    private func show(_ query: Query, _ session: inout Session) throws(Failure) -> ExitStatus {
        if display.follow { return try follow(query, &session) }
        if display.showsFiles {
            let list = try query.list()
            let isWhole = try FilesOfJobs(display: display).show(list.jobs, &session)
            let status = list.report(session)
            return isWhole ? status : .failure
        }
        let listing = Listing(display: display, screen: session.screen)
        if display.watch {
            let watch = Watch(interval: display.interval)
            return try watch.run(&session, query.backends.patience) {
                () throws(Failure) in try listing.text(of: query).text
            }
        }
        let (text, list) = try listing.text(of: query)
        if let file = display.picture?.file {
            let written = try WrittenFile(file)
            try written.write(text)
            try written.keep()
        } else {
            try session.output.write(text)
        }
        if list.isEmpty, display.isForPeople { sayNothingIsThere(session) }
        return list.report(session)
    }

    /// To whoever looks at a heading and nothing below it.
    private func sayNothingIsThere(_ session: borrowing Session) {
        guard Terminal.isError else { return }
        session.log.notice(
            selection.isNarrowed
                ? "no such jobs" : "no jobs that have not ended; -a shows those that have")
    }

    private func follow(_ query: Query, _ session: inout Session) throws(Failure) -> ExitStatus {
        guard query.ids.count == 1, let id = query.ids.first else {
            throw Failure(misuse: "--follow takes the ID of one job")
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
