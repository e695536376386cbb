"""Many short jobs: what grows."""

import os

from harness.processes import descriptors, name, resident, until
from harness.report import part


@part("long-run", bound=1500, nightly=20_000)
def long_run(trial):
    """Many short jobs go through while one runs on and one waits: memory and open files of runner,
    keeper and guards, and the journal, are bounded."""
    with trial.queue(cores=4) as queue:
        queue.submit("-Q", "-o", "/dev/null", "until [ -e go ]; do sleep 0.2; done")
        queue.submit("-Q", "-H", "true")
        send(queue, 200)
        before = measure(queue)
        send(queue, trial.rounds)
        after = measure(queue)
        trial.count("jobs", trial.rounds)
        for what in before:
            trial.count(f"-> {after[what]:,} {what}", before[what])
        trial.expect(after["keeper KiB"] < before["keeper KiB"] + 1500, "the keeper grows")
        trial.expect(after["guard KiB"] < before["guard KiB"] + 1500, "a guard grows")
        trial.expect(after["runner KiB"] < before["runner KiB"] + 12_000, "the runner grows")
        for role in ("keeper", "runner", "guard"):
            trial.expect(
                after[f"{role} files"] <= before[f"{role} files"] + 2, f"files of the {role} grow")
        trial.expect(after["bytes of journal"] < 9 << 20, "the journal grows")
        trial.expect(after["files of jobs"] <= 2, "files of attempts stay")
        open(queue.file("go"), "w").close()
        queue.run("cqueue", "-q", "--cancel", "L2")
        queue.wait("L1")
        queue.sound(trial)


def send(queue, count):
    """Submits that many, and waits for them."""
    while count > 0:
        some = min(count, 5000)
        text = "\n".join(str(number) for number in range(some)) + "\n"
        ids = queue.run(
            "csub", "-Q", "-o", "/dev/null", "--each", "true {}", text=text, seconds=300).lines
        status = queue.wait_for(ids, 600)
        if len(ids) != some or status != 0:
            raise RuntimeError(f"{len(ids)} of {some} submitted, and they ended with {status}")
        count -= some


def measure(queue):
    """What is held, when only the job that runs on is left."""
    until(lambda: len(queue.processes("guard")) == 1, 10)
    result = {}
    for process in queue.processes():
        role = name(process.number).removeprefix("cjobs-")
        result[f"{role} KiB"] = resident(process.number)
        result[f"{role} files"] = descriptors(process.number)
    result["bytes of journal"] = os.path.getsize(os.path.join(queue.spool, "journal"))
    history = os.path.join(queue.spool, "history")
    result["bytes of history"] = sum(
        os.path.getsize(os.path.join(history, each)) for each in os.listdir(history))
    result["files of jobs"] = len(queue.attempts())
    return result
