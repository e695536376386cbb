"""Parts, what a part counts and finds, and the line that says so."""

import os
import random
import shutil
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

TIERS = ("commit", "nightly", "root")

PARTS = {}


class Skipped(Exception):
    """A part that can't run here, and why."""


class Part:
    """One kind of fault: the function that tries it, how many rounds it has in each of its tiers,
    and the seconds after which it is taken for hanging."""

    def __init__(self, name, function, rounds, bound):
        self.name, self.function, self.rounds, self.bound = name, function, rounds, bound
        self.claim = " ".join((function.__doc__ or "").split("\n\n")[0].split())


def part(name, bound=600, **rounds):
    """Registers a part; `commit=`, `nightly=` and `root=` say how many rounds it has there."""

    def register(function):
        PARTS[name] = Part(name, function, rounds, bound)
        return function

    return register


class Trial:
    """One run of a part: its seed, its directory, what it counted and what it found wrong."""

    def __init__(self, name, seed, rounds, scratch, tools):
        self.name, self.seed, self.rounds = name, seed, rounds
        self.scratch, self.tools = scratch, tools
        self.random = random.Random(f"{seed}:{name}")
        self.counts, self.faults = {}, []
        self.last = ""
        self._queues = 0

    def count(self, what, number=1):
        """Adds to a figure of the report; the order of the first mention is kept."""
        self.counts[what] = self.counts.get(what, 0) + number

    def fault(self, text):
        """Something is not as promised; the part goes on, and fails at its end."""
        self.faults.append(text)

    def expect(self, holds, text):
        if not holds:
            self.fault(text() if callable(text) else text)
        return holds

    def directory(self, name):
        path = os.path.join(self.scratch, name)
        os.makedirs(path, exist_ok=True)
        return path

    def queue(self, **options):
        """A queue of its own; use it in a `with` statement, which ends all of its processes."""
        from .queue import Queue

        self._queues += 1
        name = options.pop("name", f"q{self._queues}")
        return Queue(self.tools, self.directory(name), **options)

    def each(self, cases, worker, width=6):
        """Calls `worker(trial, case)` for every case, `width` of them at once, each in a process
        and a directory of its own, and gathers what they counted and found."""
        cases = list(cases)
        with ProcessPoolExecutor(width, mp_context=get_context("fork")) as pool:
            tasks = {
                pool.submit(_one, self._child(index), worker, case): case
                for index, case in enumerate(cases)
            }
            for task in as_completed(tasks):
                counts, faults = task.result()
                for what, number in counts.items():
                    self.count(what, number)
                self.faults += [f"{tasks[task]}: {fault}" for fault in faults]

    def _child(self, index):
        return Trial(
            self.name, f"{self.seed}:{index}", self.rounds,
            os.path.join(self.scratch, f"case{index}"), self.tools)


def _one(trial, worker, case):
    os.makedirs(trial.scratch, exist_ok=True)
    try:
        worker(trial, case)
    except Skipped:
        raise
    except Exception:
        trial.fault("the harness broke off:\n" + traceback.format_exc(-2))
    if not trial.faults:
        shutil.rmtree(trial.scratch, ignore_errors=True)
    return trial.counts, trial.faults


def run_part(part, trial):
    """Runs a part to its end and prints its line. Returns `passed`, `failed` or `skipped`."""
    began = time.monotonic()
    result, reason = "PASSED", ""
    try:
        part.function(trial)
    except Skipped as skipped:
        result, reason = "SKIPPED", f" ({skipped})"
    except Exception:
        trial.fault("the harness broke off:\n" + traceback.format_exc(-2))
    if trial.faults:
        result = "FAILED"
    counts = ", ".join(f"{number:,} {what}" for what, number in trial.counts.items())
    took = time.monotonic() - began
    head = f"{trial.name} seed={trial.seed}: "
    print(f"{head}{counts + '; ' if counts else ''}{took:.0f} s: {result}{reason}", flush=True)
    for fault in trial.faults[:12]:
        print("    " + fault.strip()[:1200].replace("\n", "\n    "), flush=True)
    if len(trial.faults) > 12:
        print(f"    and {len(trial.faults) - 12} more", flush=True)
    return result.lower()
