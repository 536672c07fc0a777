"""A picture of what happened when: a row for each thing, its time on one axis of years.

Each row has its words and its date beside the axis, so that the picture is its own text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from wgkb.drawing import pieces as p
from wgkb.graph.graph import Item
from wgkb.model.records import GapState

NARROWEST = 0.012
"""Width of the bar of a day, as a part of the whole."""
MAX_TICKS = 8
"""Years that are written below the axis."""
EXACT, VAGUE = GapState.CLOSED, GapState.OBSOLETE
"""States whose colours tell a day from a month or a year."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One row."""

    item: Item
    """What it leads to, and its words."""
    first: dt.date
    last: dt.date
    """The last day that it had, or may have had if *exact* is false."""
    when: str
    """Its date in words."""
    exact: bool


def time_strip(caption: str, moments: Sequence[Moment]) -> p.Strip:
    """The rows in the order given; there must be one."""
    first = dt.date(min(moment.first.year for moment in moments), 1, 1)
    years = range(first.year, max(moment.last.year for moment in moments) + 1)
    days = (dt.date(years[-1], 12, 31) - first).days + 1
    lines = tuple(_line(moment, first, days) for moment in moments)
    return p.Strip(lines, _ticks(years), caption, "sessions")


def _line(moment: Moment, first: dt.date, days: int) -> p.Line:
    width = max((moment.last - moment.first).days + 1, days * NARROWEST)
    state = EXACT if moment.exact else VAGUE
    mark = p.Mark(state, (moment.first - first).days, width)
    return p.Line(p.Link(moment.item, moment.item.text), p.Picture(days, 1, (mark,)), moment.when)


def _ticks(years: Sequence[int]) -> tuple[str, ...]:
    step = -(-len(years) // MAX_TICKS)
    return tuple(str(year) if place % step == 0 else "" for place, year in enumerate(years))
