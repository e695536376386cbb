"""Another user, who plants what he can where he can."""

import os
import shutil
import stat
import subprocess

from harness.machine import need, need_root
from harness.processes import until
from harness.report import part

VICTIM, OTHER = 54321, 54322


@part("second-user", bound=300, root=20)
def second_user(trial):
    """Another user's links, FIFOs and files in shared directories, his spools, and directories that
    he may write: his code never runs as ours, our files are never written or read through what he
    planted, his queue is refused."""
    need_root()
    need("setpriv")
    # The tools where both users can reach them.
    tools = trial.directory("tools")
    for name in ("csub", "cwait", "cqueue"):
        shutil.copy(os.path.join(trial.tools, name), tools)
    open_up(trial.scratch)
    trial.tools = tools
    for planted in ("link", "hard link", "fifo", "file", "dangling link"):
        outputs(trial, planted)
    for kind in ("open", "sticky link", "owned by another", "group"):
        parents(trial, kind)
    for _ in range(max(1, trial.rounds // 5)):
        swapped(trial)
    others_queue(trial)


def open_up(path):
    """Lets others pass through the directories above."""
    while path not in ("/", "/tmp"):
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | 0o755)
        path = os.path.dirname(path)


def as_other(script, **options):
    return subprocess.run(
        ["setpriv", "--reuid", str(OTHER), "--regid", str(OTHER), "--clear-groups", "bash", "-c",
         script], capture_output=True, text=True, **options)


def outputs(trial, planted):
    """Default outputs in a directory that others may write, with something in their place."""
    with trial.queue(user=VICTIM) as queue:
        shared = os.path.join(queue.path, "shared")
        os.mkdir(shared)
        os.chmod(shared, 0o777)
        own = queue.file("precious")
        with open(own, "w") as file:
            file.write("precious\n")
        os.chown(own, VICTIM, VICTIM)
        make = {
            "link": f"ln -s {own} $f", "hard link": f"ln {own} $f || : > $f",
            "fifo": "mkfifo -m 666 $f", "file": ": > $f; chmod 666 $f",
            "dangling link": f"ln -s {queue.file('new')} $f"}[planted]
        if planted == "hard link":
            with open("/proc/sys/fs/protected_hardlinks") as file:
                if file.read().strip() == "1":
                    make = ": > $f; chmod 666 $f"
        done = as_other(
            f"for n in 1 2 3; do for s in out err; do f={shared}/job.$n.cluster.$s; {make}; done; done")
        trial.expect(done.returncode == 0, f"nothing was planted: {done}")
        result = queue.run("csub", "-Q", "-J", "job", "echo secret; echo secret >&2", cwd=shared)
        trial.count("planted outputs")
        if result.status != 0:
            return trial.expect(result.errors, f"{planted}: {result}")
        id = result.lines[0]
        status = queue.wait(id, seconds=10)
        trial.expect(queue.read("precious") == "precious\n", f"{planted}: our file was overwritten")
        trial.expect(not os.path.lexists(queue.file("new")), f"{planted}: a file was made through it")
        read = as_other(f"cd {shared}; for f in *; do [ -f $f ] && cat $f; done")
        planted_ones = [name for name in os.listdir(shared)
                        if os.lstat(os.path.join(shared, name)).st_uid == OTHER]
        for name in planted_ones:
            place = os.path.join(shared, name)
            if stat.S_ISREG(os.lstat(place).st_mode):
                with open(place) as file:
                    trial.expect("secret" not in file.read(), f"{planted}: his file has our output")
        trial.expect(
            status != 124, f"{planted}: the job does not end: {queue.job(id)['reason']} {read.stderr}")
        if status == 0:
            shown = queue.run("cqueue", "--stdout", id)
            trial.expect(shown.output == "secret\n", f"{planted}: --stdout shows {shown}")


def parents(trial, kind):
    """A spool below a directory that others may change."""
    with trial.queue(user=VICTIM) as queue:
        above = os.path.join(queue.path, "above")
        os.mkdir(above)
        os.chown(above, VICTIM, VICTIM)
        spool = os.path.join(above, "spool")
        if kind == "open":
            os.chmod(above, 0o777)
        elif kind == "group":
            os.chmod(above, 0o775)
            os.chown(above, VICTIM, OTHER)
        elif kind == "owned by another":
            os.chown(above, OTHER, OTHER)
            os.mkdir(spool)
            os.chmod(spool, 0o700)
            os.chown(spool, VICTIM, VICTIM)
        else:
            os.chmod(above, 0o1777)
            as_other(f"mkdir {above}/his; chmod 755 {above}/his; ln -s {above}/his {above}/link")
            spool = os.path.join(above, "link", "spool")
        result = queue.run("csub", "-Q", "-o", "/dev/null", "true", env={"CJOBS_SPOOL": spool})
        trial.count("directories of others")
        trial.expect(
            result.status in (66, 73, 77) and len(result.errors.splitlines()) in (1, 2),
            f"{kind}: a spool in a directory that others may change: {result}")


def swapped(trial):
    """A queue in a directory that is opened to others later: another spool is put in its place
    while a script waits."""
    with trial.queue(user=VICTIM) as queue:
        above = os.path.join(queue.path, "above")
        os.mkdir(above)
        os.chown(above, VICTIM, VICTIM)
        spool = os.path.join(above, "spool")
        env = {"CJOBS_SPOOL": spool}
        script = f"#!/bin/sh\necho ours $(id -u) >> {queue.file('who')}\n"
        gate = queue.run("csub", "-Q", "-o", "/dev/null",
                         "until [ -e go ]; do sleep 0.02; done", env=env).lines[0]
        late = queue.run("csub", "-Q", "-d", f"afterany:{gate}", "-o", "/dev/null", "-",
                         text=script, env=env).lines[0]
        os.chmod(above, 0o777)
        trial.count("swapped spools")
        evil = f"#!/bin/sh\necho his $(id -u) >> {queue.file('who')}\n"
        as_other(f"""
            cd {above}; mv spool old; mkdir -m 777 spool spool/jobs
            for n in 1 2 3; do printf '%s' '{evil}' > spool/jobs/{late}.$n.script; done
            chmod 777 spool/jobs/*
            (end=$((SECONDS + 3)); while [ $SECONDS -lt $end ]; do
                for n in 1 2 3; do for d in old spool; do
                    cp spool/jobs/{late}.1.script $d/jobs/x 2>/dev/null
                done; done; done) &""")
        open(queue.file("go"), "w").close()
        until(lambda: queue.read("who"), 3)
        trial.expect("his" not in queue.read("who"), f"his code ran: {queue.read('who')}")
        end_all(queue, [spool, os.path.join(above, "old")])


def end_all(queue, spools):
    for spool in spools:
        for process in queue.of_spool(spool):
            process.kill()


def others_queue(trial):
    """Our queue, used by another user."""
    with trial.queue(user=VICTIM) as queue:
        queue.submit("-H", "true")
        for words in (["csub", "true"], ["cqueue"], ["cqueue", "--check"], ["cwait", "L1"],
                      ["cqueue", "--cancel", "L1"]):
            command = " ".join([os.path.join(queue.tools, words[0]), *words[1:]])
            result = as_other(
                command, env={**queue.environment, "HOME": "/nonexistent"}, cwd="/")
            trial.count("uses by another")
            trial.expect(
                result.returncode in (66, 77, 125) and result.stderr,
                f"{words} of another user's queue: {result.returncode} {result.stderr}")
        trial.expect(queue.job("L1")["state"] == "held", "another user changed our queue")
        # Root does not work in a user's queue either, since it would run his jobs as root.
        for words in (["csub", "-Q", "true"], ["cqueue", "--cancel", "L1"]):
            result = subprocess.run(
                queue.command(words), env={**queue.environment, "HOME": trial.scratch},
                capture_output=True, text=True)
            trial.expect(result.returncode == 77, f"root: {words}: {result}")
