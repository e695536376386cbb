/// Where a job's outputs go, in sbatch's own patterns.
struct SlurmOutputs {
    private(set) var output: ByteString = "/dev/null"
    /// Nil where it goes with the output.
    private(set) var error: ByteString?
    private(set) var packedOutput: (path: ByteString, packer: ByteString)?
    private(set) var packedError: (path: ByteString, packer: ByteString)?

    /// What the script opens itself, in directories that it has to make.
    private(set) var redirections: ByteString?

    init(
        _ request: Request, _ stem: JobStem, in directory: ByteString, isArray: Bool
    ) throws(Failure) {
        let outputs = JobStem(directory: directory, name: stem.name, suffix: stem.suffix)
        func standard(_ kind: ByteString) throws(Failure) -> ByteString {
            let name = outputs.fileName(kind, taskText: isArray ? "%a" : nil)
            return try Self.pattern(name, in: outputs.directory)
        }
        if let pattern = request.output {
            if let packer = OutputWords.packer(of: pattern) {
                packedOutput = (OutputWords.path(pattern, of: request, Slurm.scriptWords), packer)
            } else if let word = Self.wordInNamedDirectory(pattern, request) {
                redirections = "> " + word + (request.error == nil ? " 2>&1" : "")
            } else {
                output = try Self.absolute(pattern, request.directory)
            }
        } else {
            output = try standard("out")
        }
        if let pattern = request.error {
            if let packer = OutputWords.packer(of: pattern) {
                packedError = (OutputWords.path(pattern, of: request, Slurm.scriptWords), packer)
                error = "/dev/null"
            } else if let word = Self.wordInNamedDirectory(pattern, request) {
                redirections = (redirections.map { $0 + " " } ?? "") + "2> " + word
                error = "/dev/null"
            } else {
                error = try Self.absolute(pattern, request.directory)
            }
        } else if request.output == nil {
            error = try standard("err")
        }
    }

    private static func wordInNamedDirectory(
        _ pattern: ByteString, _ request: Request
    ) -> ByteString? {
        guard OutputWords.isInNamedDirectory(pattern, of: request, Slurm.scriptWords) else {
            return nil
        }
        return OutputWords.path(pattern, of: request, Slurm.scriptWords)
    }

    /// The same as options of sbatch.
    var choices: [Choice] {
        [Choice(JobOptions.output, .text(output), origin: .builtIn)]
            + (error.map { [Choice(JobOptions.error, .text($0), origin: .builtIn)] } ?? [])
    }

    private static func absolute(
        _ pattern: ByteString, _ directory: ByteString
    ) throws(Failure) -> ByteString {
        pattern.hasPrefix("/") ? pattern : try Self.pattern(pattern, in: directory)
    }

    /// A pattern in a directory that is none itself. With a backslash anywhere Slurm takes backslashes
    /// out and fills in nothing (sbatch(1), "filename pattern").
    private static func pattern(
        _ name: ByteString, in directory: ByteString
    ) throws(Failure) -> ByteString {
        let (percent, backslash) = (UInt8(ascii: "%"), UInt8(ascii: "\\"))
        guard directory.contains(backslash) else {
            return ByteString(
                directory.bytes.flatMap { $0 == percent ? [percent, percent] : [$0] }) + "/" + name
        }
        guard !name.contains(percent) else {
            throw Failure(
                "output: Slurm fills in no name in '\(directory.printable)', which has a backslash",
                status: .usage)
        }
        let path = directory + "/" + name
        return ByteString(
            path.bytes.flatMap { $0 == backslash ? [backslash, backslash] : [$0] })
    }
}
