"""Machines that are restarted, and process numbers that are given again."""

import json
import os
import time

from harness.machine import Machine, need_root
from harness.processes import Process, until
from harness.report import part


@part("restart", bound=300, root=12)
def restart(trial):
    """A machine is stopped in good order (SIGTERM to all, SIGKILL a second later) or cut off, and
    started again: what ran is unknown, and with --requeue runs again; what waited runs; nothing is
    called cancelled, and nothing runs twice."""
    need_root()
    cases = [(way, number) for number in range(trial.rounds // 2) for way in ("orderly", "cut")]
    trial.each(cases, one_restart, width=3)


def one_restart(trial, case):
    way, _ = case
    with trial.queue(cores=6, grace=1) as queue, Machine(trial.directory("machine")) as machine:
        def run(*words, **options):
            return queue.run(*words, before=machine.enter(queue.work), **options)

        def submit(*words):
            result = run("csub", "-Q", "-o", "/dev/null", *words)
            if result.status != 0:
                raise RuntimeError(f"{words}: {result}")
            return result.lines[0]

        # A run begins with its line; the second, after the restart, is short.
        first = "echo $CSUB_JOB_ID.$CSUB_TRY >> ran; [ -e again ] || "
        long, shell = first + "sleep 1000", "trap 'exit 0' TERM; " + first + "{ sleep 1000 & wait; }"
        running = [submit(long) for _ in range(2)]
        again = [submit("--requeue", long) for _ in range(2)]
        # This one ends by itself when it is told to, and that counts.
        obliging = submit(shell)
        until(lambda: len(queue.lines("ran")) == 5, 20)
        waiting = [submit("-c", "6", "echo $CSUB_JOB_ID.$CSUB_TRY >> ran") for _ in range(2)]
        if way == "orderly":
            machine.signal_all("TERM")
            time.sleep(1)
        machine.cut()
        open(queue.file("again"), "w").close()
        trial.count("restarts")
        machine.start()
        # One tool is used, as people do.
        states = {job["id"]: job for job in queue_json(run)}
        for id in running:
            job = wait_for_end(run, id)
            trial.expect(
                job["state"] == "unknown" and job["exit_status"] == 125,
                f"{way}: {id}, which ran, is {job['state']} ({job['reason']})")
        for id in again:
            job = wait_for_end(run, id)
            trial.expect(
                job["state"] == "complete"
                and sum(line.startswith(id + ".") for line in queue.lines("ran")) == 2,
                f"{way}: {id}, to be run again, is {job['state']} ({job['reason']}); ran "
                f"{queue.lines('ran')}\n{queue.log()}")
        for id in waiting:
            job = wait_for_end(run, id)
            trial.expect(job["state"] == "complete", f"{way}: {id}, which waited: {job['state']}")
        job = wait_for_end(run, obliging)
        right = ("unknown", "complete") if way == "orderly" else ("unknown",)
        trial.expect(job["state"] in right, f"{way}: {obliging}: {job['state']} ({job['reason']})")
        trial.count("jobs", len(states))
        ran = queue.lines("ran")
        trial.expect(len(ran) == len(set(ran)), f"{way}: ran twice: {ran}")
        report = run("cqueue", "--check").output
        trial.expect(not report, f"{way}: --check: {report}")


def queue_json(run):
    return json.loads(run("cqueue", "-q", "-a", "--json").output)["jobs"]


def wait_for_end(run, id):
    run("cwait", "-q", "-t", "20", id)
    return next(job for job in queue_json(run) if job["id"] == id)


@part("process-numbers", bound=600, root=24)
def process_numbers(trial):
    """The number of a guard, a keeper or a job's process that was killed is given to an innocent
    process: --cancel and --signal never reach it, nobody takes it for the job, and the job ends as
    it was asked to."""
    need_root()
    whos = ("guard", "keeper", "guard+keeper", "job+guard+keeper", "runner")
    whats = ("cancel", "signal", "end")
    cases = [(whos[n % len(whos)], whats[n // len(whos) % len(whats)], n)
             for n in range(trial.rounds)]
    trial.each(cases, one_number, width=3)
    trial.count("innocents harmed", 0)


def one_number(trial, case):
    who, what, _ = case
    with trial.queue(cores=2, grace=1) as queue, Machine(trial.directory("machine")) as machine:
        def run(*words, **options):
            return queue.run(*words, before=machine.enter(queue.work), **options)

        command = ("trap 'exit 9' USR1; echo $CSUB_JOB_ID >> ran; "
                   "until [ -e go ]; do sleep 0.02; done; exit 3")
        id = run("csub", "-Q", "-o", "/dev/null", command).lines[0]
        until(lambda: id in queue.lines("ran"), 10)
        roles = who.split("+")
        victims = queue.processes(*[role for role in roles if role != "job"])
        if "job" in roles:
            victims += queue.members(id)
        taken = [inner_number(process.number) for process in victims]
        for process in victims:
            process.kill()
        until(lambda: not any(process.lives for process in victims), 5, pause=0.001)
        if "runner" not in roles and "keeper" in roles:
            # The runner dies with its keeper.
            until(lambda: not queue.processes("runner"), 5)
        innocents = [take(machine, number) for number in taken]
        innocents = [each for each in innocents if each]
        trial.count("numbers taken", len(innocents))
        trial.count("rounds")
        if what == "cancel":
            run("cqueue", "-q", "--cancel", id)
        elif what == "signal":
            run("cqueue", "-q", "--signal", "USR1", id)
        else:
            open(queue.file("go"), "w").close()
        run("cwait", "-q", "-t", "20", id)
        job = next(job for job in queue_json(run) if job["id"] == id)
        wanted = {"cancel": ("cancelled",), "signal": ("failed",), "end": ("failed",)}[what]
        if "job" in roles:
            wanted = ("unknown", "failed", "cancelled")
        if "guard+keeper" in who and what == "end":
            # It ends before anybody else can watch it.
            wanted = ("unknown", "failed")
        trial.expect(
            job["state"] in wanted,
            f"{id} is {job['state']}, {job['exit_status']} ({job['reason']})\n{queue.log()}")
        harmed = [each for each in innocents if not each.lives]
        trial.count("innocents harmed", len(harmed))
        trial.expect(not harmed, f"{len(harmed)} innocent processes were ended")
        queue.end()


def inner_number(number):
    """The number that a process has in its own namespace."""
    with open(f"/proc/{number}/status") as file:
        return int(next(line.split()[-1] for line in file if line.startswith("NSpid")))


def take(machine, number):
    """Starts a process of that number in the machine; None where somebody else has it."""
    script = (f"echo {number - 1} > /proc/sys/kernel/ns_last_pid; sleep 1111 & "
              f"[ $! = {number} ] && echo $! || kill $!")
    for _ in range(40):
        output = os.popen(
            " ".join(["nsenter", "-t", str(machine.init.number), "-m", "-p", "--", "sh", "-c",
                      "'" + script.replace("sleep 1111 &", "sleep 1111 > /dev/null 2>&1 &") + "'"])
        ).read()
        if output.strip() == str(number):
            return outer(machine, number)
    return None


def outer(machine, number):
    """The process that has that number in the machine, as seen from here."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/status") as file:
                numbers = next(line.split()[1:] for line in file if line.startswith("NSpid"))
            with open(f"/proc/{name}/cmdline") as file:
                words = file.read().split("\0")
        except (OSError, StopIteration):
            continue
        if numbers[-1] == str(number) and len(numbers) > 1 and words[:2] == ["sleep", "1111"] and (
                os.readlink(f"/proc/{name}/ns/pid")
                == os.readlink(f"/proc/{machine.init.number}/ns/pid")):
            return Process(int(name))
    return None
