"""Terminals that hang up, and Ctrl-C."""

import os
import pty
import select
import signal
import time

from harness.processes import status, until
from harness.report import part


@part("terminal", bound=300, commit=12, nightly=100)
def terminal(trial):
    """Jobs submitted from a terminal that is then closed, or where Ctrl-C is pressed, end as they
    would have; they hold no file of the terminal and ignore no signal that the user did not."""
    with trial.queue() as queue:
        expected = {}
        for number in range(trial.rounds):
            way = ("hang-up", "interrupt")[number % 2]
            script = (f"csub -Q -o /dev/null 'echo $CSUB_JOB_ID >> ran; echo $$ > pid.{number}; "
                      f"until [ -e go.{number} ]; do sleep 0.02; done; exit {number % 100 + 1}' "
                      f">> ids; echo ready; exec cat")
            child, leader = pty.fork()
            if child == 0:
                for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                    signal.signal(each, signal.SIG_DFL)
                os.chdir(queue.work)
                os.execve("/bin/bash", ["bash", "-c", script], queue.environment)
            if not read_until(leader, b"ready"):
                trial.fault(f"{way}: csub did not come to its end")
                continue
            expected[queue.lines("ids")[-1]] = number % 100 + 1
            until(lambda: queue.read(f"pid.{number}").strip(), 10)
            if way == "interrupt":
                os.write(leader, b"\x03")
                os.waitpid(child, 0)
                os.close(leader)
            else:
                os.close(leader)
                os.waitpid(child, 0)
            trial.count(way + "s")
            process = int(queue.read(f"pid.{number}"))
            files = [os.readlink(f"/proc/{process}/fd/{name}")
                     for name in os.listdir(f"/proc/{process}/fd")]
            trial.expect(
                not any("pts" in file or "ptmx" in file for file in files),
                f"{way}: it holds {files}")
            ignored = int(status(process)["SigIgn"], 16)
            trial.expect(
                not ignored & (1 << signal.SIGINT - 1 | 1 << signal.SIGHUP - 1),
                f"{way}: it ignores {ignored:x}")
            open(queue.file(f"go.{number}"), "w").close()
        queue.settle(trial, expected)
        queue.sound(trial)


def read_until(leader, word, seconds=20):
    seen, end = b"", time.monotonic() + seconds
    while word not in seen and time.monotonic() < end:
        if select.select([leader], [], [], 0.5)[0]:
            try:
                seen += os.read(leader, 1000)
            except OSError:
                break
    return word in seen
