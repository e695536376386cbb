internal import CSys
internal import Glibc

/// A command about to be started.
package struct Launch {
    package var arguments: [ByteString]
    /// Where the program may be, in the order to try.
    package var candidates: [ByteString]
    package var surroundings: Surroundings
    package var directory: Directory
    package var input, output, error: File

    package init(
        arguments: [ByteString], candidates: [ByteString], surroundings: Surroundings,
        directory: Directory, input: File, output: File, error: File
    ) {
        self.arguments = arguments
        self.candidates = candidates
        self.surroundings = surroundings
        self.directory = directory
        self.input = input
        self.output = output
        self.error = error
    }

    /// Starts it in a session of its own, by a process that shares this one's memory until it executes
    /// the command (vfork(2)).
    /// - Throws: `Failure` with status 127 where the program was not found, else 126.
    package func start() throws(Failure) -> Int32 {
        var code: Int32 = 0
        let child = withArguments { csys_launch(&$0, &code) }
        guard code == 0 else {
            if child > 0 { Processes.reap(child) }
            throw failure(code)
        }
        return child
    }

    /// The same for a job: before the command is executed, `notes` gets a line that says so
    /// (`AttemptFile.Line.job`), and without it nothing is executed.
    ///
    /// - Returns: the process; and where it could not execute the command, why not: it ends then, and
    ///   whoever looks at its end sees 126 or 127.
    /// - Throws: `Failure` where there is no process.
    package func start(noting notes: File) throws(Failure) -> (child: Int32, failure: Failure?) {
        var code: Int32 = 0
        let child = withArguments { launch in
            launch.notes = notes.descriptor
            return csys_launch(&launch, &code)
        }
        guard child > 0 else { throw failure(code) }
        return (child, code == 0 ? nil : failure(code))
    }

    /// Turns this process into the command; it was forked for that, and leads a session of its own.
    /// - Returns: why it is none, with status 127 where the program was not found, else 126.
    package func execute() -> Failure { failure(withArguments { csys_execute(&$0) }) }

    private func failure(_ code: Int32) -> Failure {
        Failure(
            system: "cannot run '\(arguments.first?.printable ?? "")'",
            status: code == ENOENT ? .notFound : .cannotStart, code: code)
    }

    /// Calls `body` with all of it as C has it.
    private func withArguments<Result>(_ body: (inout csys_launch) -> Result) -> Result {
        withCStrings(candidates) { candidates in
            withCStrings(arguments) { arguments in
                withCStrings(surroundings.environment) { environment in
                    var launch = csys_launch()
                    launch.arguments = UnsafePointer(arguments)
                    launch.environment = UnsafePointer(environment)
                    launch.input = input.descriptor
                    launch.output = output.descriptor
                    launch.error = error.descriptor
                    launch.directory = directory.descriptor
                    launch.notes = -1
                    launch.mask = mode_t(surroundings.fileMask)
                    launch.niceness = surroundings.niceness
                    let limits = surroundings.limits.map {
                        rlimit(rlim_cur: rlim_t($0.soft), rlim_max: rlim_t($0.hard))
                    }
                    let resources = surroundings.limits.map(\.resource)
                    return limits.withUnsafeBufferPointer { limits in
                        resources.withUnsafeBufferPointer { resources in
                            launch.limits = limits.baseAddress
                            launch.resources = resources.baseAddress
                            launch.limit_count = Int32(resources.count)
                            return UnsafeRawPointer(candidates).withMemoryRebound(
                                to: UnsafePointer<CChar>?.self, capacity: self.candidates.count + 1
                            ) { paths in
                                launch.candidates = paths
                                guard let score = surroundings.outOfMemoryScore else {
                                    return body(&launch)
                                }
                                return withUnsafePointer(to: score) { score in
                                    launch.memory_score = score
                                    return body(&launch)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Starts this program once more as a process of its own that outlives everybody: its first
/// argument tells it what to be, and `kept` becomes its descriptor 3. As a sibling of this process it
/// is a child of the same parent, and never one of this process's own.
package func launchSelf(
    as arguments: [ByteString], environment: [ByteString], in directory: Directory,
    keeping kept: File, asSibling: Bool
) throws(Failure) -> Int32 {
    let child = withCStrings(arguments) { arguments in
        withCStrings(environment) { environment in
            csys_launch_self(
                arguments, environment, directory.descriptor, kept.descriptor, asSibling ? 1 : 0)
        }
    }
    guard child > 0 else {
        let failure = Failure(system: "cannot start the queue's runner")
        guard File.status(of: "/dev/null") == nil else { throw failure }
        throw Failure("\(failure.message): there is no /dev/null", status: failure.status)
    }
    return child
}

/// Starts a program whose standard output is a pipe. Its end of that is the only one left.
private func startPiped(
    _ arguments: [ByteString]
) throws(Failure) -> (child: Int32, reader: File) {
    let (reader, writer) = try File.pipe(name: arguments[0])
    let child = try Launch(
        arguments: arguments,
        candidates: searchPath(for: arguments[0], in: Surroundings.variable("PATH")),
        surroundings: .current(), directory: Directory(open: "/"),
        input: File(open: "/dev/null", .read), output: writer,
        error: File(open: "/dev/null", .append)
    ).start()
    return (child, reader)
}

/// What a program writes to its standard output; its standard error goes where ours goes.
/// - Throws: `Failure` where it cannot be started or does not end with 0.
package func output(of arguments: [ByteString]) throws(Failure) -> [UInt8] {
    let (child, reader) = try startPiped(arguments)
    let result = try reader.readAll(limit: 1 << 26)
    guard let end = Processes.reap(child), end == .exited(0) else {
        throw Failure("\(arguments[0].printable) failed", status: .unavailable)
    }
    return result
}

/// Runs shell text in front of the user, on the same terminal, and returns how it ended
/// (system(3)).
package func runInForeground(_ text: ByteString) throws(Failure) -> ProcessEnd {
    let status = text.withCString { system($0) }
    guard status != -1 else { throw Failure(system: "cannot run '\(text.printable)'") }
    return ProcessEnd(waitStatus: status)
}

/// Where a program of that name may be: itself where it has a slash, else in each directory of
/// PATH. Empty parts and `.` stand for the current directory, as a shell has it.
package func searchPath(for program: ByteString, in path: ByteString?) -> [ByteString] {
    if program.contains(UInt8(ascii: "/")) { return [program] }
    if program.isEmpty { return [] }
    return (path ?? "/usr/local/bin:/usr/bin:/bin").split(on: UInt8(ascii: ":")).map {
        $0.isEmpty ? program : $0 + "/" + program
    }
}

/// The same, with the PATH that an environment has.
package func searchPath(
    for program: ByteString, inPathOf environment: [ByteString]
) -> [ByteString] {
    let path = environment.first { $0.hasPrefix("PATH=") }
    return searchPath(for: program, in: path.map { ByteString($0.bytes.dropFirst(5)) })
}

/// Whether a path names a file that may be executed.
package func isExecutable(_ path: ByteString) -> Bool {
    var status = stat()
    return path.withCString { path in
        stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

/// Calls `body` with a NULL-ended array of C strings.
func withCStrings<Result>(
    _ strings: [ByteString], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var bytes: [CChar] = []
    bytes.reserveCapacity(strings.reduce(0) { $0 + $1.count + 1 })
    for string in strings {
        for byte in string.bytes { bytes.append(CChar(bitPattern: byte)) }
        bytes.append(0)
    }
    return bytes.withUnsafeMutableBufferPointer { space in
        withUnsafeTemporaryAllocation(
            of: UnsafeMutablePointer<CChar>?.self, capacity: strings.count + 1
        ) { pointers in
            var next = space.baseAddress
            for (index, string) in strings.enumerated() {
                pointers[index] = next
                next = next.map { $0 + string.count + 1 }
            }
            pointers[strings.count] = nil
            // A temporary allocation of at least one element has an address.
            return body(pointers.baseAddress ?? .allocate(capacity: 1))
        }
    }
}
