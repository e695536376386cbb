/// What a tool that waits says of jobs that failed: a line for each, ten at most, and at the end how
/// many there were.
struct FailedJobs {
    /// Lines at most.
    private static let most = 10
    private var count = 0
    /// Where the tool was started, with a slash behind: files below it are shown without that.
    private let here: ByteString
    private let isForPeople: Bool

    init() {
        here = ((try? currentDirectory()) ?? "") + "/"
        isForPeople = File.isTerminal(2)
    }

    /// Says how a job failed, or each task of an array that did, and where it wrote why.
    mutating func tell(
        of end: JobEnd, in backend: any Backend, _ session: borrowing Session
    ) {
        for part in end.parts where part.status != .success {
            count += 1
            guard count <= Self.most, !session.log.isQuiet else { continue }
            session.log.notice(line(part, in: backend))
        }
        // How the tasks of an array ended as a whole.
        if !end.tasks.isEmpty, let remark = end.remark {
            session.log.notice("\(end.id): \(remark)")
        }
    }

    private func line(_ end: JobEnd, in backend: any Backend) -> String {
        var line = end.id.text
        if let name = end.name { line += " " + name.printable }
        line += ": " + (end.remark ?? "exit status \(end.status.code)")
        guard end.hasBegun, let path = (try? backend.files(of: end.id))??.error,
            let status = File.status(of: path), status.isRegular
        else { return line }
        line += "; " + shown(path).printable
        if isForPeople, let last = Self.lastLine(of: path) {
            line += "\n" + Terminal.cut("    " + last, to: File.terminalColumns(2) - 8)
        }
        return line
    }

    private func shown(_ path: ByteString) -> ByteString {
        path.hasPrefix(here) ? ByteString(path.bytes.dropFirst(here.count)) : path
    }

    /// The last line of a file that is not blank, as far as it is among the last few thousand bytes;
    /// nil where there is none, or the file is packed.
    private static func lastLine(of path: ByteString) -> String? {
        guard Packing(suffixOf: path) == .plain,
            let file = try? File(openUnplanted: path, .readNow, kind: .noInput),
            let size = try? file.size(), size > 0,
            let bytes = try? file.bytes(at: max(0, size - 4096), count: 4096)
        else { return nil }
        let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let last = lines.last { line in line.contains { $0 > 0x20 } }
        return last.map { ByteString($0).printable }
    }

    /// How many of so many jobs did not end with 0, where that is more than the lines tell.
    func summary(of total: Int) -> String? {
        guard count > 0, total > 1 else { return nil }
        let rest = count > Self.most ? "and \(count - Self.most) more: " : ""
        return "\(rest)\(count) of \(max(total, count)) jobs did not end with 0"
    }
}
