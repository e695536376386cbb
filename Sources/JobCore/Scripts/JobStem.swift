/// What the names of a batch job's files begin with: `NAME.N`, in a directory that its nodes see.
package struct JobStem: Hashable, Sendable {
    /// Absolute.
    package let directory: ByteString
    /// `NAME.N`.
    package let name: ByteString
    package let suffix: ByteString

    package init(directory: ByteString, name: ByteString, suffix: ByteString) {
        self.directory = directory
        self.name = name
        self.suffix = suffix
    }

    /// `DIR/NAME.N.cluster.KIND`, with the task's index before the suffix.
    package func path(_ kind: ByteString, task: Int? = nil) -> ByteString {
        path(kind, taskText: task.map { ByteString("\($0)") })
    }

    /// The same with other text for the task's index.
    func path(_ kind: ByteString, taskText: ByteString?) -> ByteString {
        directory + "/" + fileName(kind, taskText: taskText)
    }

    /// `DIR/NAME.N_func.cluster.py`: what calls a function, whichever task it is.
    package var callScript: ByteString { directory + "/" + name + "_func." + suffix + ".py" }

    /// `DIR/NAME.N_func.cluster.json`: what a function returned; with the task's index before `_func`.
    package func resultPath(task: Int? = nil) -> ByteString {
        directory + "/" + name + (task.map { ".\($0)" } ?? "") + "_func." + suffix + ".json"
    }

    /// What the job script runs in turn, where it runs one.
    func innerPath(of command: Command?) -> ByteString {
        if case .call? = command { callScript } else { path("script") }
    }

    package func fileName(_ kind: ByteString, taskText: ByteString?) -> ByteString {
        name + (taskText.map { "." + $0 } ?? "") + "." + suffix + "." + kind
    }

    /// Letters, digits, `.`, `_` and `-`: other bytes have a meaning in patterns of file names.
    private static func safe(_ text: ByteString) -> ByteString {
        let bytes = text.bytes.prefix(100).map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "._-".utf8.contains(byte)
            return isPlain ? byte : UInt8(ascii: "_")
        }
        let name = ByteString(bytes)
        return name.isEmpty || name.hasPrefix("-") || name.hasPrefix(".") ? "_" + name : name
    }

    /// The first free number of that name, without taking it.
    package static func next(
        name: ByteString, suffix: ByteString, in directory: ByteString
    ) throws(Failure) -> JobStem {
        let (base, suffix) = (safe(name), safe(suffix))
        var highest = 0
        for other in try Directory(open: directory).names()
        where other.hasPrefix(base + ".") && other.contains(UInt8(ascii: ".")) {
            let digits = other.bytes.dropFirst(base.count + 1).prefix {
                (0x30...0x39).contains($0)
            }
            let rest = other.bytes.dropFirst(base.count + 1 + digits.count)
            guard rest.first == UInt8(ascii: ".") || rest.starts(with: "_func.".utf8),
                digits.count < 10,
                let number = Int(String(decoding: digits, as: UTF8.self))
            else { continue }
            highest = max(highest, number)
        }
        return JobStem(directory: directory, name: base + ".\(highest + 1)", suffix: suffix)
    }

    /// Takes a number of that name: the first whose script this call makes (O_EXCL).
    /// - Returns: the stem, and its new script, empty.
    package static func take(
        name: ByteString, suffix: ByteString, kind: ByteString, in directory: ByteString
    ) throws(Failure) -> (stem: JobStem, script: File) {
        while true {
            let stem = try next(name: name, suffix: suffix, in: directory)
            do throws(Failure) {
                // Its command is nobody else's business.
                let file = try File(
                    open: stem.path(kind), .createNew, permissions: 0o600, status: .cannotCreate)
                return (stem, file)
            } catch  where error.kind == .exists {
                continue
            }
        }
    }
}

extension JobStem {
    /// The same for a function's script, `NAME.N_func.cluster.py`, of a job that will have that number:
    /// where the name is taken, N is `7-2`, `7-3` and so on.
    package static func takeCall(
        name: ByteString, suffix: ByteString, number: Int, in directory: ByteString
    ) throws(Failure) -> (stem: JobStem, script: File) {
        var edition = 1
        while true {
            let place = "\(number)" + (edition > 1 ? "-\(edition)" : "")
            let stem = JobStem(
                directory: directory, name: safe(name) + "." + place, suffix: safe(suffix))
            edition += 1
            // A result may be there without its script.
            if [stem.resultPath(), stem.resultPath(task: 0)].contains(where: File.isThere) {
                continue
            }
            do throws(Failure) {
                let file = try File(
                    open: stem.callScript, .createNew, permissions: 0o600, status: .cannotCreate)
                return (stem, file)
            } catch  where error.kind == .exists {
                continue
            }
        }
    }
}

extension ByteString {
    /// The bytes, and behind them the characters of a string in UTF-8.
    static func + (left: ByteString, right: String) -> ByteString { left + ByteString(right) }
}
