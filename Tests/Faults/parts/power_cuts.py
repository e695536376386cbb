"""Power cuts, on an ext4 with its journal in a file."""

import json
import os
import subprocess
import time

from harness.machine import Machine, need, need_root
from harness.report import part

CUTS_A_DISK = 20
NO_SAVING = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e",
             "inject=fsync,fdatasync:retval=0"]


@part("power-cuts", bound=1200, root=200)
def power_cuts(trial):
    """The power fails while jobs and batches are submitted and run: every ID that was printed is
    there, whole; a batch is all or none; no job runs twice. With fsync and fdatasync made to do
    nothing (the control) printed IDs are lost, so a loss would have been seen.

    The disk is an ext4 in a file, which is copied while everything is stopped: what a cut leaves.
    The copy is used on another start of the machine."""
    need_root()
    need("mkfs.ext4", "strace", "nsenter")
    for what in ("lost", "torn", "twice"):
        trial.count(what, 0)
    disks = [("saving", number) for number in range(max(1, trial.rounds // CUTS_A_DISK))]
    trial.each(disks + [("control", 0)], one_disk, width=2)
    lost = trial.counts.get("lost in the control", 0)
    trial.expect(lost > 0, "the control lost nothing, so this would not see a loss")


def one_disk(trial, case):
    kind, _ = case
    cuts = 4 if kind == "control" else min(CUTS_A_DISK, trial.rounds)
    disk = Disk(trial, kind == "control")
    try:
        for number in range(cuts):
            if number == 0 or disk.is_control:
                disk.begin()
            # The birth of a queue is short, so the first cut comes early.
            pause = trial.random.uniform(0.01, 0.15 if number == 0 else 0.3)
            disk.cut(number, pause + (0.5 if disk.is_control else 0))
    finally:
        disk.end()


class Disk:
    """A file with a file system, on which two writers submit to a queue."""

    def __init__(self, trial, is_control):
        self.trial, self.is_control = trial, is_control
        self.image = os.path.join(trial.scratch, "image")
        self.mount = trial.directory("disk")
        self.machine = Machine(trial.directory("machine"))
        self.queue = None

    def begin(self):
        """An empty disk, and writers that begin."""
        self.end()
        with open(self.image, "wb") as file:
            file.truncate(48 << 20)
        subprocess.run(
            ["mkfs.ext4", "-q", "-F", "-J", "size=4", self.image], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop,noatime", self.image, self.mount], check=True)
        os.chmod(self.mount, 0o755)
        self.queue = self.trial.queue(spool=os.path.join(self.mount, "spool"), cores=2)
        self.machine.start()
        for name, script in WRITERS.items():
            before = [*self.machine.enter(self.queue.work)]
            if self.is_control:
                before += NO_SAVING
            subprocess.Popen(
                [*before, "bash", "-c", script], env=self.queue.environment,
                stdin=subprocess.DEVNULL, stderr=open(self.queue.file(name + ".errors"), "w"))

    def end(self):
        self.machine.cut()
        subprocess.run(["umount", "-l", self.mount], check=False, capture_output=True)

    def cut(self, number, pause):
        time.sleep(pause)
        self.machine.signal_all("STOP")
        printed = {name: self.queue.lines(name + ".ids") for name in WRITERS}
        before = self.queue.lines(f"ran.{self.machine.boot}")
        copy = os.path.join(self.trial.scratch, "copy")
        subprocess.run(["cp", "--sparse=always", self.image, copy], check=True)
        self.trial.count("control cuts" if self.is_control else "cuts")
        mount = self.trial.directory("after")
        # Kept as the cut left it, to be looked at where something is wrong.
        kept = os.path.join(self.trial.scratch, f"image-of-cut-{number}")
        subprocess.run(["cp", "--sparse=always", copy, kept], check=True)
        found = len(self.trial.faults)
        subprocess.run(["mount", "-o", "loop", copy, mount], check=True)
        try:
            self.judge(number, mount, printed, before)
        finally:
            subprocess.run(["umount", "-l", mount], check=True)
            os.unlink(copy)
            if len(self.trial.faults) == found:
                os.unlink(kept)
        self.machine.signal_all("CONT")

    def judge(self, number, mount, printed, before):
        trial = self.trial
        names = {}
        for writer, ids in printed.items():
            for index, id in enumerate(ids):
                names[id] = f"{writer}-{index // BATCH[writer] + 1}"
        trial.count("IDs printed" + (" in the control" if self.is_control else ""), len(names))
        spool = os.path.join(mount, "spool")
        there = os.path.exists(os.path.join(spool, "format"))
        jobs = {}
        with Machine(trial.directory("later")) as later:
            def run(*words, seconds=60):
                return self.queue.run(
                    *words, before=later.enter(self.queue.work), seconds=seconds,
                    env={"CJOBS_SPOOL": spool})
            if there:
                listed = run("cqueue", "-q", "-a", "--json")
                try:
                    jobs = {job["id"]: job for job in json.loads(listed.output)["jobs"]}
                except (ValueError, KeyError):
                    trial.fault(f"cut {number}, {len(names)} printed: cqueue: {listed}")
            lost = [id for id in names if id not in jobs]
            if self.is_control:
                return trial.count("lost in the control", len(lost))
            trial.count("lost", len(lost))
            where = f"cut {number}"
            trial.expect(not lost, f"{where}: lost: {lost[:9]}")
            if not there:
                return
            trial.expect(listed.status == 0, f"{where}: cqueue: {listed.errors[:300]}")
            torn = [id for id in names if id in jobs and jobs[id]["name"] != names[id]]
            trial.count("torn", len(torn))
            trial.expect(not torn, f"{where}: torn: {[(id, jobs[id]['name']) for id in torn[:9]]}")
            self.judge_batches(where, jobs)
            self.run_rest(where, run, jobs, before, later.boot)

    def judge_batches(self, where, jobs):
        sizes = {}
        for job in jobs.values():
            if job["name"].startswith("batch-"):
                sizes[job["name"]] = sizes.get(job["name"], 0) + 1
        for name, size in sizes.items():
            if size != BATCH["batch"]:
                self.trial.fault(f"{where}: of {name} {size} jobs are there")
                self.trial.count("torn")

    def run_rest(self, where, run, jobs, before, boot):
        """After the cut the queue goes on: what waited runs, what ran is unknown, none runs
        twice."""
        waiting = [id for id in jobs if jobs[id]["state"] in ("pending", "running")]
        if waiting and run("cwait", "-q", "-t", "40", *waiting).status == 124:
            self.trial.fault(f"{where}: what waited did not end")
        after = self.queue.lines(f"ran.{boot}")
        twice = [id for id in set(after) if after.count(id) + before.count(id) > 1]
        self.trial.count("twice", len(twice))
        self.trial.count("run after a cut", len(after))
        self.trial.expect(not twice, f"{where}: ran twice: {twice[:9]}")
        report = run("cqueue", "--check")
        self.trial.expect(not report.output, f"{where}: --check: {report.output[:600]}")


# Which start of the machine a job ran in is in the name of the file it writes to.
RUN = "read b < /proc/sys/kernel/random/boot_id; echo $CSUB_JOB_ID >> ran.$b; sleep 0.0$((RANDOM % 8))"
WRITERS = {
    "one": f"""
        while csub -Q -o /dev/null -J one-$((++i)) '{RUN}' >> one.ids; do :; done""",
    "batch": """
        while csub -Q -H -J batch-$((++i)) --each 'true {}' ::: {1..30} >> batch.ids; do
            sleep 0.02
        done""",
}
BATCH = {"one": 1, "batch": 30}
