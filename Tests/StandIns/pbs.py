#!/usr/bin/env -S python3 -IS
"""A stand-in for the clients of Torque and OpenPBS: no daemon and no cluster, one file of jobs.

As qsub, qstat, qdel, qhold, qrls, qsig, qrerun, qalter or pbsnodes (the links in pbs/) it does what those do,
as far as cjobs makes use of them; $STANDIN_DIALECT, torque or openpbs, says whose. What it does was
seen on real servers, down to the status of each refusal.

A job runs as soon as nothing holds it, in a process that qsub leaves behind: one for each job or task,
which goes through its states (Q, H, W, R, E, C or F), and ends when the directory of jobs is gone.
$STANDIN is that directory: jobs.json, and calls, which has a line for each call of a client.

STANDIN_KEEP=0 forgets a job when it has ended: Torque's keep_completed, OpenPBS's job history. Without
a word Torque keeps it, and OpenPBS does not.

STANDIN_QSUB, STANDIN_QSTAT and so on say how a client behaves: a word for each call that the same
process makes, the last for all that follow; 'down*3 ok' fails three times.

    ok          as it should; without a word too
    down        no connection: nothing was sent
    fail        the connection broke off: what was sent may have arrived
    hang        says nothing and does not end
    killed      ends by SIGKILL
    nothing     says nothing and ends with 0
    garbage     writes what is no answer, and ends with 0
    said-and-empty  an error, nothing else, and 0
    refuse      qsub: it does not want this job
    accept-*    qsub: accepts the job first, as in accept-hang
"""

import json
import os
import pwd
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from xml.sax.saxutils import escape

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from standin import PLACE, break_down, indices, manner, note_call, state  # noqa: E402

TORQUE = os.environ.get("STANDIN_DIALECT", "torque") == "torque"
KEEPS = os.environ.get("STANDIN_KEEP", "1" if TORQUE else "0") != "0"
SERVER = "server"
ENDED = "C" if TORQUE else "F"
USER = pwd.getpwuid(os.getuid()).pw_name
# Each dialect has its own number for the same refusal.
STATUS = {
    name: numbers[0 if TORQUE else 1]
    for name, numbers in {
        "finished": (170, 35), "queue": (172, 170), "resource": (189, 187), "value": (168, 166),
        "down": (111, 162),
    }.items()
}  # fmt: skip


# The jobs


def name_of(job):
    task = "" if job["task"] is None else f"[{job['task']}]"
    return f"{job['number']}{task}.{SERVER}"


def find(known, id, forgotten=False):
    """The jobs that an ID stands for: a job, a task, or with 12[] those of an array."""
    match = re.fullmatch(r"(\d+)(\[(\d*)\])?(\..*)?", id)
    if not match:
        complain(172 if TORQUE else 170, f"illegally formed job identifier: {id}")
    number, brackets, task, _ = match.groups()
    return [
        job
        for job in known["jobs"]
        if job["number"] == int(number)
        and (job["task"] is not None) == bool(brackets)
        and (not task or job["task"] == int(task))
        and (forgotten or KEEPS or job["state"] != ENDED)
    ]


def finish(job, exit=None, comment=""):
    job.update(state=ENDED, exit=exit, ended=int(time.time()), comment=comment)


# What a job waits for


def verdict(known, job):
    """Whether it may start: True, False for not yet, or the job that keeps it from ever starting."""
    # Torque holds a job for ever whose parent had ended otherwise before it came, OpenPBS one whose
    # parent is deleted before it began.
    if job["stuck"]:
        return False
    for condition, ids in job["depend"]:
        wanted = condition.removesuffix("array")
        for id in ids:
            parents = find(known, id, forgotten=True)
            # Torque never lets a job go that waits for an array in the words for a single job.
            if TORQUE and id.partition(".")[0].endswith("[]") and wanted == condition:
                return False
            over = all(parent["state"] == ENDED for parent in parents)
            good = all(0 in (parent["exit"], parent.get("settled")) for parent in parents)
            if wanted in ("after", "afterstart"):
                if not all(parent["started"] or parent["state"] == ENDED for parent in parents):
                    return False
            elif not over:
                return False
            elif (wanted == "afterok" and not good) or (wanted == "afternotok" and good):
                return id
    return True


def check_parents(known, depend):
    """Refuses what the server would; False where it takes the job and forgets it, None where it takes
    it and never lets it go."""
    answer = True
    for condition, ids in depend:
        for id in ids:
            if not TORQUE and re.match(r"\d+\[\d+\]", id):
                misuse("qsub: illegal -W value")
            parents = find(known, id)
            if not parents and TORQUE:
                complain(208, "qsub: submit error (Invalid Job Dependency)")
            if not parents:
                return False
            if TORQUE and all(parent["state"] == ENDED for parent in parents):
                good = all(parent["exit"] == 0 for parent in parents)
                if condition.removesuffix("array") != ("afternotok" if good else "afterok"):
                    complain(208, "qsub: submit error (Invalid Job Dependency)")
                answer = None
    return answer


# qsub


FLAGS = "Vhz" if TORQUE else "Vhzf"
VALUED = "acdejklmopqrstvwACDMNSTW".replace("c", "") if TORQUE else "aeijklmopqrvACJMNSuW"


def options(words, found, lists):
    """Reads options into what was found, and returns the operands."""
    words = list(words)
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)
        letter, value = word[1], word[2:]
        if letter in FLAGS and not value:
            found[letter] = True
        elif letter in VALUED:
            value = value or (words.pop(0) if words else "")
            if letter == "l":
                lists.setdefault("l", {}).update(
                    item.partition("=")[::2] for item in value.split(",")
                )
            elif letter == "W":
                key, _, value = value.partition("=")
                found["W" + key] = value
            else:
                found[letter] = value
        else:
            misuse(f"qsub: invalid option -- '{letter}'")
    return words


def check_options(found, resources):
    name = found.get("N", "")
    if not re.fullmatch(r"[!-~]{0,236}", name):
        misuse("qsub: illegal -N value")
    known = {"nodes", "mem", "pmem", "walltime", "select", "ncpus", "qos", "place", "pvmem"}
    for key, value in resources.items():
        if key not in known or (key == "qos" and not TORQUE):
            complain(STATUS["resource"], f"qsub: Unknown resource type {key}")
        if key == "walltime" and not re.fullmatch(r"\d+(:\d+){0,3}", value):
            complain(STATUS["value"], "qsub: Illegal attribute or resource value")
        if key in ("mem", "pmem") and not re.fullmatch(r"(?i)\d+([kmgt]?[bw])?", value):
            complain(STATUS["value"], "qsub: Illegal attribute or resource value")
    if found.get("q", "batch") != "batch":
        complain(STATUS["queue"], "qsub: Unknown queue")


def seconds(text):
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total


def dependencies(text):
    result = []
    if not TORQUE and text == '""':
        return result
    for part in text.split(",") if text else []:
        condition, *ids = part.split(":")
        words = {"after", "afterok", "afterany", "afternotok"}
        if TORQUE:
            words |= {"afterstartarray", "afterokarray", "afteranyarray", "afternotokarray"}
        if condition not in words or not ids:
            misuse("qsub: illegal -W value")
        result.append((condition, ids))
    return result


def surroundings(found):
    """The variables that a job has: few, but for those that were asked for."""
    account = pwd.getpwuid(os.getuid())
    result = {
        "HOME": os.environ.get("HOME", account.pw_dir), "USER": USER, "LOGNAME": USER,
        "SHELL": account.pw_shell, "PBS_O_PATH": os.environ["PATH"], "PBS_O_WORKDIR": os.getcwd(),
        "PBS_O_HOST": socket.gethostname(), "PBS_ENVIRONMENT": "PBS_BATCH",
    }  # fmt: skip
    for word in found["v"].split(",") if found.get("v") else []:
        key, equals, value = word.partition("=")
        value = value if equals else os.environ.get(key)
        # OpenPBS takes the quotes of a value for its own.
        if not TORQUE and (value is None or value.count("'") % 2 or value.count('"') % 2):
            complain(1, "qsub: cannot send environment with the job")
        result[key] = value or ""
    # That of OpenPBS 23.06 forgets them on its way.
    if found.get("V") and TORQUE:
        result = {**os.environ, **result}
    # A login shell sets it anew.
    result["PATH"] = "/usr/local/bin:/usr/bin:/bin"
    return result


def accept(known, arguments):
    """Takes the job; returns its ID, and its parts unless they are lost at once."""
    found, lists = {}, {}
    given, given_lists = {}, {}
    operands = options(arguments, given, given_lists)
    if operands:
        try:
            with open(operands[0], "rb") as file:
                script = file.read()
        except OSError:
            complain(1, f"qsub: script file cannot be loaded {operands[0]}")
    else:
        script = sys.stdin.buffer.read()
    if b"\r\n" in script:
        complain(1, "qsub: script contains cr, lf")
    for line in script.decode(errors="surrogateescape").split("\n"):
        if line.startswith("#PBS"):
            options(shlex.split(line[4:]), found, lists)
        elif line.strip() and not line.startswith("#"):
            break
    found.update(given)
    resources = {**lists.get("l", {}), **given_lists.get("l", {})}
    found.setdefault("N", os.path.basename(operands[0]) if operands else "STDIN")
    check_options(found, resources)
    array = found.get("t" if TORQUE else "J")
    if array and not TORQUE and ("," in array or not re.match(r"(\d+)-(?!\1\b)\d+", array)):
        misuse("qsub: illegal -J value")
    depend = dependencies(found.get("Wdepend", ""))
    answer = check_parents(known, depend)
    number = known["next"]
    known["next"] += 1
    copy = f"{PLACE}/script.{number}"
    with open(copy, "wb") as file:
        file.write(script)
    jobs = [
        {
            "number": number, "task": task, "name": found["N"], "user": USER,
            "state": "H" if depend or "h" in found else "Q", "stuck": answer is None,
            "held": "h" in found, "depend": depend, "resources": resources, "script": copy,
            "shell": found.get("S", "/bin/sh"), "queue": "batch", "account": found.get("A", ""),
            "output": found.get("o"), "error": found.get("e"), "join": found.get("j", "n"),
            "variables": surroundings(found), "directory": os.getcwd(), "created": int(time.time()),
            "started": 0, "ended": 0, "exit": None, "comment": "", "process": 0, "deleted": False,
            "begin": moment(found.get("a", "")),
        }
        for task in (indices(array) if array else [None])
    ]  # fmt: skip
    isKept = answer is not False
    if isKept:
        known["jobs"] += jobs
    return f"{number}{'[]' if array else ''}.{SERVER}", jobs if isKept else []


def moment(text):
    if not text:
        return 0
    text, _, rest = text.partition(".")
    form = "%Y%m%d%H%M"[-2 * (len(text) // 2) if len(text) < 12 else 0 :]
    parts = time.strptime(text, "%Y%m%d%H%M" if len(text) == 12 else form)
    return int(time.mktime(parts)) + int(rest or 0)


def qsub(arguments, manner):
    if arguments == ["--version"]:
        return print("Version: 6.1.3" if TORQUE else "pbs_version = 23.06.06")
    id, jobs = "", []
    if manner.startswith("accept-") or manner == "ok":
        with state() as known:
            id, jobs = accept(known, arguments)
        for job in jobs:
            leave(job)
    misbehave("qsub", manner.removeprefix("accept-"))
    print(id)


# Running


def leave(job):
    """Leaves a process behind that takes care of the job."""
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    nothing = os.open("/dev/null", os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    os.closerange(3, 256)
    try:
        look_after(job["number"], job["task"])
    finally:
        os._exit(0)


def look_after(number, task):
    def own(known):
        return [job for job in known["jobs"] if (job["number"], job["task"]) == (number, task)][0]

    while True:
        if not os.path.exists(PLACE + "/jobs.json"):
            return
        with state() as known:
            job = own(known)
            if job["state"] == ENDED:
                return
            may = verdict(known, job)
            if isinstance(may, str):
                comment = f"Job deleted as result of dependency on job {may}"
                return finish(job, 271, comment) if TORQUE else finish(job)
            waits = job["begin"] > time.time()
            job["state"] = "H" if job["held"] or not may else "W" if waits else "Q"
            if job["state"] == "Q":
                break
        time.sleep(0.03)
    with state() as known:
        job = own(known)
        if job["state"] == ENDED:
            return
        process = start(job)
        job.update(state="R", started=int(time.time()), process=process.pid)
    status, signalled = watch(process, own, seconds(job["resources"].get("walltime", "0")))
    with state() as known:
        job = own(known)
        if job["state"] == "Q":
            # It was put back meanwhile.
            return leave(job)
        if job.get("signalled"):
            signalled = 256 + job["signalled"]
        finish(job, signalled if signalled is not None else status)


def start(job):
    id = name_of(job)
    variables = dict(job["variables"], PBS_JOBID=id, PBS_JOBNAME=job["name"])
    if job["task"] is not None:
        variables["PBS_ARRAYID" if TORQUE else "PBS_ARRAY_INDEX"] = str(job["task"])

    def opened(path, letter):
        number = str(job["number"])
        if job["task"] is not None:
            number += ("-" if TORQUE else ".") + str(job["task"])
        name = f"{job['name']}.{letter}{number}"
        path = os.path.join(job["directory"], path.split(":")[-1] if path else name)
        try:
            return open(path, "wb")
        except OSError:
            # It lies undelivered, and nobody is told.
            return open("/dev/null", "wb")

    output = opened(job["output"], "o")
    error = output if job["join"] == "oe" else opened(job["error"], "e")
    return subprocess.Popen(
        [job["shell"], job["script"]], cwd=variables["HOME"], env=variables,
        stdin=subprocess.DEVNULL, stdout=output, stderr=error, start_new_session=True,
    )  # fmt: skip


def watch(process, own, limit):
    """Waits for its end: its status, and what the server says of it instead where it ended it."""
    began, told, reason = time.time(), None, None
    while True:
        try:
            code = process.wait(0.03)
            return (code if code >= 0 else 256 - code), reason
        except subprocess.TimeoutExpired:
            pass
        if not os.path.exists(PLACE + "/jobs.json"):
            end_all(process.pid, signal.SIGKILL)
            continue
        with state() as known:
            job = own(known)
        if told is None and job["deleted"]:
            reason = 271
        elif told is None and limit and time.time() - began > limit:
            reason = -11 if TORQUE else -29
        if reason is not None and told is None:
            told = time.time()
            end_all(process.pid, signal.SIGTERM)
        elif told is not None and time.time() - told > 5:
            end_all(process.pid, signal.SIGKILL)


def end_all(session, number):
    """Sends a signal to every process of a session."""
    for entry in os.listdir("/proc"):
        if not entry.isdecimal():
            continue
        try:
            with open(f"/proc/{entry}/stat") as file:
                if int(file.read().rpartition(")")[2].split()[3]) == session:
                    os.kill(int(entry), number)
        except (OSError, ValueError, IndexError):
            pass


# Looking


def attributes(job):
    """What is told of a job: names and values, lists of such, in the server's order."""
    rest = {"nodect": "1", **job["resources"]}
    if not TORQUE and "select" in rest:
        found = re.search(r"ncpus=(\d+)", rest["select"])
        rest["ncpus"] = int(found[1]) if found else 1
    # Of an array that is held OpenPBS says so, and of its tasks that they are queued.
    queued = not TORQUE and job["state"] == "H" and isinstance(job["task"], int)
    state = "Q" if queued else job["state"]
    result = {"Job_Name": job["name"], "Job_Owner": f"{job['user']}@host", "job_state": state}
    if job["started"]:
        used = (job["ended"] or int(time.time())) - job["started"]
        result["resources_used"] = {"walltime": clock(used)}
    result.update({"queue": job["queue"], "server": SERVER, "ctime": told(job["created"])})
    if job["depend"]:
        result["depend"] = ",".join(":".join([word] + ids) for word, ids in job["depend"])
    if "priority" in job:
        result["Priority"] = str(job["priority"]) if TORQUE else job["priority"]
    if job["account"]:
        result["Account_Name"] = job["account"]
    waits = job["depend"] and job["state"] == "H" and not job["held"]
    result["Hold_Types"] = "u" if job["held"] else "s" if waits else "n"
    if job["started"]:
        result["exec_host"] = "node1/0"
        result["start_time" if TORQUE else "stime"] = told(job["started"])
    result["mtime"] = told(job["ended"] or job["started"] or job["created"])
    result["Resource_List"] = rest
    variables = {
        key: value
        for key, value in job["variables"].items()
        if key.startswith("PBS_O_") or key == "CSUB_TOKEN"
    }
    if TORQUE:
        result["Variable_List"] = ",".join(f"{key}={value}" for key, value in variables.items())
        result["init_work_dir"] = job["directory"]
    else:
        result["Variable_List"] = variables
    if job["comment"]:
        result["comment"] = job["comment"]
    if job["exit"] is not None:
        result["exit_status" if TORQUE else "Exit_status"] = str(job["exit"]) if TORQUE else job["exit"]
    if job["ended"] and TORQUE:
        result["comp_time"] = told(job["ended"])
    return result


def clock(count):
    return f"{count // 3600:02}:{count // 60 % 60:02}:{count % 60:02}"


def told(seconds):
    return str(seconds) if TORQUE else time.ctime(seconds)


def xml(jobs):
    def element(name, value):
        if isinstance(value, dict):
            value = "".join(element(*item) for item in value.items())
        else:
            value = escape(str(value), {'"': "&quot;", "'": "&apos;"})
        return f"<{name}>{value}</{name}>"

    told = [element("Job", {"Job_Id": name_of(job), **attributes(job)}) for job in jobs]
    # The values of a job's own element are elements.
    print('<?xml version="1.0"?>\n<Data>' + "".join(told) + "</Data>")


def array_of(jobs):
    first = jobs[0]
    states = {job["state"] for job in jobs}
    isOver = states == {ENDED}
    begun = any(job["started"] for job in jobs)
    exit = int(any(job["exit"] != 0 for job in jobs)) if isOver else None
    ended = max(job["ended"] for job in jobs) if isOver else 0
    return dict(
        first, task="", state=ENDED if isOver else "B" if begun else first["state"], exit=exit,
        ended=ended, started=0,
    )  # fmt: skip


def qstat(arguments, manner):
    misbehave("qstat", manner)
    letters = [word[1:] for word in arguments if re.fullmatch("-[A-Za-z]+", word)]
    flags = "".join(letters)
    ids = [word for word in arguments if not word.startswith("-") and word != "json"]
    if TORQUE and "F" in flags:
        complain(2, "qstat: invalid option -- 'F'")
    with state() as known:
        jobs = [job for job in known["jobs"] if KEEPS or job["state"] != ENDED]
        chosen = jobs
        unknown = []
        # Torque lists everything for an array without -t.
        if ids and not (TORQUE and "t" not in flags and any(id.endswith("[]") for id in ids)):
            chosen = []
            for id in ids:
                found = [job for job in find(known, id) if job in jobs]
                chosen += found
                if not found:
                    unknown.append(id)
    if not TORQUE and "x" in flags and not KEEPS:
        for id in ids:
            sys.stderr.write(f"qstat: PBS is not configured to maintain job history {id}\n")
        chosen, unknown = ([], []) if ids else (chosen, [])
    finished = [job for job in chosen if job["state"] == ENDED]
    if not TORQUE and "x" not in flags:
        chosen = [job for job in chosen if job["state"] != ENDED]
    show(chosen, flags)
    for id in unknown:
        word = "Unknown Job Id Error" if TORQUE else "Unknown Job Id"
        sys.stderr.write(f"qstat: {word} {id}\n")
    if unknown:
        sys.exit(153)
    if not TORQUE and ids and finished and "x" not in flags:
        complain(35, f"qstat: {ids[0]} Job has finished, use -x or -H to obtain historical job")


def show(jobs, flags):
    if TORQUE and "x" in flags:
        return xml(jobs)
    if "F" not in flags:
        for job in jobs:
            print(f"{name_of(job):25} {job['name']:15} {job['user']:15} 00:00:00 {job['state']} batch")
        return
    listed = {}
    for job in jobs:
        if job["task"] is not None:
            tasks = [other for other in jobs if other["number"] == job["number"]]
            listed.setdefault(f"{job['number']}[].{SERVER}", attributes(array_of(tasks)))
        if job["task"] is None or "t" in flags:
            listed[name_of(job)] = attributes(job)
    document = {"timestamp": int(time.time()), "pbs_version": "23.06.06", "pbs_server": SERVER}
    if listed:
        document["Jobs"] = listed
    print(json.dumps(document, indent="\t", separators=(",", ":\t")))


def pbsnodes(arguments, manner):
    misbehave("pbsnodes", manner)
    print(f"{socket.gethostname()}\n     state = free\n")


# Acting


def act(program, arguments, manner):
    misbehave(program, manner)
    signal_name = ""
    given, lists = {}, {}
    if program == "qalter":
        arguments = options(arguments, given, lists)
        if not TORQUE and given.get("Wdepend") == "":
            misuse("qalter: illegal -W value")
        check_options(given, lists.get("l", {}))
    if program == "qsig":
        signal_name = arguments[1]
        arguments = arguments[2:]
    # One that knows the first and not the second has brought down a server.
    if len(arguments) != 1:
        complain(STATUS["down"], f"{program}: End of File")
    with state() as known:
        jobs = find(known, arguments[0])
        if not jobs:
            complain(153, f"{program}: Unknown Job Id {arguments[0]}")
        open_jobs = [job for job in jobs if job["state"] != ENDED]
        if not open_jobs:
            complain(STATUS["finished"], f"{program}: Job has finished {arguments[0]}")
        for job in open_jobs:
            if program == "qalter":
                alter(known, job, given, lists.get("l", {}))
            else:
                if program == "qdel" and not TORQUE and not (job["started"] or dependent(known, job)):
                    orphan(known, job)
                change(program, job, signal_name)


def dependent(known, job):
    """Whether it is held by what it waits for, and by nothing else."""
    return job["depend"] and not job["held"] and verdict(known, job) is not True


def orphan(known, job):
    """Forgets who waits for a job: they are never let go, and not deleted either."""
    for child in known["jobs"]:
        if child["state"] != ENDED and any(
            parent is job for _, ids in child["depend"] for id in ids for parent in find(known, id)
        ):
            child["stuck"] = True


def alter(known, job, given, resources):
    """Of a job that waits; of one that runs a server changes little."""
    if job["state"] in "RE":
        complain(STATUS["value"], "qalter: Cannot modify attribute while job running")
    job["resources"].update(resources)
    if "p" in given:
        job["priority"] = int(given["p"])
    if "Wdepend" in given:
        if TORQUE and not given["Wdepend"]:
            # It says yes, and changes nothing.
            return
        job.update(depend=dependencies(given["Wdepend"]), stuck=False)
        if not TORQUE and not job["depend"]:
            orphan(known, job)


def change(program, job, signal_name):
    isRunning = job["state"] in "RE"
    if program == "qdel":
        if isRunning:
            job["deleted"] = True
        else:
            finish(job)
            # Torque has those begin that depend on its success.
            job["settled"] = 0 if TORQUE else None
    elif program == "qhold" and not isRunning:
        job.update(held=True, state="H")
    elif program == "qrls" and not isRunning:
        job["held"] = False
    elif program == "qsig" and isRunning:
        end_all(job["process"], int(signal_name))
        if not TORQUE and int(signal_name) in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
            # The shell that started the script is gone, and with it the job.
            job["signalled"] = int(signal_name)
            end_all(job["process"], signal.SIGKILL)
    elif program == "qrerun" and isRunning:
        job.update(state="Q", started=0)
        end_all(job["process"], signal.SIGKILL)
    else:
        complain(STATUS["finished"], f"{program}: Request invalid for state of job")


# Misbehaving


def misuse(message):
    """What is no option's value: the client says how it is used."""
    name = message.partition(":")[0]
    complain(2, f"{message}\nusage: {name} [-a date_time] script\n       {name} --version")


def complain(status, message):
    sys.stderr.write(message + "\n")
    sys.stdout.flush()
    sys.exit(status)


def misbehave(program, manner):
    if manner == "down":
        status = 255 if program == "qstat" and not TORQUE else STATUS["down"]
        if program == "qstat" and not TORQUE:
            print("{\n}")
        complain(status, f"Connection refused\n{program}: cannot connect to server {SERVER}")
    if manner == "fail":
        complain(183, f"{program}: End of File")
    if manner == "refuse":
        complain(STATUS["queue"], f"{program}: Unknown queue")
    if manner == "said-and-empty":
        print(f"{program}: cannot read the list of jobs", file=sys.stderr)
        sys.exit(0)
    break_down(manner, b"\x1b[31m\xff\x00 what is this? 12\n<Job>{")


def main():
    program = os.path.basename(sys.argv[0])
    if not PLACE:
        complain(1, f"{program}: STANDIN is not set")
    arguments = sys.argv[1:]
    if arguments != ["--version"]:
        note_call(program, arguments)
    clients = {"qsub": qsub, "qstat": qstat, "pbsnodes": pbsnodes}
    if program in clients:
        clients[program](arguments, manner(program))
    else:
        act(program, arguments, manner(program))


main()
