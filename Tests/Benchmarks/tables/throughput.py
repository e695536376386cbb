"""Many short jobs on two slots."""

from harness.command import Command
from harness.table import table


def ours(name, options, jobs, each=True):
    """Two slots, and a runner that is there before the clock starts."""
    timed = (f"seq {jobs} | csub {options} --each 'true {{}}' | cwait -q" if each else
             f"for i in $(seq {jobs}); do csub {options} true; done > ids; cwait -q < ids")
    return Command(name, timed, before="csub --threads 2 -H true")


def spooler(name, options, jobs):
    """Refuses more than about a thousand in its queue: as many as it takes at a time, and
    tsp -w, which sleeps, instead of a look at the list in a loop."""
    parts, rest = [], jobs
    while rest > 0:
        parts.append(f"for i in $(seq {min(rest, 900)}); do tsp {options} true; done; tsp -w")
        rest -= 900
    return Command(name, "; ".join(parts), before="tsp -S 2", after="tsp -K", program="tsp")


def nq(jobs):
    """A queue runs one job at a time: two queues for two slots."""
    queues = " & ".join(
        f"(export NQDIR=$PWD/{queue}; for i in $(seq {jobs // 2}); do nq -q true; done; nq -w)"
        for queue in "ab")
    return Command("nq, two queues", f"{queues} & wait", before="mkdir a b", program="nq")


def xargs(jobs):
    return Command("xargs -P2", f"seq {jobs} | xargs -P2 -n1 true", program="xargs")


def parallel(jobs):
    return Command("GNU parallel", f"seq {jobs} | parallel -j2 true", program="parallel",
                   before="mkdir -p .parallel; : > .parallel/will-cite")


@table("throughput", "Jobs that do nothing, on two slots: submitted, run, waited for")
def throughput(bench):
    jobs = bench.options.jobs or 900
    bench.compare(f"{jobs} x true", [
        ours("csub --each -o /dev/null", "-o /dev/null", jobs), spooler("task-spooler -n", "-n", jobs),
        nq(jobs), xargs(jobs), parallel(jobs),
    ], unit="jobs/s", amount=jobs, wanted={"task-spooler -n": (1.5, 1.7), "xargs -P2": (0.75, 0.95)})
    bench.compare(f"{jobs} x true, with outputs", [
        ours("csub --each", "", jobs), spooler("task-spooler", "", jobs),
    ], unit="jobs/s", amount=jobs, wanted={"task-spooler": (1.3, 1.6)})
    many = 10 * jobs
    bench.compare(f"{many} x true", [
        ours("csub --each -o /dev/null", "-o /dev/null", many),
        spooler("task-spooler -n", "-n", many), xargs(many),
    ], rounds=3, unit="jobs/s", amount=many)


@table("loop", "A submission for each job, in a loop of a shell")
def loop(bench):
    jobs = bench.options.jobs or 300
    bench.compare(f"{jobs} x true", [
        ours("csub -o /dev/null", "-o /dev/null", jobs, each=False),
        spooler("task-spooler -n", "-n", jobs), nq(jobs),
    ], unit="jobs/s", amount=jobs, wanted={"task-spooler -n": (0.6, 1.0)})
