"""A queue of a trial's own, used through the built tools as a user would."""

import json
import os
import signal
import subprocess

from . import processes
from .processes import found, until


class Result:
    """What a tool did."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    @property
    def lines(self):
        return self.output.split("\n")[:-1]

    @property
    def trapped(self):
        """Whether it ended by a signal that only a fault of its own brings."""
        return self.status in (-4, -5, -6, -7, -8, -11, 132, 133, 134, 135, 136, 139)

    def __repr__(self):
        return f"status {self.status}, output {self.output!r}, errors {self.errors!r}"


class Queue:
    """A spool, a home and a work directory, and the tools to use them with."""

    def __init__(self, tools, path, spool=None, cores=4, grace=None, more=None, user=None):
        self.tools, self.path = tools, path
        self.spool = spool or os.path.join(path, "spool")
        self.work = os.path.join(path, "work")
        self.user = user
        os.makedirs(self.work, exist_ok=True)
        directories = [tools, "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        self.environment = {
            "PATH": ":".join(directories), "HOME": path, "CJOBS_SPOOL": self.spool,
            "LC_ALL": "C.UTF-8", "USER": "tester", "CJOBS_SITE_CONFIG": "/dev/null",
            "CJOBS_BACKEND": "local", "SWIFT_BACKTRACE": "enable=no", **(more or {}),
        }
        settings = {"cores": cores, "grace": grace}
        lines = [f"{key} = {value}\n" for key, value in settings.items() if value is not None]
        if lines:
            place = os.path.join(path, ".config", "cjobs", "config.ini")
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w") as file:
                file.write("[local]\n" + "".join(lines))
            os.chmod(place, 0o600)
        if user:
            for directory, _, names in os.walk(path):
                for entry in [directory] + [os.path.join(directory, name) for name in names]:
                    os.chown(entry, user, user)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    # Tools

    def command(self, words):
        return [os.path.join(self.tools, words[0]), *words[1:]]

    def start(self, *words, before=(), env=None, **options):
        """Starts a tool; `before` is a command line in front of its own."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("cwd", self.work)
        if self.user:
            options.update(user=self.user, group=self.user, extra_groups=[])
        return subprocess.Popen(
            [*before, *self.command(words)], env={**self.environment, **(env or {})}, **options)

    def run(self, *words, seconds=60, text=None, **options):
        """Runs a tool to its end. One that takes longer than the bound is killed, and -9 is its
        status."""
        if text is not None:
            options["stdin"] = subprocess.PIPE
        process = self.start(
            *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        try:
            output, errors = process.communicate(
                text.encode() if text is not None else None, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            errors += b"\n(killed at the bound)"
        return Result(
            process.returncode, output.decode(errors="replace"), errors.decode(errors="replace"))

    def submit(self, *words, **options):
        """Submits with csub and returns the ID."""
        result = self.run("csub", *words, **options)
        if result.status != 0 or len(result.lines) != 1:
            raise RuntimeError(f"csub {' '.join(words)}: {result}")
        return result.lines[0]

    def wait(self, *ids, seconds=60):
        """The status of cwait for these jobs."""
        return self.run("cwait", "-q", "-t", str(seconds), *ids, seconds=seconds + 10).status

    def wait_for(self, ids, seconds=60):
        """As `wait`, for more jobs than a command line holds."""
        if not ids:
            return 0
        return self.run("cwait", "-q", "-t", str(seconds), text="".join(f"{id}\n" for id in ids),
                        seconds=seconds + 10).status

    def jobs(self, *ids):
        """All jobs, or these, by ID, as `cqueue --json` tells of them."""
        result = self.run("cqueue", "-q", "--json", *(ids or ["-a"]))
        try:
            return {job["id"]: job for job in json.loads(result.output)["jobs"]}
        except (ValueError, KeyError):
            raise RuntimeError(f"cqueue --json: {result}") from None

    def job(self, id):
        return self.jobs(id)[id]

    def check(self):
        """What `cqueue --check` finds; empty where the queue is sound."""
        result = self.run("cqueue", "--check")
        return result.output + (result.errors if result.status not in (0, 1) else "")

    # Files

    def file(self, name):
        return os.path.join(self.work, name)

    def read(self, name):
        """The text of a file in the work directory; empty where there is none."""
        try:
            with open(self.file(name), errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def lines(self, name):
        return self.read(name).split("\n")[:-1]

    def fifo(self, name):
        os.mkfifo(self.file(name))
        return self.file(name)

    def attempts(self):
        """The names of the files of attempts."""
        try:
            return sorted(os.listdir(os.path.join(self.spool, "jobs")))
        except FileNotFoundError:
            return []

    def guards(self):
        """The numbers of the guards that each attempt has had, by its file's name."""
        result = {}
        for name in self.attempts():
            try:
                with open(os.path.join(self.spool, "jobs", name), errors="replace") as file:
                    lines = [line.split() for line in file]
            except OSError:
                continue
            result[name] = [int(words[1]) for words in lines if words[:1] == ["guard"]]
        return result

    def log(self):
        """The end of what keeper, runner and guards had to tell."""
        try:
            with open(os.path.join(self.spool, "runner.log"), errors="replace") as file:
                return file.read()[-1500:]
        except FileNotFoundError:
            return ""

    # Processes

    def processes(self, *roles):
        """The queue's own processes: all of them, or of these roles (keeper, runner, guard,
        packer)."""
        return self.of_spool(self.spool, *roles)

    @staticmethod
    def of_spool(spool, *roles):
        names = {f"cjobs-{role}" for role in roles or processes.ROLES}
        result = []
        for number in processes.numbers():
            words = processes.arguments(number)
            if words[:1] == ["cjobs-keeper"] and spool in words[1:] and (
                    processes.name(number) in names):
                result.append(number)
        return found(result)

    def members(self, id=None):
        """The processes of its jobs, or of one, known by their environment."""
        wanted = [f"CJOBS_SPOOL={self.spool}".encode()]
        if id:
            wanted.append(f"CSUB_JOB_ID={id}".encode())
        result = []
        for number in processes.numbers():
            variables = processes.environment(number)
            if all(word in variables for word in wanted) and any(
                    word.startswith(b"CSUB_JOB_ID=") for word in variables) and (
                    processes.arguments(number)[:1] != ["cjobs-keeper"]):
                result.append(number)
        return found(result)

    def kill(self, *roles, number=signal.SIGKILL):
        """Sends a signal to all of the queue's processes of these roles; how many there were."""
        return sum(process.kill(number) for process in self.processes(*roles))

    def idle(self, seconds=15):
        """Waits until nothing of the queue is there; what is left otherwise."""
        until(lambda: not self.processes() and not self.members(), seconds, pause=0.02)
        return self.processes() + self.members()

    def end(self):
        """Ends everything of this queue, jobs first."""
        self.run("cqueue", "-q", "-t", "active", "--cancel", seconds=10)
        until(lambda: not self.members(), 3, pause=0.02)
        for _ in range(50):
            rest = self.processes("keeper", "runner") + self.processes() + self.members()
            if not rest:
                return
            for process in rest:
                process.kill()
            until(lambda: not any(process.lives for process in rest), 2, pause=0.01)

    # What must hold of every queue, whatever was done to it

    def settle(self, trial, expected, ran="ran", once=True, seconds=60, tolerate=()):
        """Waits for the jobs of `expected` (ID to exit status), and says what is not as promised:
        a job lost, run more than once, or with another status than it ended with.

        Each job appends its ID to the file `ran`. `tolerate` has states that count beside the
        right status, where a kill may make an ending unknown."""
        found = len(trial.faults)
        self.wait_for(expected, seconds)
        jobs = self.jobs()
        times = {}
        for id in self.lines(ran):
            times[id] = times.get(id, 0) + 1
        for id, status in expected.items():
            job = jobs.get(id)
            if job is None:
                trial.fault(f"{id} is lost")
                trial.count("lost")
            elif job["exit_status"] != status and job["state"] not in tolerate:
                trial.fault(
                    f"{id} is {job['state']}, {job['exit_status']} ({job['reason']}), "
                    f"and not {status}")
                trial.count("wrong codes")
            if once and times.get(id, 0) > 1:
                trial.fault(f"{id} ran {times[id]} times")
                trial.count("twice")
            if once and times.get(id, 0) == 0 and job and job["state"] == "complete":
                trial.fault(f"{id} is complete and never ran")
        if len(trial.faults) > found and self.log():
            trial.fault(f"the queue's own log:\n{self.log()}")
        return jobs

    def sound(self, trial, idle=True):
        """Says what is not sound when all is over: what --check finds, processes, files of
        attempts, temporary files."""
        if idle:
            rest = self.idle()
            trial.expect(not rest, f"left over: {rest}")
            if self.attempts():
                # Whoever was killed between a record and its file leaves that to the next runner.
                self.wait(self.submit("-Q", "-o", "/dev/null", "true"))
                self.idle()
            trial.expect(not self.attempts(), lambda: f"files of attempts left: {self.attempts()}")
        report = self.check()
        trial.expect(not report, f"--check: {report}\n{self.log()}")
