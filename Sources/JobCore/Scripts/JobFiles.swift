/// The files of a job: what they are called, and what a job finds in its environment.
package enum JobFiles {
    /// Where a job's standard output and standard error go, absolute. `edition` is the number of its
    /// default names, from 1: `NAME.N.cluster.out`, `NAME.N-2.cluster.out` and so on.
    package static func outputs(
        of request: Request, id: JobID, edition: Int = 1, user: @autoclosure () -> ByteString
    ) -> (output: ByteString, error: ByteString) {
        func path(_ pattern: ByteString?, _ kind: ByteString) -> ByteString {
            guard let pattern else {
                return request.submitDirectory + "/"
                    + defaultName(kind, of: request, id: id, edition: edition)
            }
            var names = PatternNames(
                name: request.name, user: pattern.contains("%u") ? user() : "")
            (names.job, names.array) = (id.text, id.text)
            let name = names.fill(pattern)
            return name.absolute(in: request.directory)
        }
        return (path(request.output, ".out"), path(request.error ?? request.output, ".err"))
    }

    /// `NAME.N.cluster.out`: N is the number in the job's ID; from the second edition on `N-2`.
    static func defaultName(
        _ kind: ByteString, of request: Request, id: JobID, edition: Int
    ) -> ByteString {
        func safe(_ text: ByteString) -> ByteString {
            ByteString(
                text.bytes.prefix(200).map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 })
        }
        let number = id.localNumber.map { "\($0)" } ?? id.text
        let place = ByteString(".\(number)" + (edition > 1 ? "-\(edition)." : "."))
        return safe(request.name) + place + safe(request.suffix) + kind
    }

    /// A job's variables: those of its submitter, and on top of them what is told of the job.
    static func environment(
        of request: Request, id: JobID, tryNumber: Int, on backend: BackendName,
        _ more: [(name: ByteString, value: ByteString)], base: [ByteString]
    ) -> [ByteString] {
        var own: [(name: ByteString, value: ByteString)] = [
            ("CSUB_JOB_ID", ByteString(id.text)), ("CSUB_NAME", request.name),
            ("CSUB_CORES", ByteString("\(request.resources.cores)")),
            ("CSUB_TRY", ByteString("\(tryNumber)")),
            ("CSUB_BACKEND", ByteString(backend.rawValue)), ("PWD", request.directory),
        ]
        own += more
        own += request.inputVariables.map { ($0.name, $0.value) }
        if !base.contains(where: { $0.hasPrefix("OMP_NUM_THREADS=") }) {
            own.append(("OMP_NUM_THREADS", ByteString("\(request.resources.cores)")))
        }
        let kept = base.filter { variable in
            !own.contains { variable.isVariable($0.name) } && !variable.hasPrefix("CSUB_INPUT")
        }
        return kept + own.map { $0.name + "=" + $0.value }
    }
}

/// What stands for the places in the name of an output file (sbatch(1), "filename pattern").
package struct PatternNames {
    package var name: ByteString
    package var user: ByteString
    package var job = ""
    package var array = ""
    /// The index of an array's task.
    package var task: String?
    /// Where it ran; nil for this machine.
    package var host: ByteString?

    package init(name: ByteString, user: ByteString) {
        self.name = name
        self.user = user
    }

    /// A pattern in which the name stands for `%x`, whatever the batch system will call the job; a
    /// byte that no pattern of its can have becomes `_`.
    package static func fill(name: ByteString, in pattern: ByteString) -> ByteString {
        var result: [UInt8] = []
        var rest = pattern.bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                result.append(byte)
                continue
            }
            guard letter == UInt8(ascii: "x") else {
                result += [byte, letter]
                continue
            }
            for byte in name.bytes {
                let isOdd = byte < 0x20 || byte == 0x7F || "/\\".utf8.contains(byte)
                result +=
                    byte == UInt8(ascii: "%") ? [byte, byte] : [isOdd ? UInt8(ascii: "_") : byte]
            }
        }
        return ByteString(result)
    }

    /// Fills in `%j` (ID), `%A` (ID of the array), `%a` (task), `%x` (name), `%u` (user), `%N` (host),
    /// `%%`; others stay as they are.
    package func fill(_ pattern: ByteString) -> ByteString {
        var result: [UInt8] = []
        var rest = pattern.bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.first else {
                result.append(byte)
                continue
            }
            rest.removeFirst()
            switch letter {
            case UInt8(ascii: "%"): result.append(letter)
            case UInt8(ascii: "j"): result += Array(job.utf8)
            case UInt8(ascii: "A"): result += Array(array.utf8)
            case UInt8(ascii: "a") where task != nil: result += Array((task ?? "").utf8)
            case UInt8(ascii: "x"):
                result += name.bytes.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
            case UInt8(ascii: "u"): result += user.bytes
            case UInt8(ascii: "N"): result += (host ?? Machine.hostName()).bytes
            default: result += [byte, letter]
            }
        }
        return ByteString(result)
    }
}
