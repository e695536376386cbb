import JobCore

/// What is said of a plan and of what became of it.
struct Report {
    private let line: ParsedLine
    /// What ends an ID or a path.
    let separator: UInt8
    /// Paths that are shown before a question.
    private static let most = 20

    init(_ line: ParsedLine) {
        self.line = line
        separator = line.has(CcleanOptions.null) ? 0 : UInt8(ascii: "\n")
    }

    /// The paths as they are: names are made of other people's bytes, but these are for programs.
    func write(_ files: [Leftover], _ session: inout Session) throws(Failure) {
        for file in files { try session.output.write(file.path.bytes + [separator]) }
    }

    /// Says what stays though it was asked for, and with -v what else stays.
    /// - Returns: false where there is something to complain of.
    func tellRest(of plan: CleaningPlan, _ session: borrowing Session) -> Bool {
        let isDirectory = line.has(CcleanOptions.directory)
        var open: [JobID: Int] = [:]
        var isWhole = true
        for (file, obstacle) in plan.rest {
            if case .live(let job) = obstacle {
                open[job, default: 0] += 1
                continue
            }
            let text = "'\(file.path.printable)' stays: \(obstacle.text)"
            if isDirectory || [.notEmpty, .notChosen, .uncertain].contains(obstacle) {
                session.log.info(text)
            } else {
                session.log.error(text)
                isWhole = false
            }
        }
        for (job, count) in open.sorted(by: { $0.key.text < $1.key.text }) {
            session.log.error(
                "\(Self.files(count)) of '\(job)' \(count == 1 ? "stays" : "stay"): it has not ended"
            )
            isWhole = false
        }
        return isWhole
    }

    /// Shows somebody what a question is about.
    func showFirst(_ files: [Leftover]) {
        for file in files.prefix(Self.most) { Messages.say(file.path.printable) }
        if files.count > Self.most { Messages.say("… and \(files.count - Self.most) more") }
    }

    func question(_ files: [Leftover]) -> String {
        let count = files.count == 1 ? "this file" : "these \(files.count) files"
        guard line.has(CcleanOptions.every) else { return "Remove \(count)?" }
        return "Remove \(count), whoever made \(files.count == 1 ? "it" : "them")?"
    }

    /// Tells a person how much that was.
    func sum(_ files: [Leftover], _ session: borrowing Session) {
        let size = files.reduce(0) { $0 + $1.status.size }
        let verb = line.has(CcleanOptions.dryRun) ? "would remove" : "removed"
        let amount = size < 1024 ? "\(size) bytes" : MemorySize.short(size)
        let text = "\(verb) \(Self.files(files.count)), \(amount)"
        if Terminal.isError { session.log.notice(text) } else { session.log.info(text) }
    }

    private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }
}
