import JobCore

/// What a submission's files are like before anything is submitted.
extension Submission {
    /// Makes the directories of the outputs that are named, and looks for the input.
    /// - Throws: `Failure`: 66 for an input that is not there and that no other job can bring, 73 and 77
    ///   for a directory that can't be made.
    func prepareFiles() throws(Failure) {
        for row in [JobOptions.output, JobOptions.error] {
            guard let pattern = choices.text(row) else { continue }
            let name = choices.text(JobOptions.jobName) ?? commands.name(of: 0)
            let parent = PatternNames.fill(name: name, in: pattern).parent
            // What has yet to get its number can't be made now.
            guard !parent.isEmpty, !parent.contains(UInt8(ascii: "%")) else { continue }
            let path = parent.absolute(in: directory)
            try makeDirectories(path, permissions: 0o777)
            do throws(Failure) {
                _ = try Directory(open: path)
            } catch {
                throw error.with(status: .cannotCreate)
            }
        }
        guard let input = choices.text(JobOptions.input), dependencies.ofAll.isEmpty,
            dependencies.ofEach.isEmpty, !input.contains(UInt8(ascii: "%"))
        else { return }
        let path = input.absolute(in: directory)
        guard File.status(of: path) != nil else {
            throw Failure.noFile(input, for: "the job's input")
        }
    }

    /// Tells of a job file that is run as a command: its own lines for a batch system don't count then, or
    /// it is no program at all.
    /// - Returns: whether anything was said.
    @discardableResult
    func warnOfJobFile(_ session: borrowing Session) -> Bool {
        guard case .arguments(let words)? = commands.all.first?.command, file == nil else {
            return false
        }
        for word in words.prefix(2) {
            let path = word.absolute(in: directory)
            guard File.status(of: path)?.isRegular ?? false,
                let file = try? File(open: path, .readNow),
                let start = try? ByteString(file.bytes(at: 0, count: 1 << 13)), !start.contains(0)
            else { continue }
            let shown = word.printable
            let isProgram = searchPath(for: word, inPathOf: surroundings.environment)
                .contains { isExecutable($0.absolute(in: directory)) }
            if word == words[0], !isProgram {
                session.log.notice(
                    "'\(shown)' is a file here and no program: csub -f \(shown) submits it as a "
                        + "job file, csub - < \(shown) as a script")
                return true
            }
            let kind = ScriptDirectives.kinds.first { kind in
                start.hasPrefix(kind) || start.contains("\n" + kind.printable)
            }
            if let kind {
                session.log.notice(
                    "the \(kind.printable) lines of '\(shown)' don't count where it is run as a command: "
                        + "csub -f \(shown) has them read")
                return true
            }
        }
        return false
    }

    /// Tells where the ID goes of a plain command whose standard output is a file.
    static func warnOfOutput(_ line: ParsedLine, _ session: borrowing Session) {
        guard File.isTerminal(2), File.status(of: "/dev/stdout")?.isRegular ?? false,
            !line.has(SubmitOptions.each), !line.has(SubmitOptions.file),
            !line.has(SubmitOptions.resubmit), !line.has(SubmitOptions.get),
            let first = line.operands.first, first != "-", !line.has(JobOptions.output)
        else { return }
        session.log.notice(
            "standard output, a file, gets the ID of the job; what the job writes goes where -o says"
        )
    }
}

extension JobCommand {
    /// Bytes that one argument or variable may have (execve(2), MAX_ARG_STRLEN).
    private static let longestWord = 131_071

    /// Refuses what no program can be started with: of `space` bytes the environment takes so many.
    /// - Throws: `Failure` (65).
    func checkSize(_ number: Int, besides environment: Int, in space: Int) throws(Failure) {
        var (longest, all) = (0, environment)
        func count(_ size: Int) {
            longest = max(longest, size)
            all += size + 9
        }
        switch command {
        case .arguments(let words), .script(_, let words), .call(_, let words):
            for word in words { count(word.count) }
        case .shell(let text):
            for size in ["bash".utf8.count, "-c".utf8.count, text.count] { count(size) }
        }
        for variable in variables { count(variable.name.count + 1 + variable.value.count) }
        guard longest <= Self.longestWord else {
            throw Failure(
                "input \(number) has a word of \(longest) bytes: no program can be given more than "
                    + "\(Self.longestWord)", status: .badData,
                advice: "a file of lines, and its name as the input, has no limit")
        }
        guard all <= space else {
            throw Failure(
                "input \(number) makes a command of \(all) bytes with its environment: no program can "
                    + "be given more than \(space)", status: .badData,
                advice: "fewer lines for a job (--chunk) are shorter")
        }
    }
}
