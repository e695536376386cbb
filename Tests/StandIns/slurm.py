#!/usr/bin/env -S python3 -IS
"""A stand-in for Slurm's clients: no daemon and no cluster, one file of jobs.

As sbatch, squeue, sacct, scontrol or scancel (the links beside this file) it does what those do, as
far as cjobs makes use of them. No job runs, and nothing happens to one, until the test says so:

    slurm-job ID KEY=VALUE...   what Slurm says of it from now on: state=FAILED exit=3:0 reason=None
    slurm-job ID drop           squeue and scontrol have forgotten it, sacct has not
    slurm-job ID forget         nobody knows it any more
    slurm-job ID run            runs its script to the end, as a node would

The ID of an array stands for all its tasks. $STANDIN is the directory of jobs.json, and of calls,
which has a line for each call of a client.

STANDIN_SBATCH, STANDIN_SQUEUE and so on say how a client behaves: a word for each call that the same
process makes, the last for all that follow; 'down*3 ok' fails three times.

    ok          as it should; without a word too
    down        no connection: nothing was sent
    fail        the connection broke off: what was sent may have arrived
    hang        says nothing and does not end
    killed      ends by SIGKILL
    nothing     says nothing and ends with 0
    garbage     writes what is no answer, and ends with 0
    flood       writes ten megabytes of it
    refuse      sbatch: it does not want this job
    disabled    sacct: there is no accounting
    said-and-empty  an error, nothing else, and 0
    unknown-user    squeue: the same, of a name service that knows no such user
    limited     scontrol: as it should, and 1 behind an error about too many requests
    unconfigured, unconfigured-old  nothing says where the cluster is, in two versions' words
    accept-*    sbatch: accepts the job first, as in accept-hang
    unended     sbatch: as it should, but for the newline
"""

import contextlib
import os
import pwd
import re
import shlex
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from standin import PLACE, break_down, indices, manner, note_call, state  # noqa: E402

ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED"}


# The jobs, and how to change them


def find(known, id, **wanted):
    """The jobs that an ID stands for: a job, a task by its ID or its number, or an array."""
    id = id.split(";")[0]
    return [
        job
        for job in known["jobs"]
        if id in (job["id"], str(job["raw"]), str(job["array"]))
        and all(job[key] == value for key, value in wanted.items())
    ]


def change(job, **values):
    """Moves its times and its reason along with its state."""
    now = int(time.time())
    if "state" in values and values["state"] != "PENDING":
        job["reason"] = "None"
    job.update(values)
    if job["state"] == "RUNNING":
        job["started"], job["ended"], job["nodes"] = job["started"] or now, 0, "node1"
    elif job["state"] in ENDED:
        job["ended"] = job["ended"] or now
        job["started"] = job["started"] or job["ended"]
        if job["state"] != "CANCELLED":
            job["nodes"] = "node1"
    elif job["state"] == "PENDING":
        job["started"], job["ended"], job["nodes"] = 0, 0, ""


# sbatch


def options(arguments):
    """Options of a command line, or of a script's lines, and what is behind them."""
    found = {}
    short = {"-J": "job-name", "-p": "partition", "-a": "array", "-o": "output", "-e": "error"}
    while arguments and arguments[0].startswith("-"):
        word = arguments.pop(0)
        if word in short:
            found[short[word]] = arguments.pop(0)
        else:
            name, _, value = word[2:].partition("=")
            found[name] = value
    return found, arguments


def accept(known, arguments):
    given, rest = options(list(arguments))
    script = os.path.abspath(rest[0])
    with open(script, errors="surrogateescape") as file:
        lines = [line[8:] for line in file if line.startswith("#SBATCH ")]
    chosen = {}
    for line in lines:
        chosen.update(options(shlex.split(line))[0])
    chosen.update(given)
    number = known["next"]
    tasks = indices(chosen["array"]) if "array" in chosen else [None]
    known["next"] += len(tasks)
    for place, task in enumerate(tasks):
        job = {
            "id": f"{number}" if task is None else f"{number}_{task}",
            "raw": number + place,
            "array": None if task is None else number,
            "task": task,
            "user": pwd.getpwuid(os.getuid()).pw_name,
            "name": chosen.get("job-name", os.path.basename(script)),
            "comment": chosen.get("comment", ""),
            "partition": chosen.get("partition", "batch"),
            "dependency": chosen.get("dependency", ""),
            "state": "PENDING",
            "reason": "JobHeldUser" if "hold" in chosen else "Priority",
            "exit": "0:0",
            "nodes": "",
            "submitted": int(time.time()),
            "started": 0,
            "ended": 0,
            "directory": os.getcwd(),
            "output": chosen.get("output", "slurm-%j.out"),
            "error": chosen.get("error", ""),
            "script": script,
            "listed": True,
            "accounted": True,
        }
        known["jobs"].append(job)
    return number


def sbatch(arguments, manner):
    if manner.startswith("accept-") or manner in ("ok", "unended"):
        with state() as known:
            number = accept(known, arguments)
    misbehave("sbatch", manner.removeprefix("accept-"))
    sys.stdout.write(f"{number}" if manner == "unended" else f"{number}\n")


# Looking


def moment(seconds):
    if not seconds:
        return "N/A"
    if os.environ.get("SLURM_TIME_FORMAT") == "%s":
        return str(seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(seconds))


def clock(job):
    elapsed = (job["ended"] or int(time.time())) - job["started"] if job["started"] else 0
    return f"{elapsed // 3600:02}:{elapsed // 60 % 60:02}:{elapsed % 60:02}"


def rows(jobs):
    """Jobs as squeue lists them: an array's tasks that wait share a row."""
    result, waiting = [], {}
    for job in jobs:
        if job["task"] is None or job["state"] != "PENDING":
            result.append(dict(job, tasks="N/A" if job["task"] is None else job["task"]))
        elif job["array"] in waiting:
            waiting[job["array"]]["tasks"] += f",{job['task']}"
        else:
            waiting[job["array"]] = dict(job, tasks=str(job["task"]))
            result.append(waiting[job["array"]])
    for row in waiting.values():
        row["id"] = f"{row['array']}_[{row['tasks']}]"
    return result


def squeue(arguments, manner):
    misbehave("squeue", manner)
    user = arguments[arguments.index("-u") + 1] if "-u" in arguments else None
    with state() as known:
        jobs = [job for job in known["jobs"] if job["listed"] and user in (None, job["user"])]
    form = os.environ.get("SQUEUE_FORMAT", "%i %P %j %u %T %M %D %r")
    for row in rows(jobs):
        fields = {
            "i": row["id"], "F": row["array"] or row["raw"], "K": row["tasks"], "A": row["raw"],
            "u": row["user"], "P": row["partition"], "T": row["state"], "M": clock(row),
            "l": row.get("limit", "1:00:00"), "D": 1, "C": row.get("cores", 1), "m": "100M", "N": row["nodes"],
            "S": moment(row["started"]), "e": moment(row["ended"]), "V": moment(row["submitted"]),
            "r": row["reason"], "E": row["dependency"] or "(null)", "a": "(null)",
            "k": row["comment"] or "(null)", "Z": row["directory"], "j": row["name"],
        }  # fmt: skip
        print(re.sub("%([A-Za-z])", lambda match: str(fields[match[1]]), form))


def sacct(arguments, manner):
    misbehave("sacct", manner)
    given = dict(word[2:].split("=", 1) for word in arguments if word.startswith("--"))
    user = arguments[arguments.index("-u") + 1] if "-u" in arguments else None
    with state() as known:
        jobs = [job for job in known["jobs"] if job["accounted"]]
    if "-j" in arguments:
        ids = arguments[arguments.index("-j") + 1].split(",")
        jobs = [job for job in jobs if {job["id"], str(job["raw"]), str(job["array"])} & {*ids}]
    elif user:
        jobs = [job for job in jobs if job["user"] == user]
    for job in jobs:
        fields = {
            "JobID": job["id"], "JobIDRaw": job["raw"], "User": job["user"],
            "Partition": job["partition"], "State": job["state"], "ExitCode": job["exit"],
            "Submit": moment(job["submitted"]), "Start": moment(job["started"]),
            "End": moment(job["ended"]), "Elapsed": clock(job), "Timelimit": "01:00:00",
            "NNodes": 1, "NCPUS": 1, "ReqMem": "100M", "NodeList": job["nodes"] or "None assigned",
            "Reason": job["reason"], "Account": "", "Comment": "", "WorkDir": job["directory"],
            "JobName": job["name"],
        }  # fmt: skip
        words = [str(fields[name]) + given["delimiter"] for name in given["format"].split(",")]
        print("".join(words))


def scontrol(arguments, manner):
    misbehave("scontrol", manner)
    words = [word for word in arguments if not word.startswith("-")]
    if words == ["show", "config"]:
        print("MaxArraySize            = 1001")
        if manner == "limited":
            complain("slurm_load_ctl_conf error: RPC rate limit exceeded")
    elif words[:2] == ["show", "job"]:
        show(words[2:])
    elif words[0] == "update":
        update(dict(word.partition("=")[::2] for word in words[1:]))
    elif words[0] == "top":
        update({"JobId": words[1], "Priority": "4294901759"})
    else:
        act(words[0], words[1].split(","))


def show(ids):
    with state() as known:
        jobs = [job for job in known["jobs"] if job["listed"]]
        if ids:
            jobs = find(known, ids[0], listed=True)
    if ids and not jobs:
        complain("slurm_load_jobs error: Invalid job id specified")
    for job in jobs:
        array = f"ArrayJobId={job['array']} ArrayTaskId={job['task']} " if job["array"] else ""
        reason = job["reason"].replace(" ", "_")
        print(
            f"JobId={job['raw']} {array}JobName={job['name']} UserId={job['user']}({os.getuid()}) "
            f"GroupId=users(100) MCS_label=N/A Priority=1 Nice=0 Account=(null) QOS=(null) "
            f"JobState={job['state']} Reason={reason} Dependency={job['dependency'] or '(null)'} "
            f"Requeue=1 Restarts=0 BatchFlag=1 Reboot=0 ExitCode={job['exit']} "
            f"RunTime={clock(job)} TimeLimit=01:00:00 TimeMin=N/A "
            f"SubmitTime={moment(job['submitted'])} StartTime={moment(job['started'])} "
            f"EndTime={moment(job['ended'])} Deadline=N/A Partition={job['partition']} "
            f"NodeList={job['nodes'] or '(null)'} NumNodes=1 NumCPUs=1 NumTasks=1 CPUs/Task=1 "
            f"Command={job['script']} WorkDir={job['directory']} Comment={job['comment']} "
            + (f"SubmitLine={job['submitline']} " if "submitline" in job else "")
        )


# Acting


def update(given):
    """Changes a job that waits, as scontrol does for its owner."""
    with state() as known:
        jobs = find(known, given.pop("JobId"), listed=True)
        if not jobs:
            complain("slurm_update error: Invalid job id specified")
        for job in jobs:
            if job["state"] != "PENDING":
                complain("slurm_update error: Job is no longer pending execution")
            names = {"Dependency": "dependency", "TimeLimit": "limit", "NumCPUs": "cores"}
            job.update({names[key]: value for key, value in given.items() if key in names})


def act(verb, ids):
    with state() as known:
        for id in ids:
            for job in find(known, id, listed=True):
                if verb == "hold" and job["state"] == "PENDING":
                    change(job, reason="JobHeldUser")
                elif verb == "release" and job["state"] == "PENDING":
                    change(job, reason="Priority")
                elif verb == "requeue":
                    change(job, state="PENDING", reason="BeginTime")


def scancel(arguments, manner):
    misbehave("scancel", manner)
    if any(word.startswith("--signal") for word in arguments):
        return
    with state() as known:
        for id in arguments:
            for job in find(known, id, listed=True):
                if job["state"] not in ENDED:
                    change(job, state="CANCELLED", exit="0:15")


def slurm_job(arguments, _):
    id, *words = arguments
    with state() as known:
        jobs = find(known, id)
        if not jobs:
            complain(f"slurm-job: no job {id}")
        for job in jobs:
            values = dict(word.split("=", 1) for word in words if "=" in word)
            numbers = {key: int(text) for key, text in values.items() if text.isdecimal()}
            change(job, **{**values, **numbers})
            if "drop" in words or "forget" in words:
                job["listed"] = False
            if "forget" in words:
                job["accounted"] = False
    if "run" in words:
        for job in jobs:
            run(job)


def run(job):
    """Runs its script where the job is the only one who knows of it, and takes down the ending."""
    id, raw, array, task = (str(job[key]) for key in ("id", "raw", "array", "task"))
    surroundings = dict(os.environ, SLURM_JOB_ID=raw, SLURMD_NODENAME="node1")
    if job["array"]:
        surroundings.update(SLURM_ARRAY_JOB_ID=array, SLURM_ARRAY_TASK_ID=task)
    letters = {"j": raw, "A": array, "a": task, "x": job["name"], "u": job["user"], "%": "%"}

    def opened(pattern):
        path = re.sub("%([jAaxu%])", lambda match: letters[match[1]], pattern)
        return open(os.path.join(job["directory"], path), "wb")

    slurm_job([id, "state=RUNNING"], None)
    with opened(job["output"]) as output, contextlib.ExitStack() as stack:
        error = stack.enter_context(opened(job["error"])) if job["error"] else output
        status = subprocess.run(
            ["bash", job["script"]], cwd=job["directory"], env=surroundings,
            stdin=subprocess.DEVNULL, stdout=output, stderr=error,
        ).returncode  # fmt: skip
    ending = f"{status}:0" if status >= 0 else f"0:{-status}"
    slurm_job([id, "state=" + ("FAILED" if status else "COMPLETED"), "exit=" + ending], None)


# Misbehaving


def complain(message):
    """Ends with 1 behind a message."""
    sys.exit(message)


def misbehave(program, manner):
    prefix = {
        "sbatch": "sbatch: error: Batch job submission failed: ",
        "sacct": "sacct: error: slurm_persist_conn_open_without_init: ",
        "scancel": "scancel: error: Kill job error: ",
    }.get(program, "slurm_load_jobs error: ")
    if manner == "down":
        complain(prefix + "Unable to contact slurm controller (connect failure)")
    if manner == "fail":
        complain(prefix + "Socket timed out on send/recv operation")
    if manner == "refuse":
        complain(prefix + "Invalid partition name specified")
    if manner == "disabled":
        complain("Slurm accounting storage is disabled")
    if manner == "said-and-empty":
        print(f"{program}: error: Unable to load something", file=sys.stderr)
        sys.exit(0)
    if manner == "unknown-user":
        print("squeue: error: Invalid user: tester", file=sys.stderr)
        sys.exit(0)
    if manner == "unconfigured":
        complain(f"{program}: fatal: Could not establish a configuration source")
    if manner == "unconfigured-old":
        complain(f"{program}: fatal: unable to establish configuration source")
    if manner == "flood":
        sys.stdout.write("is this an answer? no\n" * 476_626)
        sys.exit(0)
    break_down(manner, b"\x1b[31m\xff\x00 what is this? 12\n\x1f\x1f|")


def main():
    program = os.path.basename(sys.argv[0])
    if not PLACE:
        complain(f"{program}: STANDIN is not set")
    clients = {"sbatch": sbatch, "squeue": squeue, "sacct": sacct}
    clients.update({"scontrol": scontrol, "scancel": scancel, "slurm-job": slurm_job})
    if program != "slurm-job":
        note_call(program, sys.argv[1:])
    clients[program](sys.argv[1:], manner(program))


main()
