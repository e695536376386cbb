"""Jobs that submit jobs and wait for them, and files that nobody opens from the other side."""

from harness.processes import until
from harness.report import part


@part("nested-waits", bound=600, commit=40, nightly=40)
def nested_waits(trial):
    """On one core a job that submits a job that submits a job, and waits, ends as the innermost
    one did; many such parents at once end; cores are given to no more jobs than there are. Waiting
    for oneself is refused."""
    with trial.queue(cores=1) as queue:
        inner = "echo $CSUB_JOB_ID >> ran; exit 7"
        for depth in range(2):
            inner = f"csub -Q -o /dev/null {quote(inner)} | cwait -q"
        outer = queue.submit("-Q", "-o", "/dev/null", inner)
        status = queue.wait(outer, seconds=20)
        trial.expect(status == 7, f"three deep: {status} and not 7")
        if status == 124:
            return queue.end()
        trial.count("three deep")
        parents(trial, queue)
        themselves(trial, queue)
        queue.sound(trial)


def parents(trial, queue):
    """Each child holds its core for a while, and says when."""
    child = ("echo + >> trace; sleep 0.02; echo - >> trace; exit 3")
    parent = f"csub -Q -o /dev/null {quote(child)} | cwait -q"
    with_option = f"csub -Q -W -o /dev/null {quote(child)} > /dev/null"
    expected = {}
    for number in range(trial.rounds):
        text = with_option if number % 4 == 3 else parent
        expected[queue.submit("-Q", "-o", "/dev/null", text)] = 3
    queue.wait_for(expected, 90)
    jobs = queue.jobs(*expected)
    right = sum(jobs[id]["exit_status"] == 3 for id in expected)
    trial.count("parents", right)
    trial.expect(right == len(expected), f"{right} of {len(expected)} parents ended as they should")
    most = now = 0
    for line in queue.lines("trace"):
        now += 1 if line == "+" else -1
        most = max(most, now)
    trial.expect(most <= 1, f"{most} children ran at once on one core")


def themselves(trial, queue):
    refused = {"cwait $CSUB_JOB_ID": 125, "csub -Q -d $CSUB_JOB_ID -W true > /dev/null": None,
               "cwait -a": 0}
    for text, wanted in refused.items():
        id = queue.submit("-Q", "-o", "out", "-e", "err", text + "; echo $? > said; exit 0")
        status = queue.wait(id, seconds=15)
        if status == 124:
            trial.fault(f"'{text}' within a job waits for ever")
            queue.run("cqueue", "-q", "--cancel", id)
            queue.wait(id, seconds=30)
            continue
        said = int(queue.read("said") or -1)
        trial.count("waits for oneself")
        right = said == wanted if wanted is not None else said not in (0, -1)
        trial.expect(right, f"'{text}' within a job ended with {said}: {queue.read('err')}")


def quote(text):
    return "'" + text.replace("'", "'\\''") + "'"


@part("blocked-files", bound=300, commit=9, nightly=36)
def blocked_files(trial):
    """A FIFO without a partner as -o, -e or -i: --cancel and -t end the job all the same, and its
    cores are free again."""
    cases = [(option, way) for option in ("-o", "-e", "-i") for way in ("cancel", "limit", "kill")]
    trial.each([cases[n % len(cases)] for n in range(trial.rounds)], one_fifo, width=5)


def one_fifo(trial, case):
    option, way = case
    with trial.queue(cores=1, grace=1) as queue:
        queue.fifo("pipe")
        words = ["-Q", option, "pipe", *(["-t", "1s"] if way == "limit" else [])]
        id = queue.submit(*words, "true")
        trial.count("jobs")
        until(lambda: queue.attempts(), 5)
        if way == "kill":
            # Whoever takes such a job over can end it, too.
            queue.kill("guard")
        if way != "limit":
            queue.run("cqueue", "-q", "--cancel", id)
        wanted = "timeout" if way == "limit" else "cancelled"
        queue.wait(id, seconds=12)
        state = queue.job(id)["state"]
        if not trial.expect(state == wanted, f"{id} is {state}\n{queue.log()}"):
            return queue.end()
        after = queue.submit("-Q", "-o", "/dev/null", "exit 4")
        trial.expect(queue.wait(after, seconds=10) == 4, "its core is not free")
        queue.sound(trial)


@part("packed-outputs", bound=300, commit=6, nightly=40)
def packed_outputs(trial):
    """The process that packs an output is killed: the job has failed and does not count as
    complete. A guard is killed while two of its neighbours write packed outputs: all files are
    whole when the endings are recorded."""
    trial.each([(n % 2, n) for n in range(trial.rounds)], one_packed, width=3)


def one_packed(trial, case):
    kind, _ = case
    with trial.queue(cores=3) as queue:
        text = "for i in {1..20000}; do echo line $i; done"
        wait = "until [ -e go ]; do sleep 0.02; done"
        # With its packer killed a job must not learn of it by a signal of its own.
        rest = text if kind else "true"
        ids = [queue.submit("-Q", "-o", f"out{n}.gz", f"{text}; {wait}; {rest}") for n in range(2)]
        if not until(lambda: len(queue.processes("packer")) >= 2, 10):
            return trial.fault("there are no packers")
        trial.count("packed outputs", 2)
        if kind == 0:
            victims = queue.processes("packer")
        else:
            victims = queue.processes("guard")
        for process in victims:
            process.kill()
        open(queue.file("go"), "w").close()
        for number, id in enumerate(ids):
            status = queue.wait(id, seconds=20)
            content = queue.run("czcat", f"out{number}.gz")
            whole = content.status == 0 and len(content.lines) == 40000
            state = queue.job(id)["state"]
            if kind == 0:
                trial.expect(
                    not whole and state == "failed" and status not in (0, 124),
                    f"its packer was killed, and it is {state}, {status}")
            else:
                trial.expect(
                    whole and state == "complete",
                    f"its guard was killed, and it is {state}, {len(content.lines)} lines of 40000")
        queue.sound(trial)
