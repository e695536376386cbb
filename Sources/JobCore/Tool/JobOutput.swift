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

    static func copy(_ path: ByteString, to session: inout Session) throws(Failure) {
        let stream = try open(path)
        while case let bytes = try stream.next(), !bytes.isEmpty { try session.output.pass(bytes) }
    }

    /// The output as the job wrote it, whether or not it was compressed.
    private static func open(_ path: ByteString) throws(Failure) -> ByteStream {
        let file = try File(openUnplanted: path, .read, kind: .noInput)
        // What a job itself packs into a file of another name stays as it is.
        return try ByteStream(file, .init(packing: Packing(suffixOf: path)))
    }
}
