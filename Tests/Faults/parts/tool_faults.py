"""Faults in the system calls of csub, cqueue --cancel and cwait, at every site."""

import glob
import os

from harness.machine import can_trace
from harness.report import Skipped, part
from harness.tracing import ERRORS, injecting, sites, trace

# The first call that is ours and not every program's start.
BEGIN = "config.ini"


@part("tool-faults", bound=900, commit=400, nightly=100_000)
def tool_faults(trial):
    """csub, cqueue --cancel and cwait meet an error or SIGKILL in a system call, at every site: a
    job is there whole or not at all, what is printed is true, and nobody traps.

    In smaller tiers a sample of the sites is taken."""
    if not can_trace():
        raise Skipped("there is no strace, or tracing is not allowed")
    kinds = ("csub", "script", "cancel", "cwait", "birth")
    trial.each([(kind, lane) for kind in kinds for lane in range(LANES)], one_tool, width=4)


LANES = 2


def one_tool(trial, case):
    kind, lane = case
    if kind == "birth":
        return births(trial, lane)
    with trial.queue(cores=4) as queue:
        Tool(trial, queue, kind, lane).run()


def chosen(trial, queue, words, lane, **options):
    """The faults to try: all of them, or a fair sample."""
    _, text = trace(queue, words, os.path.join(trial.scratch, "trace"), **options)
    faults = []
    for site in sites(text, BEGIN):
        faults += [(site, f"error={error}") for error in ERRORS[site.name]]
        faults.append((site, "signal=KILL"))
    faults = faults[lane::LANES]
    share = max(1, trial.rounds // (5 * LANES))
    return faults if share >= len(faults) else trial.random.sample(faults, share)


def births(trial, lane):
    """The first csub of all, which makes the queue and starts its keeper. Whatever becomes of it,
    the next csub finds a queue that it can use."""
    words = ["csub", "-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran"]
    with trial.queue() as queue:
        faults = chosen(trial, queue, words, lane)
    for number, (site, what) in enumerate(faults):
        where = f"birth: {what} at {site}"
        with trial.queue(name=f"birth{number}") as queue:
            result = queue.run(*words, before=injecting(site, what), seconds=30)
            trial.count("kills" if what == "signal=KILL" else "errors")
            trial.expect(not result.trapped, f"{where}: trapped: {result}")
            if result.status == 0:
                trial.expect(result.lines, f"{where}: nothing is printed: {result}")
            elif what != "signal=KILL":
                trial.expect(result.errors, f"{where}: no message: {result}")
            again = queue.run(*words)
            if not trial.expect(again.status == 0, f"{where}: the next csub: {again}"):
                continue
            there = queue.jobs()
            trial.expect(set(result.lines) <= set(there), f"{where}: {result.lines} is lost")
            found = len(trial.faults)
            queue.settle(trial, dict.fromkeys(there, 0))
            if len(trial.faults) > found:
                trial.fault(f"{where}: {result}; processes {queue.processes()}")
            report = queue.check()
            trial.expect(not report, f"{where}: --check: {report}")


class Tool:
    """A tool in front of a queue that is paused, so that no process but itself is concerned."""

    def __init__(self, trial, queue, kind, lane):
        self.trial, self.queue, self.kind, self.lane = trial, queue, kind, lane
        self.expected, self.number = {}, 0

    def run(self):
        queue = self.queue
        queue.submit("-H", "true")
        queue.run("cqueue", "--pause")
        self.ended = None
        if self.kind == "cwait":
            queue.run("cqueue", "--unpause")
            self.ended = queue.submit("-Q", "-o", "/dev/null", "exit 3")
            queue.wait(self.ended)
        for site, what in self.chosen():
            self.one(site, what)
        self.finish()

    def chosen(self):
        return chosen(self.trial, self.queue, self.words(), self.lane, **self.input())

    def words(self):
        if self.kind == "csub":
            return ["csub", "-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran"]
        if self.kind == "script":
            return ["csub", "-Q", "-o", "/dev/null", "-"]
        if self.kind == "cancel":
            self.target = self.queue.submit("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran")
            return ["cqueue", "-q", "--cancel", self.target]
        return ["cwait", "-q", self.ended]

    def input(self):
        """A new environment each time, so that it has to be stored each time."""
        self.number += 1
        text = {"text": "echo $CSUB_JOB_ID >> ran\n"} if self.kind == "script" else {}
        return {"env": {"NUMBER": str(self.number)}, **text}

    def one(self, site, what):
        words = self.words()
        known = set(self.queue.jobs()) if self.kind in ("csub", "script") else set()
        result = self.queue.run(
            *words, before=injecting(site, what), seconds=30, **self.input())
        killed = what == "signal=KILL"
        # strace ends by the signal that its program ended by.
        was_killed = killed and result.status in (-9, 137)
        self.trial.count("kills" if killed else "errors")
        where = f"{self.kind}: {what} at {site}"
        trapped = result.trapped or "Fatal error" in result.errors
        self.trial.expect(not trapped, f"{where}: trapped: {result}")
        if not was_killed and result.status == -9:
            return self.trial.fault(f"{where}: it hangs: {result}")
        judge = {"csub": self.submitted, "script": self.submitted, "cancel": self.cancelled,
                 "cwait": self.waited}[self.kind]
        judge(where, result, was_killed, known)

    def submitted(self, where, result, was_killed, known):
        """Printed means accepted; not printed means not there, or that one is told so."""
        new = set(self.queue.jobs()) - known
        printed = set(result.lines)
        for id in new:
            self.expected[id] = 0
        if not printed <= new:
            self.trial.fault(f"{where}: {printed} is printed and not there: {result}")
        if len(new) > 1:
            self.trial.fault(f"{where}: {new} are there: {result}")
        if was_killed:
            return
        if result.status == 0 and new != printed:
            self.trial.fault(f"{where}: {new} is there and not printed: {result}")
        if result.status != 0:
            self.trial.expect(result.errors, f"{where}: no message: {result}")
            for id in new - printed:
                self.trial.expect(
                    id in result.errors, f"{where}: {id} is there and nobody is told: {result}")

    def cancelled(self, where, result, was_killed, _):
        state = self.queue.job(self.target)["state"]
        self.trial.expect(state in ("pending", "cancelled"), f"{where}: it is {state}")
        if state == "pending":
            self.expected[self.target] = 0
        if was_killed:
            return
        said = result.status == 0
        self.trial.expect(
            said == (state == "cancelled") or (not said and result.errors),
            f"{where}: it is {state}, and cqueue said {result}")

    def waited(self, where, result, was_killed, _):
        if was_killed:
            return
        right = result.status == 3 or (
            result.status in (66, 74, 75, 77, 125) and result.errors)
        self.trial.expect(right, f"{where}: the job ended with 3: {result}")

    def finish(self):
        """Lets all jobs run: each once; and looks for what was left."""
        queue = self.queue
        if self.kind != "cwait":
            report = queue.check()
            self.trial.expect(not report, f"{self.kind}: --check: {report}")
            queue.run("cqueue", "--unpause")
        self.trial.count("jobs", len(self.expected))
        queue.settle(self.trial, self.expected)
        queue.run("cqueue", "-q", "--cancel", "L1")
        queue.submit("-Q", "-o", "/dev/null", "true")
        queue.sound(self.trial)
        left = glob.glob(os.path.join(queue.spool, "**", "*.tmp"), recursive=True)
        self.trial.expect(not left, f"{self.kind}: temporary files left: {left}")
