"""Files on a file system that hangs, as one of the network does whose server is gone."""

import os

from harness.machine import HangingDisk, need_root
from harness.processes import until
from harness.report import part

WHERE = ("output", "error", "input", "directory", "default", "command", "packed", "script")
WHEN = ("start", "mid")
WHAT = ("cancel", "limit")
WHO = ("nobody", "guard", "keeper")

CASES = [(where, when, what, who)
         for where in WHERE for when in WHEN for what in WHAT for who in WHO
         # What is read once, at the start, is not there in mid-job.
         if when == "start" or where in ("output", "error", "default", "directory", "packed")]


@part("hanging-files", bound=600, nightly=78)
def hanging_files(trial):
    """A job's output, error, input, directory, default files, command, script or packed output lie on
    a file system that hangs, before it starts or while it runs: --cancel and the time limit end it,
    though its guard or the keeper is killed meanwhile; its core is free, and other jobs go on."""
    need_root()
    cases = list(CASES)
    trial.random.shuffle(cases)
    trial.each([cases[n % len(cases)] for n in range(trial.rounds)], one_hang, width=10)


def one_hang(trial, case):
    with HangingDisk(trial.directory("disk")) as disk, trial.queue(cores=1, grace=1) as queue:
        Hang(trial, queue, disk, *case).run()


class Hang:
    def __init__(self, trial, queue, disk, where, when, what, who):
        self.trial, self.queue, self.disk = trial, queue, disk
        self.where, self.when, self.what, self.who = where, when, what, who

    def run(self):
        trial, queue = self.trial, self.queue
        id = self.submit()
        if self.when == "start":
            self.disk.hang()
            queue.run("cqueue", "--release", id)
            until(lambda: queue.attempts() and queue.processes("guard"), 10)
        else:
            queue.run("cqueue", "--release", id)
            until(lambda: id in queue.lines("ran"), 10)
            self.disk.hang()
            open(queue.file("go"), "w").close()
            # It is told to use the file system, and from then on waits for that.
            until(lambda: any(member.state == "D" for member in queue.members(id)), 10)
        trial.count("hangs")
        if self.who != "nobody":
            trial.count("kills", queue.kill(self.who))
            queue.run("cqueue", "-q")
        if self.what == "cancel":
            queue.run("cqueue", "-q", "--cancel", id)
        status = queue.wait(id, seconds=25)
        job = queue.job(id)
        wanted = {"cancel": "cancelled", "limit": "timeout"}[self.what]
        if not trial.expect(
                job["state"] == wanted and status != 124,
                f"{id} is {job['state']}, {job['exit_status']} ({job['reason']}), cwait {status}\n"
                f"{self.shown()}\n{queue.log()}"):
            return
        after = queue.submit("-Q", "-o", "/dev/null", "exit 4")
        trial.expect(queue.wait(after, seconds=10) == 4, "its core is not free")
        self.disk.go_on()
        queue.sound(trial)

    def submit(self):
        queue, there = self.queue, self.disk.path
        options = {"output": ["-o", f"{there}/out"], "error": ["-o", "/dev/null", "-e", f"{there}/err"],
                   "input": ["-i", f"{there}/in"], "directory": ["-D", there],
                   "packed": ["-o", f"{there}/out.gz"]}.get(self.where, [])
        if self.where not in ("output", "error", "default", "packed"):
            options = ["-o", "/dev/null", *options]
        options += ["-t", "3s"] if self.what == "limit" else []
        with open(os.path.join(self.disk.below, "in"), "w") as file:
            file.write("line\n")
        ran, never, go = queue.file("ran"), queue.fifo("never"), queue.file("go")
        use = f": < {there}/in" if self.where == "directory" else "echo line; echo line >&2"
        loop = (f"pause() {{ read -t 0.01 x <> {never}; }}; echo $CSUB_JOB_ID >> {ran}; "
                f"until [ -e {go} ]; do pause; done; while :; do {use}; pause; done")
        words = ["csub", "-Q", "-H", *options]
        text = None
        if self.where == "command":
            program = os.path.join(self.disk.below, "program")
            with open(program, "w") as file:
                file.write(f"#!/bin/bash\n{loop}\n")
            os.chmod(program, 0o755)
            words += [f"{there}/program"]
        elif self.where == "script":
            words += ["-"]
            text = f"#!{there}/bash\n{loop}\n"
            os.symlink("/bin/bash", os.path.join(self.disk.below, "bash"))
        else:
            words += [loop]
        cwd = there if self.where == "default" else queue.work
        result = queue.run(*words, text=text, cwd=cwd)
        if result.status != 0:
            raise RuntimeError(f"{words}: {result}")
        return result.lines[0]

    def shown(self):
        """Where those who are there wait."""
        lines = []
        for process in self.queue.processes() + self.queue.members():
            try:
                with open(f"/proc/{process.number}/stack") as file:
                    stack = " ".join(line.split()[-1].split("+")[0] for line in file.readlines()[:6])
            except OSError:
                stack = ""
            lines.append(f"{process} {process.state}: {stack}")
        return "\n".join(lines)
