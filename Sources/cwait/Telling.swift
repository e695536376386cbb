import JobCore

/// `--notify`: who is told when the waiting is over.
extension Cwait {
    /// Runs what is to be run at the end. That it fails is said, and changes nothing.
    func tell(of ids: [JobID], _ status: ExitStatus, _ session: borrowing Session) {
        guard let command = line.text(CwaitOptions.notify) else { return }
        Surroundings.set("STATUS", to: ByteString("\(status.code)"))
        Surroundings.set("IDS", to: Self.list(ids))
        do throws(Failure) {
            // Standard output is for data.
            let end = try runInForeground("exec >&2\n" + command)
            guard end != .exited(0) else { return }
            session.log.warn("--notify: \(Ending(.process(end), at: Session.now()).summary)")
        } catch {
            session.explain(error)
        }
    }

    /// The IDs with blanks between, as many as a variable can hold (execve(2)).
    private static func list(_ ids: [JobID]) -> ByteString {
        var size = 0
        let some = ids.map { ByteString($0.text) }.prefix { id in
            size += id.count + 1
            return size < 120_000
        }
        return ByteString.joined(Array(some), by: " ")
    }
}
