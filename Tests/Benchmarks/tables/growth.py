"""What grows with the number of jobs, and what does not."""

import os
import statistics
import subprocess

from harness.command import environment, milliseconds, processes_of
from harness.table import Figure, table

SIZES = (10, 1000, 100_000, 1_000_000)
ASKED = (("one more submission", "csub -o /dev/null true"), ("cqueue ID", "cqueue L5"),
         ("cqueue -t running", "cqueue -t running"), ("cqueue --count", "cqueue --count"))
EVER = (("cqueue", "cqueue"), ("cqueue ID", "cqueue L5"), ("cqueue -a -n no-such-name",
        "cqueue -a -n no-such-name"))


class Queue:
    """A queue of so many jobs that wait, or have ended; it is paused."""

    def __init__(self, bench, directory, size, ended):
        self.env = environment(directory)
        self.directory, self.tools = directory, bench.tools
        self.shell(f"cqueue --pause; seq {size} | csub -o /dev/null --each 'true {{}}' > ids")
        if ended:
            self.shell("cqueue -q --cancel - < ids")

    def shell(self, text):
        subprocess.run(["bash", "-c", text], cwd=self.directory, env=self.env, check=True,
                       stdout=subprocess.DEVNULL)

    def milliseconds(self, words):
        words = words.split()
        return milliseconds([os.path.join(self.tools, words[0])] + words[1:], cwd=self.directory,
                            env=self.env)

    def runner(self):
        """The largest that the runner has been, in MB."""
        for status in processes_of(self.env["CJOBS_SPOOL"]):
            if "Name:\tcjobs-runner" in status:
                return int(status.split("VmHWM:")[1].split()[0]) / 1024
        return None


def grow(bench, what, asked, ended):
    times = {}
    for size in SIZES:
        with bench.place.directory() as directory:
            queue = Queue(bench, directory, size, ended)
            for name, words in asked:
                values = [queue.milliseconds(words) for _ in range(bench.rounds(15))]
                times.setdefault(name, []).append((size, values))
            if not ended:
                queue.shell("csub -o /dev/null true; until cqueue -q --count > /dev/null; do :; done")
                resident = queue.runner()
                if resident:
                    times.setdefault("runner at its largest", []).append((size, [resident]))
    for name, taken in times.items():
        first = statistics.median(taken[0][1])
        for size, values in taken:
            unit = "MB" if name.startswith("runner") else "ms"
            figure = Figure(f"{name}, {what}", f"{size:,}", unit, values, at=size)
            figure.ratio = first / figure.median
            bench.add(figure)


@table("growth", "From ten jobs to a million that wait (ratio: how many times as quick as at ten)")
def waiting(bench):
    grow(bench, "queued", ASKED, ended=False)


@table("history", "From ten jobs to a million that have ended")
def history(bench):
    grow(bench, "ended", EVER, ended=True)
