import JobCore

/// What `--list` shows: each input's format, its members, and its sizes before and after.
struct Contents {
    private let reading: Reading

    init(_ reading: Reading) { self.reading = reading }

    func show(in session: inout Session) throws(Failure) -> ExitStatus {
        var table = TextTable(headings: ["FORMAT", "MEMBERS", "PACKED", "PLAIN", "SAVED", "NAME"])
        var status = ExitStatus.success
        var progress = ByteProgress(session)
        for path in reading.paths {
            do throws(Failure) {
                let stream = try reading.open(path).stream
                var plain = 0
                while case let bytes = try stream.next(), !bytes.isEmpty {
                    plain += bytes.count
                    progress.show(path.printable, plain)
                }
                progress.clear()
                let packed = stream.bytesRead
                let saved = plain == 0 ? 0 : (plain - packed) * 1000 / plain
                table.add([
                    "\(stream.packing.word)", "\(stream.members)", "\(packed)", "\(plain)",
                    "\(saved < 0 ? "-" : "")\(abs(saved) / 10).\(abs(saved) % 10)%",
                    path.printable,
                ])
                if let warning = stream.warning {
                    session.log.notice(warning)
                    if status == .success { status = ExitStatus(2) }
                }
            } catch {
                progress.clear()
                session.explain(error)
                status = .failure
            }
        }
        try session.output.write(table.text())
        return status
    }
}
