/// The scripts of the functions that new jobs of the local queue call. They are on the disk before the jobs
/// are in the queue.
///
/// A script is called as its first job will be, `NAME.7_func.cluster.py`, unless another csub is quicker to
/// submit; where the name is taken it gets another number, as default outputs do. The jobs' records tell it.
struct LocalCalls {
    /// The scripts that were written.
    private var written: [ByteString] = []

    /// What a script is made of: its text, or the one that a former job has.
    private enum Source: Hashable {
        case text(ByteString)
        case former(ByteString)

        /// Nil for a job that calls no function.
        init?(_ request: Request) {
            if case .call(let text, _) = request.command {
                self = .text(text)
            } else if let function = request.function {
                self = .former(function.script)
            } else {
                return nil
            }
        }
    }

    /// The scripts of some requests, by what they are made of.
    private struct Script {
        let stem: JobStem
        /// How many jobs it has, and how many of them have been seen.
        let sharing: Int
        var seen = 0
    }

    /// Whether any of them calls a function.
    static func isNeeded(for requests: [Request]) -> Bool {
        requests.contains { Source($0) != nil }
    }

    /// Writes a script for all requests that have it in common, into that directory, else where the script
    /// of a former job is, and gives the requests as they go into the queue. `first` is the number that the
    /// first of them may get.
    /// - Throws: `Failure` (66) where the script of a former job is gone, (73) where none can be written.
    mutating func place(
        _ requests: [Request], from first: Int, in directory: ByteString?
    ) throws(Failure) -> [Request] {
        var counts: [Source: Int] = [:]
        for request in requests { Source(request).map { counts[$0, default: 0] += 1 } }
        var scripts: [Source: Script] = [:]
        var result: [Request] = []
        for (index, request) in requests.enumerated() {
            guard let source = Source(request) else {
                result.append(request)
                continue
            }
            var script: Script
            if let known = scripts[source] {
                script = known
            } else {
                let stem = try write(source, for: request, number: first + index, in: directory)
                script = Script(stem: stem, sharing: counts[source] ?? 1)
            }
            result.append(Self.request(request, calling: script))
            script.seen += 1
            scripts[source] = script
        }
        return result
    }

    private static func request(_ request: Request, calling script: Script) -> Request {
        let arguments: [ByteString] =
            switch request.command {
            case .call(_, let arguments): arguments
            // That of a former job: interpreter, script, arguments.
            case .arguments(let words): Array(words.dropFirst(2))
            case .shell, .script: []
            }
        var request = request
        let path = script.stem.callScript
        request.command = .arguments([PythonCall.interpreter, path] + arguments)
        request.function = FunctionFiles(
            script: path,
            result: script.stem.resultPath(task: script.sharing > 1 ? script.seen : nil),
            sharing: script.sharing)
        return request
    }

    private mutating func write(
        _ source: Source, for request: Request, number: Int, in directory: ByteString?
    ) throws(Failure) -> JobStem {
        let (text, place): ([UInt8], ByteString)
        switch source {
        case .text(let script): (text, place) = (script.bytes, directory ?? request.submitDirectory)
        case .former(let path):
            let file = try File(open: path, .readNow, kind: .noInput)
            (text, place) = (try file.readAll(limit: 64 << 20), directory ?? path.parent)
        }
        let (stem, file) = try JobStem.takeCall(
            name: request.name, suffix: request.suffix, number: number, in: place)
        written.append(stem.callScript)
        try file.write(text)
        try file.sync()
        return stem
    }

    /// Removes what was written, but for the scripts of these, which are in the queue.
    func remove(exceptOf requests: [Request] = []) {
        let used = Set(requests.compactMap(\.function?.script))
        for path in written where !used.contains(path) {
            (try? Directory(open: path.parent))?.remove(path.lastComponent)
        }
    }
}
