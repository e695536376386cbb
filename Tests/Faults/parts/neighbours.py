"""Queues beside and within each other: who is whose child, whose files are whose."""

import os
import shutil

from harness.processes import until
from harness.report import part


@part("neighbours", bound=300, commit=6, nightly=40)
def neighbours(trial):
    """A guard whose neighbour's guard was killed with the keeper ends no process but its own job's.
    A queue that was started within a job outlives it, and leaves no zombie."""
    trial.each([(n % 2, n) for n in range(trial.rounds)], one_pair, width=4)


def one_pair(trial, case):
    kind, _ = case
    (foreign_children if kind == 0 else queue_within)(trial)


def foreign_children(trial):
    """L1's guard starts a new keeper, and with L2's guard this is killed; L1 ends before L2."""
    with trial.queue(cores=3) as queue:
        def job(name, code):
            return queue.submit(
                "-Q", "-o", "/dev/null",
                f"echo $CSUB_JOB_ID >> ran; until [ -e go.{name} ]; do sleep 0.02; done; exit {code}")
        first = job("1", 5)
        until(lambda: queue.lines("ran"), 10)
        old = set(queue.processes("keeper", "guard"))
        for keeper in queue.processes("keeper"):
            keeper.kill()
        # L1's guard goes on and starts a new pair.
        new = until(lambda: [k for k in queue.processes("keeper") if k not in old], 10)
        if not new:
            return trial.fault("no keeper came")
        second = job("2", 6)
        until(lambda: second in queue.lines("ran"), 10)
        victims = [p for p in queue.processes("keeper", "guard") if p not in old]
        for process in sorted(victims, key=lambda each: each not in new):
            process.kill()
        trial.count("strangers' processes")
        open(queue.file("go.1"), "w").close()
        status = queue.wait(first, seconds=15)
        trial.expect(status == 5, f"the first ended with {status}")
        alive = [member for member in queue.members(second) if member.lives]
        trial.expect(alive, "the first job's end has ended the second job")
        until(lambda: queue.processes("runner"), 5)
        open(queue.file("go.2"), "w").close()
        status = queue.wait(second, seconds=15)
        trial.expect(status in (6, 125), f"the second ended with {status}\n{queue.log()}")
        queue.sound(trial)


def queue_within(trial):
    """A job uses a queue of its own; its guard is killed, and it ends."""
    with trial.queue(cores=2) as queue, trial.queue(cores=2) as inner:
        command = (f"export CJOBS_SPOOL={inner.spool}; cd {inner.work}; "
                   "csub -Q -o /dev/null 'echo inner >> ran; until [ -e go ]; do sleep 0.02; done; "
                   "exit 8'; echo done >> ran")
        outer = queue.submit("-Q", "-o", "/dev/null",
                             command + f"; until [ -e {queue.file('go')} ]; do sleep 0.02; done")
        until(lambda: "inner" in inner.lines("ran") and "done" in inner.lines("ran"), 10)
        ours = queue.processes("guard")
        for process in ours:
            process.kill()
        until(lambda: not any(process.lives for process in ours), 5)
        open(queue.file("go"), "w").close()
        status = queue.wait(outer, seconds=15)
        trial.expect(status == 0, f"the outer job ended with {status}")
        trial.count("queues within a job")
        trial.expect(
            inner.processes("keeper") and inner.processes("guard"),
            "the end of the outer job has ended the inner queue")
        open(inner.file("go"), "w").close()
        status = inner.wait("L1", seconds=15)
        trial.expect(status == 8, f"the inner job ended with {status}")
        trial.expect(not inner.idle(), "the inner queue's processes stay")
        zombies = [p for p in queue.processes() + inner.processes() if p.state == "Z"]
        trial.expect(not zombies, f"zombies: {zombies}")
        queue.sound(trial)


@part("output-names", bound=120, commit=1, nightly=5)
def output_names(trial):
    """Two queues in one directory, a queue made anew, and two hosts: no default output replaces
    what another job wrote, and --path tells where each is."""
    with trial.queue() as one, trial.queue() as two:
        for number in range(4):
            queue = (one, two)[number % 2]
            if number == 2:
                one.idle()
                shutil.rmtree(one.spool)
            env = {"CJOBS_SPOOL": queue.spool}
            text = f"output {number}"
            id = one.submit("-Q", "-J", "same", f"echo {text}; echo error {number} >&2", env=env)
            one.run("cwait", "-q", id, env=env)
            paths = one.run("cqueue", "--path", id, env=env).lines
            shown = one.run("cqueue", "--stdout", id, env=env)
            trial.count("outputs")
            trial.expect(
                shown.output == text + "\n", f"--stdout shows {shown} and not '{text}' ({paths})")
        outputs = [name for name in os.listdir(one.work) if name.endswith(".out")]
        trial.expect(len(outputs) == 4, f"four jobs wrote {outputs}")
        texts = sorted(one.read(name) for name in outputs)
        trial.expect(texts == [f"output {n}\n" for n in range(4)], f"they say {texts}")
