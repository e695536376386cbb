"""One command to be measured, and one sample of it."""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36


class Command:
    """Shell text that is timed, between what makes ready for it and what clears away."""

    def __init__(self, name, timed, before="", after="", program=None, count=1):
        self.name, self.timed, self.before, self.after = name, timed, before, after
        # What has to be installed; nothing for one of ours.
        self.program = program
        # How often the text does what is measured.
        self.count = count

    @property
    def is_installed(self):
        return self.program is None or shutil.which(self.program) is not None


class Sample:
    def __init__(self, seconds, processor, size):
        # `processor` is of all processes that the command left behind, too; `size` in MB, of the
        # largest of them.
        self.seconds, self.processor, self.size = seconds, processor, size


def environment(directory):
    """Queues of a measurement's own, of all peers."""
    return dict(
        os.environ, HOME=directory, TMPDIR=directory,
        CJOBS_SPOOL=directory + "/spool", CJOBS_BACKEND="local", TS_SOCKET=directory + "/socket",
        TS_MAXFINISHED="10", NQDIR=directory, LC_ALL="C.UTF-8")


def sample(command, place):
    """Takes one, in a process that inherits whatever the command leaves running, and returns when
    that has ended."""
    with place.directory() as directory:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            try:
                os.write(writer, json.dumps(take(command, directory)).encode())
                os._exit(0)
            except BaseException as problem:
                print(f"{command.name}: {problem}", file=sys.stderr)
                os._exit(1)
        os.close(writer)
        with open(reader) as pipe:
            text = pipe.read()
        _, status, usage = os.wait4(child, 0)
        if status:
            sys.exit(f"run: {command.name} could not be measured")
        return Sample(*json.loads(text))


def take(command, directory):
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    env = environment(directory)
    shell(command.before, directory, env)
    before = spent()
    start = time.perf_counter()
    shell(command.timed, directory, env)
    seconds = time.perf_counter() - start
    shell(command.after, directory, env)
    # A keeper stays for a second; whoever stays longer has to be ended by `after`.
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = spent()
    return seconds, after[0] - before[0], after[1]


def shell(text, directory, env):
    if text:
        subprocess.run(["bash", "-c", text], cwd=directory, env=env, check=True,
                       stdout=subprocess.DEVNULL)


def spent():
    """Seconds of processor time of all that has ended, and the largest of it in MB."""
    import resource
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def milliseconds(words, **how):
    """How long a program takes that writes to nowhere."""
    start = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, **how)
    return (time.perf_counter() - start) * 1000


def processes_of(spool):
    """Of each process of a queue what /proc tells of it (proc(5), status)."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
            if words[:2] != [b"cjobs-keeper", spool.encode()]:
                continue
            with open(f"/proc/{process}/status") as file:
                yield file.read()
        except OSError:
            continue
