"""Few descriptors, few processes, and limits and namespaces that differ between submitters."""

import os
import shutil


from harness.machine import need, need_root
from harness.processes import until
from harness.report import part
from parts.users import VICTIM, open_up


@part("descriptors", bound=300, commit=300, nightly=300)
def descriptors(trial):
    """A burst of jobs on many cores, where a process may open 64 files only: all run and end with
    their own codes."""
    need("prlimit")
    with trial.queue(cores=trial.rounds) as queue:
        count = trial.rounds
        lines = "\n".join(str(number) for number in range(count))
        result = queue.run(
            "csub", "-Q", "-o", "/dev/null", "--each", f"bash {burst(queue)} {{}}",
            before=["prlimit", "--nofile=64:64"], text=lines + "\n")
        trial.expect(len(result.lines) == count, f"csub: {result.status} {result.errors}")
        trial.count("jobs", len(result.lines))
        expected = {id: number % 100 for number, id in enumerate(result.lines)}
        queue.settle(trial, expected, seconds=60)
        queue.sound(trial)


@part("processes", bound=300, root=60)
def processes(trial):
    """A burst of jobs of a user who may have few processes: all end with their own codes, none with
    126."""
    need_root()
    need("prlimit", "setpriv")
    tools = reachable(trial)
    with trial.queue(cores=trial.rounds, user=VICTIM) as queue:
        queue.tools = tools
        count = trial.rounds
        result = queue.run(
            "csub", "-Q", "-o", "/dev/null", "--each", f"bash {burst(queue)} {{}}",
            before=["prlimit", "--nproc=40:40"],
            text="\n".join(str(number) for number in range(count)) + "\n")
        trial.expect(len(result.lines) == count, f"csub: {result}")
        trial.count("jobs", len(result.lines))
        expected = {id: number % 100 for number, id in enumerate(result.lines)}
        queue.settle(trial, expected, seconds=60)
        queue.sound(trial)


def burst(queue):
    """A job of one process that takes a moment and ends with its argument, modulo 100."""
    pipe = queue.fifo("pipe")
    os.chmod(pipe, 0o666)
    path = queue.file("burst")
    with open(path, "w") as file:
        file.write(f"echo $CSUB_JOB_ID >> ran; read -t 0.1 x <> {pipe}; exit $(($1 % 100))\n")
    return path


def reachable(trial):
    """The tools in a directory that other users can reach."""
    tools = trial.directory("tools")
    for name in ("csub", "cwait", "cqueue"):
        shutil.copy(os.path.join(trial.tools, name), tools)
    open_up(trial.scratch)
    return tools


@part("submitters-limits", bound=120, root=1)
def submitters_limits(trial):
    """An ordinary user's first csub has low limits, a niceness and an oom_score_adj: a later job
    from elsewhere has its own submitter's, and the keeper that was there stays."""
    need_root()
    need("prlimit", "setpriv", "choom", "nice")
    tools = reachable(trial)
    with trial.queue(cores=4, user=VICTIM) as queue:
        queue.tools = tools
        show = "echo $(ulimit -Hn) $(nice) $(cat /proc/self/oom_score_adj) >> said"
        gate = "until [ -e go ]; do sleep 0.02; done; " + show
        first = queue.run(
            "csub", "-Q", "-o", "/dev/null", gate,
            before=["choom", "-n", "300", "--", "nice", "-n", "10", "prlimit", "--nofile=256:256"])
        until(lambda: queue.members(), 10)
        before = queue.processes("keeper")
        second = queue.submit(
            "-Q", "-o", "/dev/null", show, before=["prlimit", "--nofile=4096:4096"])
        queue.wait(second, seconds=10)
        own = queue.lines("said")[:1]
        trial.count("submitters", 2)
        # Whoever runs this may have a niceness already.
        base = os.nice(0)
        trial.expect(
            own == [f"4096 {base} 0"],
            f"a job submitted with 4096 {base} 0 had {own}\n{queue.log()}")
        open(queue.file("go"), "w").close()
        status = queue.wait(first.lines[0], seconds=10)
        trial.expect(
            status == 0 and queue.lines("said")[-1:] == [f"256 {min(19, base + 10)} 300"],
            f"the first ended with {status} and had {queue.lines('said')[-1:]}")
        trial.count("keepers replaced", len(set(queue.processes("keeper")) - set(before)))
        queue.sound(trial)


@part("namespaces", bound=120, root=1)
def namespaces(trial):
    """A csub in another mount, network, user, UTS or PID namespace: its job runs there, or csub
    refuses in one line; another program of the same name never runs, and no queue is lost."""
    need_root()
    with trial.queue(cores=4) as queue:
        program = queue.file("program")
        write_script(program, "echo outer >> said")
        queue.submit("-Q", "-o", "/dev/null", "until [ -e go ]; do sleep 0.02; done")
        until(lambda: queue.members(), 10)
        inner = queue.file("inner")
        write_script(inner, "echo inner >> said")
        bind = f'mount --bind {inner} {program}; exec "$@"'
        for kind, before in {
            "mount": ["unshare", "-m", "sh", "-c", bind, "sh"],
            "network": ["unshare", "-n"], "user": ["unshare", "-U", "-r"],
            "process": ["unshare", "-p", "-f"],
        }.items():
            link = {"mount": "mnt", "network": "net", "user": "user", "process": "pid"}[kind]
            text = f"readlink /proc/self/ns/{link} >> where; {program}"
            open(queue.file("where"), "w").close()
            open(queue.file("said"), "w").close()
            result = queue.run("csub", "-Q", "-o", "/dev/null", text, before=before)
            trial.count("namespaces")
            if result.status != 0:
                trial.expect(
                    result.status in (69, 75, 77, 78) and result.errors.startswith("csub: "),
                    f"{kind}: {result}")
                continue
            queue.wait(result.lines[0], seconds=10)
            here = os.readlink(f"/proc/self/ns/{link}")
            if kind != "process":
                trial.expect(
                    queue.lines("where") != [here], f"{kind}: the job ran in the keeper's")
            if kind == "mount":
                trial.expect(
                    queue.lines("said") == ["inner"],
                    f"{kind}: another program of the same name ran: {queue.lines('said')}")
        other_host(trial, queue)
        open(queue.file("go"), "w").close()
        queue.wait("L1", seconds=10)


def other_host(trial, queue):
    """The machine gets another name: the queue in the default place is found, or one is told."""
    env = {"CJOBS_SPOOL": ""}
    first = queue.run("csub", "-Q", "-H", "true", env=env)
    if first.status != 0:
        return trial.fault(f"a queue in the default place: {first}")
    before = ["unshare", "-u", "sh", "-c", 'hostname other-name; exec "$@"', "sh"]
    listed = queue.run("cqueue", "-a", "-I", before=before, env=env)
    trial.count("host names")
    trial.expect(
        first.lines[0] in listed.lines or listed.errors,
        f"the host has another name, and of the queue nothing is said: {listed}")


def write_script(path, text):
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text + "\n")
    os.chmod(path, 0o755)
