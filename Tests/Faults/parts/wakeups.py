"""Submissions at the moment at which the queue's processes die."""

import time

from harness.processes import until
from harness.report import part


@part("lost-wakeups", bound=600, commit=120, nightly=500)
def lost_wakeups(trial):
    """Keeper, runner or both are killed 0 to 20 ms before a csub: its job starts all the same, and
    no other tool has to be used for that."""
    chunks = 4
    trial.each(range(chunks), some_wakeups, width=chunks)
    trial.count("lost", 0)


def some_wakeups(trial, chunk):
    with trial.queue() as queue:
        expected = {}
        for number in range(trial.rounds // 4):
            if not queue.processes("runner"):
                # A job that has ended leaves a pair that lingers, idle.
                expected[queue.submit("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran")] = 0
                until(lambda: len(queue.lines("ran")) >= len(expected), 10)
            roles = trial.random.choice((("keeper",), ("runner",), ("keeper", "runner")))
            pause = trial.random.choice((0, 0, 0.001, 0.002, 0.005, 0.01, 0.02))
            # Found first and killed then, so that the time until csub is as drawn.
            victims = queue.processes(*roles)
            for process in victims:
                process.kill()
            time.sleep(pause)
            id = queue.submit("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran")
            expected[id] = 0
            trial.count("rounds")
            trial.count("kills", len(victims))
            if not until(lambda: id in queue.lines("ran"), 5):
                trial.count("lost")
                trial.fault(f"{roles} killed, csub {pause * 1000:.0f} ms later: {id} never started")
        queue.settle(trial, expected)
        queue.sound(trial)
