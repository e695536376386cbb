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

    /// Whether there is a process of that number.
    package static func exists(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

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
