"""Every state that a disk can be in after a crash, made from a trace of what was written."""

import os
import re
import shutil
import tempfile

from harness.machine import can_trace
from harness.processes import until
from harness.queue import Queue
from harness.report import Skipped, part

TRACED = ("openat,write,pwrite64,ftruncate,fsync,fdatasync,linkat,renameat,renameat2,unlinkat,"
          "mkdirat")
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?")


@part("crash-states", bound=600, commit=200, nightly=3000)
def crash_states(trial):
    """What csub, a batch, a start, an end and a cancellation write is traced; at each point, what
    had not been saved is there, missing or zeros in all orders: what was printed is there whole,
    a batch is all or none, and the rest is old or new."""
    if not can_trace():
        raise Skipped("there is no strace, or tracing is not allowed")
    for number, scenario in enumerate(SCENARIOS):
        with trial.queue(name=f"s{number}") as queue:
            History(trial, queue, scenario).run()


# What is submitted in each: the words of a tool, and how many jobs it makes.
SCENARIOS = {
    "csub": [(["csub", "-Q", "-H", "echo", "a"], 1), (["csub", "-Q", "-H", "echo", "b"], 1)],
    "batch": [(["csub", "-Q", "-H", "true"], 1),
              (["csub", "-Q", "-H", "--each", "echo {}", ":::", *(f"{n:090}" for n in range(150))],
               150)],
    "cancel": [(["csub", "-Q", "-H", "true"], 1), (["cqueue", "-q", "--cancel", "L1"], 0)],
    "run": [(["csub", "-Q", "-o", "/dev/null", "true"], 1), (["cwait", "-q", "L1"], 0)],
}


class Op:
    """One change of a file or a directory below the spool."""

    def __init__(self, kind, path, offset=0, data=b"", target=None):
        self.kind, self.path, self.offset = kind, path, offset
        self.data, self.target = data, target


class History:
    """The changes of one scenario, and the disks that they can leave."""

    def __init__(self, trial, queue, scenario):
        self.trial, self.queue, self.scenario = trial, queue, scenario
        self.ops, self.made, self.opened = [], set(), {}
        # How many jobs had been printed when so many changes had been made.
        self.printed = []
        self.batch = max(jobs for _, jobs in SCENARIOS[scenario])
        # Saving costs nothing there, and is not what is tried.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.disks = tempfile.mkdtemp(prefix="cjobs-faults-", dir=memory)

    def run(self):
        total = 0
        for number, (words, jobs) in enumerate(SCENARIOS[self.scenario]):
            path = os.path.join(self.trial.scratch, f"{self.scenario}.{number}.trace")
            result = self.queue.run(
                *words, before=["strace", "-f", "-y", "-xx", "-s", "200000", "-o", path, "-e",
                                "trace=" + TRACED])
            if result.status != 0:
                raise RuntimeError(f"{words}: {result}")
            self.read(path)
            total += jobs
            self.printed.append((len(self.ops), total))
        self.trial.count("changes", len(self.ops))
        share = self.trial.rounds // len(SCENARIOS)
        states = self.states(share)
        try:
            for state in states:
                self.judge(state)
        finally:
            shutil.rmtree(self.disks, ignore_errors=True)

    # From the trace

    def read(self, path):
        spool = self.queue.spool
        with open(path, errors="replace") as file:
            text = self.joined(file)
        for line in text:
            match = LINE.match(line)
            if not match or int(match.group(4)) < 0:
                continue
            process, name, words, result, opened = match.groups()
            if name == "openat" and opened:
                self.opened[process, result] = plain(opened)
            op = self.op(name, words, int(result), plain(opened) if opened else None, process)
            if not op or not (op.path + "/").startswith(spool + "/"):
                continue
            # The table counts for the start of the machine that it was written in, and no other.
            if op.path == spool + "/table" or op.kind == "create" and op.path in self.made:
                continue
            if op.kind in ("rename", "unlink"):
                self.made.discard(op.path)
            if op.kind in ("create", "rename", "link"):
                self.made.add(op.target or op.path)
            self.ops.append(op)

    @staticmethod
    def joined(lines):
        """Calls that were interrupted by another process's line, put together."""
        waiting, result = {}, []
        for line in lines:
            process = line.split(None, 1)[0]
            if "<unfinished ...>" in line:
                waiting[process] = line.split(" <unfinished")[0]
            elif " resumed>" in line and process in waiting:
                result.append(waiting.pop(process) + line.split(" resumed>", 1)[1])
            else:
                result.append(line)
        return result

    def op(self, name, words, result, opened, process):
        files = [plain(each) for each in re.findall(r"\d+<((?:\\x[0-9a-f]{2})*)>", words)]
        texts = [unhex(each) for each in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', words)]
        place = files[0] if files else ""

        def under(index, text):
            text = text.decode(errors="surrogateescape")
            base = files[index] if len(files) > index else ""
            return text if text.startswith("/") else os.path.join(base, text)

        if name == "openat" and ("O_CREAT" in words or "O_TMPFILE" in words) and opened:
            return Op("create", opened)
        if name in ("write", "pwrite64") and files and texts:
            offset = int(words.rsplit(",", 1)[1]) if name == "pwrite64" else None
            return Op("write", place, offset, texts[0][:result])
        if name == "ftruncate":
            return Op("truncate", place, int(words.rsplit(",", 1)[1]))
        if name in ("fsync", "fdatasync"):
            return Op("sync", place)
        if name in ("renameat", "renameat2") and len(texts) == 2:
            return Op("rename", under(0, texts[0]), target=under(1, texts[1]))
        if name == "linkat" and len(texts) == 2:
            # A file without a name gets one, by way of its descriptor.
            descriptor = texts[0].decode().rsplit("/", 1)[-1]
            source = self.opened.get((process, descriptor), files[0] if files else "")
            return Op("link", source, target=os.path.join(files[-1], texts[1].decode()))
        if name == "unlinkat":
            return Op("unlink", under(0, texts[0]))
        if name == "mkdirat":
            return Op("mkdir", under(0, texts[0]))
        return None

    # The disks

    def states(self, share):
        """A sample of (number of changes made, those of them that are missing, whether missing
        bytes read as zeros)."""
        result, chance = [], self.trial.random
        points = list(range(len(self.ops) + 1))
        open_at = {point: self.unsaved(point) for point in points}
        # Where nothing is unsaved there is one state; where much is, there are many.
        weights = [
            0.1 + sum(1 + len(self.ops[each].data) / 4096 for each in open_at[point])
            for point in points]
        for number in range(share):
            if number % 4 == 0:
                point = chance.choice(points)
                lost = frozenset(open_at[point])
            else:
                point = chance.choices(points, weights)[0]
                lost = frozenset(each for each in open_at[point] if chance.random() < 0.5)
            result.append((point, lost, chance.random() < 0.6))
        return result

    def unsaved(self, point):
        """Which of the first `point` changes may be missing: the writes to a file that no sync of
        it has followed. Names are kept in order, as a file system with a journal keeps them, and
        may be missing from the end on."""
        result, saved_names = [], 0
        for index, op in enumerate(self.ops[:point]):
            if op.kind == "sync":
                result = [each for each in result if self.ops[each].path != op.path
                          or self.ops[each].kind != "write"]
                # A journal that is committed has everything before it.
                saved_names = index
            elif op.kind == "write":
                result.append(index)
        names = [index for index in range(saved_names, point)
                 if self.ops[index].kind in ("create", "rename", "link", "unlink", "mkdir")]
        cut = self.trial.random.randint(0, len(names))
        return result + names[cut:]

    def build(self, state):
        """Makes the disk in a new directory."""
        point, lost, zeros = state
        files, directories = {}, {self.queue.spool}
        contents, ends = {}, {}
        for index, op in enumerate(self.ops[:point]):
            missing = index in lost
            if op.kind == "mkdir" and not missing:
                directories.add(op.path)
            elif op.kind == "create" and not missing:
                if op.path not in files:
                    files[op.path] = bytearray()
            elif op.kind == "write":
                data = files.get(op.path)
                if data is None:
                    continue
                offset = ends.get(op.path, len(data)) if op.offset is None else op.offset
                if op.offset is None:
                    ends[op.path] = offset + len(op.data)
                if missing and not zeros:
                    continue
                if len(data) < offset:
                    data.extend(bytes(offset - len(data)))
                if missing:
                    if len(data) < offset + len(op.data):
                        data.extend(bytes(offset + len(op.data) - len(data)))
                    self.some_blocks(data, offset, op.data)
                else:
                    data[offset:offset + len(op.data)] = op.data
            elif op.kind == "truncate" and op.path in files:
                data = files[op.path]
                data.extend(bytes(max(0, op.offset - len(data))))
                del data[op.offset:]
            elif op.kind == "rename" and not missing and op.path in files:
                files[op.target] = files.pop(op.path)
                if op.path in ends:
                    ends[op.target] = ends.pop(op.path)
            elif op.kind == "link" and not missing and op.path in files:
                files[op.target] = files[op.path]
            elif op.kind == "unlink" and not missing:
                files.pop(op.path, None)
        self.trial.count("states")
        path = os.path.join(self.disks, f"disk{self.trial.counts['states']}")
        spool = self.queue.spool
        for directory in sorted(directories):
            os.makedirs(path + directory[len(spool):], mode=0o700, exist_ok=True)
        os.chmod(path, 0o700)
        for name, data in files.items():
            place = path + name[len(spool):]
            if os.path.basename(name).startswith("#"):
                continue
            if os.path.isdir(os.path.dirname(place)):
                with open(place, "wb") as file:
                    file.write(data)
                os.chmod(place, 0o600)
        return path

    def some_blocks(self, data, offset, written):
        """Of a write that was not saved any blocks may have come through."""
        place = offset
        while place < offset + len(written):
            next_place = min((place // 4096 + 1) * 4096, offset + len(written))
            if self.trial.random.random() < 0.6:
                data[place:next_place] = written[place - offset:next_place - offset]
            place = next_place

    def judge(self, state):
        path = self.build(state)
        try:
            self.judge_disk(state, path)
        finally:
            # Whoever finds a job that waits starts a keeper.
            for process in Queue.of_spool(path):
                process.kill()
            shutil.rmtree(path, ignore_errors=True)

    def judge_disk(self, state, path):
        point, lost, zeros = state
        printed = max((jobs for made, jobs in self.printed if made <= point), default=0)
        most = max(jobs for made, jobs in self.printed)
        if not os.path.exists(os.path.join(path, "format")):
            self.trial.expect(
                printed == 0, f"{self.scenario} {point}: the queue is gone, with {printed} printed")
            return
        env = {"CJOBS_SPOOL": path}
        where = (f"{self.scenario}, after {point} of {len(self.ops)} changes, without "
                 f"{sorted(lost)}{', zeros' if zeros else ''}")
        listed = self.queue.run("cqueue", "-a", "-I", env=env)
        self.trial.expect(
            listed.status == 0 and not listed.trapped, f"{where}: cqueue -a: {listed}")
        ids = set(listed.lines)
        there = len(ids)
        self.trial.expect(there >= printed, f"{where}: {there} jobs, and {printed} were printed")
        counts = {0, 1, 2, most} if self.scenario != "batch" else {0, 1, most}
        self.trial.expect(there in counts, f"{where}: {there} jobs of a batch of {self.batch}")
        # What ran in the crash is looked after by whoever came with that list.
        running = ["cqueue", "-q", "-t", "running", "--count"]
        settled = until(lambda: self.queue.run(*running, env=env).lines == ["0"], pause=0.02)
        self.trial.expect(settled, f"{where}: a job stays running that has nobody")
        report = self.queue.run("cqueue", "--check", env=env)
        self.trial.expect(
            report.status == 0, f"{where}: --check: {report.output[:300]}{report.errors[:300]}")


def plain(text):
    return unhex(text).decode(errors="surrogateescape")


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))
