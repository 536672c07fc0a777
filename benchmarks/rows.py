"""What is measured: the table of budgets, row by row.

A row says which runs it needs and how its value comes from them.  Where it compares two systems
the value is one ratio per round, of runs that stood side by side, so that what else the machine
does in these minutes falls on both.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import RECORDS_PER_PAGE
from measure import Run, Spread
from variants import ROOT

CLEAN, EDIT, LINK, IDLE = "clean", "edit", "link", "idle"
"""Kinds of build: from nothing, after an edit, after a greater one, and after none."""
ANCHORS, MEMORY = "anchors", "memory"
"""The check of a built site; a build from nothing whose memory is looked at."""
RECORD_FOLDERS = ("use-cases", "requirements", "gap-analyses", "meetings")


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """One thing to run, once a round."""

    pages: int
    variant: str
    kind: str


class Results:
    """All runs so far, in their order."""

    def __init__(self) -> None:
        self.runs: dict[Task, list[Run]] = defaultdict(list)
        self.outputs: dict[Task, Path] = {}
        """Where the site is that a task built."""

    def ratio(self, of: Task, to: Task, share: float = 1) -> Value:
        """Each run *of* against the one *to* beside it, times *share*."""
        pairs = list(zip(self.runs[of], self.runs[to], strict=True))
        return Value(
            Spread.of([one.wall / other.wall * share for one, other in pairs]),
            Spread.of([one.cpu / other.cpu * share for one, other in pairs]),
        )


@dataclass(frozen=True, slots=True)
class Value:
    """What a row shows."""

    spread: Spread
    cpu: Spread | None = None
    """The same by processor time."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    what: str
    budget: float | None
    """The greatest value that is well, by the design; None where there is none."""
    tasks: Sequence[Task]
    """What must have been run."""
    value: Callable[[Results], Value]
    unit: str = "x"


def rows(pages: int, few: int, many: int, records: int) -> Iterator[Row]:
    """The rows for a site of *pages*, the growth from *few* to *many*, and so many *records*."""

    def ratio(
        name: str, what: str, budget: float | None, kind: str, other: str, other_kind: str = ""
    ) -> Row:
        one, two = Task(pages, "wgkb", kind), Task(pages, other, other_kind or kind)
        return Row(name, what, budget, (one, two), lambda results: results.ratio(one, two))

    yield ratio("plain", "full build / plain Sphinx, theme basic", 1.25, CLEAN, "plain")
    yield ratio("stock", "full build / same extensions, stock pydata", None, CLEAN, "same")
    yield ratio("needs", "full build / stock pydata + sphinx-needs", 0.25, CLEAN, "needs")
    yield ratio("edit", "a record's text edited / same extensions", 1.3, EDIT, "same")
    yield ratio("link", "its title and a link edited / same extensions", 1.3, LINK, "same")
    yield ratio("idle", "nothing changed / same extensions", 1.2, IDLE, "same")
    small, large = Task(few, "wgkb", CLEAN), Task(many, "wgkb", CLEAN)
    yield Row(
        "growth",
        f"time per page, {many:,} pages / {few:,} pages",
        1.2,
        (small, large),
        lambda results: results.ratio(large, small, few / many),
    )
    heavy = Task(round(records / RECORDS_PER_PAGE), "wgkb", MEMORY)
    yield Row(
        "memory",
        f"peak memory at {records:,} records",
        1.0,
        (heavy,),
        lambda results: Value(Spread.of([r.peak / 2**30 for r in results.runs[heavy]])),
        "GiB",
    )
    built = Task(pages, "wgkb", CLEAN)
    yield Row(
        "page",
        "a record's page, compressed",
        15,
        (built,),
        lambda results: _page_weights(results.outputs[built]),
        "KiB",
    )
    yield Row("assets", "style and script of ours, compressed", 30, (), _asset_weight, "KiB")
    yield ratio("anchors", "link and anchor check / full build", 0.15, ANCHORS, "wgkb", CLEAN)


def _page_weights(output: Path) -> Value:
    """The pages of records as they travel; the median is the value."""
    weights = {
        path: _weight(path)
        for folder in RECORD_FOLDERS
        for path in (output / folder).rglob("*.html")
        if path.name != "index.html"
    }
    heaviest = max(weights, key=weights.__getitem__)
    return Value(
        Spread.of(list(weights.values())), note=f"heaviest: {heaviest.relative_to(output)}"
    )


def _asset_weight(_: Results) -> Value:
    """Style sheets and scripts of our own together."""
    static = ROOT / "wgkb/theme/wgkb/static"
    files = [path for path in static.iterdir() if path.suffix in (".css", ".js")]
    return Value(Spread.of([sum(map(_weight, files))]), note=f"{len(files)} files")


def _weight(path: Path) -> float:
    """KiB of a file as a server would send it."""
    return len(gzip.compress(path.read_bytes(), mtime=0)) / 1024
