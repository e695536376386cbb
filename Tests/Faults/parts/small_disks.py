"""Disks that are full, small, or filled by others."""

import os
import random
import threading
import time

from harness.machine import Disk, need_root
from harness.processes import until
from harness.report import part


@part("small-disks", bound=600, root=90)
def small_disks(trial):
    """With 0 to 64 pages or 0 to 8 inodes left, csub accepts a job and it is whole, or refuses it
    with a message and nothing of it is there."""
    need_root()
    cases = [("bytes", pages) for pages in range(0, 65)] + [("inodes", n) for n in range(0, 9)]
    cases += [("script", pages) for pages in range(0, 65, 4)]
    trial.each(cases[:trial.rounds] if trial.rounds < len(cases) else cases, one_size, width=4)


def one_size(trial, case):
    kind, leaving = case
    size = "size=32m,nr_inodes=4096,mode=755"
    with Disk(trial.directory("disk"), size) as disk:
        with trial.queue(spool=os.path.join(disk.path, "spool")) as queue:
            queue.submit("-H", "true")
            until(lambda: not queue.processes(), 10)
            if kind == "inodes":
                disk.fill_inodes(leaving)
            else:
                disk.fill(leaving)
            words = ["csub", "-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran"]
            text = None
            if kind == "script":
                words = ["csub", "-Q", "-o", "/dev/null", "-"]
                text = "echo $CSUB_JOB_ID >> ran\n" + "# " + "x" * 100_000 + "\n"
            result = queue.run(*words, text=text, env={"NEW": "variable"})
            trial.count("accepted" if result.status == 0 else "refused")
            there = set(queue.jobs()) - {"L1"}
            trial.expect(not result.trapped, f"trapped: {result}")
            if result.status == 0:
                trial.expect(there == set(result.lines), f"{there} is there: {result}")
            else:
                trial.expect(
                    not there and result.errors and result.status in (73, 74, 75),
                    f"{there} is there: {result}")
            for name in ("fill", "fill-inodes"):
                remove(os.path.join(disk.path, name))
            again = queue.submit("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran")
            queue.settle(trial, dict.fromkeys([*there, again], 0))
            report = queue.check()
            trial.expect(not report, f"--check: {report}")
            left = [name for _, _, names in os.walk(queue.spool) for name in names
                    if name.endswith((".tmp", ".new"))]
            trial.expect(not left, f"left over: {left}")


def remove(path):
    if os.path.isdir(path):
        for name in os.listdir(path):
            os.unlink(os.path.join(path, name))
    elif os.path.exists(path):
        os.unlink(path)


@part("full-disk", bound=300, root=4)
def full_disk(trial):
    """Others fill the disk and keep it full, while 50 jobs run and one waits: csub refuses, every
    job's own code is recorded, and nothing tries in a hot loop."""
    need_root()
    trial.each(range(trial.rounds), one_full_disk, width=2)


def one_full_disk(trial, case):
    with Disk(trial.directory("disk"), "size=12m,mode=755") as disk:
        with trial.queue(spool=os.path.join(disk.path, "spool"), cores=50) as queue:
            expected = {}
            for code in range(50):
                command = f"until [ -e go ]; do sleep 0.05; done; echo $CSUB_JOB_ID >> ran; exit {code}"
                expected[queue.submit("-Q", "-o", "/dev/null", command)] = code
            waiting = [queue.submit("-Q", "-o", "/dev/null", "echo $CSUB_JOB_ID >> ran")
                       for _ in range(3)]
            until(lambda: len(queue.members()) >= 50, 20)
            over = threading.Event()
            filler = threading.Thread(target=keep_full, args=(disk, over, case))
            filler.start()
            try:
                time.sleep(0.5)
                refused = queue.run("csub", "-Q", "true")
                trial.expect(refused.status == 75 and refused.errors, f"csub: {refused}")
                open(queue.file("go"), "w").close()
                size = os.path.getsize(os.path.join(queue.spool, "journal"))
                # The disk stays full all this while: a bound on how often something is tried.
                used = processor_time(queue)
                time.sleep(4)
                grown = os.path.getsize(os.path.join(queue.spool, "journal")) - size
                spent = processor_time(queue) - used
                trial.expect(grown < 40_000, f"the journal grew by {grown} bytes")
                trial.expect(spent < 2, f"{spent:.1f} s of processor time in 4 s")
                ended = sum(job["exit_status"] is not None for job in queue.jobs(*expected).values())
                trial.count("endings recorded while it was full", ended)
                trial.expect(ended == 50, f"{ended} of 50 endings recorded on the full disk")
            finally:
                over.set()
                filler.join()
            os.unlink(os.path.join(disk.path, "fill"))
            trial.count("jobs", 53)
            queue.settle(trial, expected | dict.fromkeys(waiting, 0))
            queue.sound(trial)


def keep_full(disk, over, seed):
    """Takes every page that becomes free, as others on the same disk may."""
    chance = random.Random(seed)
    while not over.is_set():
        disk.fill()
        time.sleep(chance.uniform(0.001, 0.02))


def processor_time(queue):
    ticks = 0
    for process in queue.processes():
        try:
            with open(f"/proc/{process.number}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")
