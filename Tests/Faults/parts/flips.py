"""Damaged files of the queue."""

import json
import os
import shutil

from harness.processes import until
from harness.report import part


@part("flips", bound=900, commit=96, nightly=1500)
def flips(trial):
    """In a file of a spool of 30 jobs a bit is flipped, bytes become zeros, the file is cut or
    removed: the tools notice it or nothing differs, nobody traps, the other jobs are listed, and
    no job runs twice or with what it was not given.

    The place is drawn anew each time, and each kind of file has the same share."""
    trial.each(range(4), some_flips, width=4)


def some_flips(trial, lane):
    with trial.queue(cores=2) as queue:
        make(queue)
        truth = listing(queue, queue.spool)
        kept = os.path.join(trial.scratch, "kept")
        shutil.move(queue.spool, kept)
        for number in range(max(1, trial.rounds // 4)):
            shutil.copytree(kept, queue.spool, symlinks=True)
            for name in ("ran", "environments"):
                shutil.copy(queue.file(name), queue.file(name + ".kept"))
            damage = harm(trial, queue.spool, number + lane)
            judge(trial, queue, damage, truth)
            for process in queue.processes():
                process.kill()
            until(lambda: not queue.processes(), 5)
            shutil.rmtree(queue.spool)
            for name in ("ran", "environments"):
                shutil.move(queue.file(name + ".kept"), queue.file(name))


# What a job tells of what it was given.
COMMAND = "echo $CSUB_JOB_ID >> ran; echo $CSUB_JOB_ID $MARK $(umask) >> environments"


def make(queue):
    """Twenty jobs that ended, one that waits for a moment far away, nine that wait in a paused
    queue, with three environments."""
    for number in range(29):
        if number == 20:
            queue.run("cqueue", "--pause")
        mark = f"mark{number % 3}"
        queue.submit("-Q", "-o", "/dev/null", f"{COMMAND}; exit {number % 4}", env={"MARK": mark})
        if number == 19:
            queue.run("cwait", "-qr", "--all", seconds=60)
    queue.submit("-Q", "-b", "now+10days", "-o", "/dev/null", COMMAND, env={"MARK": "mark0"})
    until(lambda: not queue.processes(), 10)


def listing(queue, spool):
    result = queue.run("cqueue", "-a", "--json", env={"CJOBS_SPOOL": spool})
    try:
        jobs = json.loads(result.output)["jobs"]
    except (ValueError, KeyError):
        return {}
    keys = ("name", "state", "exit_status", "command", "reason")
    return {job["id"]: tuple(job[key] for key in keys) for job in jobs}


def harm(trial, spool, number):
    """Damages one file; returns in words what was done."""
    kinds = {"journal": ["journal"], "table": ["table"], "format": ["format"],
             "env": [f"env/{name}" for name in sorted(os.listdir(os.path.join(spool, "env")))],
             "history": [f"history/{name}" for name in os.listdir(os.path.join(spool, "history"))]}
    kinds = [names for names in kinds.values() if names]
    name = trial.random.choice(kinds[number % len(kinds)])
    path = os.path.join(spool, name)
    with open(path, "rb") as file:
        data = bytearray(file.read())
    used = min(len(data), 256 + 32 * 31) if name == "table" else len(data)
    place = trial.random.randrange(used)
    way = trial.random.choice(("flip", "flip", "cut", "zeros", "remove"))
    if way == "flip":
        data[place] ^= 1 << trial.random.randrange(8)
    elif way == "cut":
        del data[place:]
    elif way == "zeros":
        data[place:place + 64] = bytes(len(data[place:place + 64]))
    if way == "remove":
        os.unlink(path)
    else:
        with open(path, "wb") as file:
            file.write(data)
    return f"{way} in {name} at {place}"


def judge(trial, queue, damage, truth):
    trial.count("damages")
    said = []
    check = queue.run("cqueue", "--check")
    listed = queue.run("cqueue", "-a")
    seen = listing(queue, queue.spool)
    after = queue.run("cqueue", "--unpause")
    for result in (check, listed, after):
        trial.expect(not result.trapped, f"{damage}: trapped: {result}")
        said += [result.output if result is check else "", result.errors]
    waited = queue.run("cwait", "-q", "-t", "20", *[f"L{n}" for n in range(1, 30)])
    said.append(waited.errors)
    trial.expect(not waited.trapped, f"{damage}: trapped: {waited}")
    noticed = any(said) or check.status != 0
    trial.count("noticed" if noticed else "not noticed", 1)
    if "format" in damage:
        # Without it nobody can tell what this is, and nothing is touched.
        return trial.expect(
            noticed or seen == truth, f"{damage}: nobody says anything\n{check}")
    trial.expect(noticed or seen == truth, f"{damage}: not noticed, and the list differs")
    if "env/" not in damage and "cut" not in damage and "remove" not in damage:
        others = [id for id in truth if id not in seen]
        # A stretch of zeros may lie across the end of a line, and so in two jobs.
        most = 2 if "zeros" in damage else 1
        trial.expect(len(others) <= most, f"{damage}: not listed: {others}")
    ran = queue.lines("ran")
    trial.expect(
        len(ran) == len(set(ran)), f"{damage}: twice: {sorted(i for i in ran if ran.count(i) > 1)}")
    for line in queue.lines("environments"):
        id, mark, _ = (line + " - -").split()[:3]
        number = int(id[1:]) - 1
        trial.expect(
            mark == f"mark{number % 3}" and line.endswith(" 0022"),
            f"{damage}: ran with another environment: {line}")
