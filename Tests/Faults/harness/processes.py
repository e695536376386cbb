"""Processes as /proc shows them, and waiting for what they do."""

import ctypes
import os
import signal
import time

ROLES = ("keeper", "runner", "guard", "packer")


class Process:
    """A process by its number and its start, so that a number that was given again is another."""

    def __init__(self, number):
        self.number = number
        fields = _stat(number)
        self.start = int(fields[19])
        self.parent = int(fields[1])

    @property
    def state(self):
        """Its letter in /proc, or None when it is gone."""
        try:
            fields = _stat(self.number)
        except OSError:
            return None
        return fields[0] if int(fields[19]) == self.start else None

    @property
    def lives(self):
        return self.state not in (None, "Z", "X")

    def kill(self, number=signal.SIGKILL):
        """Sends a signal; False where the process was gone."""
        try:
            handle = os.pidfd_open(self.number)
        except OSError:
            return False
        try:
            if self.state is None:
                return False
            signal.pidfd_send_signal(handle, number)
            return True
        except OSError:
            return False
        finally:
            os.close(handle)

    def __eq__(self, other):
        return (self.number, self.start) == (other.number, other.start)

    def __hash__(self):
        return hash((self.number, self.start))

    def __repr__(self):
        return f"{self.number} ({' '.join(arguments(self.number))[:60]})"


def _stat(number):
    with open(f"/proc/{number}/stat", "rb") as file:
        return file.read().rsplit(b")", 1)[1].decode().split()


def _read(number, name):
    try:
        with open(f"/proc/{number}/{name}", "rb") as file:
            return file.read()
    except OSError:
        return b""


def numbers():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def name(number):
    return _read(number, "comm").decode(errors="replace").strip()


def arguments(number):
    return [word.decode(errors="replace") for word in _read(number, "cmdline").split(b"\0")[:-1]]


def environment(number):
    return _read(number, "environ").split(b"\0")


def status(number):
    """The lines of /proc/PID/status as a dictionary."""
    lines = _read(number, "status").decode(errors="replace").splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def resident(number):
    """Resident memory in KiB."""
    return int(status(number).get("VmRSS", "0").split()[0])


def descriptors(number):
    """How many files it has open."""
    try:
        return len(os.listdir(f"/proc/{number}/fd"))
    except OSError:
        return 0


def found(numbers):
    """`Process`es of those numbers that are still there."""
    result = []
    for number in numbers:
        try:
            result.append(Process(number))
        except OSError:
            pass
    return result


def until(condition, seconds=20, pause=0.004):
    """Waits until `condition()` is true, and returns what it was; None when the time is up: a
    bound on what would hang, never a measure."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            return None
        if pause:
            time.sleep(pause)


class Dying:
    """A process that, once it is killed, is kept at the very end of its life, with its files and
    locks, until it is let go (ptrace(2), PTRACE_O_TRACEEXIT)."""

    SEIZE, DETACH, TRACE_EXIT, ANY_CHILD = 0x4206, 17, 0x40, 0x40000000

    def __init__(self, process):
        self.number = process.number
        self.is_held = self._ptrace(self.SEIZE, self.TRACE_EXIT)

    def _ptrace(self, request, data):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        return libc.ptrace(request, self.number, None, data) == 0

    def dies(self, seconds=5):
        """Waits until it is at its end."""
        return self.is_held and until(
            lambda: os.waitpid(self.number, os.WNOHANG | self.ANY_CHILD)[0], seconds, pause=0)

    def release(self):
        if self.is_held:
            self._ptrace(self.DETACH, None)
