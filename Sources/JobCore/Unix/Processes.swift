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
    /// Bytes that a command's arguments and environment may have together (execve(2)).
    package static var argumentSpace: Int { max(1 << 17, Int(sysconf(Int32(_SC_ARG_MAX)))) }

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

    /// The same, with the new process as a sibling of this one: it is a child of this one's parent
    /// (CLONE_PARENT of clone(2)).
    package static func forkSibling() throws(Failure) -> Side {
        let result = csys_fork_sibling()
        guard result >= 0 else { throw Failure(system: "cannot fork") }
        return result == 0 ? .child : .parent(child: result)
    }

    /// Becomes the leader of a session of its own, with no signal kept back.
    package static func detach() { csys_detach() }

    /// Ends at once, without what a program does at its end (_exit(2)).
    package static func exitNow(_ status: Int32) -> Never { _exit(status) }

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

    /// How many descriptors this process may have open (getrlimit(2), RLIMIT_NOFILE).
    package static func openFileLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        return Int(clamping: limit.rlim_cur)
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
