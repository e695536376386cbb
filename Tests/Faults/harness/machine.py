"""Small disks, and machines that can be stopped and started again, made of mounts and namespaces.

All of this needs root. Mounts are made in the namespace of the part that asks for them, and are
gone with it."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import uuid

from . import processes
from .processes import Process, until
from .report import Skipped


def need(*programs):
    """Skips the part where one of these programs is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            raise Skipped(f"there is no {program}; see make deps")


def need_root():
    if os.geteuid() != 0:
        raise Skipped("needs root")
    if not can_isolate():
        raise Skipped("needs namespaces, which are not allowed here")


@functools.cache
def can_isolate():
    """Whether namespaces of processes and mounts can be made."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    return subprocess.run(
        ["unshare", "-mpf", "--mount-proc", "true"], capture_output=True).returncode == 0


def kernel():
    """The version of the kernel, as in (6, 15)."""
    return tuple(int(word) for word in os.uname().release.split("-")[0].split(".")[:2])


def can_trace():
    """Whether a process may be traced at all."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


class Disk:
    """A small file system, mounted while the `with` statement lasts."""

    def __init__(self, path, options="size=8m,mode=755"):
        need_root()
        self.path, self.options = path, options

    def __enter__(self):
        os.makedirs(self.path, exist_ok=True)
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", self.options, "none", self.path], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=False)

    def fill(self, leaving=0, name="fill"):
        """Writes until it is full, and then frees so many pages."""
        place = os.path.join(self.path, name)
        block = bytes(1 << 16)
        with open(place, "ab", buffering=0) as file:
            while True:
                try:
                    file.write(block)
                except OSError:
                    if len(block) == 4096:
                        break
                    block = bytes(4096)
            if leaving:
                os.ftruncate(file.fileno(), max(0, file.tell() - leaving * 4096))

    def fill_inodes(self, leaving=0):
        """Makes files until no more can be made, and then removes so many."""
        directory = os.path.join(self.path, "fill-inodes")
        os.makedirs(directory, exist_ok=True)
        number = 0
        try:
            while True:
                open(os.path.join(directory, str(number)), "x").close()
                number += 1
        except OSError:
            pass
        for each in range(max(0, number - leaving), number):
            os.unlink(os.path.join(directory, str(each)))


class HangingDisk:
    """A directory under another path, as on a file system that can be made to hang: whoever touches
    it then waits until it goes on (a stopped bindfs(1))."""

    def __init__(self, path):
        need_root()
        need("bindfs")
        if not os.path.exists("/dev/fuse"):
            raise Skipped("there is no /dev/fuse")
        self.path, self.below = path, path + ".below"

    def __enter__(self):
        os.makedirs(self.path, exist_ok=True)
        os.makedirs(self.below, exist_ok=True)
        # In the foreground, and with one thread: so no request is ever half done when it hangs.
        self.process = subprocess.Popen(
            ["bindfs", "-f", "-o", "attr_timeout=0,entry_timeout=0", self.below, self.path],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not until(lambda: os.path.ismount(self.path) or self.process.poll() is not None, 10):
            raise RuntimeError("bindfs mounted nothing")
        if self.process.poll() is not None:
            raise Skipped("bindfs can't mount anything here")
        return self

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)
        until(lambda: Process(self.process.pid).state == "T", 5)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def __exit__(self, *_):
        # Its end also ends what waits for it.
        self.process.kill()
        self.process.wait()
        subprocess.run(["umount", "-l", self.path], check=False)


INIT = """
import os, sys, time
while True:
    try: os.wait()
    except ChildProcessError: time.sleep(0.01)
"""


class Machine:
    """Processes of their own under a boot identifier of their own, on the disks of this machine.

    Commands are run in it by putting `machine.enter(DIRECTORY)` before them."""

    def __init__(self, directory):
        need_root()
        self.directory = directory
        self.boot_file = os.path.join(directory, f"boot-{uuid.uuid4()}")
        self.outer = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.cut()

    def start(self):
        """Starts it, with a boot identifier that it never had before."""
        self.boot = str(uuid.uuid4())
        with open(self.boot_file, "w") as file:
            file.write(self.boot + "\n")
        script = f'mount --bind {self.boot_file} /proc/sys/kernel/random/boot_id && exec "$@"'
        self.outer = subprocess.Popen(
            ["unshare", "-mpf", "--kill-child", "--mount-proc", "sh", "-c", script, "init",
             sys.executable, "-c", INIT], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        self.init = until(self._init, 10)
        if self.init is None:
            raise RuntimeError("the machine did not start")

    def _init(self):
        with open(f"/proc/{self.outer.pid}/task/{self.outer.pid}/children") as file:
            children = file.read().split()
        # Before that it is a shell, which has still to bind the boot identifier.
        ready = [sys.executable, "-c", INIT]
        if not children or processes.arguments(int(children[0])) != ready:
            return None
        return Process(int(children[0]))

    def enter(self, directory="/"):
        """The command line that runs what follows in this machine."""
        return ["nsenter", "-t", str(self.init.number), "-m", "-p", "--", "sh", "-c",
                'cd "$0" && exec "$@"', directory]

    def signal_all(self, name="TERM"):
        """Sends a signal to every process, as an orderly stop of a machine does at first."""
        subprocess.run([*self.enter(), "sh", "-c", f"kill -{name} -1"], check=False)

    def cut(self):
        """Ends every process at once, as a power cut does."""
        if self.outer is None:
            return
        self.init.kill()
        self.outer.kill()
        self.outer.wait()
        until(lambda: not self.init.lives, 10)
        self.outer = None
