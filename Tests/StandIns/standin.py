"""What the stand-ins for batch systems have in common: their jobs in a file, and how they misbehave."""

import contextlib
import fcntl
import json
import os
import shlex
import signal
import sys

# The directory of jobs.json, and of calls, which has a line for each call of a client.
PLACE = os.environ.get("STANDIN", "")


@contextlib.contextmanager
def state():
    """What is known, to be looked at and changed by one process at a time."""
    path = PLACE + "/jobs.json"
    with open(PLACE + "/lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = {"next": 1, "calls": {}, "jobs": []}
        if os.path.exists(path):
            with open(path) as file:
                known = json.load(file)
        yield known
        with open(path + ".new", "w") as file:
            json.dump(known, file, indent=1)
        os.rename(path + ".new", path)


def note_call(program, arguments):
    with open(PLACE + "/calls", "a", errors="surrogateescape") as calls:
        calls.write(shlex.join([program] + arguments) + "\n")


def indices(text):
    """0-3,7 or 0-8:2, with or without %N behind it."""
    result = []
    for part in text.split("%")[0].split(","):
        span, _, step = part.partition(":")
        first, _, last = span.partition("-")
        result += range(int(first), int(last or first) + 1, int(step or 1))
    return result


def manner(program):
    """The word for this call, of those in the program's variable."""
    words = []
    for word in os.environ.get("STANDIN_" + program.upper(), "").split():
        name, _, times = word.partition("*")
        words += [name] * int(times or 1)
    if not words:
        return "ok"
    key = f"{program} {os.getppid()}"
    with state() as known:
        number = known["calls"].get(key, 0)
        known["calls"][key] = number + 1
    return words[min(number, len(words) - 1)]


def break_down(manner, garbage):
    """Ends, or never does, for those words that mean the same of every client."""
    if manner == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    while manner == "hang":
        signal.pause()
    if manner == "garbage":
        sys.stdout.buffer.write(garbage)
    if manner in ("garbage", "nothing"):
        sys.exit(0)
