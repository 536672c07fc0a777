"""Runs of a program: wall time, processor time and memory, of all its processes together."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_INTERVAL = 0.2
"""Seconds between two looks at the memory."""


class Failed(Exception):
    """A run that ended with an error, or said what it should not; the message has both."""


class Run(NamedTuple):
    """What one run cost."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes, in user mode and in the system."""
    peak: float = 0
    """Bytes of memory of all processes at once, if that was looked at."""


def run(
    command: Sequence[str], env: Mapping[str, str], *, silent: bool = True, memory: bool = False
) -> Run:
    """Run *command*, which must succeed.

    :param silent: it must say nothing, since a build that warns is another build.
    :param memory: look at the memory, which takes a little time itself.
    :raises Failed: it did not do so.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=said, stderr=subprocess.STDOUT)
        watch = _Watch(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = watch.stop() if watch else 0
        said.seek(0)
        text = said.read().decode("utf-8", "replace").strip()
    if process.returncode or (silent and text):
        lines = "\n".join(text.splitlines()[-20:])
        raise Failed(f"{' '.join(command)}\nended with {process.returncode}:\n{lines}")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak)


class _Watch:
    """Looks at the memory of a process and its children until it is stopped.

    Pages that processes share after a fork count once: each has its share of them (``Pss`` in
    ``smaps_rollup``, see Linux's Documentation/filesystems/proc.rst).
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(_INTERVAL):
            self._peak = max(self._peak, sum(map(_memory, _family(self._pid))))


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:  # grows on the way
        try:
            children = (_PROC / f"{parent}/task/{parent}/children").read_text()
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _memory(pid: int) -> int:
    try:
        lines = (_PROC / f"{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


class Spread(NamedTuple):
    """Some measurements of one thing: the median, the least and the greatest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))
