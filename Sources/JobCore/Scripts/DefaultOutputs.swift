/// The files that take a job's standard output and standard error where its submitter named none.
///
/// A default name never replaces what is there: two queues may number their jobs alike. The number goes
/// on then, the same for both files, and later attempts of the job go on with the files of the first.
struct DefaultOutputs {
    private let directory: Directory
    private let request: Request
    private let id: JobID
    /// Which of the two have a default name.
    private var kinds: [ByteString] { request.error == nil ? [".out", ".err"] : [".out"] }

    /// How far the number goes on.
    private static let mostEditions = 1 << 16

    /// Nil for a job whose outputs have names of their own.
    init?(of request: Request, id: JobID) throws(Failure) {
        guard request.output == nil else { return nil }
        self.request = request
        self.id = id
        directory = try Directory(open: request.submitDirectory)
    }

    /// Opens them: those of that edition, which an earlier attempt has made, or new ones.
    /// - Throws: `Failure` where they can't be made.
    func open(edition known: Int?) throws(Failure) -> (files: [File], edition: Int) {
        if let known, let files = try reopen(known) { return (files, known) }
        for edition in (known ?? 0) + 1...Self.mostEditions {
            if let files = try make(edition) { return (files, edition) }
        }
        throw Failure(
            "cannot create '\(name(kinds[0], 1).printable)': too many files have its name",
            status: .cannotCreate)
    }

    private func name(_ kind: ByteString, _ edition: Int) -> ByteString {
        JobFiles.defaultName(kind, of: request, id: id, edition: edition)
    }

    /// Nil where one of the names is taken.
    private func make(_ edition: Int) throws(Failure) -> [File]? {
        let names = kinds.map { name($0, edition) }
        // Nothing that was made is left behind, unless others make files at the same moment.
        guard names.allSatisfy({ directory.status(of: $0) == nil }) else { return nil }
        var files: [File] = []
        for name in names {
            guard let file = try directory.openNewOutput(name) else { return nil }
            files.append(file)
        }
        return files
    }

    /// Nil where one of them is not what an earlier attempt has left; one that was removed is made anew.
    private func reopen(_ edition: Int) throws(Failure) -> [File]? {
        var files: [File] = []
        for kind in kinds {
            let name = name(kind, edition)
            var file = try directory.openOwnOutput(name)
            if file == nil { file = try directory.openNewOutput(name) }
            guard let file else { return nil }
            files.append(file)
        }
        return files
    }
}
