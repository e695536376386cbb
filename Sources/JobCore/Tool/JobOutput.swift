/// What a job has written.
package struct JobOutput {
    private let output: ByteString
    private let error: ByteString

    /// - Throws: `Failure` (66) where nobody knows its files.
    package init(of id: JobID, in backend: any Backend) throws(Failure) {
        try self.init(id, backend.files(of: id))
    }

    /// - Throws: `Failure` (66) where nobody knows its files.
    package init(_ report: JobReport) throws(Failure) { try self.init(report.id, report.paths) }

    private init(_ id: JobID, _ files: JobReport.Files?) throws(Failure) {
        guard let files else {
            throw Failure(
                "cannot show '\(id)': csub did not submit it, and nothing tells its files",
                status: .noInput)
        }
        (output, error) = (files.output, files.error)
    }

    /// Its standard output to ours, its standard error to ours.
    func replay(to session: inout Session) throws(Failure) {
        try copyOutput(to: &session)
        guard error != output else { return }
        let stream = try Self.open(error)
        var people = Output.error()
        while case let bytes = try stream.next(), !bytes.isEmpty { try people.pass(bytes) }
    }

    package func copyOutput(to session: inout Session) throws(Failure) {
        try Self.copy(output, to: &session)
    }

    package func copyError(to session: inout Session) throws(Failure) {
        try Self.copy(error, to: &session)
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

    private static func copy(_ path: ByteString, to session: inout Session) throws(Failure) {
        let stream = try open(path)
        while case let bytes = try stream.next(), !bytes.isEmpty { try session.output.pass(bytes) }
    }

    /// The output as the job wrote it, whether or not it was compressed.
    private static func open(_ path: ByteString) throws(Failure) -> ByteStream {
        let file = try File(open: path, .read, status: .noInput)
        // What a job itself packs into a file of another name stays as it is.
        return try ByteStream(file, .init(packing: Packing(suffixOf: path)))
    }
}
