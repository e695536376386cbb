"""System calls as strace(1) shows them, and faults put into them."""

import os
import re
import signal
import subprocess

from .processes import until

# The errors that a system call may meet in good order of everything else. Memory calls have none:
# a program that can get no memory has nothing left to promise.
ERRORS = {
    "openat": ("EMFILE", "EIO", "EINTR", "ENOSPC"), "open": ("EMFILE", "EIO"),
    "read": ("EIO", "EINTR"), "pread64": ("EIO", "EINTR"),
    "write": ("ENOSPC", "EIO", "EDQUOT", "EINTR"), "writev": ("ENOSPC", "EIO"),
    "pwrite64": ("ENOSPC", "EIO", "EDQUOT", "EINTR"),
    "fsync": ("EIO", "ENOSPC"), "fdatasync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "ENOSPC"), "renameat": ("EIO", "ENOSPC"), "renameat2": ("EIO", "ENOSPC"),
    "linkat": ("EIO", "ENOSPC"), "mkdirat": ("ENOSPC", "EDQUOT"), "unlinkat": ("EIO",),
    "ftruncate": ("EIO", "EINTR"), "fallocate": ("ENOSPC", "EINTR"),
    "flock": ("EINTR", "ENOLCK"), "fcntl": ("EINTR", "ENOLCK"),
    "newfstatat": ("EIO",), "fstat": ("EIO",), "getdents64": ("EIO",), "fstatfs": ("EIO",),
    "clone": ("EAGAIN", "ENOMEM"), "clone3": ("EAGAIN", "ENOMEM"), "fork": ("EAGAIN",),
    "vfork": ("EAGAIN",), "execve": ("ENOMEM", "EAGAIN"),
    "socketpair": ("EMFILE", "ENFILE"), "pipe2": ("EMFILE", "ENFILE"),
    "sendmsg": ("ENOBUFS", "EINTR", "EMFILE"), "recvmsg": ("EINTR",),
    "poll": ("EINTR",), "ppoll": ("EINTR",), "inotify_init1": ("EMFILE",),
    "inotify_add_watch": ("ENOSPC",), "timerfd_create": ("EMFILE",), "pidfd_open": ("EMFILE",),
    "signalfd4": ("EMFILE",), "dup": ("EMFILE",), "waitid": ("EINTR",), "wait4": ("EINTR",),
}

CALL = re.compile(r"^(?:\d+ +)?(?:[\d:.]+ +)?(\w+)\((.*)$")


class Site:
    """The `number`th call of that name in a process."""

    def __init__(self, name, number, text=""):
        self.name, self.number, self.text = name, number, text

    def __repr__(self):
        return f"{self.name}#{self.number}({self.text[:60]})"


def sites(trace, begin=None):
    """The calls in a trace that errors are known for; those before the first line that has
    `begin` in it are passed over: what every program does at its start."""
    counts, result, seen = {}, [], begin is None
    for line in trace.splitlines():
        match = CALL.match(line)
        if not match:
            continue
        name = match.group(1)
        counts[name] = counts.get(name, 0) + 1
        seen = seen or begin in line
        if seen and name in ERRORS:
            result.append(Site(name, counts[name], match.group(2)))
    return result


def trace(queue, words, path, **options):
    """Runs a tool, and returns the text of its system calls, without those of its children."""
    result = queue.run(*words, before=["strace", "-o", path], **options)
    with open(path, errors="replace") as file:
        return result, file.read()


def injecting(site, what):
    """The command line that runs a program with one fault: `error=ENOSPC`, `signal=KILL`."""
    return ["strace", "-qq", "-o", "/dev/null", "-e", "trace=" + site.name,
            "-e", f"inject={site.name}:{what}:when={site.number}"]


class Attached:
    """strace on processes that run already, while a `with` statement lasts."""

    def __init__(self, targets, words, output):
        self.targets, self.output = targets, output
        self.command = ["strace", "-qq", "-o", output, *words]
        for process in targets:
            self.command += ["-p", str(process.number)]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        until(self._holds_all, 5, pause=0.001)
        return self

    def _holds_all(self):
        return all(self._tracer(process) == str(self.process.pid) for process in self.targets)

    @staticmethod
    def _tracer(process):
        try:
            with open(f"/proc/{process.number}/status") as file:
                return next(line.split()[1] for line in file if line.startswith("TracerPid"))
        except (OSError, StopIteration):
            return None

    def __exit__(self, *_):
        """Lets go of the processes, which go on."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def text(self):
        try:
            with open(self.output, errors="replace") as file:
                return file.read()
        except OSError:
            return ""


def removed(path):
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
