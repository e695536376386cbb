"""Where measurements take place: a file system of their own."""

import contextlib
import os
import shutil
import subprocess
import tempfile


class Place:
    """An ext4 with a journal in a loop image, where root may mount one; else a directory of TMPDIR,
    or one that is named.

    On an ext4 without a journal, making files after many were removed is slow for minutes, and a
    file system that others write to waits for them in every fsync."""

    SIZE = "12G"

    def __init__(self, named=None):
        self.named = named
        self.base = tempfile.mkdtemp(prefix="cjobs-bench-", dir=named)
        self.is_mounted = False

    def __enter__(self):
        if self.named is None and os.geteuid() == 0 and shutil.which("mkfs.ext4"):
            image, self.path = self.base + "/image", self.base + "/disk"
            os.mkdir(self.path)
            steps = [["truncate", "-s", self.SIZE, image],
                     ["mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image],
                     ["mount", "-o", "loop", image, self.path]]
            self.is_mounted = all(
                subprocess.run(step, stderr=subprocess.DEVNULL).returncode == 0 for step in steps)
        if not self.is_mounted:
            self.path = self.base
        os.chmod(self.base, 0o755)
        kind = subprocess.run(["stat", "-f", "-c", "%T", self.path], capture_output=True,
                              text=True).stdout.strip()
        self.description = (
            "ext4 with a journal, in a loop image of its own" if self.is_mounted
            else f"{kind}, shared with others, at {self.path}")
        return self

    def __exit__(self, *_):
        if self.is_mounted:
            subprocess.run(["umount", "-l", self.path])
        shutil.rmtree(self.base, ignore_errors=True)

    @contextlib.contextmanager
    def directory(self):
        """A new directory there, for one measurement."""
        path = tempfile.mkdtemp(dir=self.path)
        os.chmod(path, 0o755)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def memory(megabytes):
    """A directory in memory with room for that much; None where there is none."""
    room = "/dev/shm"
    if os.access(room, os.W_OK) and shutil.disk_usage(room).free > megabytes * 1_000_000:
        return tempfile.mkdtemp(prefix="cjobs-bench-", dir=room)
    return None
