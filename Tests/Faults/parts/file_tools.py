"""Faults in the system calls of csplit, czcat and cprofile."""

import gzip
import os
import shutil

from harness.machine import can_trace
from harness.report import Skipped, part
from harness.tracing import ERRORS, injecting, sites, trace

LINES = "".join(f"line {number}\n" for number in range(4000))
OLD = "[prof_a]\n# a remark\ncores = 1\n\n[prof_b]\nmem = 2G\n"


@part("file-tools", bound=600, commit=150, nightly=100_000)
def file_tools(trial):
    """csplit, czcat -o and cprofile meet an error or SIGKILL at each system call: there are all parts
    or none, the whole file or the old one, the old entry or the new; and after SIGKILL the next run
    puts right what was left.

    In smaller tiers a sample of the sites is taken."""
    if not can_trace():
        raise Skipped("there is no strace, or tracing is not allowed")
    trial.each(("csplit", "csplit-gz", "czcat", "cprofile"), one_tool, width=4)


def one_tool(trial, kind):
    with trial.queue() as queue:
        words, judge = {
            "csplit": (["csplit", "input", "5"], split_judged),
            "csplit-gz": (["csplit", "input.gz", "5"], split_judged),
            "czcat": (["czcat", "input.gz", "-o", "output"], written_judged),
            "cprofile": (["cprofile", "set", "b", "mem=3G"], set_judged),
        }[kind]
        prepare(queue)
        _, text = trace(queue, words, os.path.join(trial.scratch, "trace"))
        queue.whole = parts(queue)[0]
        faults = []
        for site in sites(text):
            faults += [(site, f"error={error}") for error in ERRORS[site.name]]
            faults.append((site, "signal=KILL"))
        share = max(1, trial.rounds // 4)
        if share < len(faults):
            faults = trial.random.sample(faults, share)
        for site, what in faults:
            prepare(queue)
            result = queue.run(*words, before=injecting(site, what), seconds=30)
            was_killed = what == "signal=KILL" and result.status in (-9, 137)
            trial.count("kills" if was_killed else "errors")
            where = f"{what} at {site}: {result}"
            trial.expect(not result.trapped, f"trapped: {where}")
            trial.expect(
                was_killed or result.status == 0 or result.errors, f"no message: {where}")
            judge(trial, queue, words, result, was_killed, where)


def prepare(queue):
    """The same files in the work directory, and nothing else."""
    shutil.rmtree(queue.work)
    os.makedirs(queue.work)
    with open(queue.file("input"), "w") as file:
        file.write(LINES)
    with gzip.open(queue.file("input.gz"), "wt", compresslevel=1) as file:
        file.write(LINES)
    with open(queue.file("output"), "w") as file:
        file.write("old\n")
    with open(config(queue), "w") as file:
        file.write(OLD)
    os.chmod(config(queue), 0o600)


def config(queue):
    return os.path.join(queue.path, ".config", "cjobs", "config.ini")


def parts(queue):
    """The texts of the parts, in order, and the names of what is hidden."""
    names = sorted(os.listdir(queue.work))
    known = ("input", "input.gz", "output")
    return ([queue.read(name) for name in names if not name.startswith(".") and name not in known],
            [name for name in names if name.startswith(".")])


def split_judged(trial, queue, words, result, was_killed, where):
    texts, hidden = parts(queue)
    is_whole = texts == queue.whole
    if not was_killed:
        if hidden:
            # It could not be removed just then; the next run does so.
            queue.run(*words, "--force")
            left = parts(queue)[1]
            trial.expect(not left, f"{left} is left by the next run, too: {where}")
        # Who cannot be told the names of the parts has them all the same.
        is_told = "standard output" in result.errors
        right = is_whole if result.status == 0 or is_told else not texts
        return trial.expect(right, f"{len(texts)} parts: {where}")
    again = queue.run(*words)
    texts, hidden = parts(queue)
    right = texts == queue.whole and (again.status == 0 or is_whole)
    trial.expect(right, f"the next run made {len(texts)} parts: {again}: {where}")
    trial.expect(not hidden, f"the next run left {hidden}: {where}")


def written_judged(trial, queue, words, result, was_killed, where):
    text = queue.read("output")
    right = text == LINES if result.status == 0 else text in (LINES, "old\n")
    # An input that cannot be read, like a damaged one, is as long as it could be read.
    if result.status == 1 and "input.gz" in result.errors:
        right = right or LINES.startswith(text)
    trial.expect(right, f"a file of {len(text)} bytes: {where}")
    hidden = parts(queue)[1]
    trial.expect(was_killed or not hidden, f"{hidden} is left: {where}")


def set_judged(trial, queue, words, result, was_killed, where):
    with open(config(queue)) as file:
        text = file.read()
    new = OLD.replace("mem = 2G", "mem = 3G")
    right = text == new if result.status == 0 else text in (OLD, new)
    trial.expect(right, f"the configuration is {text!r}: {where}")
    again = queue.run("cprofile", "set", "b", "mem=4G")
    left = [name for name in os.listdir(os.path.dirname(config(queue))) if "tmp" in name]
    trial.expect(again.status == 0, f"the next cprofile: {again}: {where}")
    trial.expect(not left, f"{left} is left: {where}")
