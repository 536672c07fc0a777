"""``.. meeting-series::`` — the series of the schedule, and the calendars of all meetings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.files.schedule import Held, Series
from wgkb.graph import meetings as diary
from wgkb.graph.graph import file_item
from wgkb.model import times
from wgkb.model.paths import CALENDAR, CALENDARS, MEETINGS_FEED
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


@view()
def meeting_series(graph: Graph, options: Options) -> p.Drawing:
    """A table of the series, with a calendar file each."""
    files = p.Paragraph(
        (
            "All meetings: ",
            p.Link(file_item(CALENDAR), "calendar"),
            " (iCalendar), ",
            p.Link(file_item(MEETINGS_FEED), "feed"),
            " (Atom).",
        )
    )
    if not graph.schedule:
        return files if graph.meetings else p.Paragraph("No meeting is recorded.")
    head = ["Series", "When and where", "Period", "Meetings"]
    rows = (_row(graph, series) for series in graph.schedule)
    return p.table(head, rows, "Series of meetings", "stack"), files


def _row(graph: Graph, series: Series) -> Iterator[p.Words]:
    calendar = p.Link(file_item(f"{CALENDARS}/{series.id}.ics"), "calendar")
    chair = p.Span("small", f"Chair: {series.chair}")
    yield f"{series.project} (", calendar, ")", p.Break(), chair
    places = [(f"{rule.words}, ", p.Span("code", f"#{rule.irc}")) for rule in series.schedule]
    yield p.joined(places, p.Break())
    starts = [rule.start_date for rule in series.schedule]
    begin = f"from {times.short(min(starts).isoformat())}" if starts else ""
    end = f"ended {times.short(series.ended)}" if series.ended else "goes on"
    yield f"{begin}, {end}"
    pages = len(diary.meetings_of(graph, series))
    known = f"{pages or 'none'} recorded"
    if series.held is Held.UNKNOWN:
        known += "; which slots were used is not known"
    yield known
