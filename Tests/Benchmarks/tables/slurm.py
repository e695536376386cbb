"""The job tools beside Slurm's own clients, on a real Slurm that this starts on loopback."""

import os
import statistics
import subprocess
import tempfile
import time

from harness.table import Figure, need, need_root, table

CLUSTER = os.path.join(os.path.dirname(__file__), "../../Clusters/slurm")
# What cqueue asks squeue for, with other separators.
FIELDS = "|".join("%" + letter for letter in "iFKAuPTMlDCmNSeVrEakZj")


def alternate(bench, subject, commands, env, wanted=None):
    """Commands in turn, as milliseconds; the first is the one that ours are held against."""
    taken = {name: [] for name in commands}
    for _ in range(bench.rounds(15)):
        for name, words in commands.items():
            start = time.perf_counter()
            subprocess.run(words, cwd=env["HOME"], env=env, check=True, stdout=subprocess.DEVNULL)
            taken[name].append((time.perf_counter() - start) * 1000)
    figures = [Figure(subject, name, "ms", values) for name, values in taken.items()]
    for figure in figures:
        figure.ratio = statistics.median(taken[next(iter(taken))]) / figure.median
        figure.wanted = (wanted or {}).get(figure.name)
        bench.add(figure)


@table("slurm", "Beside Slurm's own clients (ratio: how many times as quick as the first)")
def slurm(bench):
    need_root()
    need("slurmctld", "slurmd", "munged")
    jobs = bench.options.jobs or 5000
    # For the sockets in it, a short name.
    with tempfile.TemporaryDirectory(prefix="cjobs-bench-") as directory:
        os.chmod(directory, 0o755)
        env = dict(os.environ, HOME=directory,
                   SLURM_CONF=directory + "/slurm/slurm.conf", CJOBS_BACKEND="")
        subprocess.run([CLUSTER, "start", directory + "/slurm"], check=True,
                       stdout=subprocess.DEVNULL)
        try:
            alternate(bench, "submit one", {
                "sbatch": ["sbatch", "-H", "-Q", "-o", "/dev/null", "--wrap", "true"],
                "csub": ["csub", "-H", "-o", "/dev/null", "true"],
                "csub -m 0, the queue not counted": ["csub", "-m", "0", "-H", "-o", "/dev/null", "true"],
            }, env)
            subprocess.run(
                f"seq {jobs} | xargs -P 2 -I N sbatch -H -Q -J 'job N' -o /dev/null --wrap true",
                shell=True, env=env, check=True)
            alternate(bench, f"list {jobs:,}", {
                "squeue, the fields of cqueue": ["squeue", "-h", "-t", "all", "-o", FIELDS],
                "cqueue --refresh": ["cqueue", "--refresh"],
                "cqueue --cached": ["cqueue", "--cached"],
                "cqueue --refresh --count": ["cqueue", "--refresh", "--count"],
                "squeue, four fields": ["squeue", "-h", "-o", "%i %j %u %T"],
            }, env, {"cqueue --refresh": (1 / 1.3, 1 / 1.1)})
        finally:
            subprocess.run([CLUSTER, "stop", directory + "/slurm"], check=True)
