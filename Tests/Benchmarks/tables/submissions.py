"""One submission, and many in one."""

from harness.command import Command
from harness.table import table

TIMES = 50


def repeated(command):
    return f"for i in $(seq {TIMES}); do {command}; done"


@table("submit", "One submission, while a job runs that takes the only slot")
def submit(bench):
    bench.compare("submit one", [
        Command("csub", repeated("csub -o /dev/null true"), count=TIMES,
                before="csub --threads 1 -H true; csub -o /dev/null sleep 600",
                after="cqueue -q --pause; cqueue -q --cancel -a; cwait -aq; :"),
        Command("nq", repeated("nq -q true"), count=TIMES, program="nq",
                before="mkfifo go; nq -q sh -c 'read x < go'", after="echo > go; nq -w"),
        Command("task-spooler -n", repeated("tsp -n true"), count=TIMES, program="tsp",
                before="tsp -S 1; tsp -n sleep 600", after="tsp -k; tsp -K"),
        Command("an empty loop of true", repeated("/bin/true"), count=TIMES, program="true"),
    ], rounds=9, unit="ms", wanted={"nq": (1 / 1.8, 1 / 1.3)})


@table("each", "Many inputs in one submission")
def each(bench):
    for count, wanted in ((1000, None), (100_000, None), (1_000_000, (4, 2))):
        bench.compare("csub --each, inputs queued", [
            Command(f"{count:,}", f"seq {count} | csub --each 'true {{}}' > ids",
                    before="cqueue --pause"),
        ], rounds=3)
        if wanted:
            print(f"    at most {wanted[0]} s, aim {wanted[1]} s")
