"""Measure builds against the budgets of the design: ``make bench``, or this with options.

Synthetic sites are built by this project and, with the same words, by plain Sphinx, by Sphinx
with the same extensions and the stock theme, and by sphinx-needs.  All use as many processes and
take turns, round after round; a ratio is of two runs that stood side by side.  Each value is the
median, with the least and the greatest behind it: their distance is the noise of the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from corpus import SMALLEST, make_site
from measure import Failed, Run, Spread, run
from rows import ANCHORS, CLEAN, EDIT, IDLE, LINK, MEMORY, Results, Row, Task, rows
from variants import ROOT, VARIANTS, Project

REPEATS = 3
"""Small builds in a round; they take little time, of which chance has a large part."""
QUICK = {"pages": 120, "few": SMALLEST, "many": 240, "records": 1000, "rounds": 1}


class Bench:
    """The projects on disk and what was measured with them."""

    def __init__(self, folder: Path, tasks: Sequence[Task], jobs: int) -> None:
        self.folder, self.jobs = folder, jobs
        self.tasks = frozenset(tasks)
        self.results = Results()
        self.env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            # Compiled modules are kept, as they are for those who installed the packages.
            "PYTHONPYCACHEPREFIX": str(folder / "pycache"),
        }
        self.env.pop("PYTHONDONTWRITEBYTECODE", None)
        self.projects: dict[tuple[int, str], Project] = {}

    def warm_up(self) -> None:
        """Build something small with each system, so that no measured run compiles modules."""
        site = make_site(SMALLEST)
        for name in sorted({task.variant for task in self.tasks}):
            project = Project(VARIANTS[name], site, self.folder / f"warm-up-{name}")
            self._run("warm-up", project, CLEAN)

    def round(self, number: int) -> None:
        """Run each task once, small builds some times; who comes first changes by round."""
        by_size = groupby(sorted(self.tasks), key=lambda task: task.pages)
        for pages, group in by_size:
            names = list(dict.fromkeys(task.variant for task in group))
            names = names[number % len(names) :] + names[: number % len(names)]
            for task in self._wanted(pages, names, MEMORY):
                if not self.results.runs[task]:  # once is enough
                    self._measure(task)
            for task in self._wanted(pages, names, CLEAN):
                self._measure(task)
            for task in self._wanted(pages, names, ANCHORS):
                self._measure(task)
            for kind in (EDIT, LINK, IDLE) * REPEATS:
                for task in self._wanted(pages, names, kind):
                    self._measure(task)

    def _wanted(self, pages: int, names: Sequence[str], kind: str) -> Iterator[Task]:
        return (t for name in names if (t := Task(pages, name, kind)) in self.tasks)

    def _measure(self, task: Task) -> None:
        project = self._project(task)
        if task.kind in (CLEAN, MEMORY):
            project.clean()
        elif task.kind in (EDIT, LINK):
            project.edit(linked=task.kind == LINK)
        what = f"{task.pages:,} pages"
        self.results.runs[task].append(self._run(what, project, task.kind))
        self.results.outputs[task] = project.output

    def _project(self, task: Task) -> Project:
        """The project of *task*, which is written, and built where that comes first."""
        key = (task.pages, task.variant)
        if key not in self.projects:
            folder = self.folder / f"{task.variant}-{task.pages}"
            project = Project(VARIANTS[task.variant], make_site(task.pages), folder)
            self.projects[key] = project
            if task.kind not in (CLEAN, MEMORY):
                self._run("before", project, CLEAN)
        return self.projects[key]

    def _run(self, what: str, project: Project, kind: str) -> Run:
        print(f"{what:>12}  {project.variant.label}: {kind}", end="", file=sys.stderr, flush=True)
        if kind == ANCHORS:
            command = [sys.executable, "-m", "wgkb.checks.anchors", str(project.output)]
            measured = run(command, self.env, silent=False)
        else:
            measured = run(project.command(self.jobs), self.env, memory=kind == MEMORY)
        print(f", {measured.wall:.1f} s", file=sys.stderr)
        return measured


def report(chosen: Sequence[Row], results: Results) -> Iterator[str]:
    """The lines of both tables: what each run took, and the rows against their budgets."""
    yield f"{'':46}{'wall, s':>20}{'processor, s':>20}"
    for task in sorted(results.runs):
        label = f"{task.pages:,} pages, {VARIANTS[task.variant].name}: {task.kind}"
        wall = Spread.of([r.wall for r in results.runs[task]])
        cpu = Spread.of([r.cpu for r in results.runs[task]])
        yield f"{label:46}{_shown(wall):>20}{_shown(cpu):>20}"
    yield ""
    yield f"{'':46}{'by wall time':>20}{'by processor':>20}  budget"
    for row in chosen:
        value = row.value(results)
        cpu = _shown(value.cpu) if value.cpu else ""
        budget = ""
        if row.budget is not None:
            verdict = "ok" if value.spread.median <= row.budget else "OVER"
            budget = f"{row.budget:g} {row.unit}  {verdict}"
        yield f"{row.what:46}{_shown(value.spread):>20}{cpu:>20}  {budget}  {value.note}".rstrip()


def _shown(spread: Spread) -> str:
    digits = 2 if spread.high < 10 else 1
    text = f"{spread.median:.{digits}f}"
    if spread.low != spread.high:
        text += f" ({spread.low:.{digits}f}–{spread.high:.{digits}f})"
    return text


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0 also when a budget is not kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="small sites and one round: does it work at all?")
    add("--rows", metavar="A,B", help="the rows to measure (default: all)")
    add("--pages", type=int, default=635, help="pages of the main site (%(default)s)")
    add("--few", type=int, default=200, help="pages of the small site (%(default)s)")
    add("--many", type=int, default=2000, help="pages of the large site (%(default)s)")
    add("--records", type=int, default=10_000, help="records for the memory (%(default)s)")
    add("--rounds", type=int, default=3, help="how often all is run (%(default)s)")
    add("--jobs", type=int, default=2, help="processes of every build (%(default)s)")
    add("--folder", type=Path, default=ROOT / "_build/bench", help="where sites are built")
    options = parser.parse_args(argv)
    if options.quick:
        parser.set_defaults(**QUICK)
        options = parser.parse_args(argv)

    known = {
        row.name: row for row in rows(options.pages, options.few, options.many, options.records)
    }
    names = options.rows.split(",") if options.rows else list(known)
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"no such row: {', '.join(unknown)} (there are {', '.join(known)})")
    chosen = [row for name, row in known.items() if name in names]

    bench = Bench(options.folder.resolve(), [t for row in chosen for t in row.tasks], options.jobs)
    try:
        bench.warm_up()
        loads = []
        for number in range(options.rounds):
            loads.append(os.getloadavg()[0])
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            bench.round(number)
    except (Failed, ValueError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    print(
        f"Python {sys.version.split()[0]}, Sphinx {version('sphinx')}, {os.cpu_count()} cores, "
        f"-j {options.jobs}, rounds: {options.rounds}, load before each: "
        + ", ".join(f"{load:.1f}" for load in loads)
    )
    print(*report(chosen, bench.results), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
