"""A picture of what happened when: a row for each thing, its time on one axis of years.

Each row has its words and its date beside the axis, so that the picture is its own text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

NARROWEST = 0.012
"""Width of the bar of a day, as a part of the whole."""
MAX_TICKS = 8
"""Years that are written below the axis."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row."""

    label: str
    address: str
    first: dt.date
    last: dt.date
    """The last day that it had, or may have had if *exact* is false."""
    when: str
    """Its date in words."""
    exact: bool


def axis_html(caption: str, marks: Sequence[Mark]) -> Markup:
    """The rows in the order given; there must be one."""
    first = dt.date(min(mark.first.year for mark in marks), 1, 1)
    years = range(first.year, max(mark.last.year for mark in marks) + 1)
    days = (dt.date(years[-1], 12, 31) - first).days + 1
    rows = Markup("\n").join(_row(mark, first, days) for mark in marks)
    return Markup(
        '<figure class="wg-chart wg-strip wg-sessions"><figcaption>{}</figcaption>'
        '<ol>\n{}\n</ol><div class="wg-row" aria-hidden="true"><span></span>'
        '<ul class="wg-axis">{}</ul></div></figure>\n'
    ).format(caption, rows, _ticks(years))


def _row(mark: Mark, first: dt.date, days: int) -> Markup:
    width = max((mark.last - mark.first).days + 1, days * NARROWEST)
    return Markup(
        '<li class="wg-row"><a href="{}">{}</a><svg viewBox="0 0 {} 1" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="wg-fill--{}" x="{}" width="{:.2f}" height="1"/></svg>'
        '<span class="wg-when">{}</span></li>'
    ).format(
        mark.address,
        mark.label,
        days,
        "closed" if mark.exact else "obsolete",
        (mark.first - first).days,
        width,
        mark.when,
    )


def _ticks(years: Sequence[int]) -> Markup:
    step = -(-len(years) // MAX_TICKS)
    return Markup("").join(
        Markup("<li>{}</li>").format(year if place % step == 0 else "")
        for place, year in enumerate(years)
    )
