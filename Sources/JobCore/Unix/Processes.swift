internal import CSys
internal import Glibc

/// How a process ended.
package enum ProcessEnd: Hashable, Sendable {
    case exited(Int32)
    case killed(by: Int32)

    /// From a status of wait(2).
    package init(waitStatus: Int32) {
        self =
            csys_wifexited(waitStatus) != 0
            ? .exited(csys_wexitstatus(waitStatus)) : .killed(by: csys_wtermsig(waitStatus))
    }
}

/// What an ended process and its waited-for children used.
package struct ResourceUsage: Hashable, Sendable {
    /// Milliseconds of processor time in the program, and in the kernel for it.
    package var user = 0
    package var system = 0
    /// The largest resident size, in KiB.
    package var peakMemory = 0

    package init() {}

    init(_ usage: rusage) {
        user = usage.ru_utime.tv_sec * 1000 + Int(usage.ru_utime.tv_usec) / 1000
        system = usage.ru_stime.tv_sec * 1000 + Int(usage.ru_stime.tv_usec) / 1000
        peakMemory = usage.ru_maxrss
    }
}

/// A limit of setrlimit(2); nil is unlimited.
package struct ResourceLimit: Hashable, Sendable {
    package var resource: Int32
    package var soft: UInt64
    package var hard: UInt64

    package init(resource: Int32, soft: UInt64, hard: UInt64) {
        self.resource = resource
        self.soft = soft
        self.hard = hard
    }
}

/// What a process hands on to its children and a job gets from its submitter.
package struct Surroundings: Hashable, Sendable {
    /// `NAME=value` each.
    package var environment: [ByteString]
    package var fileMask: UInt32
    package var niceness: Int32
    package var limits: [ResourceLimit]

    package init(
        environment: [ByteString], fileMask: UInt32, niceness: Int32, limits: [ResourceLimit]
    ) {
        self.environment = environment
        self.fileMask = fileMask
        self.niceness = niceness
        self.limits = limits
    }

    /// Those of this process.
    package static func current() -> Surroundings {
        let mask = umask(0o077)
        umask(mask)
        var limits: [ResourceLimit] = []
        for resource in 0..<csys_resource_count() {
            var limit = rlimit()
            if getrlimit(resource, &limit) == 0 {
                limits.append(
                    ResourceLimit(
                        resource: resource, soft: UInt64(limit.rlim_cur),
                        hard: UInt64(limit.rlim_max)))
            }
        }
        return Surroundings(
            environment: environment(), fileMask: UInt32(mask),
            niceness: getpriority(Int32(PRIO_PROCESS.rawValue), 0), limits: limits)
    }

    /// This process's variables, as they are.
    package static func environment() -> [ByteString] {
        var result: [ByteString] = []
        guard var next = csys_environment() else { return [] }
        while let entry = next.pointee {
            result.append(ByteString(cString: entry))
            next += 1
        }
        return result
    }

    /// The value of a variable, nil where it is not set.
    package static func variable(_ name: String) -> ByteString? {
        getenv(name).map { ByteString(cString: $0) }
    }
}

/// A command about to be started.
package struct Launch {
    package var arguments: [ByteString]
    /// Where the program may be, in the order to try.
    package var candidates: [ByteString]
    package var surroundings: Surroundings
    package var directory: Directory
    package var input, output, error: File
    /// Gets a line `job PID MILLISECONDS` before the command is executed.
    package var notes: File?

    package init(
        arguments: [ByteString], candidates: [ByteString], surroundings: Surroundings,
        directory: Directory, input: File, output: File, error: File, notes: File?
    ) {
        self.arguments = arguments
        self.candidates = candidates
        self.surroundings = surroundings
        self.directory = directory
        self.input = input
        self.output = output
        self.error = error
        self.notes = notes
    }

    /// Starts it in a session of its own.
    /// - Throws: `Failure` with status 127 where the program was not found, else 126.
    package func start() throws(Failure) -> Int32 {
        var failure: Int32 = 0
        let child = withCStrings(candidates) { candidates in
            withCStrings(arguments) { arguments in
                withCStrings(surroundings.environment) { environment -> Int32 in
                    var launch = csys_launch()
                    launch.arguments = UnsafePointer(arguments)
                    launch.environment = UnsafePointer(environment)
                    launch.input = input.descriptor
                    launch.output = output.descriptor
                    launch.error = error.descriptor
                    launch.directory = directory.descriptor
                    launch.notes = notes?.descriptor ?? -1
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
                                return csys_launch(&launch, &failure)
                            }
                        }
                    }
                }
            }
        }
        guard child > 0 else {
            let program = arguments.first?.printable ?? ""
            throw Failure(
                system: "cannot run '\(program)'",
                status: failure == ENOENT ? .notFound : .cannotStart, code: failure)
        }
        return child
    }
}

/// Starts this program once more as a process of its own that outlives everybody: its first
/// argument tells it what to be, and `kept` becomes its descriptor 3.
package func launchSelf(
    as arguments: [ByteString], environment: [ByteString], in directory: Directory,
    keeping kept: File
) throws(Failure) -> Int32 {
    let child = withCStrings(arguments) { arguments in
        withCStrings(environment) { environment in
            csys_launch_self(arguments, environment, directory.descriptor, kept.descriptor)
        }
    }
    guard child > 0 else { throw Failure(system: "cannot start the queue's runner") }
    return child
}

/// What a program writes to its standard output; its standard error goes where ours goes.
/// - Throws: `Failure` where it cannot be started or does not end with 0.
package func output(of arguments: [ByteString]) throws(Failure) -> [UInt8] {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(system: "cannot make a pipe") }
    let reader = File(owning: ends[0], name: arguments[0])
    var writer: File? = File(owning: ends[1], name: arguments[0])
    _ = csys_set_close_on_exec(ends[0], 1)
    _ = csys_set_close_on_exec(ends[1], 1)
    guard let output = writer else { return [] }
    let child = try Launch(
        arguments: arguments,
        candidates: searchPath(for: arguments[0], in: Surroundings.variable("PATH")),
        surroundings: .current(), directory: Directory(open: "/"),
        input: File(open: "/dev/null", .read), output: output,
        error: File(open: "/dev/null", .append), notes: nil
    ).start()
    writer = nil
    let result = try reader.readAll(limit: 1 << 26)
    guard let end = Processes.reap(child), end == .exited(0) else {
        throw Failure("\(arguments[0].printable) failed", status: .unavailable)
    }
    return result
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

/// Whether a path names a file that may be executed.
package func isExecutable(_ path: ByteString) -> Bool {
    var status = stat()
    return path.withCString { path in
        stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

/// Calls `body` with a NULL-ended array of C strings.
private func withCStrings<Result>(
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

/// Children and other processes.
package enum Processes {
    /// What a fork is to the two it leaves behind.
    package enum Side: Sendable {
        case parent(child: Int32)
        case child
    }

    /// Doubles this process, which must have one thread (fork(2)).
    package static func fork() throws(Failure) -> Side {
        let result = Glibc.fork()
        guard result >= 0 else { throw Failure(system: "cannot fork") }
        return result == 0 ? .child : .parent(child: result)
    }

    /// Ends at once, without what a program does at its end (_exit(2)).
    package static func exitNow(_ status: Int32) { _exit(status) }

    package static func parentID() -> Int32 { getppid() }

    /// From now on children of ours that lose their parent become our own (prctl(2)).
    package static func becomeSubreaper() { _ = csys_set_subreaper() }

    /// Asks for a signal when the parent dies.
    package static func signalOnParentsDeath(_ signal: Int32) {
        _ = csys_signal_on_parents_death(signal)
    }

    /// The name that ps(1) and top(1) show.
    package static func setName(_ name: String) { _ = name.withCString { csys_set_name($0) } }

    package static func setFileMask(_ mask: UInt32) { umask(mode_t(mask)) }

    /// As many open files as this user may have.
    package static func raiseOpenFileLimit() {
        var limit = rlimit()
        guard getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// How a child of ours has ended, leaving it a zombie, so that whoever inherits it can ask
    /// again if we are killed before we have written that down (waitid(2), WNOWAIT).
    package static func look(at child: Int32) -> (end: ProcessEnd, usage: ResourceUsage)? {
        var info = siginfo_t()
        var usage = rusage()
        let found = retrying {
            csys_waitid(
                Int32(P_PID.rawValue), child, &info, WEXITED | WNOWAIT | WNOHANG, &usage)
        }
        guard found == 0, csys_siginfo_pid(&info) == child else { return nil }
        let status = csys_siginfo_status(&info)
        let end: ProcessEnd =
            info.si_code == Int32(CLD_EXITED) ? .exited(status) : .killed(by: status)
        return (end, ResourceUsage(usage))
    }

    /// Whether that process is a child of ours, ended or not.
    package static func isChild(_ process: Int32) -> Bool {
        var info = siginfo_t()
        return retrying {
            csys_waitid(Int32(P_PID.rawValue), process, &info, WEXITED | WNOWAIT | WNOHANG, nil)
        } == 0
    }

    /// Waits for a child and lets the kernel forget it.
    @discardableResult
    package static func reap(_ child: Int32, waiting: Bool = true) -> ProcessEnd? {
        var status: Int32 = 0
        let result = retrying { waitpid(child, &status, waiting ? 0 : WNOHANG) }
        return result == child ? ProcessEnd(waitStatus: status) : nil
    }

    /// The children of a process (proc(5), `children`).
    package static func children(of process: Int32) -> [Int32] {
        let path = ByteString("/proc/\(process)/task/\(process)/children")
        guard let file = try? File(open: path, .read), let text = try? file.readAll() else {
            return []
        }
        return text.split(separator: UInt8(ascii: " ")).compactMap {
            Int32(String(decoding: $0, as: UTF8.self))
        }
    }

    /// The arguments of a process, or none where it is gone or not ours to look at.
    package static func arguments(of process: Int32) -> [ByteString] {
        guard let file = try? File(open: ByteString("/proc/\(process)/cmdline"), .read),
            let text = try? file.readAll()
        else { return [] }
        return ByteString(text).split(on: 0)
    }

    /// The variables that a process was started with.
    package static func environment(of process: Int32) -> [ByteString] {
        guard let file = try? File(open: ByteString("/proc/\(process)/environ"), .read),
            let text = try? file.readAll()
        else { return [] }
        return ByteString(text).split(on: 0)
    }

    /// Every process there is.
    package static func all() -> [Int32] {
        guard let names = try? Directory(open: "/proc").names() else { return [] }
        return names.compactMap { $0.string.flatMap { Int32($0) } }
    }

    /// When a process started, its parent, and the letter of its state (proc(5), stat).
    package static func origin(
        of process: Int32
    ) -> (start: Instant, parent: Int32, state: UInt8)? {
        guard let file = try? File(open: ByteString("/proc/\(process)/stat"), .read),
            let text = try? file.readAll(),
            let name = text.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = text[(name + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let start = UInt64(String(decoding: fields[19], as: UTF8.self)),
            let parent = Int32(String(decoding: fields[1], as: UTF8.self)),
            let state = fields[0].first
        else { return nil }
        let second = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return (Instant(milliseconds: Int(start * 1000 / second)), parent, state)
    }

    /// How a process ended that nobody has reaped yet, whoever's child it was (proc(5), stat, field
    /// 52). Nil where it is none, or of other credentials: the kernel would show a 0 then.
    package static func zombieEnd(of process: Int32) -> ProcessEnd? {
        guard hasOurCredentials(process),
            let file = try? File(open: ByteString("/proc/\(process)/stat"), .read),
            let text = try? file.readAll(),
            let name = text.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = String(decoding: text[(name + 1)...], as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        guard fields.first == "Z", fields.count > 49, let status = Int32(fields[49]) else {
            return nil
        }
        return ProcessEnd(waitStatus: status)
    }

    private static func hasOurCredentials(_ process: Int32) -> Bool {
        guard let file = try? File(open: ByteString("/proc/\(process)/status"), .read),
            let text = try? file.readAll()
        else { return false }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        func holds(_ name: String, _ number: UInt32) -> Bool {
            guard let line = lines.first(where: { $0.hasPrefix(name) }) else { return false }
            return line.dropFirst(name.count).split(whereSeparator: \.isWhitespace)
                .allSatisfy { UInt32($0) == number }
        }
        return holds("Uid:", geteuid()) && holds("Gid:", getegid())
    }

    @discardableResult
    package static func signal(_ process: Int32, _ number: Int32) -> Bool {
        kill(process, number) == 0
    }

    /// To every process of the group.
    @discardableResult
    package static func signalGroup(_ group: Int32, _ number: Int32) -> Bool {
        kill(-group, number) == 0
    }

    /// Closes every descriptor from `first` on but those.
    package static func closeDescriptors(from first: Int32, except kept: [Int32]) {
        var next = UInt32(first)
        for descriptor in kept.sorted() where UInt32(descriptor) >= next {
            let number = UInt32(descriptor)
            if number > next { _ = csys_close_range(next, number - 1) }
            next = number + 1
        }
        _ = csys_close_range(next, .max)
    }

    package static func pause(milliseconds: Int) {
        usleep(UInt32(clamping: milliseconds * 1000))
    }
}

/// A hold on one process that can never mean another that got its number later (pidfd_open(2)).
package final class ProcessHandle {
    package let process: Int32
    package let descriptor: Int32

    /// Nil where there is no such process.
    package init?(_ process: Int32) {
        self.process = process
        descriptor = csys_pidfd_open(process)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    @discardableResult
    package func signal(_ number: Int32) -> Bool {
        csys_pidfd_send_signal(descriptor, number) == 0
    }

    /// Whether it has ended; it may still be waiting to be reaped.
    package var hasEnded: Bool { !waitForInput(on: [descriptor], timeout: 0).isEmpty }

    /// Whether it has ended and nobody has reaped it yet.
    package var isZombie: Bool {
        Processes.origin(of: process)?.state == UInt8(ascii: "Z")
    }

    /// How it ended, even if it was somebody else's child; nil while it runs and on kernels before
    /// 6.15.
    package var end: ProcessEnd? {
        var status: Int32 = 0
        guard csys_pidfd_exit_status(descriptor, &status) == 0 else { return nil }
        return ProcessEnd(waitStatus: status)
    }
}
