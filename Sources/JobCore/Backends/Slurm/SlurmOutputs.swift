/// Where a job's outputs go, in sbatch's own patterns.
struct SlurmOutputs {
    private(set) var output: ByteString = "/dev/null"
    /// Nil where it goes with the output.
    private(set) var error: ByteString?
    private(set) var packedOutput: (path: ByteString, packer: ByteString)?
    private(set) var packedError: (path: ByteString, packer: ByteString)?

    init(
        _ request: Request, _ stem: JobStem, in directory: ByteString, isArray: Bool
    ) throws(Failure) {
        let outputs = JobStem(directory: directory, name: stem.name, suffix: stem.suffix)
        func standard(_ kind: ByteString) throws(Failure) -> ByteString {
            let name = outputs.fileName(kind, taskText: isArray ? "%a" : nil)
            return try Self.pattern(name, in: outputs.directory)
        }
        if let pattern = request.output {
            if let packer = Self.packer(of: pattern) {
                packedOutput = (Self.shellWords(pattern, request), packer)
            } else {
                output = try Self.absolute(pattern, request.directory)
            }
        } else {
            output = try standard("out")
        }
        if let pattern = request.error {
            if let packer = Self.packer(of: pattern) {
                packedError = (Self.shellWords(pattern, request), packer)
                error = "/dev/null"
            } else {
                error = try Self.absolute(pattern, request.directory)
            }
        } else if request.output == nil {
            error = try standard("err")
        }
    }

    /// The same as options of sbatch.
    var choices: [Choice] {
        [Choice(JobOptions.output, .text(output), origin: .builtIn)]
            + (error.map { [Choice(JobOptions.error, .text($0), origin: .builtIn)] } ?? [])
    }

    private static func packer(of pattern: ByteString) -> ByteString? {
        switch Packing(suffixOf: pattern) {
        case .gzip: "gzip"
        case .bzip2: "bzip2"
        default: nil
        }
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

    /// The path as words of the job script.
    private static func shellWords(_ pattern: ByteString, _ request: Request) -> ByteString {
        let path = pattern.hasPrefix("/") ? pattern : request.directory + "/" + pattern
        var (text, literal): (ByteString, [UInt8]) = ("", [])
        var rest = path.bytes[...]
        func flush() {
            if !literal.isEmpty { text += Shell.quote(ByteString(literal)) }
            literal = []
        }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                literal.append(byte)
                continue
            }
            let variable: ByteString? =
                switch letter {
                case UInt8(ascii: "j"): "\"" + Slurm.scriptWords.job + "\""
                case UInt8(ascii: "A"): "\"" + Slurm.scriptWords.array + "\""
                case UInt8(ascii: "a"): "\"" + Slurm.scriptWords.task + "\""
                case UInt8(ascii: "u"): "\"$USER\""
                case UInt8(ascii: "N"): "\"" + Slurm.scriptWords.host + "\""
                case UInt8(ascii: "x"):
                    Shell.quote(
                        ByteString(
                            request.name.bytes.map {
                                $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                            }))
                default: nil
                }
            if let variable {
                flush()
                text += variable
            } else {
                literal += letter == UInt8(ascii: "%") ? [letter] : [byte, letter]
            }
        }
        flush()
        return text
    }
}
