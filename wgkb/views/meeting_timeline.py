"""``.. meeting-timeline::`` — all meetings on one axis of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.meetings import times
from wgkb.model import Meeting
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

MAX_ROWS = 60
"""Meetings that are shown; of more, the newest."""
NARROWEST = 0.012
"""Width of the bar of a day, as a part of the whole."""
MAX_TICKS = 8


class MeetingTimeline(View):
    """A row for each meeting; where only the month is known, its bar is as long as the month."""

    view_name = "meeting-timeline"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        meetings = graph.meetings[-MAX_ROWS:]
        if not meetings:
            return Markup("<p>No meeting is recorded.</p>\n")
        spans = [_span(meeting) for meeting in meetings]
        first = dt.date(min(begin.year for begin, _ in spans), 1, 1)
        last = dt.date(max(end.year for _, end in spans) + 1, 1, 1)
        rows = Markup("\n").join(
            _row(graph, meeting, span, first, last, link_to)
            for meeting, span in zip(meetings, spans, strict=True)
        )
        left_out = len(graph.meetings) - len(meetings)
        more = f"; {left_out} earlier ones are left out" if left_out else ""
        return Markup(
            '<figure class="wg-chart wg-strip wg-sessions"><figcaption>{} meetings{}. A long bar '
            "says that only the month is known.</figcaption>"
            '<ol>\n{}\n</ol><div class="wg-row" aria-hidden="true"><span></span>'
            '<ul class="wg-axis">{}</ul></div></figure>\n'
        ).format(len(meetings), more, rows, _axis(range(first.year, last.year)))


def _span(meeting: Meeting) -> tuple[dt.date, dt.date]:
    """First and last day that the meeting may have had."""
    first, last = times.days(meeting.start)
    return first, max(last, times.days(meeting.end)[1]) if meeting.end else last


def _row(
    graph: Graph,
    meeting: Meeting,
    span: tuple[dt.date, dt.date],
    first: dt.date,
    last: dt.date,
    link_to: LinkTo,
) -> Markup:
    whole = (last - first).days
    month = len(meeting.start) == len("2016-04")
    width = max((span[1] - span[0]).days + 1, whole * NARROWEST)
    when = times.short(meeting.start)
    return Markup(
        '<li class="wg-row"><a href="{}">{}</a><svg viewBox="0 0 {} 1" preserveAspectRatio="none"'
        ' role="img"><title>{}, {}</title><rect class="wg-fill--{}" x="{}" width="{:.2f}" '
        'height="1"/></svg><span class="wg-when">{}</span></li>'
    ).format(
        link_to(graph.item(meeting.id)),
        meeting.title,
        whole,
        when,
        meeting.kind,
        "obsolete" if month else "closed",
        (span[0] - first).days,
        width,
        when,
    )


def _axis(years: Sequence[int]) -> Markup:
    step = -(-len(years) // MAX_TICKS)
    return Markup("").join(
        Markup("<li>{}</li>").format(year if place % step == 0 else "")
        for place, year in enumerate(years)
    )
