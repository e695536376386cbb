import JobCore

/// The named inputs, one after another, as gzip treats them: what is damaged or missing is told,
/// the others go on, and the worst status counts.
struct Reading {
    /// Where bytes go.
    typealias Sink = (UnsafeRawBufferPointer, inout Session) throws(Failure) -> Void

    let paths: [ByteString]
    private let options: ByteStream.Options
    private var left: Int?
    /// Whether plain inputs may go to standard output as they are, within the kernel.
    var passesThrough = false
    /// Files that are written to, which can't be inputs.
    var outputs: [FileStatus] = []

    init(_ paths: [ByteString], _ options: ByteStream.Options, limit: Int?) {
        self.paths = paths
        self.options = options
        left = limit
    }

    /// Opens one of them.
    func open(_ path: ByteString) throws(Failure) -> (file: File, stream: ByteStream) {
        let file = try InputFile.open(path)
        let status = try file.status()
        if outputs.contains(where: { $0.device == status.device && $0.inode == status.inode }) {
            throw Failure("'\(path.printable)' is the output", status: .failure)
        }
        return (file, try ByteStream(file, options))
    }

    /// Hands all bytes of all inputs to `sink`.
    /// - Returns: 0; 2 where there was a warning; 1 where an input is missing, damaged or too
    ///   long.
    /// - Throws: `Failure` of `sink` only.
    mutating func pass(in session: inout Session, to sink: Sink) throws(Failure) -> ExitStatus {
        var status = ExitStatus.success
        var progress = ByteProgress(session)
        for path in paths {
            var fault: Failure?
            var written = 0
            var stream: ByteStream?
            while true {
                var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
                do throws(Failure) {
                    if stream == nil { stream = try open(path).stream }
                    bytes = try stream?.next() ?? bytes
                } catch {
                    fault = error
                }
                if let left, bytes.count > left {
                    bytes = UnsafeRawBufferPointer(rebasing: bytes[..<left])
                    fault = Failure(
                        "\(path.printable): more output than --max-output allows",
                        status: .failure)
                }
                if bytes.isEmpty && (fault == nil || left != 0) { break }
                left = left.map { $0 - bytes.count }
                try sink(bytes, &session)
                written += bytes.count
                progress.show(path.printable, written)
                if passesThrough, left == nil, let file = stream?.rest {
                    while let count = try session.output.pass(from: file, atMost: 16 << 20) {
                        if count == 0 { break }
                        written += count
                        progress.show(path.printable, written)
                    }
                }
                if fault != nil { break }
            }
            progress.clear()
            if let fault {
                session.explain(fault)
                status = .failure
            } else if let warning = stream?.warning {
                session.log.notice(warning)
                if status == .success { status = ExitStatus(2) }
            }
        }
        return status
    }
}
