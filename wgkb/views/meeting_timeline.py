"""``.. meeting-timeline::`` — all meetings on one axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.model import times
from wgkb.model.records import Meeting
from wgkb.model.words import counted
from wgkb.views.base import Options, view
from wgkb.views.time_strip import Moment, time_strip

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

MAX_ROWS = 60
"""Meetings that are shown; of more, the newest."""


@view()
def meeting_timeline(graph: Graph, options: Options) -> p.Drawing:
    """A row for each meeting; where only the month is known, its bar is as long as the month."""
    meetings = graph.meetings[-MAX_ROWS:]
    if not meetings:
        return p.Paragraph("No meeting is recorded.")
    left_out = len(graph.meetings) - len(meetings)
    more = counted(left_out, "earlier one is", "earlier ones are")
    caption = Meeting.type.counted(len(meetings)) + (f"; {more} left out" if left_out else "")
    caption += ". A long bar says that only the month is known."
    return time_strip(caption, [_moment(graph, meeting) for meeting in meetings])


def _moment(graph: Graph, meeting: Meeting) -> Moment:
    first, last = times.days(meeting.start)
    return Moment(
        graph.item(meeting.id),
        first,
        max(last, times.days(meeting.end)[1]) if meeting.end else last,
        times.short(meeting.start),
        exact=first == last,
    )
