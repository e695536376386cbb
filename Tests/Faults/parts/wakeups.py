"""Submissions at the moment at which the queue's processes die."""

import subprocess
import time

from harness.processes import Dying, until
from harness.report import part


@part("lost-wakeups", bound=600, commit=240, nightly=500)
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
            if number % 4 == 0:
                id = behind_a_dying_runner(trial, queue)
            else:
                id = behind_a_kill(trial, queue)
            expected[id] = 0
            trial.count("rounds")
            if not until(lambda: id in queue.lines("ran"), 5):
                trial.count("lost")
                trial.fault(f"{trial.last}: {id} never started")
        queue.settle(trial, expected)
        queue.sound(trial)


WORDS = ("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran")


def behind_a_kill(trial, queue):
    """Kills first, then draws how long csub comes behind that.

    The time counts from their death: on a busy machine a process may live on for long after its
    SIGKILL, and who dies behind csub is missed by nobody."""
    roles = trial.random.choice((("keeper",), ("runner",), ("keeper", "runner")))
    pause = trial.random.choice((0, 0, 0.001, 0.002, 0.005, 0.01, 0.02))
    victims = queue.processes(*roles)
    for process in victims:
        process.kill()
    until(lambda: not any(process.lives for process in victims), 5, pause=0)
    time.sleep(pause)
    trial.count("kills", len(victims))
    trial.last = f"{roles} killed, csub {pause * 1000:.0f} ms later"
    return queue.submit(*WORDS)


def behind_a_dying_runner(trial, queue):
    """The keeper is killed, and the runner that dies with it takes a while to do so, with its locks
    held, while csub comes and perhaps goes."""
    pause = trial.random.choice((0, 0.01, 0.02, 0.05, 0.1))
    trial.last = f"the runner died {pause * 1000:.0f} ms after csub began"
    runner = queue.processes("runner")
    keeper = queue.processes("keeper")
    if not runner or not keeper:
        return queue.submit(*WORDS)
    dying = Dying(runner[0])
    keeper[0].kill()
    dying.dies()
    trial.count("kills")
    trial.count("runners that died slowly")
    csub = queue.start("csub", *WORDS, stdout=subprocess.PIPE)
    time.sleep(pause)
    dying.release()
    output, _ = csub.communicate(timeout=30)
    return output.decode().strip()
