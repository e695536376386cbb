"""czcat and csplit beside their peers, on made-up sequencing reads."""

import os
import random
import shutil
import subprocess

from harness.command import Command
from harness.place import memory
from harness.table import Skipped, table


def fastq(path, size):
    """Reads of 150 bases from a made-up genome, with qualities: seeded, the same in every run."""
    dice = random.Random(7)
    genome = "".join(dice.choices("ACGT", k=2_000_000))
    block = []
    for number in range(200_000):
        start = dice.randrange(len(genome) - 150)
        quality = "".join(dice.choices("FFFFFFFF:,#F:FFFF", k=150))
        block.append("@A00123:45:HXXXX:1:%d:%d:%d 1:N:0:ACGT\n%s\n+\n%s\n" % (
            1101 + number // 50000, dice.randrange(1000, 30000), dice.randrange(1000, 30000),
            genome[start:start + 150], quality))
    text = "".join(block).encode()
    with open(path, "wb") as file:
        while size > len(text):
            size -= file.write(text)
        # The last record is whole.
        file.write(text[:text.rfind(b"\n@A00123", 0, max(size, 1000)) + 1])


def data(bench):
    """A directory in memory with the reads as `fq`, made in a process of its own: what this one has
    in memory would count for each that it starts."""
    directory = memory(bench.options.megabytes * 8)
    if directory is None:
        raise Skipped("no room in /dev/shm")
    maker = os.fork()
    if maker == 0:
        fastq(directory + "/fq", bench.options.megabytes * 1_000_000)
        os._exit(0)
    os.waitpid(maker, 0)
    return directory


def sh(text, directory):
    subprocess.run(["bash", "-c", text], cwd=directory, check=True)


@table("unpack", "czcat, to /dev/null")
def unpack(bench):
    place = data(bench)
    try:
        sh("gzip -c fq > one.gz; split -n l/16 fq m.; for m in m.*; do gzip -c $m; done > members.gz; "
           "rm m.*; bzip2 -c fq > one.bz2", place)

        def row(what, wanted, *commands):
            # The peers read what is packed their way, where they are there to pack it.
            bench.compare(what, [Command(text.split()[0] + more, text.replace("DIR", place),
                                         program=text.split()[0])
                                 for more, text in commands], wanted=wanted)

        row("gzip, one member", {"gzip": (1.7, 3.5), "pigz": (1.15, 2.4)},
            ("", "czcat DIR/one.gz"), ("", "gzip -dc DIR/one.gz"), ("", "pigz -dc DIR/one.gz"))
        row("gzip, into a pipe", {"igzip": (0.8, 1.0)},
            ("", "czcat DIR/one.gz | cat"), ("", "igzip -dc DIR/one.gz | cat"))
        if shutil.which("bgzip"):
            sh("bgzip -c -@2 fq > blocks.gz", place)
            row("BGZF", {"bgzip -@2": (1.0, 1.1)},
                ("", "czcat -j2 DIR/blocks.gz"), (" -@2", "bgzip -dc -@2 DIR/blocks.gz"))
        row("gzip, 16 members", {"pigz": (1.6, 2.5)},
            ("", "czcat -j2 DIR/members.gz"), ("", "pigz -dc DIR/members.gz"))
        row("bzip2", {"bzcat": (1.4, 1.9), "lbzip2 -n2": (1.0, 1.1)},
            ("", "czcat -j2 DIR/one.bz2"), ("", "bzcat DIR/one.bz2"),
            (" -n2", "lbzip2 -dc -n2 DIR/one.bz2"))
        row("plain", {"cat": (0.9, 1.0)}, ("", "czcat DIR/fq"), ("", "cat DIR/fq"))
    finally:
        shutil.rmtree(place, ignore_errors=True)


@table("split", "csplit, eight parts")
def split(bench):
    place = data(bench)
    disk = bench.place.directory()
    try:
        sh("gzip -c fq > one.gz; awk 'NR % 4 == 1 { print \">\" substr($0, 2) } NR % 4 == 2' fq > fa", place)
        eighth = "$(( ($(wc -l < fq) + 7) / 8 ))"
        clear = "rm -f x?? f[qa].split*; "

        def row(what, where, wanted, *commands):
            bench.compare(what, [Command(
                name, f"cd {where}; {text}", before=f"cd {where}; {clear} sync .",
                after=f"cd {where}; {clear}", program=text.split()[0] if "=" not in text else "gzip")
                for name, text in commands], wanted=wanted)

        wanted = {"split -n l/8": (1.25, 1.4), "wc -l, split -l": (1.5, 1.9)}
        plain = [("csplit", "csplit --record-lines 1 fq 8"), ("split -n l/8", "split -n l/8 fq"),
                 ("wc -l, split -l", f"split -l {eighth} fq")]
        row("plain, memory", place, wanted, *plain)
        row("FASTQ, memory", place, {"split -n l/8": (1.1, 1.4)},
            ("csplit --fastq", "csplit --fastq fq 8"), plain[1])
        row("FASTA, memory", place, {"split -n l/8": (1.1, 1.4)},
            ("csplit --fasta", "csplit --fasta fa 8"), ("split -n l/8", "split -n l/8 fa"))
        with disk as directory:
            shutil.copy(place + "/fq", directory)
            row("plain, disk", directory, {"split -n l/8": (1.5, 2.5)}, *plain)
        row("of a .gz", place, {"gzip -dc twice, split": (2.5, 4)},
            ("csplit", "csplit --record-lines 1 one.gz 8; rm -f one.split*"),
            ("gzip -dc twice, split",
             "n=$(gzip -dc one.gz | wc -l); gzip -dc one.gz | split -l $(((n + 7) / 8))"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
