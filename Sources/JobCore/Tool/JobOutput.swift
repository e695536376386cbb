/// What a job has written.
package struct JobOutput {
    private let output: ByteString
    private let error: ByteString

    /// - Throws: `Failure` (66) where nobody knows its files.
    package init(of id: JobID, in backend: any Backend) throws(Failure) {
        self.init(try Self.known(backend.files(of: id), of: id))
    }

    /// - Throws: `Failure` (66) where nobody knows its files.
    package init(_ report: JobReport) throws(Failure) {
        self.init(try Self.files(of: report))
    }

    private init(_ files: JobReport.Files) { (output, error) = (files.output, files.error) }

    /// Where it wrote it.
    /// - Throws: `Failure` (66) where nobody knows its files.
    package static func files(of report: JobReport) throws(Failure) -> JobReport.Files {
        try known(report.paths, of: report.id)
    }

    private static func known(
        _ files: JobReport.Files?, of id: JobID
    ) throws(Failure) -> JobReport.Files {
        if let files { return files }
        throw Failure(
            "cannot show '\(id)': csub did not submit it, and nothing tells its files",
            status: .noInput)
    }

    /// Its standard output to ours, its standard error to ours.
    func replay(to session: inout Session) throws(Failure) {
        try copyOutput(to: &session)
        guard error != output else { return }
        try Self.replay(error)
    }

    /// A file to standard error.
    static func replay(_ path: ByteString) throws(Failure) {
        let stream = try open(path)
        var people = Output.error()
        while case let bytes = try stream.next(), !bytes.isEmpty { try people.pass(bytes) }
    }

    /// Its standard output, under a heading, which is there where the output is; with a tag, that
    /// stands before each line.
    package func copyOutput(
        to session: inout Session, under heading: String = "", tag: ByteString? = nil
    ) throws(Failure) {
        try Self.copy(output, to: &session, under: heading, tag: tag)
    }

    /// Its standard error, likewise.
    package func copyError(
        to session: inout Session, under heading: String = "", tag: ByteString? = nil
    ) throws(Failure) {
        try Self.copy(error, to: &session, under: heading, tag: tag)
    }

    /// All of its standard output.
    func outputText() throws(Failure) -> ByteString { try Self.text(of: output) }

    /// All of its standard error; nil where that went where its output did.
    func errorText() throws(Failure) -> ByteString? {
        error == output ? nil : try Self.text(of: error)
    }

    private static func text(of path: ByteString) throws(Failure) -> ByteString {
        let stream = try open(path)
        var text: [UInt8] = []
        while case let bytes = try stream.next(), !bytes.isEmpty { text += bytes }
        return ByteString(text)
    }

    static func copy(
        _ path: ByteString, to session: inout Session, under heading: String = "",
        tag: ByteString? = nil
    ) throws(Failure) {
        let stream = try open(path)
        try session.output.write(heading)
        if let tag { return try copy(stream, to: &session, tag) }
        while case let bytes = try stream.next(), !bytes.isEmpty { try session.output.pass(bytes) }
    }

    /// Line by line; the last gets its end where it has none.
    private static func copy(
        _ stream: ByteStream, to session: inout Session, _ tag: ByteString
    ) throws(Failure) {
        let newline = UInt8(ascii: "\n")
        var beginsLine = true
        while case let bytes = try stream.next(), !bytes.isEmpty {
            var rest = bytes[...]
            while !rest.isEmpty {
                if beginsLine { try session.output.write(tag) }
                let end = rest.firstIndex(of: newline)
                try session.output.write(end.map { rest[...$0] } ?? rest)
                rest = end.map { rest[($0 + 1)...] } ?? rest[rest.endIndex...]
                beginsLine = end != nil
            }
        }
        if !beginsLine { try session.output.write(CollectionOfOne(newline)) }
    }

    /// The output as the job wrote it, whether or not it was compressed.
    private static func open(_ path: ByteString) throws(Failure) -> ByteStream {
        let file = try File(openUnplanted: path, .read, kind: .noInput)
        // What a job itself packs into a file of another name stays as it is.
        return try ByteStream(file, .init(packing: Packing(suffixOf: path)))
    }
}
