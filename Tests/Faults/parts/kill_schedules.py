"""Every combination of who is killed, when, and what then happens to the job."""

import os
import time

from harness.machine import kernel
from harness.processes import until
from harness.report import part

WHO = ("guard", "keeper", "runner", "guard+keeper", "guard+runner", "keeper+runner")
WHEN = ("start", "mid", "end")
WHAT = ("cancel", "limit", "signal", "normal", "packed", "tries")
GRACE, LIMIT = 1.0, 2.0

JOB = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "harness", "job")

STATES = {"cancel": ("cancelled", 143), "limit": ("timeout", 143), "signal": ("failed", 7),
          "normal": ("failed", 7), "packed": ("complete", 0), "tries": ("complete", 0)}


@part("kill-schedules", bound=900, commit=108, nightly=324)
def kill_schedules(trial):
    """Guard, keeper, runner or two of them are killed at a job's start, in its middle or at its
    end; then it is cancelled, reaches its limit, gets a signal, ends, writes packed output or is
    tried again: the status is right, the grace is given, and nothing is left over."""
    cases = [(who, when, what) for who in WHO for when in WHEN for what in WHAT]
    trial.random.shuffle(cases)
    cases = [cases[number % len(cases)] for number in range(trial.rounds)]
    trial.count("combinations", len(set(cases)))
    trial.each(cases, one, width=10)
    trial.count("wrong", len({fault.split(": ")[0] for fault in trial.faults}))


def one(trial, case):
    trial.count("schedules")
    with trial.queue(cores=3, grace=1) as queue:
        Schedule(trial, queue, *case).run()


class Schedule:
    def __init__(self, trial, queue, who, when, what):
        self.trial, self.queue = trial, queue
        self.who, self.when, self.what = who.split("+"), when, what
        # Whether somebody uses a tool, and so a pair comes, before the job ends. If not, only those
        # who were killed could tell how it ended.
        self.is_followed = when == "mid" or when == "start" and trial.random.random() < 0.6
        self.may_be_unknown = self.who == ["guard", "keeper"] and (
            not self.is_followed or kernel() < (6, 15))

    def run(self):
        queue = self.queue
        other = queue.submit("-J", "other", JOB, queue.file("other"), "9")
        until(lambda: queue.read("other"))
        self.guards = set(queue.processes("guard"))
        self.id = queue.submit(*self.options(), JOB, queue.file("trace"), *self.words())
        if self.when == "start":
            self.kill()
        if not until(lambda: self.notes("start"), 20):
            return self.trial.fault(f"it never started\n{queue.log()}")
        if self.when == "mid":
            self.kill()
        if self.is_followed:
            self.follow()
        self.act()
        if self.what == "limit" and self.when == "end":
            self.await_term()
            self.kill()
        status = queue.wait(self.id, seconds=30)
        self.judge(status)
        open(queue.file("other.go"), "w").close()
        status = queue.wait(other, seconds=20)
        self.trial.expect(status == 9, f"a job beside it ended with {status} and not 9")
        queue.sound(self.trial)

    def options(self):
        output = ["-o", "out.gz" if self.what == "packed" else "/dev/null"]
        more = {"limit": ["-t", f"{LIMIT:.0f}s"], "tries": ["--tries", "4"]}
        return ["-Q", *output, *more.get(self.what, [])]

    def words(self):
        if self.what in ("cancel", "limit"):
            return ["0", "stubborn", "daemon"]
        return {"packed": ["0", "output", "daemon"], "tries": ["1", "tries"],
                "signal": ["0", "daemon"], "normal": ["7", "daemon"]}[self.what]

    # The kill

    def kill(self):
        """Kills those whose turn it is, as soon as they are there."""
        def victims():
            there = []
            for role in self.who:
                mine = [process for process in self.queue.processes(role)
                        if process not in self.guards]
                if not mine:
                    return []
                there += mine[:1]
            return there
        there = until(victims, 3, pause=0)
        if not there:
            # At the end of a short life this may come too late, and is a kill all the same.
            self.trial.count("kills that came too late")
            return
        for process in there:
            process.kill()
        self.trial.count("kills", len(there))
        until(lambda: not any(process.lives for process in there), 5, pause=0.001)

    def follow(self):
        """Lets a tool be used, as somebody would, and waits until a pair is there again."""
        self.queue.run("cqueue", "-q")
        runner = until(lambda: self.queue.processes("runner"), 10)
        if not runner:
            return self.trial.fault(f"no runner came\n{self.queue.log()}")
        if self.who == ["guard", "keeper"]:
            until(lambda: any(watches(process) for process in self.queue.processes("runner")), 5)

    # What then happens

    def act(self):
        queue = self.queue
        if self.what == "cancel":
            if self.when == "mid":
                # Older than its grace: that must not be counted from the start of the job.
                until(lambda: time.time() - self.notes("start")[-1] > GRACE + 0.2, 5)
            result = queue.run("cqueue", "--cancel", self.id)
            self.trial.expect(result.status == 0, f"cqueue --cancel: {result}")
            self.await_term()
        elif self.what == "signal":
            self.send_signal()
        elif self.what in ("normal", "packed"):
            open(queue.file("trace.go"), "w").close()
        elif self.what == "tries":
            for attempt in (1, 2, 3):
                open(queue.file(f"trace.go.{attempt}"), "w").close()
        if self.when == "end" and self.what != "limit":
            time.sleep(self.trial.random.uniform(0, 0.004))
            self.kill()

    def send_signal(self):
        result = self.queue.run("cqueue", "--signal", "USR1", self.id)
        self.trial.expect(result.status == 0, f"cqueue --signal: {result}")

    def await_term(self):
        self.trial.expect(
            until(lambda: self.notes("term"), LIMIT + 5), "SIGTERM did not come in time")

    # What is right

    def notes(self, kind):
        """The times of the notes of that kind."""
        lines = [line.split() for line in self.queue.lines("trace")]
        return [float(line[-1]) for line in lines if line[0] == kind]

    def judge(self, status):
        trial, job = self.trial, self.queue.job(self.id)
        state, code = STATES[self.what]
        said = f"{job['state']} {job['exit_status']} ({job['reason']}), cwait {status}"
        if job["state"] == "unknown" and self.may_be_unknown:
            trial.count("unknown, as they may be")
            trial.expect(status == 125, f"unknown, but cwait ended with {status}")
            return
        trial.expect(
            (job["state"], job["exit_status"], status) == (state, code, code),
            f"{said}, and not {state} {code}\n{self.queue.log()}")
        starts = len(self.notes("start"))
        wanted = 3 if self.what == "tries" else 1
        trial.expect(
            starts == wanted, f"it ran {starts} times and not {wanted}\n{self.queue.log()}")
        if self.what in ("cancel", "limit"):
            self.judge_grace()
        if self.what == "packed":
            text = self.queue.run("czcat", "out.gz")
            trial.expect(
                text.status == 0 and len(text.lines) == 2000,
                f"the packed output has {len(text.lines)} lines of 2000: {text.status} "
                f"{text.errors}")

    def judge_grace(self):
        term = self.notes("term")
        if not term:
            return
        beat = float(self.queue.read("trace.beat").split()[0])
        given = beat - term[0]
        self.trial.expect(
            GRACE - 0.2 < given < GRACE + 2.5, f"{given:.2f} s between SIGTERM and SIGKILL")
        if self.what == "limit":
            after = term[0] - self.started()
            self.trial.expect(
                LIMIT - 0.1 < after < LIMIT + 2.5, f"its limit came after {after:.2f} s")

    def started(self):
        """When the attempt started that ran: on a busy machine the job's own first word is late."""
        with open(os.path.join(self.queue.spool, "journal"), errors="replace") as file:
            starts = [line.split() for line in file if f" start {self.id[1:]} " in line]
        times = [int(word[3:]) / 1000 for words in starts for word in words
                 if word.startswith("at=")]
        return max(time for time in times if time < self.notes("start")[0] + 0.01)


def watches(runner):
    """Whether it holds on to a process that is not its child."""
    directory = f"/proc/{runner.number}/fd"
    try:
        return any("pidfd" in os.readlink(os.path.join(directory, name))
                   for name in os.listdir(directory))
    except OSError:
        return False


@part("failed-starts", bound=300, commit=24, nightly=200)
def failed_starts(trial):
    """A command that does not exist, and a directory that is gone: 127 and 126, though the guard
    is killed while it tells of that."""
    trial.each(range(min(4, trial.rounds)), some_failed_starts, width=4)


def some_failed_starts(trial, lane):
    with trial.queue(cores=2, grace=1) as queue:
        os.mkdir(queue.file("gone"))
        for number in range(max(1, trial.rounds // 4)):
            kind = ("command", "directory")[number % 2]
            held = queue.submit(
                "-Q", "-H", "-o", "/dev/null",
                *(["./no-such-command"] if kind == "command" else ["-D", "gone", "true"]))
            if kind == "directory":
                os.rmdir(queue.file("gone"))
            before = set(queue.processes("guard"))
            queue.run("cqueue", "--release", held)
            new = until(lambda: [guard for guard in queue.processes("guard")
                                 if guard not in before], 0.5, pause=0)
            time.sleep(trial.random.choice((0, 0, 0.001, 0.002, 0.004)))
            if new and new[0].kill():
                trial.count("kills")
            status, wanted = queue.wait(held, seconds=15), 127 if kind == "command" else 126
            trial.count("failed starts")
            trial.expect(
                status == wanted,
                f"{kind}: {status} and not {wanted}: {queue.job(held)['reason']}\n{queue.log()}")
            if kind == "directory":
                os.mkdir(queue.file("gone"))
        queue.sound(trial)
