"""What a table is made of: figures of commands that are taken in turn."""

import os
import shutil
import statistics

from .command import milliseconds, sample

# By name: the title, and the function that takes the figures.
TABLES = {}


class Skipped(Exception):
    """A table that can't be taken here, and why."""


def table(name, title):
    """Makes a function the one that takes a table."""
    def add(take):
        TABLES[name] = (title, take)
        return take
    return add


class Figure:
    """What was measured of one command: its samples, and what is wanted of ours beside it."""

    def __init__(self, subject, name, unit, values, processor=None, size=None, at=None):
        self.subject, self.name, self.unit = subject, name, unit
        self.values, self.processor, self.size, self.at = values, processor, size, at
        # How many times as quick ours is; what it should be at least, and better.
        self.ratio, self.wanted = None, None

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def json(self):
        return {key: value for key, value in {
            "subject": self.subject, "name": self.name, "unit": self.unit, "median": self.median,
            "min": min(self.values), "max": max(self.values), "samples": self.values,
            "processor_ms": self.processor, "peak_mb": self.size, "at": self.at,
            "ours_times_as_quick": self.ratio,
            "at_least": self.wanted and self.wanted[0], "aim": self.wanted and self.wanted[1],
        }.items() if value is not None}

    @property
    def line(self):
        def cell(value, width, digits=2):
            return " " * width if value is None else f"{value:{width}.{digits}f}"
        wanted = ""
        if self.wanted:
            missed = self.ratio < self.wanted[0]
            wanted = (f"  at least {self.wanted[0]:.2g}, aim {self.wanted[1]:.2g}"
                      + (" MISSED" if missed else ""))
        return (f"{self.subject + ': ' + self.name:50.50} {self.median:10.2f} {min(self.values):10.2f} "
                f"{max(self.values):10.2f} {self.unit:6} {cell(self.processor, 8)} "
                f"{cell(self.size, 6, 0)} {cell(self.ratio, 6)}{wanted}")


class Bench:
    """One table in the making."""

    head = (f"{'':50} {'median':>10} {'min':>10} {'max':>10} {'':6} {'cpu ms':>8} {'MB':>6} "
            f"{'ratio':>6}")

    def __init__(self, title, options, place):
        self.title, self.options, self.place = title, options, place
        self.figures = []

    @property
    def tools(self):
        return self.options.tools

    def rounds(self, standard):
        return self.options.rounds or standard

    def add(self, figure):
        self.figures.append(figure)
        print(figure.line, flush=True)
        return figure

    def compare(self, subject, commands, rounds=5, unit="s", amount=None, wanted=None):
        """Takes commands in turn, each in a directory of its own; the first is ours, and a peer
        that is not installed is left out. With an `amount` the figure is how many of them a
        second. `wanted` has for a peer what the ratio should be: at least, and better."""
        there = {command.name: command for command in commands if command.is_installed}
        taken = {name: [] for name in there}
        for number in range(self.rounds(rounds)):
            # Nobody is always the first.
            names = list(there)
            for name in names[number % len(names):] + names[:number % len(names)]:
                taken[name].append(sample(there[name], self.place))
        first = None
        for name, samples in taken.items():
            seconds = [each.seconds for each in samples]
            processor = statistics.median(each.processor for each in samples) * 1000
            scale = {"s": 1, "ms": 1000}.get(unit, 1)
            count = amount or there[name].count
            values = [amount / each for each in seconds] if amount else [
                each * scale / there[name].count for each in seconds]
            figure = Figure(subject, name, unit, values, processor / (count or 1),
                            max(each.size for each in samples) if unit == "s" else None)
            first = first or figure
            quick = figure.median / first.median
            figure.ratio = 1 / quick if amount else quick
            figure.wanted = (wanted or {}).get(name)
            self.add(figure)

    def alternate(self, subject, commands, rounds, wanted=None, **how):
        """Takes programs in turn, given as words, in a place that is ready for all of them; the ratio
        is how many times as quick each is as the first."""
        taken = {name: [] for name in commands}
        for _ in range(self.rounds(rounds)):
            for name, words in commands.items():
                taken[name].append(milliseconds(words, **how))
        figures = [Figure(subject, name, "ms", values) for name, values in taken.items()]
        for figure in figures:
            figure.ratio = figures[0].median / figure.median
            figure.wanted = (wanted or {}).get(figure.name)
            self.add(figure)


def need(*programs):
    """Skips the table where one of these is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            raise Skipped(f"there is no {program}")


def need_root():
    if os.geteuid() != 0:
        raise Skipped("needs root")
