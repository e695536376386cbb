"""Kills at random moments, while many jobs go through."""

import random
import threading
import time

from harness.processes import name, until
from harness.report import part


@part("random-kills", bound=900, commit=300, nightly=1000)
def random_kills(trial):
    """Jobs with all exit codes, and SIGKILLs of keeper, runner or a guard at random moments: every
    job runs once, and every code is right.

    A kill for every five jobs. No job loses its guard and its keeper both, since then the kernel
    may have forgotten how it ended before anybody asks; `kill-schedules` does that."""
    with trial.queue(cores=4) as queue:
        over = threading.Event()
        killer = threading.Thread(target=kill_often, args=(trial, queue, over))
        killer.start()
        expected = {}
        for number in range(trial.rounds):
            code = number % 256 if number % 7 else 0
            pause = trial.random.choice((0, 0, 0.01, 0.05))
            id = queue.submit(
                "-Q", "-o", "/dev/null", "--shell",
                f"echo $CSUB_JOB_ID >> ran; sleep {pause}; exit {code}")
            expected[id] = code
        queue.wait_for(expected, 300)
        over.set()
        killer.join()
        trial.count("jobs", len(expected))
        for what in ("lost", "twice", "wrong codes"):
            trial.count(what, 0)
        queue.settle(trial, expected)
        trial.expect(
            trial.counts.get("kills", 0) >= trial.rounds // 8, "there was not much to be killed")
        queue.sound(trial)


def kill_often(trial, queue, over):
    chance = random.Random(f"{trial.seed}:kills")
    while not over.is_set() and trial.counts.get("kills", 0) < trial.rounds // 5:
        role = chance.choice(("keeper", "runner", "guard", "guard"))
        victim = choose(queue, role, chance)
        if victim and victim.kill():
            trial.count("kills")
            until(lambda: not victim.lives, 5, pause=0.001)
        time.sleep(chance.uniform(0, 0.06))


def choose(queue, role, chance):
    """A process of that role, unless its death would leave a job with neither guard nor keeper.

    Guards are known by the files of their attempts: a job's own process looks like one until it
    has executed the command."""
    there = queue.processes(role)
    if role == "runner" or not there:
        return chance.choice(there) if there else None
    guards = {number for numbers in queue.guards().values() for number in numbers}
    if role == "guard":
        there = [guard for guard in there
                 if guard.number in guards and name(guard.parent) == "cjobs-keeper"]
        return chance.choice(there) if there else None
    alive = {guard.number for guard in queue.processes("guard")
             if name(guard.parent) == "cjobs-keeper"}
    return None if guards - alive else chance.choice(there)
