"""The job tools beside Slurm's own clients, on a real Slurm that this starts on loopback."""

import os
import subprocess
import tempfile

from harness.table import need, need_root, table

CLUSTER = os.path.join(os.path.dirname(__file__), "../../Clusters/slurm")
# What cqueue asks squeue for, with other separators.
FIELDS = "|".join("%" + letter for letter in "iFKAuPTMlDCmNSeVrEakZj")


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
            bench.alternate("submit one", {
                "sbatch": ["sbatch", "-H", "-Q", "-o", "/dev/null", "--wrap", "true"],
                "csub": ["csub", "-H", "-o", "/dev/null", "true"],
                "csub -m 0, the queue not counted": ["csub", "-m", "0", "-H", "-o", "/dev/null", "true"],
            }, 15, cwd=directory, env=env, check=True)
            subprocess.run(
                f"seq {jobs} | xargs -P 2 -I N sbatch -H -Q -J 'job N' -o /dev/null --wrap true",
                shell=True, env=env, check=True)
            bench.alternate(f"list {jobs:,}", {
                "squeue, the fields of cqueue": ["squeue", "-h", "-t", "all", "-o", FIELDS],
                "cqueue --refresh": ["cqueue", "--refresh"],
                "cqueue --cached": ["cqueue", "--cached"],
                "cqueue --refresh --count": ["cqueue", "--refresh", "--count"],
                "squeue, four fields": ["squeue", "-h", "-o", "%i %j %u %T"],
            }, 15, {"cqueue --refresh": (1 / 1.3, 1 / 1.1)}, cwd=directory, env=env, check=True)
        finally:
            subprocess.run([CLUSTER, "stop", directory + "/slurm"], check=True)
