"""What a person waits for: a job's end, a tool's start; and what an idle queue costs."""

import os
import subprocess
import time

from harness.command import Command, environment, processes_of
from harness.table import Figure, table

TOOLS = ("csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat")


@table("wake-up", "From a job's last act to the return of whoever waits for it")
def wake(bench):
    commands = {
        "cwait": ("csub -o end 'sleep 0.05; echo $EPOCHREALTIME' | cwait", None),
        "tsp -w": ("tsp -n sh -c 'sleep 0.05; bash -c \"echo \\$EPOCHREALTIME\" > end' > id; "
                   "tsp -w $(cat id)", "tsp"),
        "nq -w": ("nq -q bash -c 'sleep 0.05; echo $EPOCHREALTIME > end' > id; nq -w", "nq"),
    }
    with bench.place.directory() as directory:
        env = environment(directory)
        taken = {}
        for _ in range(bench.rounds(30)):
            for name, (text, program) in commands.items():
                if not Command(name, text, program=program).is_installed:
                    continue
                out = subprocess.run(["bash", "-c", text + "; echo $EPOCHREALTIME; cat end"],
                                     cwd=directory, env=env, check=True, capture_output=True, text=True)
                now, end = out.stdout.split()[-2:]
                taken.setdefault(name, []).append((float(now) - float(end)) * 1000)
        subprocess.run(["bash", "-c", "tsp -K; :"], env=env, cwd=directory, stderr=subprocess.DEVNULL)
        first = None
        for name, values in taken.items():
            figure = Figure("wake-up", name, "ms", values)
            first = first or figure
            figure.ratio = figure.median / first.median
            bench.add(figure)
        print("    median at most 3 ms, aim 1 ms")


@table("start-up", "What it takes to start a tool (ratio: true's time over the tool's)")
def start(bench):
    programs = {name: [os.path.join(bench.tools, name), "-V"] for name in TOOLS}
    bench.alternate("start-up", {"true": ["/bin/true"], **programs}, 100)


@table("idle", "What stays when nothing is to be done")
def idle(bench):
    with bench.place.directory() as directory:
        env = environment(directory)
        subprocess.run(["bash", "-c", "csub -o /dev/null true | cwait"], cwd=directory, env=env, check=True)
        begin = time.perf_counter()
        while any(processes_of(env["CJOBS_SPOOL"])):
            time.sleep(0.01)
            if time.perf_counter() - begin > 20:
                break
        bench.add(Figure("idle", "seconds until nobody is there", "s", [time.perf_counter() - begin]))
        bench.add(Figure("idle", "processes then", "", [len(list(processes_of(env["CJOBS_SPOOL"])))]))
