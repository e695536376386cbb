"""Faults in the system calls of a runner, a keeper and its new guards, and of a guard, all of them
alive and at work."""

import os

from harness.machine import can_trace
from harness.processes import until
from harness.report import Skipped, part
from harness.tracing import CALL, ERRORS, Attached, Site

LANES = 4
KINDS = ("runner", "keeper", "family", "guard")


@part("live-faults", bound=1500, commit=96, nightly=100_000)
def live_faults(trial):
    """A live runner, keeper or guard meets an error or SIGKILL in a system call, while jobs start,
    end and are cancelled: every job ends with its own code, none runs twice, nothing hangs.

    `family` is the keeper and every guard and job that it forks, from their first call on. In
    smaller tiers a sample of the sites is taken."""
    if not can_trace():
        raise Skipped("there is no strace, or tracing is not allowed")
    trial.each([(kind, lane) for kind in KINDS for lane in range(LANES)], one_lane, width=4)


def one_lane(trial, case):
    kind, lane = case
    queue = Live(trial, kind)
    try:
        faults = []
        for site in queue.sites():
            # An unlocking that is left out, as strace does it, has no like in the world.
            if site.name != "flock":
                faults += [(site, f"error={error}") for error in ERRORS[site.name]]
            if kind != "family":
                faults.append((site, "signal=KILL"))
        faults = faults[lane::LANES]
        share = max(1, trial.rounds // (LANES * len(KINDS)))
        if share < len(faults):
            faults = trial.random.sample(faults, share)
        for site, what in faults:
            queue.one(site, what)
        queue.finish()
    finally:
        queue.queue.end()


class Live:
    """A queue whose processes are traced while it works."""

    def __init__(self, trial, kind):
        self.trial, self.kind, self.number = trial, kind, 0
        self.expected = {}
        self.queue = trial.queue(cores=3, grace=1)

    def sites(self):
        """Every call of the targets during one round, by name and number within a process."""
        self.round(["-e", "trace=" + ",".join(ERRORS)])
        most = {}
        for line in self.text.splitlines():
            match = CALL.match(line)
            if match and match.group(1) in ERRORS:
                process = line.split(None, 1)[0] if self.kind == "family" else ""
                counts = most.setdefault(match.group(1), {})
                counts[process] = counts.get(process, 0) + 1
        return [
            Site(name, number + 1) for name, counts in sorted(most.items())
            for number in range(min(40, max(counts.values())))]

    def one(self, site, what):
        killed = what == "signal=KILL"
        self.trial.count("kills" if killed else "errors")
        words = ["-e", "trace=" + site.name,
                 "-e", f"inject={site.name}:{what}:when={site.number}"]
        try:
            trouble = self.round(words)
        except RuntimeError as error:
            trouble = [f"a tool failed beside it: {error}"]
        for text in trouble:
            self.trial.fault(f"{what} at {site.name}#{site.number}: {text}")
        if trouble:
            self.trial.fault("the queue's own log: " + self.queue.log()[-600:])
            self.queue.end()

    def round(self, words):
        """One job that runs from before, two that start under the fault, one that is cancelled.
        Returns what was wrong."""
        self.number += 1
        queue, number, trouble = self.queue, self.number, []
        tail = f"until [ -e go.{number} ]; do sleep 0.01; done"
        first = queue.submit("-Q", "-o", "/dev/null", f"echo $CSUB_JOB_ID >> ran; {tail}; exit 3")
        if not until(lambda: first in queue.lines("ran"), 10):
            return [f"before the fault: {first} did not start"]
        targets = self.targets()
        if not targets:
            return [f"there is no {self.kind}"]
        follow = ["-f", "-b", "execve"] if self.kind == "family" else []
        expected = {first: 3}
        with Attached(targets, [*follow, *words], os.path.join(self.trial.scratch, "trace")) as it:
            second = queue.submit("-Q", "-o", "o.gz", "echo $CSUB_JOB_ID >> ran; exit 4")
            victim = queue.submit("-Q", "-o", "/dev/null", "sleep 100; :")
            third = queue.submit("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran; exit 5")
            until(lambda: third in queue.lines("ran"), 6)
            queue.run("cqueue", "--cancel", victim)
            open(queue.file(f"go.{number}"), "w").close()
            expected |= {second: 4, third: 5, victim: 143}
            queue.wait(*expected, seconds=4)
        # What each new process meets anew is over by now; what was put off has its next turn.
        queue.wait(*expected, seconds=30)
        self.text = it.text()
        jobs = queue.jobs(*expected)
        ran = queue.lines("ran")
        for id, code in expected.items():
            job = jobs[id]
            if job["exit_status"] != code:
                trouble.append(
                    f"{id} is {job['state']}, {job['exit_status']} ({job['reason']}), not {code}")
            if ran.count(id) > 1:
                trouble.append(f"{id} ran {ran.count(id)} times")
        if not until(lambda: not queue.members(), 5, pause=0.02):
            trouble.append(f"left over: {queue.members()}")
            for process in queue.members():
                process.kill()
        self.trial.count("jobs", len(expected))
        return trouble

    def targets(self):
        role = "keeper" if self.kind == "family" else self.kind
        return self.queue.processes(role)[:1]

    def finish(self):
        self.queue.sound(self.trial)
